/**
 * What the relay person does in a space. Webex keeps no key with a message and shows every post under the relay
 * person's name, so the author stands in the text, and a post in doubt is looked for among the relay person's own.
 */
import type { FoundPost, Paced, Posted, PostOptions, Rendered } from '../../core/connector.ts';
import { plainText } from '../../core/content/plain.ts';
import type { Block } from '../../core/content/tree.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageId, MessageRef, Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import type { Json } from '../support/json.ts';
import { inSpace, isGone } from './absence.ts';
import type { WebexApi } from './api.ts';
import type { WebexFiles } from './files.ts';
import { messageId, milliseconds } from './ids.ts';
import { hasAuthorLine, readMessage } from './message.ts';
import { fileText, type WebexPayload } from './render.ts';
import type { WebexTransfers } from './transfers.ts';

const pageSize = '100';

export interface Outbound {
  post(connection: Connection, place: Place, rendered: Rendered, options: PostOptions): Promise<Posted>;
  edit(connection: Connection, ref: MessageRef, rendered: Rendered): Promise<void>;
  remove(connection: Connection, ref: MessageRef): Promise<void>;
  find(connection: Connection, place: Place, root: MessageId | null, since: number): Promise<readonly FoundPost[]>;
}

const pathOf = (ref: MessageRef) => `messages/${encodeURIComponent(ref.message)}`;

export function createOutbound(api: WebexApi, transfers: WebexTransfers, files: WebexFiles): Outbound {
  return {
    async post(connection, place, rendered, { root, open }) {
      const { markdown } = rendered.payload as WebexPayload;
      const body = {
        roomId: place.conversation,
        ...(root !== null && { parentId: root }),
        ...(markdown !== undefined && { markdown }),
      };
      const file = rendered.files?.[0];
      const send = () =>
        file
          ? transfers.post(connection, body, { name: file.name, open: () => open(file) })
          : api.call(connection, { operation: 'post', method: 'POST', path: 'messages', body });
      const answer = root === null ? await send() : await inThread(api, connection, { ...place, message: root }, send);
      const message = messageId(answer['id']);
      const at = milliseconds(answer['created']);
      if (!message || at === undefined) throw new DeliveryError('doubt', 'no_id', { operation: 'webex post' });
      return { message, at };
    },

    async edit(connection, ref, rendered) {
      const { markdown } = rendered.payload as WebexPayload;
      const body = { roomId: ref.conversation, markdown };
      await inSpace(api, connection, ref.conversation, async () => {
        try {
          await api.call(connection, { operation: 'edit', method: 'PUT', path: pathOf(ref), body });
        } catch (error) {
          const isRefused = error instanceof DeliveryError && error.code === 'edit_refused';
          throw isRefused
            ? refusedEdit(await api.call(connection, { operation: 'read', path: pathOf(ref) }), error)
            : error;
        }
      });
    },

    async remove(connection, ref) {
      try {
        await inSpace(api, connection, ref.conversation, () => api.drop(connection, pathOf(ref)));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },

    find: (connection, place, root, since) =>
      inSpace(api, connection, place.conversation, () => ownPosts(connection, place, root, since)),
  };

  async function ownPosts(
    connection: Connection,
    place: Place,
    root: MessageId | null,
    since: number,
  ): Promise<readonly FoundPost[]> {
    const relayPerson = textFact(connection, 'personId');
    const found: FoundPost[] = [];
    for await (const item of messagesSince(api, connection, place, root, since)) {
      const read = readMessage(item);
      if (!read || read.state.author.id !== relayPerson || read.state.root !== root) continue;
      const { message, state } = read;
      const attached = (await files.ofNow(connection, item)).map(({ name }) => fileText(name));
      const text = [bodyText(state.content), ...attached].filter((line) => line !== '').join('\n');
      found.push({ message, root, at: state.at, text });
    }
    return found;
  }
}

/**
 * Posts an answer. That Webex refuses it says nothing of why ("Create a Message"), so its root is looked at.
 * @throws DeliveryError `gone` where the root is there no more
 */
async function inThread(api: WebexApi, connection: Connection, root: MessageRef, post: () => Promise<Json>) {
  try {
    return await post();
  } catch (error) {
    const isRefused = error instanceof DeliveryError && error.failure === 'refused' && error.file === undefined;
    if (!isRefused) throw error;
    try {
      const look = () => api.call(connection, { operation: 'read', path: pathOf(root) });
      await inSpace(api, connection, root.conversation, look);
    } catch (why) {
      // Where the relay person is not in the space, that is what the refusal said.
      if (!(why instanceof DeliveryError && why.code === 'not_a_member')) throw why;
    }
    throw error;
  }
}

/**
 * Why Webex took no edit: it answers 400 to each, and says more in prose alone. "A message can be edited up to 10 times",
 * none with files or cards; one that nobody has ever edited, and that has neither, was refused for what it should say.
 */
function refusedEdit(item: Json, refusal: DeliveryError): DeliveryError {
  const isHeld = [item['files'], item['attachments']].some((held) => Array.isArray(held) && held.length > 0);
  if (!isHeld && milliseconds(item['updated']) === undefined) return refusal;
  return new DeliveryError('spent', isHeld ? 'holds_files' : 'edits_spent', {
    operation: 'webex edit',
    advice: `Webex ${isHeld ? 'changes no message with files' : 'takes ten edits of a message'}. What changed stands below it.`,
    cause: refusal,
  });
}

/** What stands below the author line, which is a paragraph of its own and ends so. */
function bodyText(content: readonly Block[]): string {
  return plainText(hasAuthorLine(content) ? content.slice(1) : content);
}

/** Messages of a space (of one thread, where `root` is given) created since then, newest first. @throws DeliveryError */
export async function* messagesSince(
  api: WebexApi,
  connection: Connection,
  place: Place,
  root: MessageId | null,
  since: number,
  paced?: Paced,
) {
  const query = new URLSearchParams({ roomId: place.conversation, max: pageSize });
  if (root !== null) query.set('parentId', root);
  for await (const page of api.pages(connection, { operation: 'read', path: `messages?${query}` }, paced)) {
    for (const item of page) {
      const at = milliseconds(item['created']);
      if (at !== undefined && at < since) return;
      yield item;
    }
  }
}
