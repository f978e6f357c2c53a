/** The messages of one place, kept live. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Message, Place, View } from './api.ts';
import type { Feed } from './feed.ts';
import { keepReading } from './reading.ts';
import { intoThreads, keepUnchanged, type Thread } from './threads.ts';

export interface Conversation {
  /** The id of the place that this is about. */
  readonly place: string;
  readonly messages: readonly Message[];
  readonly threads: readonly Thread[];
  /** What the last reading brought, unless it was the first. */
  readonly fresh: ReadonlySet<string>;
  /** Names of those who are shown as typing. */
  readonly typing: readonly string[];
}

export interface LiveConversation {
  /** Undefined until the first answer. */
  readonly conversation: Conversation | undefined;
  readonly failure: string | undefined;
  readonly readAgain: () => void;
}

export function useConversation(where: Pick<Place, 'platform' | 'place'> | undefined, feed: Feed): LiveConversation {
  const [conversation, setConversation] = useState<Conversation>();
  const [failure, setFailure] = useState<string>();
  const reading = useRef<{ again(): void }>(undefined);
  const platform = where?.platform;
  const place = where?.place;

  useEffect(() => {
    if (platform === undefined || place === undefined) return;
    const current = keepReading(platform, place, {
      onRead(view) {
        setFailure(undefined);
        setConversation((before) => goOn(before?.place === place ? before : undefined, place, view));
      },
      onFailure: setFailure,
    });
    reading.current = current;
    const unlisten = feed.listen((news) => {
      if (news === 'everything' || news.place === place) current.again();
    });
    return () => {
      unlisten();
      current.stop();
    };
  }, [platform, place, feed]);

  const isCurrent = conversation?.place === place;
  const readAgain = useCallback(() => reading.current?.again(), []);
  return { conversation: isCurrent ? conversation : undefined, failure, readAgain };
}

function goOn(before: Conversation | undefined, place: string, { messages: read, typing }: View): Conversation {
  const known = new Set(before?.messages.map(({ message }) => message));
  const messages = keepUnchanged(before?.messages ?? [], read);
  const fresh = before ? messages.filter(({ message }) => !known.has(message)) : [];
  return {
    place,
    messages,
    threads: intoThreads(messages, before?.threads ?? []),
    fresh: new Set(fresh.map(({ message }) => message)),
    typing: typing ?? [],
  };
}
