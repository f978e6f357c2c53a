/** Reactions to a message: those it has, and the row to choose one from. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Message } from './api.ts';
import { Icon } from './icons.tsx';

type Given = Message['reactions'];

const isBy = (reactions: Given, emoji: string, writer: string): boolean =>
  reactions.some((one) => one.emoji === emoji && one.by.includes(writer));

export interface ReactionsProps {
  readonly reactions: Given;
  /** The name of whoever looks. */
  readonly writer: string;
  /** Gives one's own, or takes it back; missing where nobody can. */
  readonly onReact?: ((emoji: string, on: boolean) => void) | undefined;
}

export const Reactions = ({ reactions, writer, onReact }: ReactionsProps) => (
  <ul className="reactions" aria-label="Reactions">
    {reactions.map(({ emoji, by }) => {
      const who = by.join(', ');
      const own = by.includes(writer);
      const label = `${emoji} ${who}`;
      const shown = `${emoji} ${by.length}`;
      return (
        <li key={emoji}>
          {onReact ? (
            <button
              type="button"
              className="reaction"
              aria-pressed={own}
              aria-label={label}
              title={who}
              onClick={({ currentTarget }) => {
                // It goes with its last reaction; the focus must not go with it.
                if (own && by.length === 1) currentTarget.closest<HTMLElement>('.message')?.focus();
                onReact(emoji, !own);
              }}
            >
              {shown}
            </button>
          ) : (
            <span className="reaction" role="img" aria-label={label} title={who}>
              {shown}
            </span>
          )}
        </li>
      );
    })}
  </ul>
);

const offered = [
  { emoji: '👍', name: 'Thumbs up' },
  { emoji: '❤️', name: 'Heart' },
  { emoji: '😂', name: 'Tears of joy' },
  { emoji: '🎉', name: 'Party popper' },
  { emoji: '👀', name: 'Eyes' },
  { emoji: '✅', name: 'Check mark' },
] as const;

export interface ReactButtonProps extends Required<ReactionsProps> {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** Opens the row beside itself; choosing what one has given already takes it back. */
export function ReactButton({ reactions, writer, onReact, isOpen, onOpen }: ReactButtonProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    onOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      {isOpen && (
        <EmojiRow
          isGiven={(emoji) => isBy(reactions, emoji, writer)}
          onClose={close}
          onChoose={(emoji, on) => {
            close();
            onReact?.(emoji, on);
          }}
        />
      )}
      <button
        ref={opener}
        type="button"
        aria-label="React"
        aria-expanded={isOpen}
        aria-keyshortcuts="A"
        data-key="a"
        title={isOpen ? 'Close (Esc)' : 'React (A)'}
        onClick={() => onOpen(!isOpen)}
        onKeyDown={({ key }) => key === 'Escape' && close()}
      >
        <Icon name="react" />
      </button>
    </>
  );
}

interface EmojiRowProps {
  readonly isGiven: (emoji: string) => boolean;
  readonly onChoose: (emoji: string, on: boolean) => void;
  readonly onClose: () => void;
}

/** Arrows walk through it, Enter chooses. */
function EmojiRow({ isGiven, onChoose, onClose }: EmojiRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => row.current?.querySelector('button')?.focus(), []);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const all = [...event.currentTarget.querySelectorAll('button')];
    const to = walk(event.key, all.indexOf(event.target as HTMLButtonElement), all.length);
    // Its keys are not those of the conversation around it.
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else if (to !== undefined) all[to]?.focus();
    else return;
    event.preventDefault();
  }

  return (
    <div ref={row} className="emoji-row" role="toolbar" aria-label="Choose a reaction" onKeyDown={onKeyDown}>
      {offered.map(({ emoji, name }, index) => (
        <button
          key={emoji}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          aria-label={name}
          aria-pressed={isGiven(emoji)}
          title={name}
          onClick={() => onChoose(emoji, !isGiven(emoji))}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}

/** Where a key leads from one of so many; undefined for other keys. The ends join. */
function walk(key: string, from: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return (from + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (from - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
