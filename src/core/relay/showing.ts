/**
 * What one leg is to show of a message: which messages of Mio's, each with what it holds. Pure: made anew from the same
 * facts whenever the leg is looked at.
 *
 * Platforms let a message be changed for a while, or a few times. What is edited after that is shown in a message of its
 * own below the copy, which is edited in its turn while that is possible.
 */
import type { Connector, Draft, Rendered } from '../connector.ts';
import type { Block, Paragraph } from '../content/tree.ts';
import { editionOf, filePartsFor, isFile, isNote, isSpent, isText, openEdition, openNote, textPart } from './parts.ts';
import { quoteOf, type RootOnLeg } from './roots.ts';
import type { TargetRecord } from './store.ts';
import { hashOf } from './target.ts';
import type { SendTask } from './tasks.ts';

/** One message of Mio's on the leg. */
export interface Showing {
  readonly part: number;
  /** Null: it is to be taken away. */
  readonly rendered: Rendered | null;
}

export interface Shown {
  readonly task: SendTask;
  readonly content: readonly Block[];
  readonly thread: RootOnLeg | null;
  /** What is on the leg, or was. */
  readonly known: readonly TargetRecord[];
}

type Renderer = Pick<Connector, 'render' | 'renderFiles' | 'reactionsIn'>;

export function showingsOf(shown: Shown, connector: Renderer): readonly Showing[] {
  const { task, known } = shown;
  if (task.atSource) return notes(task.reactions ?? [], known, connector);
  const isBeside = connector.reactionsIn === 'answer';
  const line = isBeside ? [] : (task.reactions ?? []);
  const texts = textsOf(shown, line, connector);
  const files = filesOf(shown, connector);
  return isBeside ? [...texts, ...files, ...notes(task.reactions ?? [], known, connector)] : [...texts, ...files];
}

function draftOf({ task, content, thread }: Shown, edition: number, line: readonly Block[]): Draft {
  const body = edition > 0 ? corrected(content) : content;
  const quoted = thread?.quote ? [...quoteOf(thread.quote), ...body] : body;
  const all = line.length > 0 ? [...quoted, ...line] : quoted;
  const { author, files, uploader, original } = task;
  return {
    author,
    content: all,
    ...(original && { original }),
    ...(files && { files, ...(uploader !== undefined && { uploader }) }),
  };
}

function textsOf(shown: Shown, line: readonly Block[], connector: Renderer): Showing[] {
  const edition = openEdition(shown.known);
  const parts = connector.render(draftOf(shown, edition, line));
  const own = shown.known.filter(({ part }) => isText(part) && editionOf(part) === edition);
  const count = Math.max(parts.length, ...own.map(({ part }) => part - textPart(edition, 0) + 1));
  return Array.from({ length: count }, (_, index) => ({
    part: textPart(edition, index),
    rendered: parts[index] ?? null,
  }));
}

/**
 * Files are never changed: what they were replaced by is posted, and only then are they taken away. So with the lines of
 * those that come late, lest a crash between the two leave neither.
 */
function filesOf(shown: Shown, connector: Renderer): readonly Showing[] {
  const known = shown.known.filter(({ part }) => isFile(part));
  if (known.length === 0 && !shown.task.files?.length) return none;
  const rendered = connector.renderFiles(draftOf(shown, 0, []));
  const parts = filePartsFor(known, rendered.map(hashOf), shown.task.again);
  const gone = known.filter(({ part }) => !parts.includes(part));
  return [
    ...parts.map((part, index) => ({ part, rendered: rendered[index]! })),
    ...gone.map(({ part }) => ({ part, rendered: null })),
  ];
}

const none: readonly Showing[] = [];

function notes(line: readonly Block[], known: readonly TargetRecord[], connector: Renderer): readonly Showing[] {
  const open = line.length > 0 ? openNote(known) : undefined;
  const rendered = open === undefined ? undefined : connector.render({ author: null, content: line })[0];
  const over = known.filter((target) => isNote(target.part) && target.part !== open && (isSpent(target) || !rendered));
  const removals = over.map(({ part }) => ({ part, rendered: null }));
  return open === undefined || !rendered ? removals : [...removals, { part: open, rendered }];
}

/** `Edited: the new text` */
function corrected(content: readonly Block[]): readonly Block[] {
  const [first, ...rest] = content;
  return first?.type === 'paragraph' ? [marked(first.children), ...rest] : [marked([]), ...content];
}

const marked = (children: Paragraph['children']): Paragraph => ({
  type: 'paragraph',
  children: [{ type: 'text', text: children.length > 0 ? 'Edited: ' : 'Edited:', italic: true }, ...children],
});

/** What stays where a message was deleted, on legs whose administrator wants that. */
export const tombstone: Draft = {
  author: null,
  content: [{ type: 'paragraph', children: [{ type: 'text', text: 'This message was deleted.', italic: true }] }],
};

/** Which of the copies becomes that line: the first of its text, as long as it can be changed. */
export function tombstoneAt(known: readonly TargetRecord[]): number | undefined {
  const part = textPart(openEdition(known), 0);
  return known.find((target) => target.part === part && target.state === 'done')?.part;
}
