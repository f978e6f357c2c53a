/** chat.postMessage, chat.update, chat.delete, chat.getPermalink. */
import type { Block } from '../blocks.ts';
import { checkBlocks } from '../blocks.ts';
import { markdown } from '../inline.ts';
import { emptyDraft } from '../life.ts';
import { parseMarkup } from '../markup.ts';
import { isTs } from '../messages.ts';
import { type Channel, isNote, type Message, type Metadata } from '../model.ts';
import { normaliseText, textOf, toMrkdwn } from '../mrkdwn.ts';
import type { Json } from '../wire.ts';
import { type Arguments, invalidArguments, SlackError } from './arguments.ts';
import { openDirect } from './conversations.ts';
import {
  type ApiRequest,
  demandOpen,
  findChannel,
  findMessage,
  isMember,
  type Method,
  type Workplace,
} from './request.ts';

/** "chat.postMessage", truncating content; "chat.update", `msg_too_long`; `markdown_text`; "Message metadata". */
const longestText = 40_000;
const longestUpdate = 4000;
const longestMarkdown = 12_000;
const mostAttachments = 100;
const largestMetadata = 8192;

export function chatMethods(place: Workplace) {
  const { store, life, writer } = place;

  const postMessage: Method = (request) => {
    const { args, token, installation } = request;
    const channel = targetOf(place, request);
    const body = bodyOf(args, place);
    if (body === null) throw new SlackError('no_text');
    const parent = parentOf(channel, args.text('thread_ts'));
    const own = customAuthor(args, token.scopes);
    const message = life.post(channel, {
      ...emptyDraft,
      ...body,
      user: own.username === null ? token.user : null,
      botId: installation.botId,
      ...own,
      mrkdwn: args.flag('mrkdwn', true),
      thread: parent,
      metadata: metadataOf(args) ?? null,
      broadcast: args.flag('reply_broadcast'),
      unfurls: args.flag('unfurl_links'),
    });
    const written = writer.message(message, { metadata: true });
    return { channel: channel.id, ts: message.ts, message: written };
  };

  /** A reply's `thread_ts`; where its message is gone, the reply becomes a root, as in the real service. */
  const parentOf = (channel: Channel, thread: string | undefined): string | null => {
    if (thread === undefined || thread === '') return null;
    if (!isTs(thread)) throw invalidArguments(`${thread} is not a valid thread_ts`);
    const parent = store.messages.get(channel.id, thread);
    if (!parent) return null;
    if (parent.thread !== null || isNote(parent)) throw new SlackError('cannot_reply_to_message');
    return thread;
  };

  const update: Method = (request) => {
    const { args, installation } = request;
    const channel = findChannel(store, request, args.required('channel'));
    const message = findMessage(store, channel, args.required('ts'));
    if (!isOwn(message, request)) throw new SlackError('cant_update_message');
    if ((args.text('text') ?? '').length > longestUpdate) throw new SlackError('msg_too_long');
    const body = bodyOf(args, place);
    const metadata = metadataOf(args);
    if (body === null && metadata === undefined) throw new SlackError('no_text');
    const isRich = (blocks: readonly Block[]) => blocks.some((block) => block.type === 'rich_text');
    if (body && body.blocks.length > 0 && isRich(message.blocks) && !isRich(body.blocks)) {
      throw new SlackError('block_mismatch');
    }
    // Attachments that are not spoken of stay; blocks that are not sent again go.
    const { attachments, ...rest } = body ?? { attachments: [] };
    const change = {
      ...rest,
      ...(args.has('attachments') ? { attachments } : {}),
      ...(metadata === undefined ? {} : { metadata }),
    };
    const after = life.edit(message, change, message.user ?? installation.botId);
    return { channel: channel.id, ts: after.ts, text: after.text, message: writer.message(after, { metadata: true }) };
  };

  const remove: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    const message = findMessage(store, channel, request.args.required('ts'));
    if (!isOwn(message, request)) throw new SlackError('cant_delete_message');
    life.remove(message);
    return { channel: channel.id, ts: message.ts };
  };

  const getPermalink: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    const message = findMessage(store, channel, request.args.required('message_ts'));
    const domain = store.team(channel.team)?.domain ?? '';
    const thread = message.thread === null ? '' : `?thread_ts=${message.thread}&cid=${channel.id}`;
    const path = `archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { channel: channel.id, permalink: `https://${domain}.slack.com/${path}` };
  };

  return {
    'chat.postMessage': postMessage,
    'chat.update': update,
    'chat.delete': remove,
    'chat.getPermalink': getPermalink,
  } as const;
}

