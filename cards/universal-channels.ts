/** Universal channels as people see and steer them: state, members, pausing, leaving; and the search for people. */
import type { ChannelView } from '../src/core/channels/access.ts';
import { platformNames } from '../src/core/model.ts';
import { channelTitles } from './apart.ts';
import { type Button, submit } from './buttons.ts';
import { type Cards, inputs } from './contract.ts';
import { fitting } from './fitting.ts';
import { show } from './render.ts';
import { channelFacts, isUnheard, type Speech } from './speech.ts';
import { backAndCancel, choiceCard } from './steps.ts';
import { label } from './text.ts';

type UniversalChannels = Pick<
  Cards,
  | 'chooseUniversalChannel'
  | 'confirmPause'
  | 'confirmLeave'
  | 'paused'
  | 'resumed'
  | 'left'
  | 'status'
  | 'notUniversal'
  | 'channels'
  | 'members'
  | 'found'
>;

const mostItems = 20;
/** Of a channel in a list. */
const mostSides = 4;
const mostNames = 10;

export function universalChannels(speech: Speech): UniversalChannels {
  const { words } = speech;

  const command = (name: 'who' | 'status' | 'invite' | 'pause' | 'resume' | 'leave', { id }: ChannelView): Button =>
    submit(
      words.buttons[name],
      { act: 'command', command: name, argument: id },
      name === 'leave' ? 'destructive' : undefined,
    );

  function howMany(count: number | undefined): string {
    if (count === undefined) return words.members.unknown;
    return count === 1 ? words.members.one : words.members.many(speech.number(count));
  }

  const notice = (title: string, text: string, buttons: readonly Button[]) =>
    show('notice', { title, lines: [text], facts: [], url: '', buttons });

  return {
    chooseUniversalChannel({ nonce, problem, purpose, channels }) {
      const titleOf = channelTitles(channels);
      return choiceCard(speech, {
        nonce,
        problem,
        id: inputs.channel,
        title: words.chooseUniversalChannel.titles[purpose],
        label: words.chooseUniversalChannel.label,
        none: words.chooseUniversalChannel.none,
        choices: channels.map((channel) => ({ title: titleOf(channel), value: channel.id })),
        first: true,
      });
    },

    confirmPause: ({ nonce, problem, channel }) =>
      show('ask', {
        title: words.confirmPause.title(label(channel.name)),
        problem: speech.problem(problem),
        lines: [words.confirmPause.text],
        facts: channelFacts(speech, channel),
        inputs: [],
        notes: [],
        buttons: [
          submit(words.buttons.pause, { act: 'answer', nonce }, 'positive'),
          submit(words.buttons.notNow, { act: 'cancel', nonce }),
        ],
      }),

    confirmLeave: ({ nonce, problem, channel }) =>
      show('ask', {
        title: words.confirmLeave.title(label(channel.name)),
        problem: speech.problem(problem),
        lines: [words.confirmLeave.text],
        facts: channelFacts(speech, channel),
        inputs: [],
        notes: [],
        buttons: [
          submit(words.buttons.leave, { act: 'answer', nonce }, 'destructive'),
          ...backAndCancel(speech, nonce, true),
        ],
      }),

    paused: ({ channel }) =>
      notice(words.paused.title(label(channel.name)), words.paused.text, [command('resume', channel)]),
    resumed: ({ channel }) =>
      notice(words.resumed.title(label(channel.name)), words.resumed.text, [command('pause', channel)]),
    left: ({ channel }) => notice(words.left.title(label(channel.name)), words.left.text, []),

    status: ({ channel }) =>
      show('notice', {
        title: label(channel.name),
        lines: channel.legs.some(isUnheard) ? [words.unheardRemedy] : [],
        facts: channelFacts(speech, channel),
        url: '',
        buttons: [
          command('who', channel),
          command('invite', channel),
          command(channel.state === 'paused' ? 'resume' : 'pause', channel),
          command('leave', channel),
        ],
      }),

    notUniversal: () =>
      notice(words.notUniversal.title, words.notUniversal.text, [
        submit(words.buttons.convert, { act: 'command', command: 'convert' }, 'positive'),
      ]),

    channels({ channels }) {
      const { shown, hidden } = fitting(channels, mostItems, (channel) => ({
        title: label(channel.name),
        text: channelFacts(speech, channel, mostSides)
          .map(({ title, value }) => words.pair(title, value))
          .join('. '),
        buttons: [command('status', channel)],
      }));
      return show('list', {
        title: words.channels.title,
        lines: channels.length === 0 ? [words.channels.none] : [],
        items: shown,
        notes: speech.hidden(hidden),
        buttons: [submit(words.buttons.create, { act: 'command', command: 'create' })],
      });
    },

    members({ channel, legs }) {
      const { shown, hidden } = fitting(legs, mostItems, ({ platform, title, organization, count, names }) => ({
        // Where the leg of a partner is called something is the partner's business.
        title: words.pair(
          platformNames[platform],
          title === '' ? label(organization) : `${label(title)} (${label(organization)})`,
        ),
        text: names.length === 0 ? howMany(count) : words.pair(howMany(count), speech.names(names, mostNames, count)),
        buttons: [],
      }));
      return show('list', {
        title: words.members.title(label(channel)),
        lines: [],
        items: shown,
        notes: speech.hidden(hidden),
        buttons: [],
      });
    },

    found({ text, people }) {
      const { shown, hidden } = fitting(people, mostItems, ({ name, mail, platform, connection }) => ({
        title: label(name),
        text: [words.pair(platformNames[platform], label(connection)), ...(mail ? [label(mail)] : [])].join(', '),
        buttons: [],
      }));
      return show('list', {
        title: words.found.title(label(text)),
        lines: people.length === 0 ? [words.found.none(label(text))] : [],
        items: shown,
        notes: speech.hidden(hidden),
        buttons: [],
      });
    },
  };
}
