/** What the sign-in pages say, in the languages of the bot. */

import type { Language } from '../core/language.ts';
import type { Reason } from '../core/reasons.ts';

export interface Words {
  readonly title: string;
  readonly text: string;
}

/** Why a sign-in did not end well. Any other reason is told as `sign_in_refused`. */
export type PageReason = Extract<
  Reason,
  | 'sign_in_cancelled'
  | 'sign_in_refused'
  | 'administrator_consent_needed'
  | 'wrong_tenant'
  | 'wrong_account'
  | 'wrong_workspace'
  | 'not_service_user'
  | 'roles_missing'
  | 'link_spent'
  | 'platform_unavailable'
>;

export interface SignInTexts {
  readonly code: {
    readonly title: string;
    readonly signedInAs: (account: string) => string;
    readonly bring: (name: string) => string;
    readonly notYou: string;
  };
  readonly consented: Words;
  readonly notConsented: Words;
  /** `{subject}` stands for what the reason is about, `{platform}` for whoever was asked. */
  readonly reasons: Readonly<Record<PageReason, Words>>;
}

const en: SignInTexts = {
  code: {
    title: 'One step left: your code',
    signedInAs: (account) => `You signed in as ${account}.`,
    bring: (name) =>
      `Write this code to Mio, in the chat in which ${name} asked for the sign-in. It is good for ten minutes. In Teams this window closes by itself.`,
    notYou: 'Nobody you know asked for it? Then close this window and tell nobody the code: nothing will be linked.',
  },
  consented: {
    title: 'Thank you, that is all',
    text: 'The permissions were granted for your organization. Whoever asked can now go back to the chat with Mio and sign in. You can close this window.',
  },
  notConsented: {
    title: 'Nothing was granted',
    text: 'The permissions were not granted. You can open the link from the chat with Mio again at any time.',
  },
  reasons: {
    sign_in_cancelled: {
      title: 'You did not sign in',
      text: 'You cancelled, so nothing was linked. If you change your mind, ask Mio in the chat for a new link.',
    },
    sign_in_refused: {
      title: '{platform} did not accept this sign-in',
      text: 'Nothing was linked. Go back to the chat with Mio and ask for a new link. If that fails too, show this page to your administrator.',
    },
    administrator_consent_needed: {
      title: 'An administrator must agree first',
      text: 'Your organization lets only administrators grant what Mio asks for. Give the link from the chat with Mio to an administrator; then sign in again.',
    },
    wrong_tenant: {
      title: 'This account belongs to another organization',
      text: 'Nothing was linked. Go back to the chat with Mio, ask for a new link, and choose an account of your own organization, not a guest’s.',
    },
    wrong_account: {
      title: 'This is not the account that asked',
      text: 'Nothing was linked. Sign in with the account with which you write to Mio in Teams: ask Mio in the chat for a new link, and choose that account.',
    },
    wrong_workspace: {
      title: 'This account belongs to another workspace',
      text: 'Nothing was linked. Go back to the chat with Mio, ask for a new link, and choose an account of {subject}.',
    },
    not_service_user: {
      title: 'This is not Mio’s account',
      text: 'Nothing was changed. The permission is for the account that Mio listens with: {subject}. Ask Mio in the chat for a new link, and choose that account.',
    },
    roles_missing: {
      title: 'This account lacks a role',
      text: 'Nothing was linked. The account for Mio needs these roles and does not have them: {subject}. Assign them in the Microsoft Entra admin center, wait a few minutes, and ask Mio in the chat for a new link.',
    },
    link_spent: {
      title: 'This link is used up',
      text: 'It was opened before, or it is older than ten minutes. Go back to the chat with Mio and ask for a new one.',
    },
    platform_unavailable: {
      title: '{platform} does not answer',
      text: 'Nothing was linked. Try again in a few minutes: ask Mio in the chat for a new link.',
    },
  },
};