/** Own messages only: what this app posted, under this token's name. */
const isOwn = (message: Message, { token, installation }: ApiRequest): boolean =>
  message.botId === installation.botId && (token.kind === 'bot' || message.user === token.user);

/** Where a post goes. A user id stands for the direct message with them. */
function targetOf(place: Workplace, request: ApiRequest): Channel {
  const { args, token } = request;
  const id = args.required('channel');
  const channel = place.store.user(token.team, id) ? openDirect(place, request, [id]).channel : undefined;
  const target = channel ?? findChannel(place.store, request, id);
  if (!isMember(target, request) && !token.scopes.includes('chat:write.public')) {
    throw new SlackError('not_in_channel');
  }
  demandOpen(target);
  return target;
}

/** "chat.postMessage", authorship: without `chat:write.customize` the name and the icon are quietly left out. */
export function customAuthor(args: Arguments, scopes: readonly string[]): Pick<Message, 'username' | 'icon'> {
  if (!scopes.includes('chat:write.customize')) return { username: null, icon: null };
  const emoji = args.text('icon_emoji');
  const url = args.text('icon_url');
  const icon = emoji ? { emoji } : url ? { url } : null;
  const username = args.text('username') || null;
  return { username, icon: username === null ? null : icon };
}

type Body = Pick<Message, 'text' | 'blocks' | 'attachments'>;

/** Null where there is nothing to show. @throws SlackError for what the platform refuses */
function bodyOf(args: Arguments, place: Pick<Workplace, 'store'>): Body | null {
  const given = args.text('text') ?? '';
  const attachments = attachmentsOf(args);
  const markdownText = args.text('markdown_text');
  if (markdownText !== undefined) {
    if (given !== '' || args.has('blocks')) throw new SlackError('markdown_text_conflict');
    if (markdownText.length > longestMarkdown) throw new SlackError('msg_too_long');
    const elements = parseMarkup(markdownText, markdown);
    if (elements.length === 0) return null;
    const block = { type: 'rich_text', block_id: place.store.newId('b'), elements } as const;
    return { text: toMrkdwn(elements), blocks: [block], attachments };
  }
  const blocks = args.has('blocks') ? blocksOf(args, place) : [];
  const text = normaliseText(given.slice(0, longestText));
  if (text.trim() === '' && blocks.length === 0 && attachments.length === 0) return null;
  return { text: text === '' ? textOf(blocks) : text, blocks, attachments };
}

export function blocksOf(args: Arguments, { store }: Pick<Workplace, 'store'>): readonly Block[] {
  const checked = checkBlocks(args.nested('blocks'), () => store.newId('b'));
  if ('error' in checked) throw new SlackError(checked.error, { response_metadata: { messages: checked.messages } });
  return checked.blocks;
}

function attachmentsOf(args: Arguments): Message['attachments'] {
  if (!args.has('attachments')) return [];
  const given = args.nested('attachments');
  const isObject = (one: unknown): one is Json => typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!Array.isArray(given) || !given.every(isObject)) throw invalidArguments('attachments must be an array');
  if (given.length > mostAttachments) throw new SlackError('too_many_attachments');
  return given;
}

/** Undefined where it is not spoken of, null where `{}` takes it away. */
function metadataOf(args: Arguments): Metadata | null | undefined {
  if (!args.has('metadata')) return undefined;
  const given = args.nested('metadata');
  if (typeof given !== 'object' || given === null) throw new SlackError('invalid_metadata_format');
  if (Object.keys(given).length === 0) return null;
  const { event_type: type, event_payload: payload } = given as Json;
  if (typeof type !== 'string' || type === '' || typeof payload !== 'object' || payload === null) {
    throw new SlackError('invalid_metadata_schema');
  }
  if (JSON.stringify(given).length > largestMetadata) throw new SlackError('metadata_too_large');
  return { event_type: type, event_payload: payload as Json };
}
