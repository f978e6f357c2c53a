/** One simulated client: a place, a person to write as, the conversation, and a field to write in. */
import { memo, useMemo, useState } from 'react';
import { act, type Deed, type Message, type Person, type Place } from './api.ts';
import { Composer } from './Composer.tsx';
import { ConversationView } from './ConversationView.tsx';
import type { Feed } from './feed.ts';
import { Glyph } from './icons.tsx';
import { type Deeds, elementId } from './MessageView.tsx';
import { PlaceBar } from './PlaceBar.tsx';
import type { Open } from './Thread.tsx';
import { useConversation } from './useConversation.ts';
import type { Arrival, Begin } from './useCrossing.ts';
import { isJoined, type WorldLook } from './worlds.ts';

/** Something that was done here: what the tour and the clock of crossings go by. */
export interface Done {
  readonly kind: Deed['do'];
  /** A reply to what came from elsewhere. */
  readonly toCopy: boolean;
}

export interface ClientProps {
  readonly look: WorldLook;
  /** 1, 2, 3: with Alt, the way here. */
  readonly number: number;
  /** Everywhere. */
  readonly places: readonly Place[];
  readonly people: readonly Person[];
  readonly feed: Feed;
  readonly arrival: Arrival | undefined;
  /** Something that will cross is about to be sent. */
  readonly onWrite: Begin;
  readonly onDone: (done: Done) => void;
}

export const Client = memo(function Client(props: ClientProps) {
  const { look, number, people, feed, arrival, onWrite, onDone } = props;
  const places = useMemo(() => props.places.filter(({ platform }) => platform === look.id), [props.places, look]);
  const [chosen, setChosen] = useState<string>();
  const place = places.find((one) => one.place === chosen) ?? places.find(isJoined) ?? places[0];
  const members = useMemo(
    () => people.filter(({ id, service }) => place?.members.includes(id) && !service),
    [people, place],
  );
  const [wanted, setWanted] = useState(look.startAs);
  const writer = members.find(({ id }) => id === wanted) ?? members[0];
  const { conversation, failure, retry } = useConversation(place, feed);
  const [open, setOpen] = useState<Open>();
  const [sent, setSent] = useState(0);

  const deeds = useMemo(() => {
    const perform = async (deed: Pick<Deed, 'do' | 'message' | 'markdown'>, toCopy = false): Promise<void> => {
      if (!place || !writer) return;
      const crosses = deed.markdown !== undefined && deed.do !== 'edit' && isJoined(place);
      const takeBack = crosses ? onWrite(look.id, deed.markdown) : undefined;
      try {
        await act({ platform: look.id, as: writer.id, place: place.place, ...deed });
      } catch (cause) {
        takeBack?.();
        throw cause;
      }
      onDone({ kind: deed.do, toCopy });
    };
    const close = (message: string): void => {
      setOpen(undefined);
      requestAnimationFrame(() => document.getElementById(elementId(look, message))?.focus());
    };
    const made: Deeds = {
      writer: writer?.name ?? '',
      reply: (message) => setOpen({ field: 'reply', message }),
      edit: (message) => setOpen({ field: 'edit', message }),
      close,
      sendReply: async (root, markdown) => {
        await perform({ do: 'reply', message: root.message, markdown }, isCopy(root, people));
        close(root.message);
      },
      saveEdit: async (message, markdown) => {
        await perform({ do: 'edit', message, markdown });
        close(message);
      },
      remove: async (message) => {
        const log = document.getElementById(elementId(look, message))?.closest<HTMLElement>('[role=log]');
        await perform({ do: 'remove', message });
        log?.focus();
      },
    };
    return { ...made, post: (markdown: string) => perform({ do: 'post', markdown }) };
  }, [look, place, writer, people, onWrite, onDone]);

  function editLast(): void {
    const own = conversation?.messages.findLast(
      ({ author, removed }) => !removed && author.kind === 'person' && author.name === writer?.name,
    );
    if (own) deeds.edit(own.message);
  }

  const id = `${look.id}-title`;
  return (
    <section className={`client ${look.id}`} aria-labelledby={id}>
      <header className="client-bar">
        <Glyph world={look.id} />
        <h2 id={id}>{look.name}</h2>
        <span className="company">{members[0]?.company}</span>
        <kbd>Alt {number}</kbd>
      </header>
      <PlaceBar look={look} places={places} place={place} members={members} onChoose={setChosen} />
      {place && conversation ? (
        <ConversationView
          key={place.place}
          look={look}
          conversation={conversation}
          deeds={deeds}
          open={open}
          arrival={arrival}
          sent={sent}
          empty={
            isJoined(place)
              ? 'Nobody has written here yet. Be the first: it will appear on the other two as well.'
              : 'Nobody has written here yet. The demo did not join this conversation: what you write here stays here.'
          }
        />
      ) : (
        <div className="conversation waiting">
          {failure !== undefined && <Failure words={failure} onRetry={retry} />}
        </div>
      )}
      <footer className="client-foot">
        <Composer
          look={look}
          key={place?.place ?? ''}
          label={look.writeHere(place?.title ?? '')}
          submitWord="Send"
          onUp={editLast}
          onSubmit={(markdown) => {
            setSent((count) => count + 1);
            return deeds.post(markdown);
          }}
        >
          {writer && (
            <label className="writer">
              <img src={writer.picture} alt="" width="20" height="20" />
              <span>
                <span className="hidden">Write </span>as
              </span>
              <select value={writer.id} title="Write as" onChange={(event) => setWanted(event.target.value)}>
                {members.map((member) => (
                  <option key={member.id} value={member.id}>
                    {member.name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </Composer>
      </footer>
    </section>
  );
});

/** Whether Mio brought it here. */
const isCopy = ({ author }: Message, people: readonly Person[]): boolean =>
  author.kind !== 'person' || people.some(({ service, name }) => service && name === author.name);

const Failure = ({ words, onRetry }: { readonly words: string; readonly onRetry: () => void }) => (
  <p className="empty" role="alert">
    {words}{' '}
    <button type="button" className="more" onClick={onRetry}>
      Try again
    </button>
  </p>
);
