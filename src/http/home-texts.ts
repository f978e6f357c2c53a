/** What Mio's own address says, in the languages of the bot. */
import type { Language } from '../core/language.ts';

export interface HomeTexts {
  readonly title: string;
  /** What Mio is; then how to begin; then what to do with questions. */
  readonly paragraphs: readonly [string, string, string];
}

export const homeTexts: Readonly<Record<Language, HomeTexts>> = {
  en: {
    title: 'One conversation across Teams, Slack and Webex',
    paragraphs: [
      'Mio lets everybody stay where they are: a Teams channel, a Slack channel and a Webex space become one conversation. What is written, edited, answered or deleted in one appears in the others, in order, once, and fast.',
      'Mio lives in your chats, not on this page. In Teams, add the app Mio to a team, or open the chat with Mio and write “help”.',
      'This installation is run for your company, or for a company that yours works with. Ask your IT department when you have questions.',
    ],
  },
  de: {
    title: 'Ein Gespräch über Teams, Slack und Webex hinweg',
    paragraphs: [
      'Mit Mio bleiben alle, wo sie sind: Ein Kanal in Teams, ein Kanal in Slack und ein Bereich in Webex werden zu einem Gespräch. Was in einem geschrieben, bearbeitet, beantwortet oder gelöscht wird, erscheint in den anderen, in der richtigen Reihenfolge, genau einmal und schnell.',
      'Mio finden Sie in Ihren Chats, nicht auf dieser Seite. Fügen Sie in Teams die App Mio einem Team hinzu, oder öffnen Sie den Chat mit Mio und schreiben Sie „Hilfe“.',
      'Diese Installation wird für Ihre Firma betrieben oder für eine Firma, mit der Ihre zusammenarbeitet. Fragen beantwortet Ihre IT-Abteilung.',
    ],
  },
  fr: {
    title: 'Une seule conversation entre Teams, Slack et Webex',
    paragraphs: [
      'Avec Mio, chacun reste où il est : un canal Teams, un canal Slack et un espace Webex deviennent une seule conversation. Ce que l’on écrit, modifie ou supprime dans l’un apparaît dans les autres, réponses comprises, dans l’ordre, une seule fois et rapidement.',
      'Mio est dans vos conversations, pas sur cette page. Dans Teams, ajoutez l’application Mio à une équipe, ou ouvrez la conversation avec Mio et écrivez « aide ».',
      'Cette installation est exploitée pour votre entreprise, ou pour une entreprise avec laquelle la vôtre travaille. Pour toute question, adressez-vous à votre service informatique.',
    ],
  },
};
