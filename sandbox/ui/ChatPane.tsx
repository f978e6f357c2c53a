/** The personal chat with Mio of whoever one writes as. */
import { useMemo, useState } from 'react';
import { act, type Person } from './api.ts';
import { Composer } from './Composer.tsx';
import { ConversationView } from './ConversationView.tsx';
import { carryOut } from './cards/carry-out.ts';
import { Failure } from './Failure.tsx';
import type { Feed } from './feed.ts';
import type { Deeds } from './MessageView.tsx';
import { botName, chatPlace } from './mio.ts';
import { TypingLine } from './TypingLine.tsx';
import { useAnswer } from './useAnswer.ts';
import { useConversation } from './useConversation.ts';
import type { Offers } from './useOffers.ts';
import type { Unread } from './useUnread.ts';
import { WriterSelect } from './WriterSelect.tsx';
import type { WorldLook } from './worlds.ts';

export interface ChatPaneProps {
  readonly look: WorldLook;
  readonly people: readonly Person[];
  readonly writer: Person;
  readonly unread: Unread;
  readonly feed: Feed;
  readonly offers: Offers;
  readonly onWriter: (person: string) => void;
}

/** Words that a newcomer may begin with. */
const openers = ['help', 'sign in', 'my channels'];

export function ChatPane({ look: teams, people, writer, unread, feed, offers, onWriter }: ChatPaneProps) {
  const look = useMemo<WorldLook>(
    () => ({ ...teams, name: `Chat with ${botName}`, threads: 'none', groups: true, reacts: false }),
    [teams],
  );
  const place = chatPlace(writer.id);
  const where = useMemo(() => ({ platform: 'teams', place }) as const, [place]);
  const { conversation, failure, readAgain } = useConversation(where, feed);
  const expectAnswer = useAnswer(readAgain);
  const [sent, setSent] = useState(0);

  const deeds = useMemo<Deeds & { say(text: string): Promise<void> }>(() => {
    const nothing = (): void => {};
    const refuse = () => Promise.reject(new Error('Messages in this chat can’t be changed here.'));
    return {
      writer: writer.name,
      reply: nothing,
      edit: nothing,
      close: nothing,
      sendReply: refuse,
      saveEdit: refuse,
      remove: refuse,
      react: refuse,
      async press(message, press) {
        expectAnswer();
        await carryOut(press, { as: writer.id, place, message });
      },
      async say(text) {
        setSent((count) => count + 1);
        expectAnswer();
        await act({ platform: 'teams', as: writer.id, place, do: 'dm', text });
      },
    };
  }, [writer, place, expectAnswer]);

  return (
    <>
      <div className="place-bar">
        <img className="app-picture" src="./mio.svg" alt="" width="28" height="28" />
        <h3>{botName}</h3>
        <span className="badge">{look.appBadge}</span>
        <span className="whose">
          with <b>{writer.name}</b>
        </span>
      </div>
      {conversation ? (
        <ConversationView
          key={place}
          look={look}
          conversation={conversation}
          deeds={deeds}
          open={undefined}
          arrival={undefined}
          sent={sent}
          empty={
            <Welcome
              writer={writer}
              canInstall={offers.has('installApp')}
              onInstall={async () => {
                expectAnswer();
                await act({ platform: 'teams', as: writer.id, place, do: 'installApp' });
              }}
              onSay={deeds.say}
            />
          }
        />
      ) : (
        <div className="conversation waiting">
          {failure !== undefined && <Failure words={failure} onRetry={readAgain} />}
        </div>
      )}
      <TypingLine names={conversation?.typing ?? []} />
      <footer className="client-foot">
        <Composer look={look} key={place} label={`Write to ${botName}`} submitWord="Send" onSubmit={deeds.say}>
          <WriterSelect people={people} writer={writer} unread={unread} onChoose={onWriter} />
        </Composer>
      </footer>
    </>
  );
}

interface WelcomeProps {
  readonly writer: Person;
  readonly canInstall: boolean;
  readonly onInstall: () => Promise<void>;
  readonly onSay: (text: string) => Promise<void>;
}

/** What there is to do where nobody has said anything yet. */
function Welcome({ writer, canInstall, onInstall, onSay }: WelcomeProps) {
  const [failure, setFailure] = useState<string>();
  const attempt = (deed: () => Promise<void>) => () =>
    void deed().catch((cause: unknown) => setFailure(cause instanceof Error ? cause.message : String(cause)));
  return (
    <div className="empty welcome">
      <img src="./mio.svg" alt="" width="56" height="56" />
      <p>
        {botName} is a bot of Teams. Here {writer.name} signs in, joins channels with other platforms, and asks why
        something did not arrive.
      </p>
      {canInstall && (
        <button type="button" className="primary" onClick={attempt(onInstall)}>
          Add {botName}
        </button>
      )}
      <p>{canInstall ? 'Or say something:' : 'Say something:'}</p>
      <ul className="openers">
        {openers.map((word) => (
          <li key={word}>
            <button type="button" onClick={attempt(() => onSay(word))}>
              {word}
            </button>
          </li>
        ))}
      </ul>
      {failure !== undefined && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
