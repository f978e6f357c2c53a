/** What the pages of connecting a platform say, in the languages of the bot. */

import type { Language } from '../core/language.ts';
import type { Reason } from '../core/reasons.ts';
import type { Words } from './sign-in-texts.ts';

/** Why nothing was connected, where Mio itself knows. */
export type OAuthReason = Extract<Reason, 'link_spent' | 'sign_in_cancelled'>;

export interface OAuthTexts {
  readonly connected: {
    readonly title: (platform: string) => string;
    readonly text: (name: string, installer: string) => string;
  };
  /** The advice follows, which is in English in every language: it is of the connector's making. */
  readonly failed: { readonly title: string; readonly text?: string };
  /** `{platform}` stands for whoever was asked. */
  readonly reasons: Readonly<Record<OAuthReason, Words>>;
}

const en: OAuthTexts = {
  connected: {
    title: (platform) => `${platform} is connected`,
    text: (name, installer) => `${name} is now connected to Mio as ${installer}. You can close this window.`,
  },
  failed: { title: 'This did not work' },
  reasons: {
    link_spent: {
      title: 'This link is used up',
      text: 'It was opened before, or it is older than ten minutes. Go back to where you got it and ask Mio for a new one.',
    },
    sign_in_cancelled: {
      title: 'Nothing was connected',
      text: '{platform} says that you did not agree. Start again, and allow Mio on the page that {platform} shows.',
    },
  },
};

const de: OAuthTexts = {
  connected: {
    title: (platform) => `${platform} ist verbunden`,
    text: (name, installer) =>
      `${name} ist jetzt als ${installer} mit Mio verbunden. Sie können dieses Fenster schließen.`,
  },
  failed: { title: 'Das hat nicht geklappt', text: 'Was jetzt zu tun ist, steht hier auf Englisch:' },
  reasons: {
    link_spent: {
      title: 'Dieser Link ist verbraucht',
      text: 'Er wurde schon geöffnet oder ist älter als zehn Minuten. Kehren Sie dorthin zurück, wo Sie ihn bekommen haben, und bitten Sie Mio um einen neuen.',
    },
    sign_in_cancelled: {
      title: 'Es wurde nichts verbunden',
      text: '{platform} meldet, dass Sie nicht zugestimmt haben. Beginnen Sie von vorn und erlauben Sie Mio auf der Seite von {platform}.',
    },
  },
};

const fr: OAuthTexts = {
  connected: {
    title: (platform) => `${platform} est connecté`,
    text: (name, installer) =>
      `${name} est maintenant relié à Mio en tant que ${installer}. Vous pouvez fermer cette fenêtre.`,
  },
  failed: { title: 'Cela n’a pas fonctionné', text: 'Ce qu’il faut faire maintenant est expliqué ici en anglais :' },
  reasons: {
    link_spent: {
      title: 'Ce lien a déjà servi',
      text: 'Il a été ouvert auparavant ou date de plus de dix minutes. Revenez là où vous l’avez reçu et demandez-en un nouveau à Mio.',
    },
    sign_in_cancelled: {
      title: 'Rien n’a été connecté',
      text: '{platform} indique que vous n’avez pas donné votre accord. Recommencez et autorisez Mio sur la page de {platform}.',
    },
  },
};

export const oauthTexts: Readonly<Record<Language, OAuthTexts>> = { en, de, fr };
