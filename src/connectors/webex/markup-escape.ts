/**
 * Text that Markdown must take for text. Webex reads CommonMark and more (tables, strike, mention tags), so whatever
 * any of them could take for markup is escaped, even where a given reader would not.
 */

/** Joins nothing and parts nothing: keeps delimiters from running together, and `<@` from being a mention in code. */
export const wordJoiner = '\u2060';

const special = /[\\`*_[\]~|<&]| {2}/;
const startsBlock = /^(?: |[-+=#>:]|\d{1,9}[.)])/;

/** @param atLineStart whether the text begins a line, where more characters mean something. */
export function escapeMarkdown(text: string, atLineStart: boolean): string {
  const escaped = special.test(text) ? escapeEach(text) : text;
  return atLineStart && startsBlock.test(escaped) ? escapeStart(escaped) : escaped;
}

/** By character code. Entities where a backslash would not do for every reader. */
const escapes: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (character === '&') return '&amp;';
  if (character === '<') return '&lt;';
  return '\\`*_[]~|'.includes(character) ? `\\${character}` : undefined;
});
const space = 0x20;

function escapeEach(text: string): string {
  let escaped = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isSecondSpace = code === space && at > 0 && text.charCodeAt(at - 1) === space;
    const instead = isSecondSpace ? '&nbsp;' : escapes[code];
    if (instead === undefined) continue;
    escaped += text.slice(from, at) + instead;
    from = at + 1;
  }
  return escaped + text.slice(from);
}

function escapeStart(text: string): string {
  if (text.startsWith(' ')) return `&nbsp;${text.slice(1)}`;
  const mark = text.search(/\D/);
  return `${text.slice(0, mark)}\\${text.slice(mark)}`;
}

/** A code span with more backticks around it than inside. */
export function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const inert = withoutMentions(text);
  const needsPadding = inert.startsWith('`') || inert.endsWith('`') || (inert.startsWith(' ') && inert.endsWith(' '));
  return needsPadding && inert.trim() !== '' ? `${ticks} ${inert} ${ticks}` : ticks + inert + ticks;
}

/** The fence that a code block needs. */
export const fenceFor = (text: string) => '`'.repeat(Math.max(3, longestRun(text) + 1));

/** Webex looks for mention tags in code as well, and code can't be escaped. */
export const withoutMentions = (code: string) => code.replaceAll('<@', `<${wordJoiner}@`);

function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (let at = text.indexOf('`'); at !== -1 && at < text.length; at++) {
    run = text.charAt(at) === '`' ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

/** Parentheses and backticks could end an address or a code span around it, and `&` begin an entity. */
const unsafeInUrl = /[()\\`&]/;

/** The same address: percent-encoding these changes nothing about where it leads. */
export function urlDestination(url: string): string {
  if (!unsafeInUrl.test(url)) return url;
  return url.replaceAll('&', '&amp;').replaceAll(/[()\\`]/g, percentEncoded);
}

const percentEncoded = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
