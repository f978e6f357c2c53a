/** A draft as messages of Slack: its text in one or several, and below it one that holds all of its files. */
import type { Draft, DraftFile, Rendered } from '../../core/connector.ts';
import type { Block } from '../../core/content/tree.ts';
import type { FileReason } from '../../core/files/reasons.ts';
import { fileLine, type NotThere } from '../support/file-line.ts';
import { largestFile } from './downloads.ts';
import { renderSlack } from './markup.ts';
import { type Signature, signatureOf } from './signature.ts';

export interface TextPayload extends Signature {
  /** Shown where blocks are not: notifications, old clients. */
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** Instead of `blocks` where Slack refuses those. */
  readonly plainBlocks?: readonly unknown[];
}

export interface FilesPayload extends Signature {
  readonly files: readonly { readonly id: string; readonly name: string }[];
}

/** Empty files, and files beyond the limit, are lines of the text: Slack takes neither. */
export function render(draft: Draft): readonly Rendered[] {
  const { content, files } = draft;
  if (!files) return texts(draft, content);
  const lines = files.filter((file) => !isTaken(file)).map((file) => fileLine(file, notTaken(file)));
  const whole = lines.length > 0 ? [...content, ...lines] : content;
  return whole.length === 0 && files.length > 0 ? [] : texts(draft, whole);
}

function texts({ author, original }: Draft, content: readonly Block[]): Rendered[] {
  const signature = signatureOf(author);
  return renderSlack({ author, content, ...(original && { original }) }).map(
    ({ blocks, plainBlocks, fallback, text }) => {
      const payload: TextPayload = { text: fallback, blocks, ...(plainBlocks && { plainBlocks }), ...signature };
      return { payload, text };
    },
  );
}

export function renderFiles({ author, files = [] }: Draft): readonly Rendered[] {
  const taken = files.filter(isTaken);
  if (taken.length === 0) return [];
  const payload: FilesPayload = { files: taken.map(({ id, name }) => ({ id, name })), ...signatureOf(author) };
  const instead = (why: FileReason): Rendered => {
    const lines = taken.map((file) => fileLine(file, { why, to: 'slack' }));
    return texts({ author, content: lines }, lines)[0]!;
  };
  return [{ payload, text: filesText(taken), files: taken, instead }];
}

const notTaken = ({ size }: DraftFile): NotThere => ({ why: size === 0 ? 'empty' : 'too_large', to: 'slack' });

/** How the files of a message look to whoever looks for it. */
export const filesText = (files: readonly { readonly name: string }[]): string =>
  files.map(({ name }) => `📎 ${name}`).join('\n');

const isTaken = ({ size }: DraftFile): boolean => size === undefined || (size > 0 && size <= largestFile);
