/**
 * A draft as Webex messages. Webex takes one file with a message, so each is a message of its own below the text; where
 * there is no text, the first of them says who sent it.
 */
import type { Draft, DraftFile, Rendered } from '../../core/connector.ts';
import type { Block, Paragraph } from '../../core/content/tree.ts';
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
      const byline = isTextless && at === 0 ? author : null;
      const payload: WebexPayload = { ...(byline && { markdown: authorLine(byline) }), file: { id, name } };
      return { payload, text: fileText(name), files: [file], instead: insteadOf(file, byline) };
    });
}

const textOf = ({ content, files = [] }: Draft): readonly Block[] => [
  ...content,
  ...files.filter(isTooLarge).map((file) => withReason(file, 'too large for Webex')),
];

function insteadOf(file: DraftFile, author: Draft['author']): Rendered {
  const [line] = texts({ author, content: [withReason(file, 'could not be brought to Webex')] });
  return line!;
}

/** `📎 plan.pdf (120 MB) · Open – too large for Webex` */
function withReason(file: DraftFile, reason: string): Paragraph {
  const line = fileLine(file);
  return { ...line, children: [...line.children, { type: 'text', text: ` – ${reason}` }] };
}
