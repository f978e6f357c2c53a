/**
 * Files in a channel as people there would put them: uploaded into its files, and posted as a message that refers to them,
 * by the account of whoever wrote the message, or by the service user's where an administrator set it aside for that.
 * Whatever such an account may not do ends as a line with a link, which the bot posts: nobody's account stops a leg.
 *
 * Small pictures stay the bot's (files-out.ts): they are shown there, not attached.
 */
import { LRUCache } from 'lru-cache';
import type { DraftFile, Posted, PostOptions, Rendered } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef, PersonId, Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { postDeadlineMs, type WireParts } from '../support/http.ts';
import { createAccountPace } from './account-pace.ts';
import type { Actor } from './acting.ts';
import type { Graph } from './api.ts';
import { createDriveUploads } from './drive-upload.ts';
import { createDrives, deliveryAt, type Reference } from './drives.ts';
import { lineInstead } from './files-out.ts';
import { messagePath, messagesPath, parseConversationId, parseMessageId, rootOf } from './ids.ts';
import type { ChatMessage } from './message.ts';
import { type BotPayload, posted } from './outbound.ts';

/** What `renderFiles` puts into a Rendered. */
export interface ChannelFilePayload {
  readonly uploader: PersonId;
  readonly name: string;
}

/** What the bot posts in its place; whoever gave up on the file may have left a part of it there. */
export interface AbandonedPayload extends BotPayload {
  readonly abandoned: PersonId;
}

export const isChannelFile = (payload: object): payload is ChannelFilePayload => 'uploader' in payload;
export const isAbandoned = (payload: object): payload is AbandonedPayload => 'abandoned' in payload;

export const renderChannelFile = (file: DraftFile, uploader: PersonId): Rendered => ({
  payload: { uploader, name: file.name } satisfies ChannelFilePayload,
  text: '',
  files: [file],
  instead(why) {
    const { payload, text } = lineInstead(file, why);
    return { payload: { ...payload, abandoned: uploader } satisfies AbandonedPayload, text };
  },
});

/** The delivery that a message is of, where somebody's account posted it for Mio. */
export function deliveryIn({ from, attachments }: Pick<ChatMessage, 'from' | 'attachments'>): string | undefined {
  const file = from?.user?.id ? attachments?.find(({ contentType }) => contentType === 'reference') : undefined;
  return deliveryAt(file?.contentUrl ?? '');
}

export interface ChannelFiles {
  post(connection: Connection, place: Place, rendered: Rendered, options: PostOptions): Promise<Posted>;
  /** What an attempt that was given up left of that delivery is taken away, as far as it can be. Never throws. */
  abandon(connection: Connection, uploader: PersonId, key: string): Promise<void>;
  /** The message, and its file. False for a message that is none of these. @throws DeliveryError */
  remove(connection: Connection, ref: MessageRef): Promise<boolean>;
}

interface ChannelFilesParts extends WireParts {
  /** With the service user's eyes. */
  readonly reading: Graph;
  readonly acting: Graph<Actor>;
  /** Whether that account may put files into channels now. */
  readonly mayPut: (connection: Connection, person: PersonId) => boolean;
}

const operation = 'post file';
const mostRemembered = 1_000;

