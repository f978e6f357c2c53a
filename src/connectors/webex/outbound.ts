/**
 * What the relay person does in a space. Webex keeps no key with a message and shows every post under the relay
 * person's name, so the author stands in the text, and a post in doubt is looked for among the relay person's own.
 */
import type { Draft, FoundPost, Posted, PostOptions, Rendered } from '../../core/connector.ts';
import { inlineText, plainText } from '../../core/content/plain.ts';
import type { Block } from '../../core/content/tree.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageId, MessageRef, Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import type { WebexApi } from './api.ts';
import { messageId, milliseconds } from './ids.ts';
import { renderWebex } from './markup.ts';
import { readMessage } from './message.ts';

const pageSize = '100';

interface WebexPayload {
  readonly markdown: string;
}

export function render(draft: Draft): readonly Rendered[] {
  return renderWebex(draft).map(({ markdown, text }) => {
    const payload: WebexPayload = { markdown };
    return { payload, text };
  });
}

export interface Outbound {
  post(connection: Connection, place: Place, rendered: Rendered, options: PostOptions): Promise<Posted>;
  edit(connection: Connection, ref: MessageRef, rendered: Rendered): Promise<void>;
  remove(connection: Connection, ref: MessageRef): Promise<void>;
  find(connection: Connection, place: Place, root: MessageId | null, since: number): Promise<readonly FoundPost[]>;
}

const pathOf = (ref: MessageRef) => `messages/${encodeURIComponent(ref.message)}`;

export function createOutbound(api: WebexApi): Outbound {
  return {
    async post(connection, place, rendered, { root }) {
      const { markdown } = rendered.payload as WebexPayload;
      const body = { roomId: place.conversation, ...(root !== null && { parentId: root }), markdown };
      const answer = await api.call(connection, { operation: 'post', method: 'POST', path: 'messages', body });
      const message = messageId(answer['id']);
      const at = milliseconds(answer['created']);
      if (!message || at === undefined) throw new DeliveryError('doubt', 'no_id', { operation: 'webex post' });
      return { message, at };
    },

    async edit(connection, ref, rendered) {
      const { markdown } = rendered.payload as WebexPayload;
      const body = { roomId: ref.conversation, markdown };
      await api.call(connection, { operation: 'edit', method: 'PUT', path: pathOf(ref), body });
    },

    remove: (connection, ref) => api.drop(connection, pathOf(ref)),

    async find(connection, place, root, since) {
      const relayPerson = textFact(connection, 'personId');
      const found: FoundPost[] = [];
      for await (const item of messagesSince(api, connection, place, root, since)) {
        const read = readMessage(item);
        if (!read || read.state.author.id !== relayPerson || read.state.root !== root) continue;
        const { message, state } = read;
        found.push({ message, root, at: state.at, text: bodyText(state.content) });
      }
      return found;
    },
  };
}

/** What stands below the author line, which is a paragraph of its own and ends so. */
function bodyText(content: readonly Block[]): string {
  const [first] = content;
  const hasAuthor = first?.type === 'paragraph' && inlineText(first.children, '\n').endsWith('):');
  return plainText(hasAuthor ? content.slice(1) : content);
}

/** Messages of a space (of one thread, where `root` is given) created since then, newest first. @throws DeliveryError */
export async function* messagesSince(
  api: WebexApi,
  connection: Connection,
  place: Place,
  root: MessageId | null,
  since: number,
) {
  const query = new URLSearchParams({ roomId: place.conversation, max: pageSize });
  if (root !== null) query.set('parentId', root);
  for await (const page of api.pages(connection, { operation: 'read', path: `messages?${query}` })) {
    for (const item of page) {
      const at = milliseconds(item['created']);
      if (at !== undefined && at < since) return;
      yield item;
    }
  }
}
