/**
 * A text as people type it. Slack's message field makes lists of lines that begin like items, and sends them as blocks;
 * in mrkdwn itself a bullet is a character. "Format your messages"
 */
import { Nest } from '../../core/content/nest.ts';
import type { Block } from '../../core/content/tree.ts';
import { parseMrkdwn } from './markup-mrkdwn.ts';
import type { Names } from './markup-names.ts';

const item = /^( *)(?:[-*•]|(\d{1,4})\.) +(?=\S)/;
const fence = '```';

/** Never throws, whatever the input. */
export function parseTyped(text: string, names: Names): Block[] {
  const nest = new Nest();
  /** Indents of the lists that are open, and whether their items are numbered. */
  const lists: { readonly indent: number; readonly ordered: boolean }[] = [];
  let plain: string[] = [];
  let isCode = false;
  const closeLists = (isOver: (list: (typeof lists)[number]) => boolean) => {
    for (let last = lists.at(-1); last && isOver(last); last = lists.at(-1)) {
      lists.pop();
      nest.close('list');
    }
  };
  const finishPlain = () => {
    nest.add(parseMrkdwn(plain.join('\n'), names));
    plain = [];
  };
  for (const line of text.split('\n')) {
    const fences = line.split(fence).length - 1;
    const found = isCode || fences > 0 ? null : item.exec(line);
    if (fences % 2 === 1) isCode = !isCode;
    if (!found) {
      closeLists(() => true);
      plain.push(line);
      continue;
    }
    finishPlain();
    const [mark, { length: indent } = '', number] = found;
    const ordered = number !== undefined;
    closeLists((list) => list.indent > indent || (list.indent === indent && list.ordered !== ordered));
    if (lists.at(-1)?.indent !== indent) {
      nest.openList(ordered, Number(number ?? 1));
      lists.push({ indent, ordered });
    }
    nest.openItem();
    nest.add(parseMrkdwn(line.slice(mark.length), names));
  }
  closeLists(() => true);
  finishPlain();
  return nest.finish();
}
