/** The settings check, and publishing to the app catalog. */
import type { CheckResult } from '../src/core/bot/use-cases.ts';
import { type Button, open, submit } from './buttons.ts';
import { type Cards, filesAsLinks } from './contract.ts';
import { type Setting, show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

/** Each result by a sign, a word and a colour, so that none of them is needed. */
const looks = {
  passed: { icon: '✓', color: 'good' },
  failed: { icon: '✗', color: 'attention' },
  look: { icon: '?', color: 'warning' },
} as const satisfies Record<CheckResult['result'], Pick<Setting, 'icon' | 'color'>>;

export function settingsCards({ words }: Speech): Pick<Cards, 'settings' | 'fidelityOff' | 'published'> {
  function advice({ check, result, subject }: CheckResult): string {
    const found = subject ? [words.settings.found(label(subject))] : [];
    if (result === 'passed') return found.join('');
    return [...found, result === 'failed' ? words.checks[check].remedy : words.checks[check].look].join(' ');
  }

  /** The option of the service user, below what was checked. */
  function option(isOn: boolean): Setting {
    const button: Button = isOn
      ? submit(words.buttons.switchOff, { act: 'command', command: 'settings', argument: filesAsLinks })
      : submit(words.buttons.switchOn, { act: 'command', command: 'signIn', argument: 'serviceUserFidelity' });
    return {
      icon: isOn ? '✓' : '–',
      color: isOn ? 'good' : 'default',
      title: words.fidelity.title,
      word: words.fidelity.states[isOn ? 'on' : 'off'],
      text: isOn ? words.fidelity.why : [words.fidelity.why, words.fidelity.who].join(' '),
      buttons: [button],
    };
  }

  const toSettings = submit(words.buttons.settings, { act: 'command', command: 'settings' });

  return {
    settings({ results, finished, fidelity }) {
      const count = (wanted: CheckResult['result']) => results.filter(({ result }) => result === wanted).length;
      const isPublished = !results.some(({ check, result }) => check === 'catalog_entry' && result === 'failed');
      const summary =
        count('failed') + count('look') === 0
          ? words.settings.allGood
          : words.settings.toDo(count('failed'), count('look'));
      return show('settings', {
        title: words.settings.title,
        lines: [finished ? summary : words.settings.running],
        items: [
          ...results.map((result) => ({
            ...looks[result.result],
            title: words.checks[result.check].title,
            word: words.settings.results[result.result],
            text: advice(result),
            buttons: result.result !== 'passed' && result.link ? [open(words.buttons.openPage, result.link)] : [],
          })),
          ...(finished && fidelity !== undefined ? [option(fidelity)] : []),
        ],
        notes: [],
        buttons: [
          ...(isPublished || !finished
            ? []
            : [submit(words.buttons.publish, { act: 'command', command: 'publish' }, 'positive')]),
          // Also while checks run: whoever ran them may have been stopped in the middle.
          submit(words.buttons.checkAgain, { act: 'command', command: 'settings' }),
        ],
      });
    },

    fidelityOff: () =>
      show('notice', {
        title: words.fidelity.switchedOff.title,
        lines: [words.fidelity.switchedOff.text],
        facts: [],
        url: '',
        buttons: [toSettings],
      }),

    published: ({ outcome, version }) =>
      show('notice', {
        title: words.published[outcome].title,
        lines: [words.published[outcome].text, words.published.version(label(version))],
        facts: [],
        url: '',
        buttons: [toSettings],
      }),
  };
}
