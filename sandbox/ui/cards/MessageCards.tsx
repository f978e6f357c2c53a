/** The cards of a message; their renderer is loaded after the page is there. */
import { lazy, Suspense, useMemo } from 'react';
import type { Attachment, Card } from '../api.ts';
import type { Press } from './press.ts';

const load = async () => ({ default: (await import('./CardView.tsx')).CardView });
const CardView = lazy(load);

/** So that the first card does not have to wait. */
export function prepareCards(): void {
  load().catch(() => undefined); // The first card will try again.
}

export interface MessageCardsProps {
  /** The same list for as long as it looks the same. */
  readonly attachments: readonly Attachment[];
  readonly onPress: (press: Press) => Promise<void>;
}

export function MessageCards({ attachments, onPress }: MessageCardsProps) {
  const cards = useMemo(() => cardsOf(attachments), [attachments]);
  return (
    <Suspense fallback={<p className="card-note">Opening the card…</p>}>
      {cards.map((card, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message's cards keep their order.
        <CardView key={index} card={card} onPress={onPress} />
      ))}
    </Suspense>
  );
}

export const hasCards = (attachments: readonly Attachment[] | undefined): attachments is readonly Attachment[] =>
  attachments !== undefined && cardsOf(attachments).length > 0;

function cardsOf(attachments: readonly Attachment[]): readonly Card[] {
  return attachments.flatMap(({ contentType, content }) =>
    contentType === 'application/vnd.microsoft.card.adaptive' && typeof content === 'object' && content !== null
      ? [content as Card]
      : [],
  );
}
