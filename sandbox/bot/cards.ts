/** What the eye sees of cards, their buttons and their inputs. "Types of cards", "Adaptive Card actions in Teams". */
import { type Framed, framedHtml, isFramed } from '../teams/framed.ts';
import { visibleText } from '../teams/text.ts';

type Card = Readonly<Record<string, unknown>>;
type Attachments = readonly Card[];

export const adaptiveCard = 'application/vnd.microsoft.card.adaptive';
export const oauthCard = 'application/vnd.microsoft.card.oauth';
/** Cards of one shape: title, text, and buttons whose `type` says what they do. */
const classicCards: ReadonlySet<unknown> = new Set([
  'application/vnd.microsoft.card.hero',
  'application/vnd.microsoft.card.thumbnail',
  'application/vnd.microsoft.card.signin',
  oauthCard,
]);

/** What a button does when it is pressed. */
export type Button = { readonly title: string } & (
  | { readonly does: 'submit'; readonly data: unknown; readonly takesInputs: boolean }
  | { readonly does: 'execute'; readonly verb: unknown; readonly data: unknown; readonly takesInputs: boolean }
  | { readonly does: 'open'; readonly url: string }
  | { readonly does: 'signIn'; readonly url: string }
  /** Nothing outside the card: it unfolds or hides a part of it. */
  | { readonly does: 'nothing' }
  /** The person says `text`, of which `shown` is seen, if anything; `value` goes along unseen. */
  | { readonly does: 'say'; readonly text: string; readonly shown: string | null; readonly value?: unknown }
);

export interface Input {
  readonly id: string;
  readonly initial: string;
  readonly required: boolean;
  /** Values that can be chosen; null where anything can be typed. */
  readonly choices: readonly string[] | null;
  readonly several: boolean;
}

/** The cards of one kind among stored attachments, whose content is a JSON string; what is no card inside is not shown. */
export function cardsOf(attachments: Attachments, contentType: string = adaptiveCard): readonly Card[] {
  return attachments.flatMap((one) => (one['contentType'] === contentType ? parsed(one['content']) : []));
}

function parsed(content: unknown): readonly Card[] {
  try {
    const card: unknown = JSON.parse(String(content));
    return isObject(card) ? [card] : [];
  } catch {
    return [];
  }
}

/** All cards as they were sent. */
export function sentCards(attachments: Attachments): readonly { contentType: string; content: unknown }[] {
  const cards = attachments.filter(({ contentType }) => String(contentType).startsWith('application/vnd.microsoft.'));
  return cards.flatMap(({ contentType, content }) =>
    parsed(content).map((card) => ({ contentType: String(contentType), content: card })),
  );
}

export type Written = Framed;

/** What a message says, with all that its client puts around it, and with its cards. */
export const seenText = (message: Written, contentType: 'html' | 'text' = 'html'): string =>
  [writtenText(message, contentType), ...visibleCards(message.attachments)].filter((text) => text !== '').join('\n');

const writtenText = (message: Written, contentType: 'html' | 'text'): string =>
  isFramed(message) ? visibleText(framedHtml(message, contentType), 'html') : visibleText(message.content, contentType);

/** One text per card: its text blocks and facts, then its buttons in brackets. */
export function visibleCards(attachments: Attachments): readonly string[] {
  return attachments.flatMap((one) => {
    const buttons = buttonsOf([one]).flatMap(({ title }) => (title === '' ? [] : [`[${title}]`]));
    const texts = cardsOf([one]).flatMap((card) => nodesOf(card).flatMap(textsOf));
    const isCard = one['contentType'] === adaptiveCard || classicCards.has(one['contentType']);
    const lines = [...texts, ...classicTexts(one), ...buttons];
    return isCard && parsed(one['content']).length > 0 ? [lines.join('\n')] : [];
  });
}

function textsOf({ type, text, facts }: Card): readonly string[] {
  if (type === 'TextBlock') return typeof text === 'string' ? [text] : [];
  return type === 'FactSet' ? listOf(facts).map(({ title, value }) => `${title}: ${value}`) : [];
}

