/**
 * Reads mrkdwn ("Formatting message text"), the form that apps write. First what hides markup is found (code blocks,
 * then code spans and tags), then emphasis in what is left; entities are decoded last, when all tags are cut out.
 */
import { Lines } from '../../core/content/lines.ts';
import { codeBlock, parsePlain } from '../../core/content/text.ts';
import type { Block } from '../../core/content/tree.ts';
import { codeText, writeLine } from './markup-line.ts';
import type { Names } from './markup-names.ts';

const fence = '```';
const markup = /[*_~`<&>:]/;

/** Never throws, whatever the input. */
export function parseMrkdwn(text: string, names: Names): Block[] {
  if (!markup.test(text)) return parsePlain(text);
  const blocks: Block[] = [];
  let from = 0;
  while (from < text.length) {
    const open = text.indexOf(fence, from);
    const close = open === -1 ? -1 : text.indexOf(fence, open + fence.length);
    if (close === -1) break;
    writeLines(text.slice(from, open), names, blocks);
    const code = codeBlock(codeText(withoutBreak(text.slice(open + fence.length, close)), names));
    if (code) blocks.push(code);
    from = close + fence.length;
  }
  writeLines(text.slice(from), names, blocks);
  return blocks;
}

const withoutBreak = (code: string) => (code.startsWith('\n') ? code.slice(1) : code);

/** Lines that begin with `>` are a quote; after `>>>` everything is. */
function writeLines(text: string, names: Names, blocks: Block[]): void {
  const lines = new Lines();
  let quoted = false;
  let toEnd = false;
  const finish = () => {
    const paragraphs = lines.take();
    if (quoted && paragraphs.length > 0) blocks.push({ type: 'quote', children: paragraphs });
    else for (const paragraph of paragraphs) blocks.push(paragraph);
  };
  for (const line of text.split('\n')) {
    const mark: number = toEnd ? 0 : quoteMark(line);
    const isQuoted = toEnd || mark > 0;
    if (isQuoted !== quoted) finish();
    quoted = isQuoted;
    toEnd ||= mark >= 3;
    writeLine(lines, mark > 0 ? withoutMark(line, mark) : line, names);
    lines.lineBreak();
  }
  finish();
}

const quoteEntity = '&gt;';

/** How many quote marks that count begin the line: 0, 1 or 3. */
function quoteMark(line: string): number {
  if (line.startsWith('&gt;&gt;&gt;') || line.startsWith('>>>')) return 3;
  return line.startsWith(quoteEntity) || line.startsWith('>') ? 1 : 0;
}

function withoutMark(line: string, mark: number): string {
  const from = mark * (line.startsWith(quoteEntity) ? quoteEntity.length : 1);
  return line.slice(line.charAt(from) === ' ' ? from + 1 : from);
}
