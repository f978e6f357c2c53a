/**
 * A draft as Webex messages. Webex takes one file with a message, so each is a message of its own below the text. Others
 * may write in between, so that each says who sent it, but for one that stands right below the text.
 */
import type { Draft, DraftFile, Rendered } from '../../core/connector.ts';
import type { Block } from '../../core/content/tree.ts';
import type { FileReason } from '../../core/files/reasons.ts';
import { fileLine } from '../support/file-line.ts';
import { authorLine, renderWebex } from './markup.ts';
import { largestFile } from './transfers.ts';

export interface WebexPayload {
  readonly markdown?: string;
  /** Opened when it is posted. */
  readonly file?: Pick<DraftFile, 'id' | 'name'>;
}

/** As it is shown beside the text of a message with a file, and looked for after a post in doubt. */
export const fileText = (name: string) => `📎 ${name}`;

const isTooLarge = ({ size }: DraftFile) => size !== undefined && size > largestFile;

export function render(draft: Draft): readonly Rendered[] {
  if (!draft.files?.length) return texts(draft);
  const said = textOf(draft);
  return said.length === 0 ? [] : texts({ author: draft.author, content: said });
}

const texts = (draft: Draft): readonly Rendered[] =>
  renderWebex(draft).map(({ markdown, text }) => ({ payload: { markdown } satisfies WebexPayload, text }));

export function renderFiles(draft: Draft): readonly Rendered[] {
  const { author, files = [] } = draft;
  const isTextless = files.length > 0 && textOf(draft).length === 0;
  return files
    .filter((file) => !isTooLarge(file))
    .map((file, at) => {
      const { id, name } = file;
      const byline = isTextless || at > 0 ? author : null;
      const payload: WebexPayload = { ...(byline && { markdown: authorLine(byline) }), file: { id, name } };
      const instead = (why: FileReason): Rendered => insteadOf(file, byline, why);
      return { payload, text: fileText(name), files: [file], instead };
    });
}

const textOf = ({ content, files = [] }: Draft): readonly Block[] => [
  ...content,
  ...files.filter(isTooLarge).map((file) => fileLine(file, { why: 'too_large', to: 'webex' })),
];

function insteadOf(file: DraftFile, author: Draft['author'], why: FileReason): Rendered {
  const [line] = texts({ author, content: [fileLine(file, { why, to: 'webex' })] });
  return line!;
}
