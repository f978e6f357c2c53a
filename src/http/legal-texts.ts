/** What the pages that the app's manifest names say: privacy, and the terms of use. */
import type { Language } from '../core/language.ts';

export interface LegalText {
  readonly title: string;
  /** What each is about, and what it says. */
  readonly sections: readonly (readonly [string, string])[];
}

export type LegalPage = 'privacy' | 'terms';

const en: Readonly<Record<LegalPage, LegalText>> = {
  privacy: {
    title: 'Privacy',
    sections: [
      [
        'Who is responsible',
        'Mio is software that somebody runs for your company, or for a company that yours works with. Whoever runs this installation is responsible for it and answers your questions; your IT department knows who that is. Nothing goes to the developers of Mio.',
      ],
      [
        'What Mio reads',
        'The messages of connected channels and spaces; names, e-mail addresses and pictures of the people in them; who is in their teams and who owns these; and what you write to Mio itself. Of all other conversations it keeps nothing.',
      ],
      [
        'Where it goes',
        'What is written in a connected channel appears on its other sides, under its author’s name, also in other companies. Mio says in the channel which companies those are. What has arrived there is subject to the rules of that platform and company.',
      ],
      [
        'What Mio stores',
        'The text of a message until every side has it, and no longer. For 400 days, which message became which, without text. The names and ids of connected conversations. Of people who talk to Mio: name, account and language; of those who are invited: the e-mail address. Sign-ins, encrypted. A log of what administrators change.',
      ],
      [
        'What Mio never does',
        'It never sees your password: you sign in at Microsoft, Slack or Webex. Neither texts nor sign-ins get into its technical logs. It shows no advertising, and builds no profiles.',
      ],
      [
        'What you can do',
        'Write “sign out” to Mio, and it forgets your sign-in. To see what is stored about you, or to have it corrected or deleted, ask whoever runs this installation.',
      ],
    ],
  },
  terms: {
    title: 'Terms of use',
    sections: [
      [
        'The software',
        'Mio is open-source software under the MIT License: anybody may use, copy, change and pass it on. It is provided as it is, without warranty of any kind; its developers are not liable for what comes of using it.',
      ],
      [
        'The service',
        'Whoever runs this installation provides it to you, on the terms that they have agreed with you or your company. Ask them when something does not work, or when you no longer want it. The developers of Mio have no access to it.',
      ],
      [
        'Using it',
        'Connect only what you may connect: your company’s rules, and those of Microsoft Teams, Slack and Webex, still apply. What you write in a connected channel is read on all its sides. Give the code of an invitation only to those who are meant.',
      ],
    ],
  },
};

const de: Readonly<Record<LegalPage, LegalText>> = {
  privacy: {
    title: 'Datenschutz',
    sections: [
      [
        'Wer verantwortlich ist',
        'Mio ist eine Software, die jemand für Ihre Firma betreibt oder für eine Firma, mit der Ihre zusammenarbeitet. Wer diese Installation betreibt, ist für sie verantwortlich und beantwortet Ihre Fragen; Ihre IT-Abteilung weiß, wer das ist. An die Entwickler von Mio geht nichts.',
      ],
      [
        'Was Mio liest',
        'Die Nachrichten verbundener Kanäle und Bereiche; Namen, E-Mail-Adressen und Bilder der Menschen darin; wer in ihren Teams ist und wem diese gehören; und was Sie an Mio selbst schreiben. Von allen anderen Unterhaltungen behält es nichts.',
      ],
      [
        'Wohin es gelangt',
        'Was in einem verbundenen Kanal geschrieben wird, erscheint unter dem Namen des Verfassers auf seinen anderen Seiten, auch in anderen Firmen. Welche das sind, sagt Mio im Kanal. Für das, was dort angekommen ist, gelten die Regeln der dortigen Plattform und Firma.',
      ],
      [
        'Was Mio speichert',
        'Den Text einer Nachricht, bis alle Seiten ihn haben, und nicht länger. 400 Tage lang, welche Nachricht zu welcher wurde, ohne Text. Die Namen und Kennungen verbundener Unterhaltungen. Von Menschen, die mit Mio sprechen: Name, Konto und Sprache; von Eingeladenen: die E-Mail-Adresse. Anmeldungen, verschlüsselt. Ein Protokoll dessen, was Administratoren ändern.',
      ],
      [
        'Was Mio nie tut',
        'Es sieht nie Ihr Passwort: Sie melden sich bei Microsoft, Slack oder Webex an. Weder Texte noch Anmeldungen gelangen in seine technischen Protokolle. Es zeigt keine Werbung und bildet keine Profile.',
      ],
      [
        'Was Sie tun können',
        'Schreiben Sie Mio „abmelden“, und es vergisst Ihre Anmeldung. Wenn Sie wissen möchten, was über Sie gespeichert ist, oder es berichtigen oder löschen lassen möchten, wenden Sie sich an den Betreiber dieser Installation.',
      ],
    ],
  },
  terms: {
    title: 'Nutzungsbedingungen',
    sections: [
      [
        'Die Software',
        'Mio ist freie Software unter der MIT-Lizenz: Alle dürfen sie nutzen, kopieren, ändern und weitergeben. Sie wird bereitgestellt, wie sie ist, ohne jede Gewährleistung; ihre Entwickler haften nicht für Folgen der Nutzung.',
      ],
      [
        'Der Dienst',
        'Wer diese Installation betreibt, stellt sie Ihnen bereit, zu den Bedingungen, die mit Ihnen oder Ihrer Firma vereinbart sind. Fragen Sie dort, wenn etwas nicht funktioniert oder Sie es nicht mehr möchten. Die Entwickler von Mio haben keinen Zugang.',
      ],
      [
        'Die Nutzung',
        'Verbinden Sie nur, was Sie verbinden dürfen: Die Regeln Ihrer Firma und die von Microsoft Teams, Slack und Webex gelten wie ohne Mio. Was Sie in einem verbundenen Kanal schreiben, wird auf allen seinen Seiten gelesen. Geben Sie den Code einer Einladung nur denen, die gemeint sind.',
      ],
    ],
  },
};

