/** What the page of an invitation says, in the languages of the bot. */
import type { Language } from '../core/bot/speaker.ts';

/** What the page can have to say instead of an invitation. */
export type InvitationState = 'looking' | 'none' | 'unusable' | 'busy' | 'failed';

export interface InvitationTexts {
  readonly title: string;
  /** `{from}` and `{channel}` stand for what the invitation says. */
  readonly invites: string;
  /** `{until}` stands for the time. */
  readonly until: string;
  readonly bound: string;
  readonly inTeams: {
    readonly title: string;
    readonly open: string;
    readonly how: string;
    /** The words to type follow. */
    readonly words: string;
    readonly copy: string;
    readonly copied: string;
    readonly missing: string;
  };
  /** The call follows. */
  readonly withoutTeams: { readonly title: string; readonly text: string };
  readonly states: Readonly<Record<InvitationState, string>>;
  readonly noScript: string;
}

const en: InvitationTexts = {
  title: 'Your company is invited',
  invites:
    '{from} invites your company to the universal channel “{channel}”: what is written on one side appears on the other.',
  until: 'The invitation can be used once, until {until}.',
  bound: 'It is for one e-mail address: only the person who has that address can accept.',
  inTeams: {
    title: 'Accept it in Teams',
    open: 'Open Mio in Teams',
    how: 'The words are in the chat already. Send them, and Mio asks which of your channels should join.',
    words: 'Or write this to Mio yourself:',
    copy: 'Copy',
    copied: 'Copied',
    missing: 'Is Mio not in your Teams yet? Then a Teams administrator of your company has to add it first.',
  },
  withoutTeams: {
    title: 'Without Teams',
    text: 'An administrator accepts with your company’s key, by this call of Mio’s API. docs/administer/install.md shows where the places come from.',
  },
  states: {
    looking: 'Looking at the invitation…',
    none: 'There is no complete code in this link. Open the whole link that the other company gave you, up to its last letter.',
    unusable:
      'This invitation can’t be used: the code is wrong, used, taken back or too old. Ask whoever invited you for a new one.',
    busy: 'Too many invitations were looked at from here. Wait a minute, then load this page again.',
    failed: 'Mio does not answer at the moment. Load this page again in a few minutes.',
  },
  noScript:
    'This page needs JavaScript. You can also write to Mio in Teams: “accept”, and then what follows the # in the address of this page.',
};

const de: InvitationTexts = {
  title: 'Ihre Firma ist eingeladen',
  invites:
    '{from} lädt Ihre Firma in den universellen Kanal „{channel}“ ein: Was auf einer Seite geschrieben wird, erscheint auf der anderen.',
  until: 'Die Einladung gilt einmal, bis {until}.',
  bound: 'Sie ist für eine E-Mail-Adresse: Nur die Person mit dieser Adresse kann annehmen.',
  inTeams: {
    title: 'In Teams annehmen',
    open: 'Mio in Teams öffnen',
    how: 'Die Worte stehen dort schon im Chat. Senden Sie sie ab, dann fragt Mio, welcher Ihrer Kanäle dazukommen soll.',
    words: 'Oder schreiben Sie Mio selbst:',
    copy: 'Kopieren',
    copied: 'Kopiert',
    missing:
      'Gibt es Mio in Ihrem Teams noch nicht? Dann muss ein Teams-Administrator Ihrer Firma es zuerst hinzufügen.',
  },
  withoutTeams: {
    title: 'Ohne Teams',
    text: 'Ein Administrator nimmt mit dem Schlüssel Ihrer Firma an, mit diesem Aufruf der API von Mio. In docs/administer/install.md steht, woher die Orte (places) kommen.',
  },
  states: {
    looking: 'Die Einladung wird angesehen…',
    none: 'In diesem Link steht kein vollständiger Code. Öffnen Sie den ganzen Link, den Sie von der anderen Firma haben, bis zum letzten Buchstaben.',
    unusable:
      'Diese Einladung gilt nicht: Der Code ist falsch, benutzt, zurückgezogen oder zu alt. Bitten Sie um eine neue, wer Sie eingeladen hat.',
    busy: 'Von hier aus wurden zu viele Einladungen angesehen. Warten Sie eine Minute und laden Sie diese Seite neu.',
    failed: 'Mio antwortet gerade nicht. Laden Sie diese Seite in einigen Minuten neu.',
  },
  noScript:
    'Diese Seite braucht JavaScript. Sie können auch Mio in Teams schreiben: „accept“ und dann, was in der Adresse dieser Seite auf das # folgt.',
};

const fr: InvitationTexts = {
  title: 'Votre entreprise est invitée',
  invites:
    '{from} invite votre entreprise dans le canal universel « {channel} » : ce qui est écrit d’un côté apparaît de l’autre.',
  until: 'L’invitation sert une seule fois, jusqu’au {until}.',
  bound: 'Elle est destinée à une adresse e-mail : seule la personne qui a cette adresse peut accepter.',
  inTeams: {
    title: 'Accepter dans Teams',
    open: 'Ouvrir Mio dans Teams',
    how: 'Les mots sont déjà dans la conversation. Envoyez-les, et Mio demande lequel de vos canaux doit être relié.',
    words: 'Ou écrivez vous-même ceci à Mio :',
    copy: 'Copier',
    copied: 'Copié',
    missing:
      'Mio n’est pas encore dans votre Teams ? Un administrateur Teams de votre entreprise doit d’abord l’ajouter.',
  },
  withoutTeams: {
    title: 'Sans Teams',
    text: 'Un administrateur accepte avec la clé de votre entreprise, par cet appel de l’API de Mio. docs/administer/install.md montre d’où viennent les lieux (places).',
  },
  states: {
    looking: 'Lecture de l’invitation…',
    none: 'Ce lien ne contient pas de code complet. Ouvrez le lien entier que l’autre entreprise vous a donné, jusqu’à la dernière lettre.',
    unusable:
      'Cette invitation ne peut pas servir : le code est faux, déjà utilisé, retiré ou trop ancien. Demandez-en une nouvelle à qui vous a invité.',
    busy: 'Trop d’invitations ont été regardées d’ici. Attendez une minute, puis rechargez cette page.',
    failed: 'Mio ne répond pas pour le moment. Rechargez cette page dans quelques minutes.',
  },
  noScript:
    'Cette page a besoin de JavaScript. Vous pouvez aussi écrire à Mio dans Teams : « accept », puis ce qui suit le # dans l’adresse de cette page.',
};

export const invitationTexts: Readonly<Record<Language, InvitationTexts>> = { en, de, fr };
