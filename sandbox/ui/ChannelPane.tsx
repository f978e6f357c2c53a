/** A conversation of several people: which one, what was written there, and a field to write in. */
import { useMemo, useState } from 'react';
import { act, type Deed, type Message, type Person, type Place } from './api.ts';
import { Composer } from './Composer.tsx';
import { ConversationView } from './ConversationView.tsx';
import { carryOut } from './cards/carry-out.ts';
import { Failure } from './Failure.tsx';
import type { Feed } from './feed.ts';
import { type Deeds, elementId } from './MessageView.tsx';
import { askedOf, botName } from './mio.ts';
import { PlaceBar } from './PlaceBar.tsx';
import { usePreviewable, type Writing, WritingHere } from './preview/previewing.ts';
import type { Open } from './Thread.tsx';
import { TypingLine } from './TypingLine.tsx';
import { useAnswer } from './useAnswer.ts';
import type { ChosenFile } from './useAttaching.ts';
import { useConversation } from './useConversation.ts';
import type { Arrival, Begin } from './useCrossing.ts';
import { WriterSelect } from './WriterSelect.tsx';
import { isJoined, type WorldLook } from './worlds.ts';

/** Something that was done here: what the tour goes by. */
export interface Done {
  readonly kind: 'post' | 'reply' | 'edit' | 'remove';
  /** A reply to what came from elsewhere. */
  readonly toCopy: boolean;
}

export interface ChannelPaneProps {
  readonly look: WorldLook;
  readonly places: readonly Place[];
  readonly place: Place | undefined;
  /** Humans only. */
  readonly members: readonly Person[];
  readonly writer: Person | undefined;
  readonly people: readonly Person[];
  readonly feed: Feed;
  readonly arrival: Arrival | undefined;
  readonly onChoose: (place: string) => void;
  readonly onWriter: (person: string) => void;
  /** Something that will cross is about to be sent. */
  readonly onWrite: Begin;
  readonly onDone: (done: Done) => void;
}

export function ChannelPane(props: ChannelPaneProps) {
  const { look, places, place, members, writer, people, feed, arrival, onChoose, onWriter, onWrite, onDone } = props;
  const { conversation, failure, readAgain } = useConversation(place, feed);
  const expectAnswer = useAnswer(readAgain);
  const writing = useWriting(place, writer, feed);
  const [open, setOpen] = useState<Open>();
  const [sent, setSent] = useState(0);

  const deeds = useMemo(() => {
    const perform = async (deed: WrittenDeed, toCopy = false): Promise<void> => {
      if (!place || !writer) return;
      const asked = look.id === 'teams' && deed.do !== 'edit' && !deed.files ? askedOf(deed.markdown ?? '') : undefined;
      const crosses = deed.markdown !== undefined && deed.do !== 'edit' && asked === undefined && isJoined(place);
      const takeBack = crosses ? onWrite(look.id, deed.markdown) : undefined;
      const { markdown: _, ...bare } = deed;
      const told: Omit<Deed, 'platform' | 'as' | 'place'> =
        asked === undefined ? deed : { ...bare, do: 'mention', text: asked };
      try {
        await act({ platform: look.id, as: writer.id, place: place.place, ...told });
      } catch (cause) {
        takeBack?.();
        throw cause;
      }
      if (asked !== undefined) expectAnswer();
      else onDone({ kind: deed.do, toCopy });
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
      sendReply: async (root, markdown, files) => {
        await perform({ do: 'reply', message: root.message, ...written(markdown, files) }, isCopy(root, people));
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
      react: async (message, emoji, on) => {
        if (!place || !writer) return;
        const what = { do: on ? 'react' : 'unreact', message, emoji } as const;
        await act({ platform: look.id, as: writer.id, place: place.place, ...what });
      },
      press: async (message, press) => {
        if (!place || !writer) return;
        expectAnswer();
        await carryOut(press, { as: writer.id, place: place.place, message });
      },
    };
    const post = (markdown: string, files: readonly ChosenFile[]) =>
      perform({ do: 'post', ...written(markdown, files) });
    return { ...made, post };
  }, [look, place, writer, people, onWrite, onDone, expectAnswer]);

  function editLast(): void {
    const own = conversation?.messages.findLast(
      ({ author, removed }) => !removed && author.kind === 'person' && author.name === writer?.name,
    );
    if (own) deeds.edit(own.message);
  }

  return (
    <WritingHere value={writing}>
      <PlaceBar look={look} places={places} place={place} members={members} onChoose={onChoose} />
      {place && conversation ? (
        <ConversationView
          key={place.place}
          look={look}
          conversation={conversation}
          deeds={deeds}
          open={open}
          arrival={arrival}
          sent={sent}
          empty={emptyWords(look, place)}
        />
      ) : (
        <div className="conversation waiting">
          {failure !== undefined && <Failure words={failure} onRetry={readAgain} />}
        </div>
      )}
      <TypingLine names={conversation?.typing ?? []} />
      <footer className="client-foot">
        <Composer
          look={look}
          key={place?.place ?? ''}
          label={look.writeHere(place?.title ?? '')}
          submitWord="Send"
          {...(look.id === 'teams' && { mentions: botName })}
          onUp={editLast}
          canAttach
          onSubmit={(markdown, files) => {
            setSent((count) => count + 1);
            return deeds.post(markdown, files);
          }}
        >
          <WriterSelect people={members} writer={writer} onChoose={onWriter} />
        </Composer>
      </footer>
    </WritingHere>
  );
}

/** Undefined where nothing can be previewed. */
function useWriting(place: Place | undefined, writer: Person | undefined, feed: Feed): Writing | undefined {
  const { places, told } = usePreviewable(feed);
  return useMemo(() => {
    const known = places.some((one) => one.platform === place?.platform && one.place === place.place);
    return known && place && writer ? { platform: place.platform, place: place.place, as: writer.id, told } : undefined;
  }, [places, told, place, writer]);
}

type WrittenDeed = Pick<Deed, 'message' | 'markdown' | 'files'> & { readonly do: Done['kind'] };

/** Files may go alone. */
const written = (markdown: string, files: readonly ChosenFile[]): Pick<Deed, 'markdown' | 'files'> => ({
  ...(markdown !== '' && { markdown }),
  ...(files.length > 0 && { files: files.map(({ name, type, base64 }) => ({ name, type, base64 })) }),
});

function emptyWords(look: WorldLook, place: Place): string {
  if (isJoined(place)) return 'Nobody has written here yet. Be the first: it will appear on the other two as well.';
  const stays = 'Nobody has written here yet. The demo did not join this conversation: what you write here stays here.';
  return look.id === 'teams' ? `${stays} Write @${botName} and a word, such as help, to ask Mio.` : stays;
}

/** Whether Mio brought it here. */
const isCopy = ({ author }: Message, people: readonly Person[]): boolean =>
  author.kind !== 'person' || people.some(({ service, name }) => service && name === author.name);
