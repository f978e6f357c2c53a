/**
 * What reading a message and writing it for two targets costs, by kind of message. In this process and on its own: the
 * rest of the relay is in the other rows.
 */
import { parseSlack, renderSlack } from '../../src/connectors/slack/markup.ts';
import { parseTeams, renderTeams } from '../../src/connectors/teams/markup.ts';
import { renderWebex } from '../../src/connectors/webex/markup.ts';
import type { Block } from '../../src/core/content/tree.ts';
import { median } from './load.ts';
import { type Row, row } from './table.ts';

const author = { name: 'Ada Nowak', platform: 'teams' } as const;
const names = { user: () => 'Eva Lindqvist', emoji: () => undefined, channel: () => 'incidents' };

const plainWords = 'The second pump is back; pressure is rising, and we expect to be done by noon.';
const typical = `<p>Hi <at id="0">Eva</at>, the <strong>second pump</strong> is back 👍</p><ul><li>pressure: 4.1&nbsp;bar</li><li>see <a href="https://contoso.example/runbook?a=1&amp;b=2">the runbook</a></li></ul><p>Then run <code>pumpctl --start 2</code>.<br>Thanks!</p>`;
const tableRow = '<tr><td>pump <strong>7</strong></td><td>4.1 bar</td><td><em>stable since noon</em></td></tr>';
const richPart = `<h2>Report</h2>${typical}<blockquote><p>she said it holds</p></blockquote><table><tbody><tr><th>What</th><th>Pressure</th><th>State</th></tr>${tableRow.repeat(6)}</tbody></table><pre><code>let x = 1;\nlet y = x &lt; 2;\n</code></pre><hr>`;
const rich = richPart.repeat(Math.ceil(10_240 / richPart.length)).slice(0, 10_240);

const kinds: readonly [name: string, html: string, atMost: number][] = [
  ['plain', `<p>${plainWords}</p>`, 50],
  ['typical', typical, 200],
  ['10 KB rich', rich, 5_000],
];

const slackPlain = {
  text: plainWords,
  blocks: [
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: plainWords }] }],
    },
  ],
};

const warmMs = 300;
const roundMs = 60;

/** µs of processor time per message; the median of seven rounds. Whatever else the machine does is not in it. */
function microseconds(work: () => unknown): number {
  const oneRound = (ms: number): number => {
    const before = process.cpuUsage();
    const end = performance.now() + ms;
    let times = 0;
    while (performance.now() < end) {
      for (let n = 0; n < 16; n++) work();
      times += 16;
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / times;
  };
  oneRound(warmMs);
  return median(Array.from({ length: 7 }, () => oneRound(roundMs)));
}

/** `cpuMs`: what the relay spends on a plain message from Slack, in the same run. */
export function measureContent(cpuMs: number): Row[] {
  const inTwo = (content: Block[]) => [renderSlack({ author, content }), renderWebex({ author, content })];
  const rows = kinds.map(([name, content, atMost]) =>
    row(
      `parse + render, ${name}`,
      microseconds(() => inTwo(parseTeams({ contentType: 'html', content }))),
      'µs',
      { atMost, detail: 'Teams in, Slack and Webex out' },
    ),
  );
  const fromSlack = () => {
    const content = parseSlack(slackPlain, names);
    return [renderTeams({ author, content }), renderWebex({ author, content })];
  };
  const plain = microseconds(fromSlack);
  return [
    ...rows,
    row('parse + render, plain, from Slack', plain, 'µs', { atMost: 50, detail: 'Slack in, Teams and Webex out' }),
    row('its share of the relay’s processor time', plain / (cpuMs * 10), '%'),
  ];
}
