/** The first cards that people see of Mio. */
import { submit } from './buttons.ts';
import type { Cards } from './contract.ts';
import { show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

export const installing = ({ words }: Speech): Pick<Cards, 'greeting' | 'welcome'> => ({
  greeting: ({ team, isMioTeam }) =>
    show('notice', {
      title: words.greeting.title,
      lines: isMioTeam
        ? [words.greeting.what, words.greeting.home]
        : [words.greeting.what, words.greeting.guest(label(team)), words.greeting.aboutHome],
      facts: [],
      url: '',
      buttons: [submit(words.buttons.help, { act: 'command', command: 'help' })],
    }),

  welcome: ({ name, personalOnly }) =>
    show('notice', {
      title: words.welcome.title(label(name) || undefined),
      lines: [words.welcome.next, ...(personalOnly ? [words.welcome.personalOnly] : [])],
      facts: [],
      url: '',
      buttons: [
        submit(words.buttons.signIn, { act: 'command', command: 'signIn' }, 'positive'),
        submit(words.buttons.help, { act: 'command', command: 'help' }),
      ],
    }),
});