function classicTexts({ contentType, content }: Card): readonly string[] {
  if (!classicCards.has(contentType)) return [];
  return parsed(content).flatMap(({ title, subtitle, text }) => [title, subtitle, text].filter(isText));
}

/** Whether a card offers an `Action.Execute` of this verb; everything else is a submit. */
export function executes(attachments: Attachments, verb: unknown): boolean {
  return buttonsOf(attachments).some((button) => button.does === 'execute' && button.verb === verb);
}

/** In the order in which they are shown. */
export function buttonsOf(attachments: Attachments): readonly Button[] {
  return attachments.flatMap((one) =>
    parsed(one['content']).flatMap((card) => {
      if (one['contentType'] === adaptiveCard) return nodesOf(card).flatMap(adaptiveButton);
      return classicCards.has(one['contentType']) ? listOf(card['buttons']).flatMap(classicButton) : [];
    }),
  );
}

/** What Teams makes of an action's own data: a submit, or what its `msteams` part asks for. */
export function submitOf(title: string, data: unknown, takesInputs = true): Button {
  const { type, value, text, displayText } = teamsPart(data);
  if (type === 'signin' && isText(value)) return { title, does: 'signIn', url: value };
  if (type === 'imBack' && isText(value)) return { title, does: 'say', text: value, shown: value };
  if (type === 'messageBack')
    return { title, does: 'say', text: textOr(text), shown: isText(displayText) ? displayText : null, value };
  return { title, does: 'submit', data, takesInputs };
}

function adaptiveButton({ type, title, data, verb, url, associatedInputs }: Card): readonly Button[] {
  const shown = textOr(title);
  const takesInputs = associatedInputs !== 'none';
  if (type === 'Action.Execute') return [{ title: shown, does: 'execute', verb, data, takesInputs }];
  if (type === 'Action.Submit') return [submitOf(shown, data, takesInputs)];
  if (type === 'Action.OpenUrl' && isText(url)) return [{ title: shown, does: 'open', url }];
  return String(type).startsWith('Action.') ? [{ title: shown, does: 'nothing' }] : [];
}

function classicButton({ type, title, value, text, displayText }: Card): readonly Button[] {
  const shown = textOr(title);
  if (type === 'signin' && isText(value)) return [{ title: shown, does: 'signIn', url: value }];
  if (type === 'openUrl' && isText(value)) return [{ title: shown, does: 'open', url: value }];
  if (type === 'imBack' || type === 'messageBack')
    return [submitOf(shown, { msteams: { type, value, text, displayText } })];
  return [];
}

/** The inputs of all Adaptive Cards of a message. */
export function inputsOf(attachments: Attachments): readonly Input[] {
  return cardsOf(attachments)
    .flatMap(nodesOf)
    .flatMap((node) => {
      const { type, id, value, isRequired, choices, isMultiSelect, valueOff, style } = node;
      if (!String(type).startsWith('Input.') || !isText(id)) return [];
      const off = type === 'Input.Toggle' ? textOr(valueOff, 'false') : '';
      const closed = type === 'Input.ChoiceSet' && style !== 'filtered';
      return {
        id,
        initial: value === undefined || value === null ? off : String(value),
        required: isRequired === true,
        choices: closed ? listOf(choices).map((choice) => String(choice['value'])) : null,
        several: isMultiSelect === true,
      };
    });
}

/** What holds no elements that are shown: other forms of a card, and what is only sent. */
const unseen: ReadonlySet<string> = new Set([
  'fallback',
  'refresh',
  'authentication',
  'data',
  'msteams',
  'choices.data',
]);

/** Every object of the card that has a type and can be seen, in document order. */
function nodesOf(value: unknown): readonly Card[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isObject(value)) return [];
  const seen = Object.entries(value).flatMap(([name, inner]) => (unseen.has(name) ? [] : nodesOf(inner)));
  return [...(typeof value['type'] === 'string' ? [value] : []), ...seen];
}

const teamsPart = (data: unknown): Card => (isObject(data) && isObject(data['msteams']) ? data['msteams'] : {});
const isObject = (value: unknown): value is Card =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const textOr = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const listOf = (value: unknown): readonly Card[] => (Array.isArray(value) ? value.filter(isObject) : []);