const de: SignInTexts = {
  code: {
    title: 'Ein Schritt fehlt noch: Ihr Code',
    signedInAs: (account) => `Sie haben sich als ${account} angemeldet.`,
    bring: (name) =>
      `Schreiben Sie diesen Code an Mio, in dem Chat, in dem ${name} um die Anmeldung gebeten hat. Er gilt zehn Minuten. In Teams schließt sich dieses Fenster von selbst.`,
    notYou:
      'Niemand, den Sie kennen, hat darum gebeten? Dann schließen Sie dieses Fenster und geben den Code niemandem: Es wird nichts verbunden.',
  },
  consented: {
    title: 'Danke, das war alles',
    text: 'Die Berechtigungen sind für Ihre Organisation erteilt. Wer darum gebeten hat, kann zum Chat mit Mio zurückkehren und sich anmelden. Sie können dieses Fenster schließen.',
  },
  notConsented: {
    title: 'Es wurde nichts erteilt',
    text: 'Die Berechtigungen wurden nicht erteilt. Sie können den Link aus dem Chat mit Mio jederzeit wieder öffnen.',
  },
  reasons: {
    sign_in_cancelled: {
      title: 'Sie haben sich nicht angemeldet',
      text: 'Sie haben abgebrochen, daher wurde nichts verbunden. Wenn Sie es sich anders überlegen, bitten Sie Mio im Chat um einen neuen Link.',
    },
    sign_in_refused: {
      title: '{platform} hat diese Anmeldung nicht angenommen',
      text: 'Es wurde nichts verbunden. Kehren Sie zum Chat mit Mio zurück und bitten Sie um einen neuen Link. Gelingt auch das nicht, zeigen Sie diese Seite Ihrer Administration.',
    },
    administrator_consent_needed: {
      title: 'Zuerst muss die Administration zustimmen',
      text: 'In Ihrer Organisation darf nur die Administration erteilen, worum Mio bittet. Geben Sie ihr den Link aus dem Chat mit Mio und melden Sie sich danach noch einmal an.',
    },
    wrong_tenant: {
      title: 'Dieses Konto gehört zu einer anderen Organisation',
      text: 'Es wurde nichts verbunden. Kehren Sie zum Chat mit Mio zurück, bitten Sie um einen neuen Link und wählen Sie ein Konto Ihrer eigenen Organisation, kein Gastkonto.',
    },
    wrong_account: {
      title: 'Das ist nicht das Konto, das gefragt hat',
      text: 'Es wurde nichts verbunden. Melden Sie sich mit dem Konto an, mit dem Sie Mio in Teams schreiben: Bitten Sie Mio im Chat um einen neuen Link und wählen Sie dieses Konto.',
    },
    wrong_workspace: {
      title: 'Dieses Konto gehört zu einem anderen Workspace',
      text: 'Es wurde nichts verbunden. Kehren Sie zum Chat mit Mio zurück, bitten Sie um einen neuen Link und wählen Sie ein Konto von {subject}.',
    },
    not_service_user: {
      title: 'Das ist nicht das Konto von Mio',
      text: 'Es wurde nichts geändert. Die Berechtigung gilt für das Konto, mit dem Mio zuhört: {subject}. Bitten Sie Mio im Chat um einen neuen Link und wählen Sie dieses Konto.',
    },
    roles_missing: {
      title: 'Diesem Konto fehlt eine Rolle',
      text: 'Es wurde nichts verbunden. Das Konto für Mio braucht diese Rollen und hat sie nicht: {subject}. Weisen Sie sie im Microsoft Entra Admin Center zu, warten Sie einige Minuten und bitten Sie Mio im Chat um einen neuen Link.',
    },
    link_spent: {
      title: 'Dieser Link ist verbraucht',
      text: 'Er wurde schon geöffnet oder ist älter als zehn Minuten. Kehren Sie zum Chat mit Mio zurück und bitten Sie um einen neuen.',
    },
    platform_unavailable: {
      title: '{platform} antwortet nicht',
      text: 'Es wurde nichts verbunden. Versuchen Sie es in einigen Minuten wieder: Bitten Sie Mio im Chat um einen neuen Link.',
    },
  },
};

