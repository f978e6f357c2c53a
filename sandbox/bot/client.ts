/** What people do with the bot in their own Teams client: mention it, write to it, press its buttons, look at the chat. */
import { clientId } from '../entra/registration.ts';
import type { ViewedMessage } from '../kit/platform.ts';
import { ActError } from '../kit/platform.ts';
import { fromText } from '../teams/compose.ts';
import { escapeHtml } from '../teams/html.ts';
import type { TeamsMessage, TeamsUser, TeamsWorld } from '../teams/world.ts';
import type { Activities, PressedMessage } from './activities.ts';
import { adaptiveCard, executes, visibleCards } from './cards.ts';
import { isInstalledIn } from './connector.ts';
import type { DirectChats, DirectMessage } from './direct.ts';
import { visibleOf } from './direct.ts';
import type { Identity } from './identity.ts';
import type { Outbox } from './outbox.ts';

export interface ClientParts {
  readonly world: TeamsWorld;
  readonly identity: Identity;
  readonly chats: DirectChats;
  readonly activities: Activities;
  readonly outbox: Outbox;
}

export interface BotClient {
  mention(person: string, channelId: string, text: string, root?: string): Promise<{ readonly message: string }>;
  directMessage(person: string, text: string): Promise<{ readonly message: string }>;
  press(person: string, messageId: string, data: unknown): Promise<{ readonly message: string }>;
  directView(person: string): readonly ViewedMessage[];
}

/** Ids of messages in personal chats, as acts and views name them. */
const directId = (person: string, id: string): string => `direct/${person}/${id}`;

export function createBotClient({ world, identity, chats, activities, outbox }: ClientParts): BotClient {
  const userOf = (person: string): TeamsUser => {
    const user = world.userByPerson(person);
    if (user === undefined) throw new ActError('unknownPerson', `${person} has no Teams account.`);
    return user;
  };
  const requireMember = (user: TeamsUser, team: string) => {
    if (!world.team(team)?.members.includes(user.id))
      throw new ActError('notMember', `${user.displayName} is not in this team.`);
  };
  const findPressed = (
    user: TeamsUser,
    messageId: string,
  ): { target: PressedMessage; attachments: TeamsMessage['attachments']; direct: DirectMessage | null } => {
    const direct = chats.messages(user.id).find(({ id }) => directId(user.person, id) === messageId);
    if (direct !== undefined)
      return { target: { id: direct.id, channel: null }, attachments: direct.attachments, direct };
    const message = botMessages(world).find(({ id }) => id === messageId);
    if (message === undefined) throw new ActError('unknownMessage', 'There is no such message with buttons.');
    requireMember(user, message.team);
    const channel = { id: message.channel, team: message.team, root: message.replyTo ?? message.id };
    return { target: { id: message.id, channel }, attachments: message.attachments, direct: null };
  };

  return {
    async mention(person, channelId, text, root) {
      const user = userOf(person);
      const channel = world.channel(channelId);
      if (channel === undefined) throw new ActError('unknownPlace', 'There is no such channel.');
      requireMember(user, channel.team);
      if (!isInstalledIn(world, channel.team))
        throw new ActError('botNotInstalled', 'The app is not installed in this team.');
      const name = identity.botName();
      const message = world.post({
        team: channel.team,
        channel: channelId,
        replyTo: root ?? null,
        author: { user: user.id },
        contentType: 'html',
        content: fromText(text).replace(/^(<p>)?/, `<p><at id="0">${escapeHtml(name)}</at>&nbsp;`),
        mentions: [
          {
            id: 0,
            mentionText: name,
            mentioned: { application: { id: clientId, displayName: name, applicationIdentityType: 'bot' } },
          },
        ],
      });
      return { message: message.id };
    },
    async directMessage(person, text) {
      const user = userOf(person);
      if (world.appOfBot(clientId) === undefined)
        throw new ActError('botNotFound', 'There is no such app in the catalog.');
      if (!chats.isInstalledFor(user.id)) {
        chats.install(user.id);
        outbox.send(activities.personalInstallation(user));
      }
      const message = chats.post(user, 'person', fromText(text), []);
      outbox.send(activities.directMessage(user, message));
      return { message: directId(person, message.id) };
    },
    async press(person, messageId, data) {
      const user = userOf(person);
      const { target, attachments, direct } = findPressed(user, messageId);
      const { verb, data: input } = (typeof data === 'object' && data !== null ? data : {}) as {
        verb?: unknown;
        data?: unknown;
      };
      if (verb === undefined || !executes(attachments, verb)) {
        outbox.send(activities.submit(user, target, data));
        return { message: messageId };
      }
      const answer = await outbox.invoke(
        activities.execute(user, target, { type: 'Action.Execute', verb, data: input ?? {} }),
      );
      if (answer.status !== 200) throw new ActError('invokeFailed', 'Something went wrong. Please try again.');
      const card = refreshedCard(answer.body);
      // In a channel the card would change for this person alone, and views there are everybody's.
      if (card !== null && direct !== null)
        chats.edit(direct, { content: direct.content, attachments: [{ ...direct.attachments[0], content: card }] });
      return { message: messageId };
    },
    directView: (person) => {
      const user = userOf(person);
      return chats.messages(user.id).map((message) => view(user, identity.botName(), message));
    },
  };
}

function view(user: TeamsUser, botName: string, message: DirectMessage): ViewedMessage {
  const { id, by, content, attachments, created, edited, removed } = message;
  const cards = visibleCards(attachments).map(
    (text) => `<blockquote>${escapeHtml(text).replaceAll('\n', '<br>')}</blockquote>`,
  );
  return {
    message: directId(user.person, id),
    root: null,
    author:
      by === 'bot'
        ? { name: botName, kind: 'app', picture: null }
        : { name: user.displayName, kind: 'person', picture: null },
    text: visibleOf(message),
    rich: content,
    html: content + cards.join(''),
    mentions: [],
    reactions: [],
    files: [],
    edited,
    removed,
    at: created,
  };
}

function botMessages(world: TeamsWorld): readonly TeamsMessage[] {
  return world
    .teams()
    .flatMap(({ id }) => world.channels(id))
    .flatMap(({ id }) => world.messages(id))
    .filter(({ author, deleted }) => 'bot' in author && author.bot === clientId && deleted === null);
}

/** The card that an answer to `adaptiveCard/action` puts in place of the shown one, as stored; null where it gives none. */
function refreshedCard(body: string): string | null {
  try {
    const { type, value } = JSON.parse(body) as { type?: unknown; value?: unknown };
    return type === adaptiveCard ? JSON.stringify(value) : null;
  } catch {
    return null;
  }
}
