/** What people do with cards: press buttons, fill in inputs, sign in by the page that a button opens. */
import type { Kit, Made } from '../kit/platform.ts';
import { ActError } from '../kit/platform.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import type { Activities, Pressed } from './activities.ts';
import { adaptiveCard, type Button, buttonsOf, executes, type Input, inputsOf, submitOf } from './cards.ts';
import type { ChatMessage, Chats } from './chats.ts';
import type { Activity } from './envelope.ts';
import type { Outbox } from './outbox.ts';

export interface PressingParts {
  readonly kit: Kit;
  readonly world: TeamsWorld;
  readonly chats: Chats;
  readonly activities: Activities;
  readonly outbox: Outbox;
  /** The message of that id that this person can see, with its buttons. @throws ActError */
  find(user: TeamsUser, messageId: string): Shown;
  /** The person says something to the bot in their own chat; `shown` null where nobody sees it. */
  say(user: TeamsUser, text: string, shown: string | null, value?: unknown): Made;
}

/** A message with buttons; `message` where it is one of a chat. */
export interface Shown {
  readonly pressed: Pressed;
  readonly attachments: ChatMessage['attachments'];
  readonly message: ChatMessage | null;
}

export interface Pressing {
  /** `data` of an Action.Execute is `{verb, data}`; anything else is what a submit sends. */
  press(user: TeamsUser, messageId: string, data: unknown): Promise<Made>;
  /** By the button's title, with what was typed and chosen. */
  pressButton(
    user: TeamsUser,
    messageId: string,
    title: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<Made>;
  /** The address that the message's sign-in button opens. */
  openSignIn(user: TeamsUser, messageId: string): Made;
  /** The page has called `authentication.notifySuccess(code)`: Teams brings the code to the bot. */
  finishSignIn(user: TeamsUser, code: string): Promise<Made>;
}

export function createPressing({ kit, chats, activities, outbox, find, say }: PressingParts): Pressing {
  const invoke = async (activity: Activity): Promise<string> => {
    const answer = await outbox.invoke(activity);
    if (answer.status === 200) return answer.body;
    throw new ActError('invokeFailed', 'Something went wrong. Please try again.');
  };
  const open = (messageId: string, url: string): Made => {
    if (!/^https:\/\//i.test(url)) throw new ActError('unsafeAddress', 'Teams opens secure addresses only.');
    return { message: messageId, url: kit.product.local(url) ?? url };
  };
  const execute = async (user: TeamsUser, { pressed, message }: Shown, verb: unknown, data: unknown): Promise<void> => {
    const body = await invoke(activities.execute(user, pressed, { type: 'Action.Execute', verb, data }));
    const card = refreshedCard(body);
    // In a channel the card would change for this person alone, and views there are everybody's.
    if (card !== null && message !== null)
      chats.edit(message, { content: message.content, attachments: [{ ...message.attachments[0], content: card }] });
  };
  const act = async (
    user: TeamsUser,
    messageId: string,
    shown: Shown,
    button: Button,
    inputs: Readonly<Record<string, string>>,
  ): Promise<Made> => {
    if (button.does === 'nothing') return { message: messageId };
    if (button.does === 'open' || button.does === 'signIn') return open(messageId, button.url);
    if (button.does === 'say') {
      if (shown.pressed.kind === 'channel' || shown.pressed.chat.kind !== 'personal')
        throw new ActError('notHere', 'Such buttons speak in the personal chat only.');
      return say(user, button.text, button.shown, button.value);
    }
    const data = button.takesInputs ? merged(button.data, inputs) : button.data;
    if (button.does === 'execute') await execute(user, shown, button.verb, data ?? {});
    else outbox.send(activities.submit(user, shown.pressed, data));
    return { message: messageId };
  };

  return {
    async press(user, messageId, data) {
      const shown = find(user, messageId);
      const { verb, data: input } = (typeof data === 'object' && data !== null ? data : {}) as {
        verb?: unknown;
        data?: unknown;
      };
      const button: Button =
        verb !== undefined && executes(shown.attachments, verb)
          ? { title: '', does: 'execute', verb, data: input, takesInputs: false }
          : submitOf('', data, false);
      return act(user, messageId, shown, button, {});
    },
    async pressButton(user, messageId, title, inputs) {
      const shown = find(user, messageId);
      const button = buttonsOf(shown.attachments).find((one) => one.title === title);
      if (button === undefined) throw new ActError('noSuchButton', `The message has no button “${title}”.`);
      const wanted = 'takesInputs' in button && button.takesInputs ? inputsOf(shown.attachments) : [];
      return act(user, messageId, shown, button, filledIn(wanted, inputs));
    },
    openSignIn(user, messageId) {
      const { attachments } = find(user, messageId);
      const button = buttonsOf(attachments).find(({ does }) => does === 'signIn');
      if (button?.does !== 'signIn') throw new ActError('noSignIn', 'The message has no button to sign in.');
      return open(messageId, button.url);
    },
    async finishSignIn(user, code) {
      await invoke(activities.invoke(user, chats.personal(user), 'signin/verifyState', { state: code }));
      return { message: '' };
    },
  };
}

/** As Teams sends them: the action's own data, and what was filled in, which wins. */
function merged(data: unknown, inputs: Readonly<Record<string, string>>): unknown {
  if (Object.keys(inputs).length === 0) return data;
  return typeof data === 'object' && data !== null ? { ...data, ...inputs } : inputs;
}

/** What the client sends of a card's inputs: what they began with or were given, and nothing of empty ones. @throws ActError */
function filledIn(wanted: readonly Input[], given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = new Set(wanted.map(({ id }) => id));
  const stray = Object.keys(given).find((id) => !known.has(id));
  if (stray !== undefined) throw new ActError('noSuchInput', `The button sends no input “${stray}”.`);
  const values = wanted.map((input) => {
    const value = given[input.id] ?? input.initial;
    if (value === '' && input.required) throw new ActError('inputRequired', `“${input.id}” must be filled in.`);
    const chosen = value === '' ? [] : input.several ? value.split(',') : [value];
    if (input.choices !== null && !chosen.every((one) => input.choices?.includes(one)))
      throw new ActError('noSuchChoice', `“${input.id}” has no choice “${value}”.`);
    return [input.id, value] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
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
