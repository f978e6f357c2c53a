/** What the eye sees of Adaptive Cards, and which of their actions are `Action.Execute`. */
type Card = Readonly<Record<string, unknown>>;

export const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/** The cards among stored attachments, whose content is a JSON string; what is no card inside is not shown. */
export function cardsOf(attachments: readonly Card[]): readonly Card[] {
  return attachments.flatMap(({ contentType, content }) => (contentType === adaptiveCard ? parsed(content) : []));
}

function parsed(content: unknown): readonly Card[] {
  try {
    const card: unknown = JSON.parse(String(content));
    return typeof card === 'object' && card !== null ? [card as Card] : [];
  } catch {
    return [];
  }
}

/** One text per card: its text blocks, then its buttons in brackets. */
export function visibleCards(attachments: readonly Card[]): readonly string[] {
  return cardsOf(attachments).map((card) => {
    const texts = nodesOf(card).flatMap(({ type, text }) =>
      type === 'TextBlock' && typeof text === 'string' ? [text] : [],
    );
    const buttons = actionsOf(card).flatMap(({ title }) => (typeof title === 'string' ? [`[${title}]`] : []));
    return [...texts, ...buttons].join('\n');
  });
}

/** Whether a card offers an `Action.Execute` of this verb; everything else is a submit. */
export function executes(attachments: readonly Card[], verb: unknown): boolean {
  return cardsOf(attachments).some((card) =>
    actionsOf(card).some((action) => action['type'] === 'Action.Execute' && action['verb'] === verb),
  );
}

function actionsOf(card: Card): readonly Card[] {
  return nodesOf(card).filter(({ type }) => String(type).startsWith('Action.'));
}

/** Every object of the card that has a type, in document order. */
function nodesOf(value: unknown): readonly Card[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Card;
  return [...(typeof node['type'] === 'string' ? [node] : []), ...Object.values(node).flatMap(nodesOf)];
}
