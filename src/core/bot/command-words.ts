/**
 * What people may say to Mio: one table that feeds the parser, the help card, the lists in the app's manifest and the
 * page of the documents. Every language is always understood; a word means one command in all of them.
 */

import type { Language } from '../language.ts';
import type { CommandName, CommandScope } from './commands.ts';

interface CommandWords {
  /** Per language, the word that Mio shows, then others that mean the same. */
  readonly words: Readonly<Record<Language, readonly [string, ...string[]]>>;
  /** One line: what it does. At most 128 characters (manifest schema, `commandLists.commands.description`). */
  readonly about: Readonly<Record<Language, string>>;
  readonly scopes: readonly CommandScope[];
  /** Where Teams itself proposes the word: it shows at most twelve of a scope. */
  readonly listed: readonly CommandScope[];
  /** What may be written after the word. Where it is missing, the word is understood only alone. */
  readonly argument?: Readonly<Record<Language, string>>;
  /** What the argument must be for the text to be this command; any words will do where it is missing. */
  readonly argumentIs?: 'channel' | 'code' | 'address';
  /** Nothing can be done without it, so that a button for it makes no sense. */
  readonly needsArgument?: true;
}

const both = ['channel', 'personal'] as const;
const personal = ['personal'] as const;
const nowhere = [] as const;

/** The name of one of the speaker's universal channels. */
const ofChannel = {
  argument: { en: 'channel', de: 'Kanal', fr: 'canal' },
  argumentIs: 'channel',
} as const;

