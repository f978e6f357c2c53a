/** What the page of a file says, in the languages of the bot. */

import type { Missing } from '../core/files/gate.ts';
import type { Language } from '../core/language.ts';
import type { Reason } from '../core/reasons.ts';
import type { Words } from './sign-in-texts.ts';

/** Why somebody is not signed in. Any other reason is told as `sign_in_refused`. */
export type NotSignedIn = Extract<
  Reason,
  | 'sign_in_cancelled'
  | 'sign_in_refused'
  | 'administrator_consent_needed'
  | 'wrong_tenant'
  | 'link_spent'
  | 'platform_unavailable'
>;

export interface FileTexts {
  readonly welcome: Words & { readonly kept: string };
  readonly signIn: string;
  readonly otherAccount: string;
  readonly again: string;
  readonly download: string;
  readonly found: (platform: string, size: string | undefined) => string;
  readonly signedInAs: (account: string) => string;
  readonly unknown: Words;
  readonly crowded: Words;
  readonly missing: Readonly<Record<Missing, Words>>;
  readonly notSignedIn: Readonly<Record<NotSignedIn, Words>>;
}

const en: FileTexts = {
  welcome: {
    title: 'A file from your channel',
    text: 'Somebody posted this file on another platform. Mio gives it to the people of the Teams channel it was posted to: sign in with Microsoft, so that Mio knows that you are one of them.',
    kept: 'Mio asks for nothing but who you are, and remembers it for an hour in this browser. It keeps no copy of the file.',
  },
  signIn: 'Sign in with Microsoft',
  otherAccount: 'Use another account',
  again: 'Try again',
  download: 'Download',
  found: (platform, size) =>
    `From ${platform}${size === undefined ? '' : `, ${size}`}. Open it only if you know who sent it.`,
  signedInAs: (account) => `You are signed in as ${account}.`,
  unknown: {
    title: 'This link leads nowhere',
    text: 'It is not one of Mio’s, or a part of it got lost. Open it from the message in Teams again.',
  },
  crowded: {
    title: 'Too many at once',
    text: 'Mio is busy with files just now. Wait a minute, then try again.',
  },
  missing: {
    apart: {
      title: 'The channel is not connected any more',
      text: 'The conversation that this file was posted in is no longer connected with your channel, or paused. Ask the sender to send it to you in another way.',
    },
    wrong_tenant: {
      title: 'This file belongs to another organization',
      text: 'Your account is of another organization than the channel that the file was posted to. If you have an account there, use that one.',
    },
    not_in_channel: {
      title: 'You are not in this channel',
      text: 'Only people who are in the Teams channel can have its files. Ask an owner of the team to add you, or use another account.',
    },
    gone: {
      title: 'The file is gone',
      text: 'It was deleted where it came from, or its message was. Mio keeps no copies. Ask the sender to send it again.',
    },
    closed: {
      title: 'Mio cannot get this file',
      text: 'The platform that holds the file does not let Mio have it. Ask the sender to share it in another way.',
    },
    busy: {
      title: 'The file is not available right now',
      text: 'The platform that holds the file, or Teams, does not answer. Try again in a few minutes.',
    },
    infected: {
      title: 'The file is held',
      text: 'The virus scanner found something in it, so Mio does not give it out. Ask the sender what it is.',
    },
    unscannable: {
      title: 'The file is held',
      text: 'It is too large for the virus scanner, so Mio does not give it out. Ask the sender to share it in another way, or ask an administrator.',
    },
    unscanned: {
      title: 'The file is held for now',
      text: 'The virus scanner does not answer, and Mio gives nothing out that it has not looked into. Try again in a few minutes.',
    },
  },
  notSignedIn: {
    sign_in_cancelled: { title: 'You did not sign in', text: 'You cancelled. Nothing happened.' },
    sign_in_refused: {
      title: 'Microsoft did not accept this sign-in',
      text: 'Try again. If that fails too, show this page to your administrator.',
    },
    administrator_consent_needed: {
      title: 'An administrator must agree first',
      text: 'Your organization lets only administrators allow apps to know who you are. Ask an administrator to agree to Mio.',
    },
    wrong_tenant: {
      title: 'This account belongs to another organization',
      text: 'Choose an account of the organization that the channel belongs to, not a guest’s.',
    },
    link_spent: { title: 'That took too long', text: 'This sign-in was used before, or is older than ten minutes.' },
    platform_unavailable: { title: 'Microsoft does not answer', text: 'Try again in a few minutes.' },
  },
};

