/** Plain text and code as sources send them, made into blocks. */
import { clean, Lines } from './lines.ts';
import type { Block, CodeBlock } from './tree.ts';

/** A message without markup: a blank line parts paragraphs. */
export function parsePlain(text: string): Block[] {
  const lines = new Lines();
  lines.text(text);
  return lines.take();
}

const name = /^[\w+#.-]{1,30}$/;

/** @returns undefined where there is nothing but white space. */
export function codeBlock(raw: string, language?: string): CodeBlock | undefined {
  const text = clean(raw, '\t').trimEnd();
  if (text === '') return undefined;
  return language !== undefined && name.test(language) ? { type: 'code', text, language } : { type: 'code', text };
}