const fr: Readonly<Record<LegalPage, LegalText>> = {
  privacy: {
    title: 'Confidentialité',
    sections: [
      [
        'Qui est responsable',
        'Mio est un logiciel que quelqu’un exploite pour votre entreprise, ou pour une entreprise avec laquelle la vôtre travaille. Qui exploite cette installation en est responsable et répond à vos questions ; votre service informatique sait de qui il s’agit. Rien n’est envoyé aux développeurs de Mio.',
      ],
      [
        'Ce que lit Mio',
        'Les messages des canaux et des espaces reliés ; les noms, adresses e-mail et photos des personnes qui s’y trouvent ; qui est membre de leurs équipes et qui en est propriétaire ; et ce que vous écrivez à Mio. De toutes les autres conversations, il ne garde rien.',
      ],
      [
        'Où cela arrive',
        'Ce qui est écrit dans un canal relié apparaît de ses autres côtés sous le nom de son auteur, y compris dans d’autres entreprises. Mio indique dans le canal lesquelles. Ce qui y est arrivé est soumis aux règles de cette plateforme et de cette entreprise.',
      ],
      [
        'Ce que Mio conserve',
        'Le texte d’un message jusqu’à ce que chaque côté l’ait reçu, pas plus longtemps. Pendant 400 jours, quel message est devenu lequel, sans texte. Les noms et identifiants des conversations reliées. Des personnes qui parlent à Mio : nom, compte et langue ; des personnes invitées : l’adresse e-mail. Les connexions, chiffrées. Un journal de ce que changent les administrateurs.',
      ],
      [
        'Ce que Mio ne fait jamais',
        'Il ne voit jamais votre mot de passe : vous vous connectez chez Microsoft, Slack ou Webex. Ni textes ni connexions n’entrent dans ses journaux techniques. Il n’affiche aucune publicité et n’établit aucun profil.',
      ],
      [
        'Ce que vous pouvez faire',
        'Écrivez « déconnexion » à Mio, et il oublie votre connexion. Pour savoir ce qui est conservé à votre sujet, le faire corriger ou effacer, adressez-vous à qui exploite cette installation.',
      ],
    ],
  },
  terms: {
    title: 'Conditions d’utilisation',
    sections: [
      [
        'Le logiciel',
        'Mio est un logiciel libre sous licence MIT : chacun peut l’utiliser, le copier, le modifier et le transmettre. Il est fourni tel quel, sans aucune garantie ; ses développeurs ne répondent pas des conséquences de son utilisation.',
      ],
      [
        'Le service',
        'Qui exploite cette installation vous la fournit, aux conditions convenues avec vous ou votre entreprise. Adressez-vous à cette personne quand quelque chose ne fonctionne pas, ou quand vous n’en voulez plus. Les développeurs de Mio n’y ont pas accès.',
      ],
      [
        'L’utilisation',
        'Ne reliez que ce que vous avez le droit de relier : les règles de votre entreprise et celles de Microsoft Teams, Slack et Webex valent comme sans Mio. Ce que vous écrivez dans un canal relié est lu de tous ses côtés. Ne donnez le code d’une invitation qu’aux personnes concernées.',
      ],
    ],
  },
};

export const legalTexts: Readonly<Record<Language, Readonly<Record<LegalPage, LegalText>>>> = { en, de, fr };