const de: FileTexts = {
  welcome: {
    title: 'Eine Datei aus Ihrem Kanal',
    text: 'Jemand hat diese Datei auf einer anderen Plattform gesendet. Mio gibt sie den Personen des Teams-Kanals, in dem sie erschienen ist: Melden Sie sich mit Microsoft an, damit Mio weiß, dass Sie dazugehören.',
    kept: 'Mio fragt nur, wer Sie sind, und merkt es sich eine Stunde lang in diesem Browser. Von der Datei behält Mio keine Kopie.',
  },
  signIn: 'Mit Microsoft anmelden',
  otherAccount: 'Anderes Konto verwenden',
  again: 'Noch einmal versuchen',
  download: 'Herunterladen',
  found: (platform, size) =>
    `Aus ${platform}${size === undefined ? '' : `, ${size}`}. Öffnen Sie sie nur, wenn Sie wissen, wer sie gesendet hat.`,
  signedInAs: (account) => `Sie sind angemeldet als ${account}.`,
  unknown: {
    title: 'Dieser Link führt nirgendwohin',
    text: 'Er stammt nicht von Mio, oder ein Teil davon fehlt. Öffnen Sie ihn noch einmal aus der Nachricht in Teams.',
  },
  crowded: {
    title: 'Zu viele auf einmal',
    text: 'Mio ist gerade mit Dateien beschäftigt. Warten Sie eine Minute und versuchen Sie es noch einmal.',
  },
  missing: {
    apart: {
      title: 'Der Kanal ist nicht mehr verbunden',
      text: 'Die Unterhaltung, in der diese Datei gesendet wurde, ist nicht mehr mit Ihrem Kanal verbunden oder pausiert. Bitten Sie die Person, die sie gesendet hat, darum.',
    },
    wrong_tenant: {
      title: 'Diese Datei gehört zu einer anderen Organisation',
      text: 'Ihr Konto gehört zu einer anderen Organisation als der Kanal, in dem die Datei erschienen ist. Wenn Sie dort ein Konto haben, verwenden Sie dieses.',
    },
    not_in_channel: {
      title: 'Sie sind nicht in diesem Kanal',
      text: 'Nur wer im Teams-Kanal ist, bekommt seine Dateien. Bitten Sie eine Besitzerin oder einen Besitzer des Teams, Sie hinzuzufügen, oder verwenden Sie ein anderes Konto.',
    },
    gone: {
      title: 'Die Datei gibt es nicht mehr',
      text: 'Sie wurde an ihrem Ursprung gelöscht, oder ihre Nachricht. Mio behält keine Kopien. Bitten Sie die Person, die sie gesendet hat, darum.',
    },
    closed: {
      title: 'Die Datei wird nicht herausgegeben',
      text: 'Die Plattform, auf der die Datei liegt, gibt sie Mio nicht. Bitten Sie die Person, die sie gesendet hat, sie auf anderem Weg zu teilen.',
    },
    busy: {
      title: 'Die Datei ist gerade nicht zu bekommen',
      text: 'Die Plattform, auf der die Datei liegt, oder Teams antwortet nicht. Versuchen Sie es in einigen Minuten noch einmal.',
    },
    infected: {
      title: 'Die Datei wird zurückgehalten',
      text: 'Der Virenscanner hat etwas darin gefunden, deshalb gibt Mio sie nicht heraus. Fragen Sie die Person, die sie gesendet hat, was es ist.',
    },
    unscannable: {
      title: 'Die Datei wird zurückgehalten',
      text: 'Sie ist zu groß für den Virenscanner, deshalb gibt Mio sie nicht heraus. Bitten Sie die Person, die sie gesendet hat, sie auf anderem Weg zu teilen, oder fragen Sie die Administration.',
    },
    unscanned: {
      title: 'Die Datei wird vorerst zurückgehalten',
      text: 'Der Virenscanner antwortet nicht, und Mio gibt nichts heraus, was er nicht geprüft hat. Versuchen Sie es in einigen Minuten noch einmal.',
    },
  },
  notSignedIn: {
    sign_in_cancelled: {
      title: 'Sie haben sich nicht angemeldet',
      text: 'Sie haben abgebrochen. Es ist nichts geschehen.',
    },
    sign_in_refused: {
      title: 'Microsoft hat diese Anmeldung nicht angenommen',
      text: 'Versuchen Sie es noch einmal. Gelingt auch das nicht, zeigen Sie diese Seite Ihrer Administration.',
    },
    administrator_consent_needed: {
      title: 'Zuerst muss die Administration zustimmen',
      text: 'In Ihrer Organisation darf nur die Administration Apps erlauben zu erfahren, wer Sie sind. Bitten Sie sie, Mio zuzustimmen.',
    },
    wrong_tenant: {
      title: 'Dieses Konto gehört zu einer anderen Organisation',
      text: 'Wählen Sie ein Konto der Organisation, zu der der Kanal gehört, kein Gastkonto.',
    },
    link_spent: {
      title: 'Das hat zu lange gedauert',
      text: 'Diese Anmeldung wurde schon verwendet oder ist älter als zehn Minuten.',
    },
    platform_unavailable: {
      title: 'Microsoft antwortet nicht',
      text: 'Versuchen Sie es in einigen Minuten noch einmal.',
    },
  },
};