export function createChannelFiles({ reading, acting, mayPut, ...parts }: ChannelFilesParts): ChannelFiles {
  const drives = createDrives(acting);
  const uploads = createDriveUploads(parts, acting);
  const pace = createAccountPace(parts.clock);
  /** By delivery: what is there already where only the message was not taken. */
  const uploaded = new LRUCache<string, Reference>({ max: mostRemembered });

  async function uploadedFile(actor: Actor, place: Place, file: DraftFile, { key, open }: PostOptions) {
    const known = uploaded.get(key);
    if (known) return known;
    const folder = await drives.folderOf(actor, place, key);
    const source = await open(file);
    try {
      // It may break before anybody reads; whoever reads then is told.
      source.body.on('error', () => {});
      const item = await drives.fileIn(actor, folder, file.name);
      await uploads.upload(actor, item, source, file.size);
      const reference = await drives.reference(actor, item);
      uploaded.set(key, reference);
      return reference;
    } finally {
      source.body.destroy();
    }
  }

  async function say(actor: Actor, { conversation }: Place, { id, contentUrl, name }: Reference, root: string | null) {
    await pace.turn(actor.person);
    const messages = messagesPath(parseConversationId(conversation));
    const { id: message } = await acting.read<{ id?: string }>(actor, {
      method: 'POST',
      path: root === null ? messages : `${messages}/${root}/replies`,
      body: {
        body: { contentType: 'html', content: `<attachment id="${id}"></attachment>` },
        attachments: [{ id, contentType: 'reference', contentUrl, name }],
      },
      deadlineMs: postDeadlineMs,
      operation,
    });
    return posted(message, root, operation);
  }

  /** Where somebody has it open, or it must be kept, the message goes all the same. */
  async function removeFile(actor: Actor, contentUrl: string): Promise<void> {
    try {
      await drives.remove(actor, await drives.folderAt(actor, contentUrl));
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const stays = error.failure === 'gone' || error.failure === 'refused' || lockedCodes.has(error.code);
      if (!stays) throw error;
    }
  }

  /** A link may stand for it in the end: what is of no use to a later attempt is not left behind. */
  async function discard(actor: Actor, key: string): Promise<void> {
    uploaded.delete(key);
    await drives.discard(actor, key).catch(() => undefined);
  }

  return {
    async post(connection, place, { payload, files }, options) {
      const [file] = files ?? [];
      const { uploader } = payload as ChannelFilePayload;
      if (!file) throw new DeliveryError('refused', 'no_file', { operation });
      if (!mayPut(connection, uploader)) throw new DeliveryError('refused', 'no_uploader', { operation });
      const actor = { connection, person: uploader };
      const root = options.root === null ? null : rootOf(options.root);
      try {
        const reference = await uploadedFile(actor, place, file, options);
        const answer = await say(actor, place, reference, root);
        uploaded.delete(options.key);
        return answer;
      } catch (error) {
        if (isOver(error)) await discard(actor, options.key);
        throw harmless(error);
      }
    },

    abandon: (connection, person, key) => discard({ connection, person }, key),

    async remove(connection, { conversation, message }) {
      const path = messagePath(parseConversationId(conversation), parseMessageId(message));
      const found = await reading.read<ChatMessage>(connection, { path, operation: 'look for a file' }).catch(gone);
      const person = found?.from?.user?.id;
      if (!found || !person || deliveryIn(found) === undefined) return false;
      const actor = { connection, person: person.toLowerCase() as PersonId };
      const file = found.attachments?.find(({ contentUrl }) => deliveryAt(contentUrl ?? '') !== undefined);
      try {
        await removeFile(actor, file?.contentUrl ?? '');
        const softDelete = { method: 'POST', path: `${path}/softDelete`, effect: 'repeatable' } as const;
        await acting.call(actor, { ...softDelete, alsoFine: 404, operation: 'remove' });
      } catch (error) {
        throw harmless(error);
      }
      return true;
    },
  };
}

/** Nothing of it will be asked for again, or its source has the say. */
const isOver = (error: unknown): boolean =>
  error instanceof DeliveryError &&
  (error.failure === 'refused' || error.failure === 'gone' || error.file !== undefined);

function gone(error: unknown): undefined {
  if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
  throw error;
}

/** "Error response codes for OneDrive" */
const lockedCodes: ReadonlySet<string> = new Set(['resourceLocked', '423']);

/** That somebody must sign in again says nothing about the connection that the leg lives by. */
function harmless(error: unknown): unknown {
  if (!(error instanceof DeliveryError) || error.failure !== 'unauthorized') return error;
  return new DeliveryError('refused', error.code, { operation, advice: error.advice, cause: error });
}