export const commandWords: Readonly<Record<CommandName, CommandWords>> = {
  help: {
    words: {
      en: ['help', 'help me', 'commands', 'what can you do', 'how does this work'],
      de: ['Hilfe', 'hilf mir', 'Befehle', 'was kannst du', 'was können Sie', 'wie geht das'],
      fr: ['aide', 'commandes', 'aidez moi', 'aide moi', 'que sais tu faire', 'que savez vous faire'],
    },
    about: {
      en: 'Show what I can do',
      de: 'Zeigen, was ich kann',
      fr: 'Montrer ce que je sais faire',
    },
    scopes: both,
    listed: both,
  },
  signIn: {
    words: {
      en: ['sign in', 'signin', 'log in', 'login', 'log on'],
      de: ['anmelden', 'Anmeldung', 'einloggen', 'melde mich an', 'melden Sie mich an'],
      fr: ['connexion', 'se connecter', 'me connecter', 'connecter', 'connecte moi', 'connectez moi'],
    },
    about: {
      en: 'Sign in with your Microsoft account',
      de: 'Mit Ihrem Microsoft-Konto anmelden',
      fr: 'Vous connecter avec votre compte Microsoft',
    },
    scopes: personal,
    listed: personal,
  },
  create: {
    words: {
      en: [
        'create',
        'new',
        'new channel',
        'create channel',
        'create a channel',
        'create a new channel',
        'make a channel',
        'create a universal channel',
      ],
      de: [
        'erstellen',
        'anlegen',
        'neu',
        'neuer Kanal',
        'Kanal erstellen',
        'Kanal anlegen',
        'neuen Kanal erstellen',
        'neuen Kanal anlegen',
        'erstelle',
        'erstelle einen Kanal',
      ],
      fr: [
        'créer',
        'nouveau',
        'nouveau canal',
        'créer un canal',
        'créer un nouveau canal',
        'crée un canal',
        'créez un canal',
      ],
    },
    about: {
      en: 'Connect a Teams channel with Slack, Webex or another company',
      de: 'Einen Teams-Kanal mit Slack, Webex oder einer anderen Firma verbinden',
      fr: 'Relier un canal Teams à Slack, Webex ou une autre entreprise',
    },
    scopes: personal,
    listed: personal,
  },
  convert: {
    words: {
      en: ['convert', 'convert this channel', 'connect', 'connect this channel', 'link', 'link this channel'],
      de: ['verbinden', 'diesen Kanal verbinden', 'Kanal verbinden', 'verbinde', 'umwandeln'],
      fr: ['relier', 'relier ce canal', 'convertir', 'convertir ce canal', 'relie', 'reliez'],
    },
    about: {
      en: 'Connect this channel with Slack, Webex or another company',
      de: 'Diesen Kanal mit Slack, Webex oder einer anderen Firma verbinden',
      fr: 'Relier ce canal à Slack, Webex ou une autre entreprise',
    },
    scopes: ['channel'],
    listed: ['channel'],
  },
  channels: {
    words: {
      en: ['my channels', 'channels', 'list channels', 'show channels', 'show my channels'],
      de: ['meine Kanäle', 'Kanäle', 'Kanaele', 'zeige meine Kanäle'],
      fr: ['mes canaux', 'canaux', 'montre mes canaux', 'montrez mes canaux'],
    },
    about: {
      en: 'List your universal channels; add a word to narrow the list',
      de: 'Ihre universellen Kanäle auflisten; ein Wort dahinter grenzt die Liste ein',
      fr: 'Lister vos canaux universels ; ajoutez un mot pour réduire la liste',
    },
    scopes: personal,
    listed: personal,
    argument: { en: 'part of a name', de: 'Teil eines Namens', fr: 'partie d’un nom' },
  },
  status: {
    words: {
      en: ['status', 'state', 'how is it going', 'is it working'],
      de: ['Status', 'Zustand', 'Stand', 'läuft es'],
      fr: ['état', 'statut', 'situation'],
    },
    about: {
      en: 'Show what a universal channel connects and whether it runs',
      de: 'Zeigen, was ein universeller Kanal verbindet und ob er läuft',
      fr: 'Montrer ce que relie un canal universel et s’il fonctionne',
    },
    scopes: both,
    listed: both,
    ...ofChannel,
  },
  who: {
    words: {
      en: ['who', 'who is here', 'who is in here', 'who is in', 'members', 'people'],
      de: ['wer', 'wer ist da', 'wer ist hier', 'wer ist dabei', 'wer ist in', 'Mitglieder'],
      fr: ['qui', 'qui est là', 'qui est ici', 'qui est dans', 'membres'],
    },
    about: {
      en: 'Show who is here, on every side',
      de: 'Zeigen, wer hier ist, auf allen Seiten',
      fr: 'Montrer qui est ici, de chaque côté',
    },
    scopes: both,
    listed: ['channel'],
    ...ofChannel,
  },
  find: {
    words: {
      en: ['find', 'search', 'search for', 'look for', 'look up'],
      de: ['finden', 'finde', 'suchen', 'suche', 'suche nach'],
      fr: ['trouver', 'trouve', 'chercher', 'cherche', 'rechercher', 'recherche'],
    },
    about: {
      en: 'Find a person on all your platforms',
      de: 'Eine Person auf allen Ihren Plattformen finden',
      fr: 'Trouver une personne sur toutes vos plateformes',
    },
    scopes: personal,
    listed: personal,
    argument: { en: 'name or e-mail', de: 'Name oder E-Mail', fr: 'nom ou e-mail' },
    needsArgument: true,
  },
  invite: {
    words: {
      en: ['invite', 'invite a company', 'invite another company', 'new invitation'],
      de: ['einladen', 'Firma einladen', 'neue Einladung', 'lade ein', 'laden Sie ein'],
      fr: ['inviter', 'invite une entreprise', 'inviter une entreprise', 'invitez', 'nouvelle invitation'],
    },
    about: {
      en: 'Invite another company into a universal channel',
      de: 'Eine andere Firma in einen universellen Kanal einladen',
      fr: 'Inviter une autre entreprise dans un canal universel',
    },
    scopes: both,
    listed: both,
    argument: { en: 'e-mail address', de: 'E-Mail-Adresse', fr: 'adresse e-mail' },
    argumentIs: 'address',
  },
  invitations: {
    words: {
      en: ['invitations', 'my invitations', 'open invitations'],
      de: ['Einladungen', 'meine Einladungen', 'offene Einladungen'],
      fr: ['invitations', 'mes invitations', 'invitations en attente'],
    },
    about: {
      en: 'List open invitations and take them back',
      de: 'Offene Einladungen auflisten und zurückziehen',
      fr: 'Lister les invitations en attente et les retirer',
    },
    scopes: personal,
    listed: nowhere,
  },
  accept: {
    words: {
      en: ['accept', 'accept invitation', 'accept an invitation', 'accept the invitation', 'join', 'redeem', 'code'],
      de: ['annehmen', 'Einladung annehmen', 'beitreten', 'einlösen', 'Code einlösen'],
      fr: ['accepter', 'accepter une invitation', 'accepter l’invitation', 'rejoindre', 'accepte'],
    },
    about: {
      en: 'Accept an invitation with its code',
      de: 'Eine Einladung mit ihrem Code annehmen',
      fr: 'Accepter une invitation avec son code',
    },
    scopes: personal,
    listed: personal,
    argument: { en: 'code', de: 'Code', fr: 'code' },
    argumentIs: 'code',
  },
  pause: {
    words: {
      en: ['pause', 'hold', 'suspend'],
      de: ['pausieren', 'Pause machen', 'anhalten', 'unterbrechen'],
      fr: ['suspendre', 'mettre en pause', 'interrompre'],
    },
    about: {
      en: 'Pause a universal channel: nothing crosses until it is resumed',
      de: 'Einen universellen Kanal pausieren: Bis zum Fortsetzen wird nichts übertragen',
      fr: 'Mettre un canal universel en pause : rien ne passe jusqu’à la reprise',
    },
    scopes: both,
    listed: both,
    ...ofChannel,
  },
  resume: {
    words: {
      en: ['resume', 'continue', 'unpause', 'go on'],
      de: ['fortsetzen', 'weiter', 'weitermachen', 'wieder starten'],
      fr: ['reprendre', 'continuer', 'relancer'],
    },
    about: {
      en: 'Resume a paused universal channel',
      de: 'Einen pausierten universellen Kanal fortsetzen',
      fr: 'Reprendre un canal universel en pause',
    },
    scopes: both,
    listed: both,
    ...ofChannel,
  },
  leave: {
    words: {
      en: ['leave', 'disconnect', 'unlink', 'leave channel'],
      de: ['verlassen', 'Kanal verlassen', 'austreten', 'trennen'],
      fr: ['quitter', 'quitter le canal', 'sortir', 'dissocier'],
    },
    about: {
      en: 'Take your side out of a universal channel',
      de: 'Ihre Seite aus einem universellen Kanal herausnehmen',
      fr: 'Retirer votre côté d’un canal universel',
    },
    scopes: both,
    listed: ['channel'],
    ...ofChannel,
  },
  settings: {
    words: {
      en: ['settings', 'settings check', 'check settings', 'check the settings', 'check'],
      de: ['Einstellungen', 'Einstellungen prüfen', 'prüfe die Einstellungen', 'prüfen', 'Prüfung'],
      fr: ['paramètres', 'vérifier les paramètres', 'réglages', 'vérifier', 'vérification'],
    },
    about: {
      en: 'Check whether everything is set up right',
      de: 'Prüfen, ob alles richtig eingerichtet ist',
      fr: 'Vérifier que tout est bien configuré',
    },
    scopes: personal,
    listed: personal,
  },
  publish: {
    words: {
      en: ['publish', 'publish the app', 'publish app', 'publish mio'],
      de: ['veröffentlichen', 'App veröffentlichen', 'bereitstellen'],
      fr: ['publier', 'publier l’application', 'publie'],
    },
    about: {
      en: 'Publish Mio to your company’s app catalog',
      de: 'Mio im App-Katalog Ihrer Firma veröffentlichen',
      fr: 'Publier Mio dans le catalogue d’applications de votre entreprise',
    },
    scopes: personal,
    listed: nowhere,
  },
  accounts: {
    words: {
      en: [
        'my accounts',
        'accounts',
        'link my account',
        'link my accounts',
        'link account',
        'link an account',
        'connect my account',
        'unlink my account',
        'unlink account',
      ],
      de: [
        'meine Konten',
        'Konten',
        'Konto verknüpfen',
        'mein Konto verknüpfen',
        'Konten verknüpfen',
        'verknüpfe mein Konto',
        'verknüpfen',
        'Verknüpfung aufheben',
        'Konto trennen',
      ],
      fr: [
        'mes comptes',
        'comptes',
        'lier mon compte',
        'lier un compte',
        'liez mon compte',
        'associer mon compte',
        'délier mon compte',
        'dissocier mon compte',
      ],
    },
    about: {
      en: 'Link your accounts, so that reactions and files cross as your own',
      de: 'Ihre Konten verknüpfen, damit Reaktionen und Dateien als Ihre eigenen ankommen',
      fr: 'Lier vos comptes, pour que réactions et fichiers passent comme les vôtres',
    },
    scopes: personal,
    listed: nowhere,
  },
  signOut: {
    words: {
      en: ['sign out', 'signout', 'sign off', 'log out', 'logout', 'log off'],
      de: ['abmelden', 'Abmeldung', 'ausloggen', 'melde mich ab'],
      fr: ['déconnexion', 'se déconnecter', 'me déconnecter', 'déconnecter', 'déconnectez moi'],
    },
    about: {
      en: 'Sign out: I forget your sign-in',
      de: 'Abmelden: Ich vergesse Ihre Anmeldung',
      fr: 'Vous déconnecter : j’oublie votre connexion',
    },
    scopes: personal,
    listed: personal,
  },
  cancel: {
    words: {
      en: ['cancel', 'stop', 'abort', 'never mind', 'nevermind', 'quit', 'exit'],
      de: ['abbrechen', 'Abbruch', 'stopp', 'brich ab', 'vergiss es'],
      fr: ['annuler', 'annule', 'annulez', 'abandonner', 'arrêter'],
    },
    about: {
      en: 'Stop what we are in the middle of',
      de: 'Abbrechen, womit wir gerade beschäftigt sind',
      fr: 'Arrêter ce que nous sommes en train de faire',
    },
    scopes: both,
    listed: nowhere,
  },
};
