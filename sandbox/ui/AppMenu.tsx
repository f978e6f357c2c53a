/** Mio as an app of Teams: what a person does there to install it, and to take it away. */
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { AppList } from './AppList.tsx';
import type { Person, Place } from './api.ts';
import { Icon } from './icons.tsx';
import { botName } from './mio.ts';
import type { Offers } from './useOffers.ts';

export interface AppMenuProps {
  readonly writer: Person;
  /** All of Teams: channels, and chats with Mio. */
  readonly places: readonly Place[];
  readonly offers: Offers;
  /** Teams or channels are others now. */
  readonly onPlaces: () => void;
  readonly onChat: () => void;
  /** Opens a channel. */
  readonly onPlace: (place: string) => void;
}

export function AppMenu(props: AppMenuProps) {
  const { offers } = props;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const leave = ({ target }: PointerEvent) => {
      if (target instanceof Node && !box.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [open]);

  if (!offers.has('installApp')) return null;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && !box.current?.contains(relatedTarget)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape and leaving close what is inside, from wherever in it.
    <div ref={box} className="app-menu" onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className="app-button"
        aria-expanded={open}
        aria-controls="app-list"
        onClick={() => setOpen(!open)}
      >
        <Icon name="add" size={16} />
        Install <span className="app-name">{botName}</span>
      </button>
      {open && <AppList {...props} onDone={close} />}
    </div>
  );
}
