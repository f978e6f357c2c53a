/** What people do with the bot in their own Teams client: mention it, write to it, use its cards, look at the chat. */
import { clientId } from '../entra/registration.ts';
import type { Act, Kit, Made, ViewedMessage, ViewedPlace } from '../kit/platform.ts';
import { ActError } from '../kit/platform.ts';
import { fromText } from '../teams/compose.ts';
import { escapeHtml } from '../teams/html.ts';
import type { TeamsTenant } from '../teams/tenant.ts';
import type { TeamsMessage, TeamsUser, TeamsWorld } from '../teams/world.ts';
import type { Activities } from './activities.ts';
import { shownMessages, viewId } from './chat-view.ts';
import type { Chat, Chats } from './chats.ts';
import type { Identity } from './identity.ts';
import { isInChannel, isInstalledIn } from './identity.ts';
import { createInstalling } from './installing.ts';
import type { Outbox } from './outbox.ts';
import { createPressing, type Shown } from './pressing.ts';
import type { Typing } from './typing.ts';

export interface ClientParts {
  readonly kit: Kit;
  readonly world: TeamsTenant;
  readonly identity: Identity;
  readonly chats: Chats;
  readonly activities: Activities;
  readonly outbox: Outbox;
  readonly typing: Typing;
}

/** Everything throws ActError where Teams' client would not offer it. `person`: a person id of the seed. */
export interface BotClient {
  /** A person mentions the bot in a channel, as a new post or (with `root`) a reply, or in a group chat. */
  mention(person: string, place: string, text: string, root?: string): Promise<Made>;
  /** A person writes to the bot in their personal chat with it, which installs the app for them. */
  directMessage(person: string, text: string): Promise<Made>;
  /** A person writes in a group chat, to the people in it. */
  say(person: string, place: string, text: string): Made;
  /**
   * A person presses a button of a card that the bot posted. `data` of an Action.Execute is `{verb, data}`; anything else
   * is submitted as it is.
   */
  press(person: string, messageId: string, data: unknown): Promise<Made>;
  /** The same by the button's title: its own data goes out, with the values of the card's inputs. */
  pressButton(
    person: string,
    messageId: string,
    title: string,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<Made>;
  /** The address that the message's sign-in button opens. */
  openSignIn(person: string, messageId: string): Made;
  /** The page behind it hands `code` to Teams (`authentication.notifySuccess`), and Teams to the bot. */
  finishSignIn(person: string, code: string): Promise<Made>;
  /** `place`: a team or one of its channels, a group chat, or the person's own chat with the bot. */
  installApp(person: string, place: string, telling?: Pick<Act, 'order' | 'repeat' | 'upgrade'>): Made;
  removeApp(person: string, place: string, telling?: Pick<Act, 'order' | 'repeat' | 'upgrade'>): Made;
  /** A group chat of these people. */
  createChat(person: string, title: string, others: readonly string[]): Made;
  /** The person's chat with the bot, oldest first. */
  directView(person: string): readonly ViewedMessage[];
  /** A chat that the bot knows, oldest first; undefined where the place is none. */
  view(place: string): readonly ViewedMessage[] | undefined;
  /** Whether the place is a chat. */
  isChat(place: string): boolean;
  places(): readonly ViewedPlace[];
  typing(place: string): readonly string[];
}

export function createBotClient(parts: ClientParts): BotClient {
  const { kit, world, identity, chats, activities, outbox, typing } = parts;
  const userOf = (person: string): TeamsUser => {
    const user = world.userByPerson(person);
    if (user === undefined) throw new ActError('unknownPerson', `${person} has no Teams account.`);
    return user;
  };
  const requireMember = (user: TeamsUser, members: readonly string[], where: string) => {
    if (!members.includes(user.id)) throw new ActError('notMember', `${user.displayName} is not in this ${where}.`);
  };
  const mentionOfBot = () => {
    const name = identity.botName();
    const application = { id: clientId, displayName: name, applicationIdentityType: 'bot' };
    return [{ id: 0, mentionText: name, mentioned: { application } }];
  };
  const mentioning = (text: string) =>
    fromText(text).replace(/^(<p>)?/, `<p><at id="0">${escapeHtml(identity.botName())}</at>&nbsp;`);
  const write = (user: TeamsUser, chat: Chat, content: string, mentions: TeamsMessage['mentions'] = []) =>
    chats.post(chat, user.id, { content, attachments: [], mentions });

  const installing = createInstalling(kit, world, chats);
  const find = (user: TeamsUser, messageId: string): Shown => {
    const chat = chats.at(messageId.slice(0, messageId.lastIndexOf('/')));
    const message = chat && chats.messages(chat.id).find(({ id, hidden }) => !hidden && viewId(chat, id) === messageId);
    if (chat !== undefined && message !== undefined) {
      requireMember(user, chat.members, 'chat');
      return { pressed: { kind: 'chat', id: message.id, chat }, attachments: message.attachments, message };
    }
    const posted = botMessages(world).find(({ id }) => id === messageId);
    if (posted === undefined) throw new ActError('unknownMessage', 'There is no such message with buttons.');
    requireMember(user, world.roster(posted.channel), 'team');
    const { id, channel, team, replyTo, attachments } = posted;
    return { pressed: { kind: 'channel', id, channel, team, root: replyTo ?? id }, attachments, message: null };
  };
  const tell = (user: TeamsUser, text: string, shown: string | null, value?: unknown): Made => {
    installing.forWriter(user);
    const chat = chats.personal(user);
    if (shown === null) {
      const unseen = { id: String(kit.clock.now()), content: fromText(text), mentions: [] };
      outbox.send(activities.chatMessage(user, chat, unseen, value));
      return { message: '' };
    }
    const message = write(user, chat, fromText(shown));
    outbox.send(activities.chatMessage(user, chat, { ...message, content: fromText(text) }, value));
    return { message: viewId(chat, message.id) };
  };
  const pressing = createPressing({ ...parts, find, say: tell });

  const mentionInChat = (user: TeamsUser, chat: Chat, text: string): Made => {
    requireMember(user, chat.members, 'chat');
    if (!isInstalledIn(world, chat.id)) throw new ActError('botNotInstalled', 'The app is not in this chat.');
    const message = write(user, chat, mentioning(text), mentionOfBot());
    outbox.send(activities.chatMessage(user, chat, message));
    return { message: viewId(chat, message.id) };
  };

  return {
    async mention(person, place, text, root) {
      const user = userOf(person);
      const chat = chats.at(place);
      if (chat?.kind === 'groupChat') return mentionInChat(user, chat, text);
      const channel = world.channel(place);
      if (channel === undefined) throw new ActError('unknownPlace', 'There is no such channel.');
      requireMember(user, world.roster(place), 'team');
      if (!isInChannel(world, place))
        throw new ActError('botNotInstalled', 'The app is not installed in this team, or not in this channel.');
      const message = world.post({
        team: channel.team,
        channel: place,
        replyTo: root ?? null,
        author: { user: user.id },
        contentType: 'html',
        content: mentioning(text),
        mentions: mentionOfBot(),
      });
      return { message: message.id };
    },
    directMessage: async (person, text) => tell(userOf(person), text, text),
    say(person, place, text) {
      const user = userOf(person);
      const chat = chats.at(place);
      if (chat?.kind !== 'groupChat') throw new ActError('unknownPlace', 'There is no such chat.');
      requireMember(user, chat.members, 'chat');
      return { message: viewId(chat, write(user, chat, fromText(text)).id) };
    },
    press: async (person, messageId, data) => pressing.press(userOf(person), messageId, data),
    pressButton: async (person, messageId, title, inputs = {}) =>
      pressing.pressButton(userOf(person), messageId, title, inputs),
    openSignIn: (person, messageId) => pressing.openSignIn(userOf(person), messageId),
    finishSignIn: async (person, code) => pressing.finishSignIn(userOf(person), code),
    installApp: (person, place, telling = {}) => installing.install(userOf(person), place, telling),
    removeApp: (person, place, telling = {}) => installing.remove(userOf(person), place, telling),
    createChat(person, title, others) {
      const members = [...new Set([person, ...others])].map((one) => userOf(one).id);
      if (members.length < 2) throw new ActError('nobody', 'A chat takes somebody else.');
      return { message: '', place: chats.create(title, members).place };
    },
    directView: (person) => shownMessages({ kit, world, chats, identity }, chats.personal(userOf(person))),
    view(place) {
      const chat = chats.at(place);
      return chat && shownMessages({ kit, world, chats, identity }, chat);
    },
    isChat: (place) => chats.at(place) !== undefined,
    places: () =>
      chats.inUse().map(({ id, kind, place, title, members }) => ({
        platform: 'teams',
        place,
        title,
        members: members.flatMap((member) => world.user(member)?.person ?? []),
        hasBot: isInstalledIn(world, kind === 'personal' ? (members[0] ?? '') : id),
      })),
    typing: (place) => (typing.isShown(chats.at(place)?.id ?? place) ? [identity.botName()] : []),
  };
}

function botMessages(world: TeamsWorld): readonly TeamsMessage[] {
  return world
    .teams()
    .flatMap(({ id }) => world.channels(id))
    .flatMap(({ id }) => world.messages(id))
    .filter(({ author, deleted }) => 'bot' in author && author.bot === clientId && deleted === null);
}
