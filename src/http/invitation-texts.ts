/** What the page of an invitation says, in the languages of the bot. */

import type { Proof } from '../core/channels/proving.ts';
import type { Language } from '../core/language.ts';

/** What the page can have to say instead of an invitation. */
export type InvitationState = 'looking' | 'none' | 'unusable' | 'busy' | 'failed';

export interface InvitationTexts {
  readonly title: string;
  /** `{from}` and `{channel}` stand for what the invitation says. */
  readonly invites: string;
  /** `{until}` stands for the time. */
  readonly until: string;
  /** Of one that is for an address that nobody has shown to be theirs yet. */
  readonly bound: string;
  readonly proved: string;
  /** `{platform}` stands for its name. */
  readonly prove: {
    readonly title: string;
    readonly text: string;
    readonly button: string;
    readonly unknown: string;
    readonly failed: string;
  };
  /** The page that whoever signed in comes back to. `{account}`, `{organization}` and `{platform}` stand for names. */
  readonly proof: Readonly<Record<Proof['is'], string>> & { readonly title: string; readonly back: string };
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
  readonly byKey: { readonly title: string; readonly text: string };
  readonly states: Readonly<Record<InvitationState, string>>;
  readonly noScript: string;
}

const en: InvitationTexts = {
  title: 'Your company is invited',
  invites:
    '{from} invites your company to the universal channel “{channel}”: what is written on one side appears on the other.',
  until: 'The invitation can be used once, until {until}.',
  bound: 'It is for one e-mail address: somebody with that address has to sign in before your company can accept.',
  proved: 'It is for one e-mail address, and somebody with that address has signed in: your company can accept now.',
  prove: {
    title: 'Show that the address is yours',
    text: 'Sign in where you have the address that the invitation was sent to. Mio looks whose address it is, and forgets the sign-in at once, even if Slack asks for more than that.',
    button: 'Sign in with {platform}',
    unknown:
      'No workspace that is connected to Mio has this address. An administrator of your company has to connect one first, or you ask for an invitation to another address.',
    failed: 'This did not work. Try again in a minute, or load this page again.',
  },
  proof: {
    title: 'The address is yours',
    proved: 'You are {account}. An administrator of {organization} can now accept the invitation, as its page shows.',
    spent:
      'This sign-in was used already, is too old, or began in another browser. Begin again on the page of the invitation.',
    refused:
      '{platform} was not allowed to say who you are. Begin again on the page of the invitation, and agree there.',
    other_account:
      'This account in {platform} does not have the address that the invitation is for. Begin again with the one that has.',
    failed: '{platform} did not say who you are, or the invitation can’t be used any more. Begin again on its page.',
    back: 'Back to the invitation',
  },
  inTeams: {
    title: 'Accept it in Teams',
    open: 'Open Mio in Teams',
    how: 'The words are in the chat already. Send them, and Mio asks which of your channels should join.',
    words: 'Or write this to Mio yourself:',
    copy: 'Copy',
    copied: 'Copied',
    missing: 'Is Mio not in your Teams yet? Then a Teams administrator of your company has to add it first.',
  },
  byKey: {
    title: 'Accept it with your company’s key',
    text: 'An administrator accepts by this call of Mio’s API. docs/administer/install.md shows where the places come from.',
  },
  states: {
    looking: 'Looking at the invitation…',
    none: 'There is no complete code in this link. Open the whole link that the other company gave you, up to its last letter.',
    unusable:
      'This invitation can’t be used: the code is wrong, used, taken back or too old. Ask whoever invited you for a new one.',
    busy: 'Too many invitations were looked at from here. Wait a minute, then load this page again.',
    failed: 'Mio does not answer at the moment. Load this page again in a few minutes.',
  },
  noScript: 'This page needs JavaScript. The code of the invitation is what follows the # in its address.',
};

