/** What a platform's client shows, as a story tells it: who said what, in answer to what. */
import { isDeepStrictEqual } from 'node:util';
import type { ViewedMessage } from '../../sandbox/kit/platform.ts';

export interface Line {
  /** `Ada Nowak` on their own side, `Ada Nowak (Teams)` on the others, `Mio` for its notices. */
  readonly from: string;
  readonly text: string;
  /** The text of the root that it answers. */
  readonly answers?: string;
  readonly edited?: boolean;
  /** The names of its files. */
  readonly files?: readonly string[];
  /** Whom it notifies. */
  readonly mentions?: readonly string[];
}

/** Only what an expectation names is compared. */
export function difference(actual: readonly Line[], expected: readonly Line[]): string | undefined {
  const compared = actual.map((line, index) => pick(line, expected[index]));
  if (isDeepStrictEqual(compared, expected)) return undefined;
  const list = (lines: readonly Line[]) =>
    lines.map((line) => `    ${JSON.stringify(line)}`).join('\n') || '    nothing';
  return `\n${list(expected)}\n  instead of\n${list(actual)}`;
}

export function readLines(messages: readonly ViewedMessage[], isNew: (message: string) => boolean): Line[] {
  const texts = new Map(messages.map((message) => [message.message, authorAndText(message).text]));
  return messages
    .filter(({ message, removed }) => !removed && isNew(message))
    .map((message) => ({
      ...authorAndText(message),
      ...(message.root !== null && { answers: texts.get(message.root) ?? '' }),
      edited: message.edited,
      files: message.files.map(({ name }) => name),
      mentions: message.mentions,
    }));
}

const authorLine = /^(.{1,120} \((?:Teams|Slack|Webex)\)):?(?:\n|$)/;

/** Slack shows the person as the author; Teams and Webex show the app, and the person in a line of their own. */
function authorAndText({ author, text }: ViewedMessage): { from: string; text: string } {
  if (!isMio(author.name)) return { from: author.name, text };
  const line = authorLine.exec(text);
  return line ? { from: line[1] ?? '', text: text.slice(line[0].length) } : { from: 'Mio', text };
}

/** Its bot, its app, and the person that it writes as in Webex. */
const isMio = (name: string): boolean => name === 'Mio' || name === 'Mio Relay';

function pick(line: Line, expected: Line | undefined): Partial<Line> {
  if (!expected) return line;
  const { from, text, answers, edited, files, mentions } = line;
  return {
    from,
    text,
    // A thread is part of what is seen, whether or not it was expected.
    ...(answers !== undefined && { answers }),
    ...(expected.edited !== undefined && edited !== undefined && { edited }),
    ...(expected.files && files && { files }),
    ...(expected.mentions && mentions && { mentions }),
  };
}
