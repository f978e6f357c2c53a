/** What people do in their Slack client: the acts, refused where the client would not offer them. */
import { type Act, ActError, type Deed } from '../kit/platform.ts';
import { newFile } from './api/files.ts';
import type { Workplace } from './api/request.ts';
import { actAsApp, isApp } from './apps.ts';
import type { Leaf } from './blocks.ts';
import { composed } from './compose.ts';
import { emojiCharacter, reactionName } from './emoji.ts';
import { composer, type Mention, markdown } from './inline.ts';
import { emptyDraft, messageId } from './life.ts';
import { parseMarkup } from './markup.ts';
import { type Channel, isNote, type Message, type User } from './model.ts';
import { escapeText, normaliseText, textOf, toMrkdwn } from './mrkdwn.ts';

/** What is typed behind it is shown slanted, after the person's name. */
const slashMe = '/me ';

type Done = { readonly message: string };
type Doing = (act: Act, user: User, channel: Channel) => Done;

export type Acts = (act: Act) => Done;

export function createActs(place: Workplace): Acts {
  const { kit, store, life } = place;

  const bodyOf = (act: Act, channel: Channel): Pick<Message, 'text' | 'blocks'> => {
    const given = act.markdown ?? act.text;
    if (given === undefined && act.html !== undefined) {
      throw new ActError('unsupported_form', 'Slack takes text or markdown, not HTML.');
    }
    const dialect = act.markdown === undefined ? composer : markdown;
    const { blocks } = composed(act, () => store.newId('b'));
    if (blocks.length > 0) return { text: normaliseText(given ?? '') || textOf(blocks), blocks };
    const elements = parseMarkup(given ?? '', dialect, mentionsFor(channel));
    if (elements.length === 0) return { text: '', blocks: [] };
    return { text: toMrkdwn(elements), blocks: [{ type: 'rich_text', block_id: store.newId('b'), elements }] };
  };

  /** What the composer offers after `@` and `#`: people of the workspace, everyone, channels. */
  const mentionsFor = (channel: Channel): Mention => {
    const names = new Map<string, Leaf>();
    for (const { id, name } of store.channelsOf(channel.team)) {
      if (name !== '') names.set(`#${name}`, { type: 'channel', channel_id: id });
    }
    for (const range of ['here', 'channel', 'everyone'] as const) names.set(`@${range}`, { type: 'broadcast', range });
    for (const { id, name } of store.users(channel.team)) names.set(`@${name}`, { type: 'user', user_id: id });
    const longestFirst = [...names].toSorted(([a], [b]) => b.length - a.length);
    return (text, from) => {
      const own = emojiAt(text, from, channel.team);
      if (own) return own;
      if (!/[@#]/.test(text[from] ?? '') || /[\p{L}\p{N}]/u.test(text[from - 1] ?? '')) return undefined;
      const found = longestFirst.find(
        ([words]) => text.startsWith(words, from) && !/^[\p{L}\p{N}_-]/u.test(text.slice(from + words.length)),
      );
      return found && { leaf: found[1], length: found[0].length };
    };
  };

  /** `:shipit:`, where the workspace has one of that name. */
  const emojiAt = (text: string, from: number, team: string): ReturnType<Mention> => {
    const [whole, name = ''] = /^:([a-z0-9_+'-]+):/.exec(text.slice(from, from + 110)) ?? [];
    return whole && store.emoji.shown(team, name) ? { leaf: { type: 'emoji', name }, length: whole.length } : undefined;
  };

  const keepFiles = (act: Act, user: User): string[] =>
    (act.files ?? []).map(({ name, type, base64 }) => {
      const size = Buffer.from(base64, 'base64').length;
      const file = newFile(place, { team: user.team, user: user.id, name, type, size });
      store.files.set(file.id, file);
      store.contents.set(file.id, base64);
      return file.id;
    });

  const post = (act: Act, user: User, channel: Channel, thread: string | null): Done => {
    demandMember(channel, user);
    const me = act.text?.startsWith(slashMe) ?? false;
    const body = me ? { text: escapeText(act.text!.slice(slashMe.length)) } : bodyOf(act, channel);
    if (body.text.trim() === '' && !act.files?.length) throw new ActError('empty', 'There is nothing to send.');
    const { attachments, broadcast } = composed(act, () => store.newId('b'));
    const files = keepFiles(act, user);
    const clientMessageId = uuid(kit.random(16));
    const message = life.post(channel, {
      ...emptyDraft,
      ...body,
      user: user.id,
      botId: null,
      thread,
      files,
      clientMessageId,
      me,
      unfurls: true,
      attachments,
      broadcast,
    });
    return idOf(message);
  };

  const messageOf = (act: Act, channel: Channel): Message => {
    const [id, ts = ''] = (act.message ?? '').split(':');
    const message = id === channel.id ? store.messages.get(channel.id, ts) : undefined;
    if (!message) throw new ActError('unknown_message', 'There is no such message in this channel.');
    return message;
  };

  /** A message that this person may change: their own; administrators may remove anybody's. */
  const ownMessage = (act: Act, user: User, channel: Channel, orAdministrator: boolean): Message => {
    const message = messageOf(act, channel);
    const isOwn = message.user === user.id && message.subtype !== 'tombstone' && !isNote(message);
    if (isOwn || (orAdministrator && user.admin && message.subtype !== 'tombstone')) return message;
    throw new ActError('not_yours', 'Only its author can change a message.');
  };

  const threadOf = (act: Act, channel: Channel): string => {
    const { thread, ts } = messageOf(act, channel);
    return thread ?? ts;
  };

  const reactionOf = (act: Act, user: User, channel: Channel) => {
    demandMember(channel, user);
    const name = reactionName(act.emoji ?? '');
    if (name === null) throw new ActError('unknown_emoji', 'Slack has no such emoji.');
    const message = messageOf(act, channel);
    const has = message.reactions.some((one) => one.name === name && one.users.includes(user.id));
    return { name, message, has };
  };

  const archived = (channel: Channel, user: User, archived: boolean): Done => {
    if (channel.archived === archived) throw new ActError('nothing_to_do', `#${channel.name} is so already.`);
    life.archive(channel, user.id, archived);
    return { message: '' };
  };

  const deeds: Partial<Record<Deed, Doing>> = {
    post: (act, user, channel) => post(act, user, channel, null),
    reply: (act, user, channel) => post(act, user, channel, threadOf(act, channel)),
    upload(act, user, channel) {
      if (!act.files?.length) throw new ActError('no_files', 'Choose a file to upload.');
      return post(act, user, channel, act.message === undefined ? null : threadOf(act, channel));
    },
    edit(act, user, channel) {
      const message = ownMessage(act, user, channel, false);
      const deleted = composed(act, () => store.newId('b')).deletedFiles;
      for (const file of message.files.flatMap((id) => store.files.get(id) ?? [])) {
        if (deleted.includes(file.name)) life.removeFile(file);
      }
      if (deleted.length > 0 && act.text === undefined && act.markdown === undefined) return idOf(message);
      const body = bodyOf(act, channel);
      if (body.text.trim() === '' && message.files.length === 0) throw new ActError('empty', 'A message needs a text.');
      return idOf(life.edit(message, { ...body, attachments: [] }, user.id));
    },
    remove(act, user, channel) {
      const message = ownMessage(act, user, channel, true);
      life.remove(message);
      return idOf(message);
    },
    react(act, user, channel) {
      const { name, message, has } = reactionOf(act, user, channel);
      if (has) throw new ActError('already_reacted', 'You have reacted with this emoji already.');
      life.react(message, user.id, name);
      return idOf(message);
    },
    unreact(act, user, channel) {
      const { name, message, has } = reactionOf(act, user, channel);
      if (!has) throw new ActError('no_reaction', 'You have not reacted with this emoji.');
      life.unreact(message, user.id, name);
      return idOf(message);
    },
    join(_act, user, channel) {
      if (channel.members.includes(user.id)) throw new ActError('already_in_channel', 'You are a member already.');
      return idOf(life.join(channel, user.id));
    },
    /** "Add people": administrators may bring in guests, who have no account in the workspace yet. */
    addMember(act, user, channel) {
      demandMember(channel, user);
      const added = (act.people ?? []).map((person) => {
        const account = store.account(channel.team, person);
        if (!account && !user.admin) throw new ActError('not_allowed', 'Only administrators may invite guests.');
        if (account && channel.members.includes(account.id)) {
          throw new ActError('already_in_channel', `${account.name} is a member already.`);
        }
        const { id } = account ?? store.invite(channel.team, person);
        return life.join(store.channels.get(channel.id)!, id, user.id);
      });
      const last = added.at(-1);
      if (!last) throw new ActError('nobody', 'Choose somebody to add.');
      return idOf(last);
    },
    leave(_act, user, channel) {
      demandMember(channel, user);
      life.leave(channel, user.id);
      return { message: '' };
    },
    addEmoji(act, user) {
      const name = emojiName(act);
      if (emojiCharacter(name) || store.emoji.shown(user.team, name)) {
        throw new ActError('name_taken', 'There is an emoji of this name already.');
      }
      const [picture] = act.files ?? [];
      if (!picture && !act.name) throw new ActError('no_files', 'Choose a picture.');
      life.addEmoji(user.team, name, picture ? store.emoji.keep(user.team, name, picture) : `alias:${act.name}`);
      return { message: '' };
    },
    removeEmoji(act, user) {
      const name = emojiName(act);
      if (!store.emoji.shown(user.team, name)) throw new ActError('unknown_emoji', 'There is no such emoji.');
      life.removeEmoji(user.team, name);
      return { message: '' };
    },
    /** "/remove @Mio" */
    removeApp(_act, user, channel) {
      demandMember(channel, user);
      const bot = store.installations.get(channel.team)?.botUser ?? '';
      if (!channel.members.includes(bot)) throw new ActError('not_a_member', `The app is not in #${channel.name}.`);
      life.leave(channel, bot);
      return { message: '' };
    },
    archive: (_act, user, channel) => archived(channel, user, true),
    unarchive: (_act, user, channel) => archived(channel, user, false),
    /** "channel_id_changed": Slack's own doing, where a channel is shared with another company or moved. */
    changeId(_act, _user, channel) {
      life.changeId(channel);
      return { message: '' };
    },
    /** "Delete a channel": administrators alone, and nothing brings it back. */
    deleteForever(_act, user, channel) {
      if (!user.admin) throw new ActError('not_allowed', 'Only administrators may delete a channel.');
      life.removeChannel(channel);
      return { message: '' };
    },
    rename(act, user, channel) {
      demandMember(channel, user);
      const name = (act.name ?? '').trim().toLowerCase().replaceAll(' ', '-');
      if (name === '') throw new ActError('no_name', 'What is the channel called? `name` is missing.');
      if (store.channelsOf(channel.team).some((one) => one.name === name))
        throw new ActError('name_taken', 'There is a channel of this name already.');
      life.rename(channel, name, user.id);
      return { message: '' };
    },
  };

  return (act) => {
    const channel = store.channels.get(act.place);
    if (channel && isApp(act)) return idOf(actAsApp(place, act, channel));
    const user = channel && store.account(channel.team, act.as);
    if (!channel || !user) throw new ActError('unknown_place', 'This person has no such channel.');
    if (channel.kind !== 'channels' && !channel.members.includes(user.id)) {
      throw new ActError('unknown_place', 'This person has no such channel.');
    }
    const deed = deeds[act.do];
    if (!deed) throw new ActError('unsupported_act', `Slack's client has no "${act.do}".`);
    return deed(act, user, channel);
  };
}

/** @throws ActError where it is none */
function emojiName({ emoji = '' }: Act): string {
  const name = emoji.replace(/^:(.*):$/, '$1');
  if (/^[a-z0-9_+'-]{1,100}$/.test(name)) return name;
  throw new ActError('bad_name', "Names of emoji are of small letters, digits, and _ - + '.");
}

const idOf = (message: Message): Done => ({ message: messageId(message.channel, message.ts) });

function demandMember(channel: Channel, user: User): void {
  if (!channel.members.includes(user.id)) throw new ActError('not_a_member', `Join #${channel.name} first.`);
  if (channel.archived) throw new ActError('archived', `#${channel.name} has been archived.`);
}

/** A version 4 UUID of sixteen random bytes. */
function uuid(bytes: Buffer): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
