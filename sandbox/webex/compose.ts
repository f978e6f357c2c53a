/** From what was typed or sent to the content of a message: HTML, text, mentions. */
import { cleanHtml, eyeText, mentionsIn } from './html.ts';
import { uuidIn, wireId } from './ids.ts';
import { escapeHtml, type MentionResolver } from './inline.ts';
import { renderMarkdown } from './markdown.ts';
import type { Content } from './model.ts';
import type { Store } from './store.ts';

/** "text and markdown: 7439 bytes" each, as UTF-8 (Messages API). */
export const longestBytes = 7439;
export const isTooLong = (text: string): boolean => Buffer.byteLength(text) > longestBytes;

/** Only members can be mentioned. */
function membersAsMentioned(store: Store, room: string): MentionResolver {
  return {
    person(by, value) {
      const found =
        by === 'personEmail' ? store.personBy('mail', value) : store.person(uuidIn('PEOPLE', value) ?? value);
      if (!found || !store.membership(found.id, room)) return undefined;
      return { id: wireId('PEOPLE', found.id), name: found.name };
    },
  };
}

function richContent(store: Store, room: string, html: string, text: string | null, markdown: string | null): Content {
  const mentions = mentionsIn(html);
  const mentionedPeople = mentions.people
    .map((id) => uuidIn('PEOPLE', id))
    .filter((id) => id !== undefined && store.membership(id, room) !== undefined) as string[];
  return { text: text ?? eyeText(html), markdown, html, mentionedPeople, mentionsAll: mentions.all };
}

const plainContent = (text: string): Content => ({
  text,
  markdown: null,
  html: null,
  mentionedPeople: [],
  mentionsAll: false,
});

/** As the API takes it: markdown wins for whoever can show it, text is its plain form. */
export function composeFromApi(
  store: Store,
  room: string,
  input: { readonly text?: string | undefined; readonly markdown?: string | undefined },
): Content {
  const { text, markdown } = input;
  if (markdown === undefined) return plainContent(text ?? '');
  const html = renderMarkdown(markdown, membersAsMentioned(store, room));
  return richContent(store, room, html, text ?? null, markdown);
}

/** As a client sends it: rich text as HTML, without the Markdown that was typed. */
export function composeFromClient(
  store: Store,
  room: string,
  input: { text?: string; markdown?: string; html?: string },
): Content {
  if (input.html !== undefined) return richContent(store, room, cleanHtml(input.html), null, null);
  if (input.markdown !== undefined) {
    const html = renderMarkdown(input.markdown, membersAsMentioned(store, room));
    return richContent(store, room, html, null, null);
  }
  return composeTyped(store, room, input.text ?? '');
}

const mentionTag = (attributes: string, name: string) =>
  `<spark-mention ${attributes}>${escapeHtml(name)}</spark-mention>`;

/** A name ends where no other letter or digit follows. */
const startsWithName = (text: string, name: string): boolean =>
  text.toLowerCase().startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(text.slice(name.length));

/**
 * Text as it is typed: `@Full Name`, `@mail` and `@person` of members, and `@all`, at the start of a word, are picked from
 * the list that the client offers. Without any it stays plain.
 */
function composeTyped(store: Store, room: string, text: string): Content {
  if (!text.includes('@')) return plainContent(text);
  const members = store.membersOf(room).flatMap(({ person }) => store.person(person) ?? []);
  const choices = members
    .flatMap(({ id, name, mail, person }) => [name, mail, person].map((label) => ({ label, id, name })))
    .sort((a, b) => b.label.length - a.label.length);
  const mentionAt = (after: string): { readonly html: string; readonly length: number } | undefined => {
    if (startsWithName(after, 'all'))
      return { html: mentionTag('data-object-type="groupMention" data-group-type="all"', 'All'), length: 3 };
    const chosen = choices.find(({ label }) => startsWithName(after, label));
    if (!chosen) return undefined;
    const whom = `data-object-type="person" data-object-id="${wireId('PEOPLE', chosen.id)}"`;
    return { html: mentionTag(whom, chosen.name), length: chosen.label.length };
  };

  let html = '';
  let from = 0;
  let isRich = false;
  for (const { index } of text.matchAll(/(?<![^\s(])@/g)) {
    const mention = index < from ? undefined : mentionAt(text.slice(index + 1));
    if (!mention) continue;
    html += escapeHtml(text.slice(from, index)) + mention.html;
    from = index + 1 + mention.length;
    isRich = true;
  }
  if (!isRich) return plainContent(text);
  html += escapeHtml(text.slice(from));
  return richContent(store, room, `<p>${html.replaceAll('\n', '<br/>')}</p>`, null, null);
}
