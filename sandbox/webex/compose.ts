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

/** As a client sends it: rich text as HTML, without the markdown that was typed. */
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
  return plainContent(input.text ?? '');
}

/** `@Full Name`, `@mail`, `@person` of members, and `@all`, picked from the client's list while typing. */
export function composeMentions(store: Store, room: string, text: string): Content {
  const members = store.membersOf(room).flatMap(({ person }) => store.person(person) ?? []);
  const choices = members
    .flatMap(({ id, name, mail, person }) => [name, mail, person].map((label) => ({ label, id, name })))
    .sort((a, b) => b.label.length - a.label.length);
  const html = text
    .split('@')
    .map((part, index) => {
      if (index === 0) return escapeHtml(part);
      if (/^all\b/i.test(part))
        return `<spark-mention data-object-type="groupMention" data-group-type="all">All</spark-mention>${escapeHtml(part.slice(3))}`;
      const chosen = choices.find(({ label }) => part.toLowerCase().startsWith(label.toLowerCase()));
      if (!chosen) return escapeHtml(`@${part}`);
      const mention = `<spark-mention data-object-type="person" data-object-id="${wireId('PEOPLE', chosen.id)}">${escapeHtml(chosen.name)}</spark-mention>`;
      return mention + escapeHtml(part.slice(chosen.label.length));
    })
    .join('');
  return richContent(store, room, `<p>${html.replaceAll('\n', '<br/>')}</p>`, null, null);
}
