/** What a leg is to show of a message besides its own words: whom they name there, files, and reactions from elsewhere. */
import type { Connector } from '../connector.ts';
import { hasWholes } from '../content/wholes.ts';
import type { MessageId, MessageRef, PersonId, Platform, SourceFile, SourceState } from '../model.ts';
import type { LinkedAccounts } from '../people/accounts.ts';
import type { Addressing } from '../people/addressing.ts';
import type { Leg } from '../records.ts';
import { draftFiles } from './attachments.ts';
import { reactionLines } from './reactions.ts';
import type { SendTask } from './tasks.ts';
import { ownAccounts } from './voting.ts';

export interface ExtrasParts {
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly addressing: Addressing;
  readonly accounts: LinkedAccounts;
  readonly fileUrl: (ref: MessageRef, file: SourceFile, leg: Leg) => string;
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

export type Extras = Pick<SendTask, 'content' | 'files' | 'open' | 'uploader' | 'reactions'>;

const none: Extras = {};
const noneAnywhere = (): Extras => none;

/** Answers, for each leg, what goes with the words. Most messages have nothing of it. */
export async function extrasOf(whole: Whole, parts: ExtrasParts): Promise<(leg: Leg) => Extras> {
  const { ref, state, root, source, reactions, legs } = whole;
  const files = state.is === 'present' && state.files?.length ? state.files : undefined;
  const author = state.is === 'present' ? state.author.id : undefined;
  const named = state.is === 'present' && hasWholes(state.content) ? state.content : undefined;
  if (!files && !named && reactions === null) return noneAnywhere;
  const lines =
    reactions === null ? undefined : await reactionLines(reactions, legs, parts.connectors, ownAccounts(legs, parts));
  return (leg) => ({
    ...(named && { content: async () => (await parts.addressing.addressed(named, source, leg)) ?? named }),
    ...(files && {
      files: draftFiles(files, (file) => parts.fileUrl(ref, file, leg)),
      open: (file) => parts.connectors[source.platform].open(ref, root, file),
      ...uploaderOn(leg, source, author, parts),
    }),
    ...(lines && { reactions: lines.get(leg.id) ?? [] }),
  });
}

/** Whose account puts files there, where the app itself may not. */
function uploaderOn(leg: Leg, source: Leg, author: PersonId | undefined, parts: ExtrasParts): Pick<Extras, 'uploader'> {
  const own = author && parts.accounts.linked(source, author, leg);
  const uploader = parts.connectors[leg.platform].uploader?.(leg, own);
  return uploader === undefined ? none : { uploader };
}
