/**
 * Whom `<at id>` names: what `mentions` says of that id, and nobody where it says nothing. A tag stays a word: who is in
 * it is known to Teams alone. "chatMessageMention resource type"
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

const everyone: Mention = { of: 'everyone' };

/** Undefined where nobody is mentioned. */
export function mentionReader(mentions: readonly ChatMention[] | null | undefined): MentionReader | undefined {
  if (!mentions?.length) return undefined;
  const named = new Map<string, Mention>();
  for (const { id, mentioned } of mentions) {
    const person = mentioned?.user?.id;
    if (isGuid(person)) named.set(String(id), { of: 'person', id: personId(person) });
    else if (mentioned?.conversation) named.set(String(id), everyone);
  }
  return (attributes) => named.get(attributes.get('id') ?? '');
}