const fr: SignInTexts = {
  code: {
    title: 'Encore une étape : votre code',
    signedInAs: (account) => `Vous vous êtes connecté en tant que ${account}.`,
    bring: (name) =>
      `Écrivez ce code à Mio, dans la conversation où ${name} a demandé la connexion. Il est valable dix minutes. Dans Teams, cette fenêtre se ferme d’elle-même.`,
    notYou:
      'Personne de votre connaissance ne l’a demandé ? Alors fermez cette fenêtre et ne donnez le code à personne : rien ne sera lié.',
  },
  consented: {
    title: 'Merci, c’est tout',
    text: 'Les autorisations sont accordées pour votre organisation. La personne qui les a demandées peut revenir à la conversation avec Mio et se connecter. Vous pouvez fermer cette fenêtre.',
  },
  notConsented: {
    title: 'Rien n’a été accordé',
    text: 'Les autorisations n’ont pas été accordées. Vous pouvez rouvrir à tout moment le lien de la conversation avec Mio.',
  },
  reasons: {
    sign_in_cancelled: {
      title: 'Vous ne vous êtes pas connecté',
      text: 'Vous avez annulé, rien n’a donc été lié. Si vous changez d’avis, demandez à Mio un nouveau lien dans la conversation.',
    },
    sign_in_refused: {
      title: '{platform} n’a pas accepté cette connexion',
      text: 'Rien n’a été lié. Revenez à la conversation avec Mio et demandez un nouveau lien. Si cela échoue aussi, montrez cette page à votre administrateur.',
    },
    administrator_consent_needed: {
      title: 'Un administrateur doit d’abord donner son accord',
      text: 'Dans votre organisation, seuls les administrateurs peuvent accorder ce que Mio demande. Donnez-leur le lien de la conversation avec Mio, puis connectez-vous de nouveau.',
    },
    wrong_tenant: {
      title: 'Ce compte appartient à une autre organisation',
      text: 'Rien n’a été lié. Revenez à la conversation avec Mio, demandez un nouveau lien et choisissez un compte de votre propre organisation, pas un compte invité.',
    },
    wrong_account: {
      title: 'Ce n’est pas le compte qui a fait la demande',
      text: 'Rien n’a été lié. Connectez-vous avec le compte avec lequel vous écrivez à Mio dans Teams : demandez à Mio un nouveau lien dans la conversation et choisissez ce compte.',
    },
    wrong_workspace: {
      title: 'Ce compte fait partie d’un autre espace de travail',
      text: 'Rien n’a été lié. Revenez à la conversation avec Mio, demandez un nouveau lien et choisissez un compte de {subject}.',
    },
    not_service_user: {
      title: 'Ce n’est pas le compte de Mio',
      text: 'Rien n’a été changé. L’autorisation concerne le compte avec lequel Mio écoute : {subject}. Demandez à Mio un nouveau lien dans la conversation et choisissez ce compte.',
    },
    roles_missing: {
      title: 'Il manque un rôle à ce compte',
      text: 'Rien n’a été lié. Le compte destiné à Mio a besoin de ces rôles et ne les a pas : {subject}. Attribuez-les dans le centre d’administration Microsoft Entra, attendez quelques minutes et demandez à Mio un nouveau lien.',
    },
    link_spent: {
      title: 'Ce lien a déjà servi',
      text: 'Il a été ouvert auparavant ou date de plus de dix minutes. Revenez à la conversation avec Mio et demandez-en un nouveau.',
    },
    platform_unavailable: {
      title: '{platform} ne répond pas',
      text: 'Rien n’a été lié. Réessayez dans quelques minutes : demandez à Mio un nouveau lien dans la conversation.',
    },
  },
};

export const signInTexts: Readonly<Record<Language, SignInTexts>> = { en, de, fr };

export function wordsFor(language: Language, reason: Reason, subject = '', platform = 'Microsoft'): Words {
  const { reasons } = signInTexts[language];
  const { title, text } = isTold(reasons, reason) ? reasons[reason] : reasons.sign_in_refused;
  return { title: title.replace('{platform}', () => platform), text: text.replace('{subject}', () => subject) };
}

const isTold = (reasons: SignInTexts['reasons'], reason: Reason): reason is PageReason => reason in reasons;