const fr: FileTexts = {
  welcome: {
    title: 'Un fichier de votre canal',
    text: 'Quelqu’un a envoyé ce fichier sur une autre plateforme. Mio le donne aux personnes du canal Teams où il est paru : connectez-vous avec Microsoft pour que Mio sache que vous en faites partie.',
    kept: 'Mio demande seulement qui vous êtes et le retient une heure dans ce navigateur. Il ne garde aucune copie du fichier.',
  },
  signIn: 'Se connecter avec Microsoft',
  otherAccount: 'Utiliser un autre compte',
  again: 'Réessayer',
  download: 'Télécharger',
  found: (platform, size) =>
    `De ${platform}${size === undefined ? '' : `, ${size}`}. Ne l’ouvrez que si vous savez qui l’a envoyé.`,
  signedInAs: (account) => `Vous êtes connecté en tant que ${account}.`,
  unknown: {
    title: 'Ce lien ne mène nulle part',
    text: 'Il n’est pas de Mio, ou une partie en a été perdue. Ouvrez-le de nouveau depuis le message dans Teams.',
  },
  crowded: {
    title: 'Trop de demandes à la fois',
    text: 'Mio est occupé par des fichiers en ce moment. Attendez une minute, puis réessayez.',
  },
  missing: {
    apart: {
      title: 'Le canal n’est plus relié',
      text: 'La conversation où ce fichier a été envoyé n’est plus reliée à votre canal, ou elle est en pause. Demandez le fichier à la personne qui l’a envoyé.',
    },
    wrong_tenant: {
      title: 'Ce fichier appartient à une autre organisation',
      text: 'Votre compte est d’une autre organisation que le canal où le fichier est paru. Si vous y avez un compte, utilisez celui-là.',
    },
    not_in_channel: {
      title: 'Vous n’êtes pas dans ce canal',
      text: 'Seules les personnes du canal Teams peuvent obtenir ses fichiers. Demandez à un propriétaire de l’équipe de vous ajouter, ou utilisez un autre compte.',
    },
    gone: {
      title: 'Le fichier n’existe plus',
      text: 'Il a été supprimé à son origine, ou son message l’a été. Mio ne garde aucune copie. Demandez le fichier à la personne qui l’a envoyé.',
    },
    closed: {
      title: 'Le fichier n’est pas remis',
      text: 'La plateforme qui contient le fichier ne le donne pas à Mio. Demandez à la personne qui l’a envoyé de le partager autrement.',
    },
    busy: {
      title: 'Le fichier n’est pas disponible pour l’instant',
      text: 'La plateforme qui contient le fichier, ou Teams, ne répond pas. Réessayez dans quelques minutes.',
    },
    infected: {
      title: 'Le fichier est retenu',
      text: 'L’antivirus y a trouvé quelque chose : Mio ne le remet donc pas. Demandez à la personne qui l’a envoyé ce que c’est.',
    },
    unscannable: {
      title: 'Le fichier est retenu',
      text: 'Il est trop volumineux pour l’antivirus : Mio ne le remet donc pas. Demandez à la personne qui l’a envoyé de le partager autrement, ou adressez-vous à un administrateur.',
    },
    unscanned: {
      title: 'Le fichier est retenu pour l’instant',
      text: 'L’antivirus ne répond pas, et Mio ne remet rien qu’il n’ait examiné. Réessayez dans quelques minutes.',
    },
  },
  notSignedIn: {
    sign_in_cancelled: { title: 'Vous ne vous êtes pas connecté', text: 'Vous avez annulé. Rien ne s’est passé.' },
    sign_in_refused: {
      title: 'Microsoft n’a pas accepté cette connexion',
      text: 'Réessayez. Si cela échoue aussi, montrez cette page à votre administrateur.',
    },
    administrator_consent_needed: {
      title: 'Un administrateur doit d’abord donner son accord',
      text: 'Dans votre organisation, seuls les administrateurs peuvent autoriser une application à savoir qui vous êtes. Demandez-leur d’accepter Mio.',
    },
    wrong_tenant: {
      title: 'Ce compte appartient à une autre organisation',
      text: 'Choisissez un compte de l’organisation à laquelle appartient le canal, pas un compte invité.',
    },
    link_spent: {
      title: 'Cela a pris trop de temps',
      text: 'Cette connexion a déjà servi ou date de plus de dix minutes.',
    },
    platform_unavailable: { title: 'Microsoft ne répond pas', text: 'Réessayez dans quelques minutes.' },
  },
};

export const fileTexts: Readonly<Record<Language, FileTexts>> = { en, de, fr };

export function whyNotSignedIn(language: Language, reason: Reason): Words {
  const { notSignedIn } = fileTexts[language];
  return isTold(notSignedIn, reason) ? notSignedIn[reason] : notSignedIn.sign_in_refused;
}

const isTold = (told: FileTexts['notSignedIn'], reason: Reason): reason is NotSignedIn => reason in told;
