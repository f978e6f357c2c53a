/**
 * Whom `<at id>` names: what `mentions` says of that id, and nobody where it says nothing. A tag stays a word: who is in
 * it is known to Teams alone. So does another channel: whoever is told of it need not look up from their work.
 * "chatMessageMention resource type"
 */
import type { MentionReader } from '../../core/content/html-tags.ts';
import type { Mention } from '../../core/content/tree.ts';
import { isGuid, personId } from './ids.ts';

export interface ChatMention {
  readonly id?: number | string;
  readonly mentionText?: string | null;
  readonly mentioned?: {
    readonly user?: { readonly id?: string | null } | null;
    /** A channel, a team, or a whole chat. */
    readonly conversation?: { readonly id?: string | null } | null;
  } | null;
}

/** Where a message stands. "channelIdentity resource type" */
export interface ChannelIdentity {
  readonly teamId?: string;
  readonly channelId?: string;
}

const everyone: Mention = { of: 'everyone' };

/** Undefined where nobody is mentioned. Everyone is where the message's own channel or team is, and nowhere else. */
export function mentionReader(
  mentions: readonly ChatMention[] | null | undefined,
  here: ChannelIdentity | null | undefined,
): MentionReader | undefined {
  if (!mentions?.length) return undefined;
  const named = new Map<string, Mention>();
  for (const { id, mentioned } of mentions) {
    const person = mentioned?.user?.id;
    if (isGuid(person)) named.set(String(id), { of: 'person', id: personId(person) });
    else if (isHere(mentioned?.conversation?.id, here)) named.set(String(id), everyone);
  }
  return (attributes) => named.get(attributes.get('id') ?? '');
}

function isHere(conversation: string | null | undefined, here: ChannelIdentity | null | undefined): boolean {
  const id = conversation?.toLowerCase();
  return id !== undefined && (id === here?.channelId?.toLowerCase() || id === here?.teamId?.toLowerCase());
}
