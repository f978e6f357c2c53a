/** Words around commands and in place of them, in every language: they are always understood, whoever says them. */

/** Said before a command, and no part of it. */
export const greetingWords: readonly string[] = ['hi', 'hello', 'hey', 'hallo', 'guten Tag', 'bonjour', 'salut', 'mio'];

/** Said before or after a command, and no part of it. */
export const politeWords: readonly string[] = [
  'please',
  'thanks',
  'thank you',
  'bitte',
  'danke',
  's’il vous plaît',
  's’il te plaît',
  'svp',
  'stp',
  'merci',
];

/** Said after a command about a universal channel: alone they mean the one where it is said, or lead to its name. */
export const pointingWords: readonly string[] = [
  ...['of', 'for', 'in', 'the', 'this', 'it', 'here', 'now', 'channel'],
  ...['von', 'vom', 'für', 'im', 'der', 'den', 'dem', 'des', 'das', 'dieser', 'diesen', 'dieses', 'diesem', 'es'],
  ...['hier', 'jetzt', 'Kanal', 'Kanals'],
  ...['de', 'du', 'dans', 'pour', 'le', 'la', 'l', 'ce', 'cet', 'ici', 'maintenant', 'canal'],
];

/** Said after the name of a universal channel. */
export const channelNouns: readonly string[] = ['channel', 'Kanal', 'canal'];

/** A word to go. */
export const yesWords: readonly string[] = [
  ...['yes', 'y', 'yep', 'yeah', 'ok', 'okay', 'sure', 'go ahead'],
  ...['ja', 'jawohl', 'klar', 'gern', 'gerne', 'einverstanden'],
  ...['oui', 'd’accord', 'bien sûr'],
];

/** A word that stops what was asked about. */
export const noWords: readonly string[] = [
  ...['no', 'n', 'nope', 'not now'],
  ...['nein', 'nö', 'nicht jetzt'],
  ...['non', 'pas maintenant'],
];
