/** The settings check, and publishing to the app catalog. */
import type { CheckResult } from '../src/core/bot/desk.ts';
import { open, submit } from './buttons.ts';
import type { Cards } from './contract.ts';
import { type Setting, show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

/** Each result by a sign, a word and a colour, so that none of them is needed. */
const looks = {
  passed: { icon: '✓', color: 'good' },
  failed: { icon: '✗', color: 'attention' },
  look: { icon: '?', color: 'warning' },
} as const satisfies Record<CheckResult['result'], Pick<Setting, 'icon' | 'color'>>;

export function settingsCards({ words }: Speech): Pick<Cards, 'settings' | 'published'> {
  function advice({ check, result, subject }: CheckResult): string {
    const found = subject ? [words.settings.found(label(subject))] : [];
    if (result === 'passed') return found.join('');
    return [...found, result === 'failed' ? words.checks[check].remedy : words.checks[check].look].join(' ');
  }

  return {
    settings({ results, finished }) {
      const count = (wanted: CheckResult['result']) => results.filter(({ result }) => result === wanted).length;
      const isPublished = !results.some(({ check, result }) => check === 'catalog_entry' && result === 'failed');
      const summary =
        count('failed') + count('look') === 0
          ? words.settings.allGood
          : words.settings.toDo(count('failed'), count('look'));
      return show('settings', {
        title: words.settings.title,
        lines: [finished ? summary : words.settings.running],
        items: results.map((result) => ({
          ...looks[result.result],
          title: words.checks[result.check].title,
          word: words.settings.results[result.result],
          text: advice(result),
          buttons: result.result !== 'passed' && result.link ? [open(words.buttons.openPage, result.link)] : [],
        })),
        notes: [],
        buttons: finished
          ? [
              ...(isPublished
                ? []
                : [submit(words.buttons.publish, { act: 'command', command: 'publish' }, 'positive')]),
              submit(words.buttons.checkAgain, { act: 'command', command: 'settings' }),
            ]
          : [],
      });
    },

    published: ({ outcome, version }) =>
      show('notice', {
        title: words.published[outcome].title,
        lines: [words.published[outcome].text, words.published.version(label(version))],
        facts: [],
        url: '',
        buttons: [submit(words.buttons.settings, { act: 'command', command: 'settings' })],
      }),
  };
}
