/** One Adaptive Card, drawn by Microsoft's own renderer; what its buttons do is for whoever shows it. */
import { AdaptiveCard, GlobalRegistry, GlobalSettings, Table, Versions } from 'adaptivecards';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Card } from '../api.ts';
import { teamsLook } from './host-config.ts';
import { cardHtml } from './markdown.ts';
import { type Press, pressOf } from './press.ts';

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardHtml(text);
  result.didProcess = true;
};
GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;
// The renderer registers its tables by a side effect that bundlers leave out.
GlobalRegistry.defaultElements.register('Table', Table, Versions.v1_5);

export interface CardViewProps {
  /** The same object for as long as the card looks the same: it is drawn again, and its fields are emptied, otherwise. */
  readonly card: Card;
  /** Rejects with an Error whose message is shown below the card. */
  readonly onPress: (press: Press) => Promise<void>;
}

type State = 'idle' | 'busy' | 'away' | 'sent' | { readonly failure: string };

const words = {
  idle: '',
  busy: 'Sending…',
  away: 'Sign in in the window that has opened. If it shows a code at the end, write the code to Mio here.',
  sent: 'Your response was sent to the app',
} as const;

export function CardView({ card, onPress }: CardViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<Card>(undefined);
  const press = useRef(onPress);
  const [state, setState] = useState<State>('idle');
  const busy = useRef(false);
  const presses = useRef(0);

  useLayoutEffect(() => {
    press.current = onPress;
  }, [onPress]);

  // What was typed into a card outlives the effect: hidden and shown again, it is still there.
  useLayoutEffect(() => {
    if (!box.current || drawn.current === card) return;
    const isAnother = drawn.current !== undefined;
    const hadFocus = box.current.contains(document.activeElement);
    drawn.current = card;
    const shown = draw(card, async (wanted) => {
      if (busy.current) return;
      presses.current += 1;
      const number = presses.current;
      // What came of an earlier button is not said any more.
      const say = (next: State) => number === presses.current && setState(next);
      busy.current = wanted.kind === 'tell' || wanted.kind === 'say';
      if (busy.current) say('busy');
      if (wanted.kind === 'signIn') say('away');
      try {
        await press.current(wanted);
        say(wanted.kind === 'tell' ? 'sent' : 'idle');
      } catch (cause) {
        say({ failure: cause instanceof Error ? cause.message : String(cause) });
      }
      busy.current = false;
    });
    box.current.replaceChildren(shown ?? 'This card can’t be shown.');
    if (isAnother) setState('idle');
    if (hadFocus) box.current.focus();
  }, [card]);

  const failure = typeof state === 'object' ? state.failure : undefined;
  return (
    <div className="card" data-state={typeof state === 'string' ? state : 'failed'}>
      <div ref={box} className="card-face" tabIndex={-1} aria-busy={state === 'busy'} />
      {failure === undefined ? (
        <p className="card-note" aria-live="polite">
          {typeof state === 'string' && words[state]}
        </p>
      ) : (
        <p className="card-note failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

/** Undefined where nothing of it can be shown. */
function draw(json: Card, onPress: (press: Press) => void): HTMLElement | undefined {
  const card = new AdaptiveCard();
  card.hostConfig = teamsLook;
  card.onExecuteAction = (action) => {
    const wanted = pressOf(action);
    if (wanted) onPress(wanted);
  };
  card.parse(json);
  return card.render();
}
