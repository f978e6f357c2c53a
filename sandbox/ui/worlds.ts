/** What this page knows about each simulated client: its words, how it shows threads, where the demo's conversation is. */
import type { Place, World } from './api.ts';
import type { FormatName } from './formatting.ts';

export interface WorldLook {
  readonly id: World;
  readonly name: string;
  readonly shortName: string;
  /** What a conversation is called there. */
  readonly placeWord: string;
  /** Id of the conversation that the demo's universal channel joins: its name may change. */
  readonly joined: string;
  readonly startAs: string;
  readonly writeHere: (place: string) => string;
  readonly replyWord: string;
  /** So many replies are shown before a thread is opened. */
  readonly peek: number;
  /** `count`: a line with their number opens the thread. `bar`: a field-like button at the end of every card. `end`: a button after replies. `none`: nothing is answered in a thread, nor changed. */
  readonly threads: 'count' | 'bar' | 'end' | 'none';
  /** Runs of messages by one author show them once. */
  readonly groups: boolean;
  /** Whether messages take reactions through an API; where they don't, nothing would cross. */
  readonly reacts: boolean;
  readonly appBadge: string;
  readonly formats: readonly FormatName[];
  /** What somebody typed, as the platform takes it. */
  readonly typed: (markdown: string) => string;
}

const allFormats: readonly FormatName[] = ['bold', 'italic', 'strike', 'code', 'list', 'quote'];

export const worlds: readonly WorldLook[] = [
  {
    id: 'teams',
    name: 'Microsoft Teams',
    shortName: 'Teams',
    placeWord: 'channel',
    joined: '19:OpsIncidents00000000000000000000000000000003@thread.tacv2',
    startAs: 'ada',
    writeHere: () => 'Start a post',
    replyWord: 'Reply',
    peek: 3,
    threads: 'bar',
    groups: false,
    reacts: true,
    appBadge: 'App',
    formats: allFormats,
    typed: (markdown) => markdown,
  },
  {
    id: 'slack',
    name: 'Slack',
    shortName: 'Slack',
    placeWord: 'channel',
    joined: 'C0CONTOSOI',
    startAs: 'eva',
    writeHere: (place) => `Message #${place.split('#').at(-1)}`,
    replyWord: 'Reply in thread',
    peek: 3,
    threads: 'count',
    groups: true,
    reacts: true,
    appBadge: 'APP',
    formats: allFormats,
    typed: (markdown) => markdown,
  },
  {
    id: 'webex',
    name: 'Webex',
    shortName: 'Webex',
    placeWord: 'space',
    joined: '0a1b2c3d-1001-4e5f-8a6b-7c8d9e0f1a01',
    startAs: 'grace',
    writeHere: (place) => `Write a message to ${place}`,
    replyWord: 'Reply to thread',
    peek: 5,
    threads: 'end',
    groups: true,
    reacts: false,
    appBadge: 'Bot',
    // Webex has no strike-through, and takes the end of a line for a space unless two spaces stand before it.
    formats: allFormats.filter((name) => name !== 'strike'),
    typed: keepLines,
  },
];

const lookOf = (world: World): WorldLook | undefined => worlds.find(({ id }) => id === world);

export const shortName = (world: World): string => lookOf(world)?.shortName ?? world;

const authorLine = new RegExp(`^[^\\n]+ \\((?:${worlds.map((look) => look.shortName).join('|')})\\):?\\n`);

/** Whether a message that Mio wrote begins with whose it is, and where they are. */
export const namesAuthor = (text: string): boolean => authorLine.test(text);

/** Whether the demo's universal channel joins it. The sandbox can't tell: it knows no more of Mio than a platform does. */
export const isJoined = (place: Place): boolean => lookOf(place.platform)?.joined === place.place;

/** Marks every end of a line as meant, but those inside code. */
function keepLines(markdown: string): string {
  const lines = markdown.split('\n');
  let inCode = false;
  return lines
    .map((line, index) => {
      if (line.startsWith('```')) inCode = !inCode;
      return inCode || line.trim() === '' || !lines[index + 1]?.trim() ? line : `${line}  `;
    })
    .join('\n');
}
