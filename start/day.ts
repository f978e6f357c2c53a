/**
 * A day in the life of one universal channel, for the recorder: everything that Mio does with its platforms happens at
 * least once. Each step waits for what it caused to be seen, so that the recording tells one story.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelAnswer, InvitationAnswer } from '../src/http/contract.ts';
import type { Pair } from './children.ts';
import {
  change,
  type Day,
  type DayStep,
  everywhere,
  goneEverywhere,
  place,
  post,
  sides,
  slack,
  standsAt,
  teams,
  webex,
} from './day-acts.ts';
import { moreThanText } from './day-more.ts';
import { asThemselves } from './day-own.ts';
import type { SandboxClient } from './sandbox-client.ts';
import type { Step } from './step.ts';

async function api<T>(
  { pair }: Day,
  organization: 'contoso' | 'fabrikam',
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const keys = JSON.parse(readFileSync(join(pair.folder, 'demo.json'), 'utf8')) as Record<string, string>;
  const answer = await fetch(`${pair.mioUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${keys[organization]}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function channelOf(day: Day, organization: 'contoso' | 'fabrikam'): Promise<ChannelAnswer> {
  const [channel] = await api<readonly ChannelAnswer[]>(day, organization, 'GET', '/channels');
  if (!channel) throw new Error('the demo has no channel');
  return channel;
}

const burst = 40;
const writeBurst = async (day: Day, name: string, from: number, to: number): Promise<void> => {
  await Promise.all(
    sides.map(async (side) => {
      for (let number = from; number < to; number += 1) await post(day, side, `${name} ${side.platform} ${number}`);
    }),
  );
};

const steps: readonly DayStep[] = [
  {
    name: 'Everybody says hello, answers, corrects and takes back',
    async run(today) {
      for (const side of sides) {
        const hello = await post(today, side, `Good morning from ${side.platform}`);
        await everywhere(today, `morning from ${side.platform}`);
        await change(today, side, 'reply', hello, `and a good day, ${side.platform}`);
        await everywhere(today, `good day, ${side.platform}`);
        await change(today, side, 'edit', hello, `A very good morning from ${side.platform}`);
        await everywhere(today, `very good morning from ${side.platform}`);
      }
      for (const [index, side] of sides.entries()) {
        const slip = await post(today, side, `a slip in ${side.platform}`);
        await everywhere(today, `a slip in ${side.platform}`);
        await change(today, side, 'remove', slip);
        await goneEverywhere(today, index + 1);
      }
    },
  },
  {
    name: 'Slack looks at the picture of an author',
    async run(today) {
      const messages = await today.sandbox.view('slack', place(today, slack));
      const picture = messages.find(({ author }) => author.name === 'Ada Nowak (Teams)')?.author.picture ?? '';
      const { status } = await fetch(picture);
      if (status !== 200) throw new Error(`the picture of an author was answered ${status}`);
    },
  },
  {
    name: 'Copies are answered on every other side',
    async run(today) {
      await post(today, teams, 'Who is on call?');
      await everywhere(today, 'Who is on call?');
      for (const side of [slack, webex]) {
        await change(
          today,
          side,
          'reply',
          await standsAt(today, side, 'Who is on call?'),
          `I am, says ${side.platform}`,
        );
        await everywhere(today, `I am, says ${side.platform}`);
      }
    },
  },
  {
    name: 'Formatting, links, lists, code and quotes',
    async run(today) {
      const html =
        '<p><b>Bold</b>, <i>italic</i>, <s>gone</s>, <code>code</code> and <a href="https://contoso.example/runbook">the runbook from Teams</a></p><ul><li>one<ul><li>nested</li></ul></li><li>two</li></ul><blockquote>quoted</blockquote><pre>a\n  b</pre>';
      await post(today, teams, { html });
      await everywhere(today, 'the runbook from Teams');
      const markdown =
        '*Bold*, _italic_, ~gone~, `code`, <https://fabrikam.example/runbook|the runbook from Slack>\n• one\n• two\n> quoted\n```a\n  b```';
      await post(today, slack, { markdown });
      await everywhere(today, 'the runbook from Slack');
      await post(today, webex, {
        markdown:
          '**Bold**, _italic_, `code`, [the runbook from Webex](https://fabrikam.example/runbook)\n\n1. one\n2. two\n\n> quoted\n\n```\na\n  b\n```',
      });
      await everywhere(today, 'the runbook from Webex');
      await post(today, webex, 'x'.repeat(6_000));
      await everywhere(today, 'x'.repeat(1_000));
    },
  },
  ...moreThanText,
  ...asThemselves,
  {
    name: 'Graph asks for a new token, drops the subscription, and Webex’s token runs out',
    async run(today) {
      const { sandbox } = today;
      await sandbox.fault({ platform: 'entra', kind: 'expire' });
      await post(today, teams, 'written on a token that had run out');
      await everywhere(today, 'written on a token that had run out');
      await sandbox.fault({ platform: 'teams', kind: 'revoke' });
      await post(today, teams, 'written while nobody listened');
      await everywhere(today, 'written while nobody listened');
      await sandbox.fault({ platform: 'webex', kind: 'expire' });
      await post(today, slack, 'written before Webex’s new token');
      await everywhere(today, 'written before Webex’s new token');
    },
  },
  {
    name: 'The platforms are busy, break off and swallow answers',
    async run(today) {
      const { sandbox } = today;
      for (const fault of [{ kind: 'throttle', retryAfter: 1 }, { kind: 'reset-after' }] as const) {
        for (const { platform } of sides) await sandbox.fault({ platform, route: 'POST', count: 1, ...fault });
        for (const side of sides) await post(today, side, `${fault.kind} from ${side.platform}`);
        for (const side of sides) await everywhere(today, `${fault.kind} from ${side.platform}`);
      }
      await sandbox.fault({ kind: 'clear' });
    },
  },
  {
    name: `Mio is killed in the middle of ${3 * burst} messages, and ${3 * burst} more are written while it is down`,
    async run(today) {
      const { pair, sandbox } = today;
      const writing = writeBurst(today, 'burst', 0, burst);
      await sandbox.until(
        'the first copies',
        (entries) => entries.filter(({ text }) => text?.includes('burst ')).length > burst,
      );
      await pair.endMio('SIGKILL');
      await writing;
      await writeBurst(today, 'burst', burst, 2 * burst);
      for (const side of sides) {
        const root = await post(today, side, `a question nobody relayed from ${side.platform}`);
        await change(today, side, 'reply', root, `an answer nobody relayed from ${side.platform}`);
      }
      await pair.startMio();
      await Promise.all(sides.map(({ platform }) => everywhere(today, `an answer nobody relayed from ${platform}`)));
      await checkBurst(today, 'burst', 2 * burst);
    },
  },
  {
    name: 'Pause, resume, an invitation that is taken back, and everybody leaves',
    async run(today) {
      const channel = await channelOf(today, 'contoso');
      await api(today, 'contoso', 'POST', `/channels/${channel.id}/pause`);
      await everywhere(today, 'Paused');
      await post(today, teams, 'among ourselves');
      await api(today, 'contoso', 'POST', `/channels/${channel.id}/resume`);
      await everywhere(today, 'Resumed');
      await post(today, slack, 'back again');
      await everywhere(today, 'back again');
      const { invitation } = await api<InvitationAnswer>(
        today,
        'contoso',
        'POST',
        `/channels/${channel.id}/invitations`,
      );
      await api(today, 'contoso', 'DELETE', `/invitations/${invitation}`);
      const { legs } = await channelOf(today, 'fabrikam');
      const leg = legs.find(({ platform }) => platform === 'webex')?.id;
      await api(today, 'fabrikam', 'POST', `/channels/${channel.id}/leave`, { leg });
      await everywhere(today, 'left this channel', [teams, slack]);
      await post(today, teams, 'the two of us');
      await everywhere(today, 'the two of us', [teams, slack]);
      await api(today, 'contoso', 'POST', `/channels/${channel.id}/leave`);
      await today.sandbox.until('the last notice', (entries) =>
        entries.some(({ platform, text }) => platform === 'slack' && text?.includes('Nobody else is connected now')),
      );
    },
  },
];

export const day = (pair: Pair, sandbox: SandboxClient): readonly Step[] =>
  steps.map(({ name, run }) => ({ name, run: () => run({ pair, sandbox }) }));

/** @throws Error where a message of the burst is missing somewhere, is there twice, or changed places with its own kind */
async function checkBurst(today: Day, name: string, count: number): Promise<void> {
  for (const side of sides) {
    const messages = await today.sandbox.view(side.platform, place(today, side));
    for (const { platform } of sides) {
      const numbers = messages.flatMap(({ text }) => numberIn(text, `${name} ${platform} `) ?? []);
      const whole = numbers.length === count && numbers.every((number, index) => number === index);
      if (!whole)
        throw new Error(
          `${side.platform} shows ${numbers.length} of ${count} messages from ${platform}, or not in order`,
        );
    }
  }
}

function numberIn(text: string, before: string): number | undefined {
  const start = text.indexOf(before);
  return start < 0 ? undefined : Number.parseInt(text.slice(start + before.length), 10);
}
