/** The messages of one place, to scroll and to walk through with the arrow keys. */
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { Icon } from './icons.tsx';
import { type Deeds, elementId } from './MessageView.tsx';
import { type Open, ThreadView } from './Thread.tsx';
import type { Thread } from './threads.ts';
import { dayName, dayOf } from './times.ts';
import type { Conversation } from './useConversation.ts';
import type { Arrival } from './useCrossing.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { useScrolling } from './useScrolling.ts';
import type { WorldLook } from './worlds.ts';

export interface ConversationViewProps {
  readonly look: WorldLook;
  readonly conversation: Conversation;
  readonly deeds: Deeds;
  readonly open: Open | undefined;
  readonly arrival: Arrival | undefined;
  /** Grows with everything that is written here. */
  readonly sent: number;
  /** What stands where nothing has been written yet. */
  readonly empty: ReactNode;
}

/** So many threads are drawn at first, and so many more may gather before the oldest are left out again. */
const page = 100;
const slack = 150;

/** So many arrivals at once come in with a little movement; more would only flicker. */
const few = 8;

const nothing: ReadonlySet<string> = new Set();

export function ConversationView({ look, conversation, deeds, open, arrival, sent, empty }: ConversationViewProps) {
  const { threads, fresh, messages } = conversation;
  const [from, setFrom] = useState(() => Math.max(0, threads.length - page));
  const arrivals = useMemo(() => {
    const others = messages.filter(({ message, author }) => fresh.has(message) && author.name !== deeds.writer);
    return others.map(({ message, root }) => ({ id: elementId(look, message), isReply: root !== null }));
  }, [messages, fresh, deeds.writer, look]);
  const { box, onScroll, isAtEnd, outOfSight } = useScrolling(threads, arrivals, sent);
  const keptFocus = useKeptFocus(box, threads);

  useEffect(() => {
    if (from > threads.length || (isAtEnd() && threads.length - from > page + slack))
      setFrom(Math.max(0, threads.length - page));
  }, [from, threads, isAtEnd]);

  function showEarlier(): void {
    const { current } = box;
    const below = current ? current.scrollHeight - current.scrollTop : 0;
    setFrom(Math.max(0, from - page - slack));
    requestAnimationFrame(() => current?.scrollTo({ top: current.scrollHeight - below }));
  }

  return (
    <div className="conversation-frame">
      <div
        ref={box}
        className="conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-label={`${look.name}: conversation. Up and down move between messages${look.threads === 'none' ? '' : '; on a message, R replies, E edits, Delete deletes'}${look.reacts ? ', A reacts' : ''}.`}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        {...keptFocus}
      >
        <div>
          {threads.length === 0 && (typeof empty === 'string' ? <p className="empty">{empty}</p> : empty)}
          {from > 0 && (
            <button type="button" className="more earlier" onClick={showEarlier}>
              Show earlier messages
            </button>
          )}
          <ol>
            {threads.slice(from).map((thread, index, shown) => (
              <Fragment key={thread.root.message}>
                <Day at={thread.root.at} before={shown[index - 1]?.root.at} />
                <ThreadView
                  thread={thread}
                  look={look}
                  deeds={deeds}
                  fresh={fresh.size <= few && holds(thread, (id) => fresh.has(id)) ? fresh : nothing}
                  open={open && holds(thread, (id) => id === open.message) ? open : undefined}
                  crossed={arrival && holds(thread, (id) => id === arrival.message) ? arrival : undefined}
                />
              </Fragment>
            ))}
          </ol>
        </div>
      </div>
      {outOfSight && (
        <button
          type="button"
          className={`jump ${outOfSight.where}`}
          onClick={() => document.getElementById(outOfSight.id)?.focus()}
        >
          <Icon name={outOfSight.where === 'above' ? 'up' : 'down'} size={14} /> New {outOfSight.where}
        </button>
      )}
    </div>
  );
}

const holds = ({ root, replies }: Thread, matches: (id: string) => boolean): boolean =>
  matches(root.message) || replies.some(({ message }) => matches(message));

function Day({ at, before }: { readonly at: number; readonly before: number | undefined }) {
  if (before !== undefined && dayOf(before) === dayOf(at)) return null;
  return (
    <li className="day">
      <span>{dayName(at)}</span>
    </li>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Arrows walk from message to message; on a message, the key of an action presses it. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget, key } = event;
  if (
    !(target instanceof Element) ||
    target.matches('textarea, input, select') ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  const here = target.closest<HTMLElement>('.message');
  const pressed = here?.querySelector<HTMLElement>(
    `[data-key="${key === 'Backspace' ? 'delete' : key.toLowerCase()}"]`,
  );
  const all = [...currentTarget.querySelectorAll<HTMLElement>('.message:not(.preview *)')];
  const at = here ? all.indexOf(here) : all.length;
  const next =
    steps[key] !== undefined ? all[at + steps[key]] : key === 'Home' ? all[0] : key === 'End' ? all.at(-1) : undefined;
  if (pressed) pressed.click();
  else if (next) next.focus();
  else return;
  event.preventDefault();
}