const de: InvitationTexts = {
  title: 'Ihre Firma ist eingeladen',
  invites:
    '{from} lädt Ihre Firma in den universellen Kanal „{channel}“ ein: Was auf einer Seite geschrieben wird, erscheint auf der anderen.',
  until: 'Die Einladung gilt einmal, bis {until}.',
  bound:
    'Sie ist für eine E-Mail-Adresse: Bevor Ihre Firma annehmen kann, muss sich jemand mit dieser Adresse anmelden.',
  proved:
    'Sie ist für eine E-Mail-Adresse, und jemand mit dieser Adresse hat sich angemeldet: Ihre Firma kann jetzt annehmen.',
  prove: {
    title: 'Zeigen Sie, dass die Adresse Ihre ist',
    text: 'Melden Sie sich dort an, wo Sie die Adresse haben, an die die Einladung ging. Mio sieht nach, wem sie gehört, und vergisst die Anmeldung sofort, auch wenn Slack nach mehr fragt.',
    button: 'Mit {platform} anmelden',
    unknown:
      'Kein Arbeitsbereich, der mit Mio verbunden ist, kennt diese Adresse. Ein Administrator Ihrer Firma muss zuerst einen verbinden, oder Sie bitten um eine Einladung an eine andere Adresse.',
    failed: 'Das hat nicht geklappt. Versuchen Sie es in einer Minute noch einmal, oder laden Sie diese Seite neu.',
  },
  proof: {
    title: 'Die Adresse ist Ihre',
    proved:
      'Sie sind {account}. Ein Administrator von {organization} kann die Einladung jetzt annehmen, wie auf ihrer Seite steht.',
    spent:
      'Diese Anmeldung ist schon benutzt, zu alt oder begann in einem anderen Browser. Beginnen Sie noch einmal auf der Seite der Einladung.',
    refused:
      '{platform} durfte nicht sagen, wer Sie sind. Beginnen Sie noch einmal auf der Seite der Einladung, und stimmen Sie dort zu.',
    other_account:
      'Dieses Konto in {platform} hat nicht die Adresse, für die die Einladung ist. Beginnen Sie noch einmal mit dem richtigen.',
    failed:
      '{platform} hat nicht gesagt, wer Sie sind, oder die Einladung gilt nicht mehr. Beginnen Sie noch einmal auf ihrer Seite.',
    back: 'Zurück zur Einladung',
  },
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
  byKey: {
    title: 'Mit dem Schlüssel Ihrer Firma annehmen',
    text: 'Ein Administrator nimmt mit diesem Aufruf der API von Mio an. In docs/administer/install.md steht, woher die Orte (places) kommen.',
  },
  states: {
    looking: 'Die Einladung wird angesehen…',
    none: 'In diesem Link steht kein vollständiger Code. Öffnen Sie den ganzen Link, den Sie von der anderen Firma haben, bis zum letzten Buchstaben.',
    unusable:
      'Diese Einladung gilt nicht: Der Code ist falsch, benutzt, zurückgezogen oder zu alt. Bitten Sie um eine neue, wer Sie eingeladen hat.',
    busy: 'Von hier aus wurden zu viele Einladungen angesehen. Warten Sie eine Minute und laden Sie diese Seite neu.',
    failed: 'Mio antwortet gerade nicht. Laden Sie diese Seite in einigen Minuten neu.',
  },
  noScript: 'Diese Seite braucht JavaScript. Der Code der Einladung ist, was in ihrer Adresse auf das # folgt.',
};

const fr: InvitationTexts = {
  title: 'Votre entreprise est invitée',
  invites:
    '{from} invite votre entreprise dans le canal universel « {channel} » : ce qui est écrit d’un côté apparaît de l’autre.',
  until: 'L’invitation sert une seule fois, jusqu’au {until}.',
  bound:
    'Elle est destinée à une adresse e-mail : une personne qui a cette adresse doit se connecter avant que votre entreprise puisse accepter.',
  proved:
    'Elle est destinée à une adresse e-mail, et une personne qui a cette adresse s’est connectée : votre entreprise peut accepter maintenant.',
  prove: {
    title: 'Montrez que l’adresse est la vôtre',
    text: 'Connectez-vous là où vous avez l’adresse à laquelle l’invitation a été envoyée. Mio regarde à qui elle appartient, et oublie la connexion aussitôt, même si Slack demande davantage.',
    button: 'Se connecter avec {platform}',
    unknown:
      'Aucun espace de travail relié à Mio ne connaît cette adresse. Un administrateur de votre entreprise doit d’abord en relier un, ou demandez une invitation pour une autre adresse.',
    failed: 'Cela n’a pas fonctionné. Réessayez dans une minute, ou rechargez cette page.',
  },
  proof: {
    title: 'L’adresse est la vôtre',
    proved:
      'Vous êtes {account}. Un administrateur de {organization} peut maintenant accepter l’invitation, comme l’indique sa page.',
    spent:
      'Cette connexion a déjà servi, est trop ancienne ou a commencé dans un autre navigateur. Recommencez sur la page de l’invitation.',
    refused:
      '{platform} n’a pas pu dire qui vous êtes. Recommencez sur la page de l’invitation, et donnez-y votre accord.',
    other_account:
      'Ce compte dans {platform} n’a pas l’adresse à laquelle l’invitation est destinée. Recommencez avec celui qui l’a.',
    failed: '{platform} n’a pas dit qui vous êtes, ou l’invitation ne peut plus servir. Recommencez sur sa page.',
    back: 'Retour à l’invitation',
  },
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
  byKey: {
    title: 'Accepter avec la clé de votre entreprise',
    text: 'Un administrateur accepte par cet appel de l’API de Mio. docs/administer/install.md montre d’où viennent les lieux (places).',
  },
  states: {
    looking: 'Lecture de l’invitation…',
    none: 'Ce lien ne contient pas de code complet. Ouvrez le lien entier que l’autre entreprise vous a donné, jusqu’à la dernière lettre.',
    unusable:
      'Cette invitation ne peut pas servir : le code est faux, déjà utilisé, retiré ou trop ancien. Demandez-en une nouvelle à qui vous a invité.',
    busy: 'Trop d’invitations ont été regardées d’ici. Attendez une minute, puis rechargez cette page.',
    failed: 'Mio ne répond pas pour le moment. Rechargez cette page dans quelques minutes.',
  },
  noScript: 'Cette page a besoin de JavaScript. Le code de l’invitation est ce qui suit le # dans son adresse.',
};

export const invitationTexts: Readonly<Record<Language, InvitationTexts>> = { en, de, fr };
