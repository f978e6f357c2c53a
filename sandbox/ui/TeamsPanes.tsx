/** What Teams has beside its channels: the chat with Mio, and Mio as an app to install. */
import { Activity, type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { AppMenu } from './AppMenu.tsx';
import type { Person, Place } from './api.ts';
import { ChatPane } from './ChatPane.tsx';
import { prepareCards } from './cards/MessageCards.tsx';
import type { Feed } from './feed.ts';
import { Icon, type IconName } from './icons.tsx';
import { botName } from './mio.ts';
import { useOffers } from './useOffers.ts';
import { useUnread } from './useUnread.ts';
import type { WorldLook } from './worlds.ts';

const tabs = ['channels', 'chat'] as const;
type Tab = (typeof tabs)[number];

const words: Readonly<Record<Tab, { readonly label: string; readonly icon: IconName }>> = {
  channels: { label: 'Channels', icon: 'channels' },
  chat: { label: `Chat with ${botName}`, icon: 'thread' },
};

const keys: Readonly<Record<string, Tab>> = {
  ArrowLeft: 'channels',
  Home: 'channels',
  ArrowRight: 'chat',
  End: 'chat',
};

export interface TeamsPanesProps {
  readonly look: WorldLook;
  /** Those who have a chat with Mio. */
  readonly people: readonly Person[];
  /** Id of the person that one writes as. */
  readonly wanted: string;
  /** All of Teams. */
  readonly places: readonly Place[];
  readonly feed: Feed;
  readonly onPlaces: () => void;
  readonly onWriter: (person: string) => void;
  /** Opens a channel. */
  readonly onPlace: (place: string) => void;
  /** The channels' pane. */
  readonly children: ReactNode;
}

export function TeamsPanes(props: TeamsPanesProps) {
  const { look, people, wanted, places, feed, onPlaces, onWriter, onPlace, children } = props;
  const [tab, setTab] = useState<Tab>('channels');
  const writer = people.find(({ id }) => id === wanted) ?? people[0];
  const offers = useOffers(feed);
  const unread = useUnread(feed, people, tab === 'chat' ? writer?.id : undefined);
  useEffect(prepareCards, []);
  const waiting = (writer && unread.get(writer.id)) ?? 0;

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const next = keys[event.key];
    if (!next) return;
    event.preventDefault();
    setTab(next);
    document.getElementById(tabId(next))?.focus();
  }

  return (
    <>
      <div className="teams-tabs">
        <div role="tablist" aria-label={look.name} onKeyDown={onKeyDown}>
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={tabId(one)}
              aria-selected={tab === one}
              aria-controls={paneId(one)}
              tabIndex={tab === one ? 0 : -1}
              onClick={() => setTab(one)}
            >
              <Icon name={words[one].icon} size={16} />
              {words[one].label}
              {one === 'chat' && waiting > 0 && (
                <span className="unread">
                  {waiting}
                  <span className="hidden"> new</span>
                </span>
              )}
            </button>
          ))}
        </div>
        {writer && (
          <AppMenu
            writer={writer}
            places={places}
            offers={offers}
            onPlaces={onPlaces}
            onChat={() => setTab('chat')}
            onPlace={(place) => {
              onPlace(place);
              setTab('channels');
            }}
          />
        )}
      </div>
      <Activity mode={tab === 'channels' ? 'visible' : 'hidden'}>
        <div className="pane" role="tabpanel" id={paneId('channels')} aria-labelledby={tabId('channels')}>
          {children}
        </div>
      </Activity>
      <Activity mode={tab === 'chat' ? 'visible' : 'hidden'}>
        <div className="pane chat" role="tabpanel" id={paneId('chat')} aria-labelledby={tabId('chat')}>
          {writer && (
            <ChatPane
              look={look}
              people={people}
              writer={writer}
              unread={unread}
              feed={feed}
              offers={offers}
              onWriter={onWriter}
            />
          )}
        </div>
      </Activity>
    </>
  );
}

const tabId = (tab: Tab): string => `teams-tab-${tab}`;
const paneId = (tab: Tab): string => `teams-pane-${tab}`;
