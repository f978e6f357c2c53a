/** The formatting buttons: what they do to the text in a field. Markdown, which all three simulated clients take. */

export interface Field {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type FormatName = 'bold' | 'italic' | 'strike' | 'code' | 'list' | 'quote' | 'mention';

export interface Format {
  readonly name: FormatName;
  readonly label: string;
  /** Pressed with Ctrl or ⌘. */
  readonly key?: string;
  readonly apply: (field: Field) => Field;
}

/** Puts marks around what is selected, or takes them away where they are there already. */
const around =
  (mark: string) =>
  ({ text, start, end }: Field): Field => {
    const isMarked = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
    if (isMarked) {
      const bare = text.slice(0, start - mark.length) + text.slice(start, end) + text.slice(end + mark.length);
      return { text: bare, start: start - mark.length, end: end - mark.length };
    }
    const marked = text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end);
    return { text: marked, start: start + mark.length, end: end + mark.length };
  };

/** Begins every selected line with a mark, or takes it away where all have it. */
const before =
  (mark: string) =>
  ({ text, start, end }: Field): Field => {
    const from = text.lastIndexOf('\n', start - 1) + 1;
    const lines = text.slice(from, end).split('\n');
    const isMarked = lines.every((line) => line.startsWith(mark));
    const changed = lines.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join('\n');
    const grown = changed.length - (end - from);
    const first = isMarked ? -mark.length : mark.length;
    return {
      text: text.slice(0, from) + changed + text.slice(end),
      start: Math.max(from, start + first),
      end: end + grown,
    };
  };

/** Puts something where the cursor is, instead of what is selected. */
export const insert =
  (words: string) =>
  ({ text, start, end }: Field): Field => {
    const at = start + words.length;
    return { text: text.slice(0, start) + words + text.slice(end), start: at, end: at };
  };

export const formats: readonly Format[] = [
  { name: 'bold', label: 'Bold', key: 'b', apply: around('**') },
  { name: 'italic', label: 'Italic', key: 'i', apply: around('_') },
  { name: 'strike', label: 'Strike through', apply: around('~~') },
  { name: 'code', label: 'Code', key: 'e', apply: around('`') },
  { name: 'list', label: 'List', apply: before('- ') },
  { name: 'quote', label: 'Quote', apply: before('> ') },
];
