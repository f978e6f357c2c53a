/** One language, ready to speak: its words, and how dates, obstacles and long lists are said in it. */
import type { ConnectionChoice } from '../src/core/bot/use-cases.ts';
import type { ChannelView } from '../src/core/channels/access.ts';
import type { Language } from '../src/core/language.ts';
import { platformNames } from '../src/core/model.ts';
import type { Obstacle } from '../src/core/reasons.ts';
import { de } from './language/de.ts';
import { en } from './language/en.ts';
import { fr } from './language/fr.ts';
import type { Words } from './language/words.ts';
import type { Fact, Titled } from './render.ts';
import { label } from './text.ts';

export interface Speech {
  readonly language: Language;
  readonly words: Words;
  /**
   * In UTC, and it says so: Adaptive Cards' `{{DATE()}}` would know the reader's time zone, but notifications, screen
   * readers and fallback text would show its source.
   */
  date(at: number): string;
  number(value: number): string;
  /** What is wrong, and what mends it. */
  obstacle(obstacle: Obstacle): Titled;
  /** What an answer ran into, as a card says it above its question. */
  problem(problem: Obstacle | undefined): readonly string[];
  /** A note below a list that is longer than what is shown of it. */
  hidden(count: number): readonly string[];
  /** The names that fit, then how many more there are. */
  names(names: readonly string[], most: number, total?: number): string;
}

const allWords: Readonly<Record<Language, Words>> = { en, de, fr };

export function createSpeech(language: Language): Speech {
  const words = allWords[language];
  const dates = new Intl.DateTimeFormat(words.locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  });

  const numbers = new Intl.NumberFormat(words.locale);

  function obstacle({ reason, subject }: Obstacle): Titled {
    const { it, is, remedy } = words.reasons[reason];
    return { title: is(subject ? words.inQuotes(label(subject)) : (it ?? '')), text: remedy };
  }

  return {
    language,
    words,
    date: (at) => dates.format(at),
    number: (value) => numbers.format(value),
    obstacle,
    problem(problem) {
      if (!problem) return [];
      const { title, text } = obstacle(problem);
      return [title, text];
    },
    hidden: (count) => (count > 0 ? [words.lists.more(numbers.format(count))] : []),
    names(names, most, total = names.length) {
      const shown = names.slice(0, most).map((name) => label(name));
      const hidden = total - shown.length;
      return [...shown, ...(hidden > 0 ? [words.lists.more(numbers.format(hidden))] : [])].join(', ');
    },
  };
}

export const connectionName = ({ pair }: Words, { name, platform }: ConnectionChoice): string =>
  pair(platformNames[platform], name);

/** State, own legs and partners; of those at most `most`. */
export function channelFacts(speech: Speech, channel: ChannelView, most = 20): readonly Fact[] {
  const { words } = speech;
  const { legs, partners } = channel;
  const sides = [
    ...legs.map((leg) => ({ title: platformNames[leg.platform], value: legName(words, leg) })),
    ...partners.map(({ organization, platform }) => ({
      title: words.facts.partner,
      value: `${label(organization)} (${platformNames[platform]})`,
    })),
  ];
  return [
    { title: words.facts.state, value: words.states[stateOf(channel)] },
    ...sides.slice(0, most),
    ...speech.hidden(sides.length - most).map((value) => ({ title: '…', value })),
  ];
}

function legName(words: Words, { title, suspended, unheard }: ChannelView['legs'][number]): string {
  if (suspended) return words.archived(label(title));
  return unheard === undefined ? label(title) : words.unheard(label(title));
}

/** Whether an archived conversation of a partner's stops it is not known here. */
function stateOf({ state, legs, partners }: ChannelView): keyof Words['states'] {
  if (legs.length + partners.length < 2) return 'waiting';
  const open = legs.filter(({ suspended }) => !suspended).length + partners.length;
  if (state === 'active' && open < 2) return 'archived';
  return state === 'active' && legs.some(isUnheard) ? 'unheard' : state;
}

/** What is archived need not be read. */
export const isUnheard = ({ suspended, unheard }: ChannelView['legs'][number]): boolean =>
  !suspended && unheard !== undefined;
