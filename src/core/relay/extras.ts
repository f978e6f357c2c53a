/** What a leg is to show of a message besides its own words: whom they name there, files, and what others put to it. */
import type { Connector } from '../connector.ts';
import { hasMentions } from '../content/mentions.ts';
import type { MessageId, MessageRef, Platform, SourceFile, SourceState } from '../model.ts';
import type { Addressing } from '../people/addressing.ts';
import type { Leg } from '../records.ts';
import { draftFiles } from './attachments.ts';
import { reactionLines } from './reactions.ts';
import type { SendTask } from './tasks.ts';

export interface ExtrasParts {
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly addressing: Addressing;
  readonly fileUrl: (ref: MessageRef, root: MessageId | null, file: SourceFile, leg: Leg) => string;
}

export interface Whole {
  readonly ref: MessageRef;
  readonly state: SourceState;
  /** The root of its thread, where it is an answer. */
  readonly root: MessageId | null;
  readonly source: Leg;
  /** As they are kept with the message. */
  readonly reactions: string | null;
  readonly legs: readonly Leg[];
}

export type Extras = Pick<SendTask, 'content' | 'files' | 'open' | 'reactions'>;

const none: Extras = {};
const noneAnywhere = (): Extras => none;

/** Answers, for each leg, what goes with the words. Most messages have nothing of it. */
export async function extrasOf(whole: Whole, parts: ExtrasParts): Promise<(leg: Leg) => Extras> {
  const { ref, state, root, source, reactions, legs } = whole;
  const files = state.is === 'present' && state.files?.length ? state.files : undefined;
  const named = state.is === 'present' && hasMentions(state.content) ? state.content : undefined;
  if (!files && !named && reactions === null) return noneAnywhere;
  const lines = reactions === null ? undefined : await reactionLines(reactions, legs, parts.connectors);
  return (leg) => ({
    ...(named && { content: async () => (await parts.addressing.addressed(named, source, leg)) ?? named }),
    ...(files && {
      files: draftFiles(files, (file) => parts.fileUrl(ref, root, file, leg)),
      open: (file) => parts.connectors[source.platform].open(ref, root, file),
    }),
    ...(lines && { reactions: lines.get(leg.id) ?? [] }),
  });
}
