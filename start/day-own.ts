/** The part of the recorded day in which people act as themselves elsewhere, and administrators allow more than is usual. */
import { en as words } from '../cards/language/en.ts';
import type { ChannelAnswer } from '../src/http/contract.ts';
import { Chatting, type ChattingParts } from './chatting.ts';
import { change, type Day, type DayStep, everywhere, place, post, slack, standsAt, teams, webex } from './day-acts.ts';
import { linkAdasAccounts } from './linking.ts';
import { clientOf } from './mio-client.ts';
import type { ViewedMessage } from './sandbox-client.ts';

/** A dot. */
const picture = 'R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
/** More than one piece of an upload. */
const recording = Buffer.alloc(5 * 1024 * 1024, 'All that was said. ').toString('base64');

async function chattingParts({ pair, sandbox }: Day): Promise<ChattingParts> {
  const mio = await clientOf(pair);
  return { sandbox, consent: mio.consent.bind(mio) };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; !(await holds()); look += 1) {
    if (look === 300) throw new Error(`waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Resolves when the message of these words shows that there. */
const shows = (
  day: Day,
  side: typeof teams | typeof slack,
  text: string,
  what: string,
  holds: (message: ViewedMessage) => boolean,
): Promise<void> =>
  until(`${what} in ${side.platform}`, async () =>
    (await day.sandbox.view(side.platform, place(day, side))).some(
      (message) => message.text.includes(text) && holds(message),
    ),
  );

const reacted = (day: Day, side: typeof teams | typeof slack, text: string, emoji: string): Promise<void> =>
  shows(day, side, text, emoji, ({ reactions }) =>
    reactions.some((reaction) => reaction.emoji === emoji && reaction.by.includes('Ada Nowak')),
  );

export const asThemselves: readonly DayStep[] = [
  {
    name: 'Ada links her accounts, and reacts as herself on both sides',
    async run(today) {
      await linkAdasAccounts(await chattingParts(today));
      const news = await post(today, slack, 'The release is out');
      await everywhere(today, 'The release is out');
      await today.sandbox.act({
        platform: 'slack',
        as: 'ada',
        do: 'react',
        place: place(today, slack),
        message: news,
        emoji: '🎉',
      });
      await reacted(today, teams, 'The release is out', '🎉');
      const copy = await standsAt(today, teams, 'The release is out');
      await change(today, teams, 'react', copy, undefined, '🚀');
      await reacted(today, slack, 'The release is out', '🚀');
      await change(today, teams, 'unreact', copy, undefined, '🚀');
      await shows(today, slack, 'The release is out', 'one reaction', ({ reactions }) => reactions.length === 1);
    },
  },
  {
    name: 'Files go into the Files folder: as Ada, and by the service user once an administrator allows it',
    async run(today) {
      const { sandbox } = today;
      const file = { platform: 'slack', do: 'post', place: place(today, slack) } as const;
      const notes = { name: 'adas-notes.pdf', type: 'application/pdf', base64: 'JVBERi0=' };
      await sandbox.act({ ...file, as: 'ada', text: 'My notes', files: [notes] });
      await shows(today, teams, '', 'Ada’s file', ({ files }) => files.some(({ name }) => name === notes.name));

      const administrators = new Chatting(await chattingParts(today), 'mio-service');
      const settings = await administrators.say('settings', words.fidelity.title);
      const { title } = words.stages.serviceUserFidelity;
      const asked = await administrators.press(settings, words.buttons.switchOn, title);
      await administrators.signIn(asked, 'mio@contoso.example', 'handed back');
      const large = { name: 'meeting.wav', type: 'audio/wav', base64: recording };
      const message = await sandbox.act({ ...file, as: 'eva', text: 'The recording', files: [large] });
      const isThere = ({ files, removed }: ViewedMessage) => !removed && files.some(({ name }) => name === large.name);
      const inTeams = () => sandbox.view('teams', place(today, teams));
      await shows(today, teams, '', 'the recording', isThere);
      await change(today, slack, 'remove', message);
      await until('the recording to be gone', async () => !(await inTeams()).some(isThere));
    },
  },
  {
    name: 'Who leaves and joins is told where that is wanted',
    async run(today) {
      const mio = await clientOf(today.pair);
      for (const [side, name, person] of [
        [slack, 'fabrikam', 'farid'],
        [webex, 'fabrikam', 'hugo'],
      ] as const) {
        const key = await mio.organization(name, 'Fabrikam');
        const [channel] = await mio.call<readonly ChannelAnswer[]>(key, 'GET', '/channels');
        const leg = channel?.legs.find(({ platform }) => platform === side.platform);
        await mio.call(key, 'PUT', `/channels/${channel?.id}/legs/${leg?.id}/notices`, { wanted: true });
        const by = { platform: side.platform, as: person, place: place(today, side) } as const;
        await today.sandbox.act({ ...by, do: 'leave' });
        await today.sandbox.act({ ...by, do: 'join' });
      }
      await everywhere(today, 'Farid Haddad joined', [teams, webex]);
      await everywhere(today, 'Hugo Marín joined', [teams, slack]);
    },
  },
  {
    name: 'An emoji that Fabrikam made itself, and code from Teams',
    async run(today) {
      const here = place(today, slack);
      const [as, name] = ['eva', 'dot'];
      const files = [{ name: 'dot.gif', type: 'image/gif', base64: picture }];
      await today.sandbox.act({ platform: 'slack', as, do: 'addEmoji', place: here, emoji: name, files });
      await post(today, slack, 'Well done :dot:');
      await everywhere(today, 'Well done', [teams, webex]);
      await today.sandbox.act({
        platform: 'teams',
        as: 'ada',
        do: 'post',
        place: place(today, teams),
        text: 'This loop hangs',
        snippet: { language: 'TypeScript', code: 'for (;;) {}' },
      });
      await everywhere(today, 'for (;;) {}', [slack, webex]);
    },
  },
];
