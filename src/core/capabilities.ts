/** What a platform can show, and how much it takes: data of each connector. */

/**
 * What becomes of a feature on this platform. `native`: as the people there would write it. `converted`: into what
 * `as` says. `refused`: the sender is told. `dropped`: on purpose, for the reason in `as`.
 */
export interface Capability {
  readonly level: 'native' | 'converted' | 'refused' | 'dropped';
  readonly as?: string;
  /** What is read of it where people of this platform write it; missing where that is all of it. */
  readonly read?: Reading;
}

/** `absent`: people of this platform have no such thing. */
export type Reading = { readonly level: 'absent' } | { readonly level: 'converted' | 'dropped'; readonly as: string };

/** Everything that people put into a message and Mio knows of; `src/core/fidelity.ts` says in words what each is. */
export const features = [
  'paragraph',
  'lineBreak',
  'bold',
  'italic',
  'strike',
  'underline',
  'inlineCode',
  'codeBlock',
  'codeLanguage',
  'link',
  'linkPreview',
  'heading',
  'smallHeading',
  'orderedList',
  'bulletList',
  'nestedList',
  'quote',
  'nestedQuote',
  'table',
  'rule',
  'emoji',
  'customEmoji',
  'mention',
  'everyoneMention',
  'channelMention',
  'groupMention',
  'date',
  'subject',
  'importance',
  'forwarded',
  'quotedReply',
  'otherApps',
  'card',
  'file',
  'image',
  'systemEvent',
  'threadReply',
  'alsoToChannel',
  'reaction',
  'edit',
  'remove',
  'authorName',
  'authorPicture',
  'longText',
] as const;
export type Feature = (typeof features)[number];
export type Capabilities = Readonly<Record<Feature, Capability>>;

/** One published limit. Every call that it covers takes one from the bucket. Source: the page named in the table. */
export interface Budget {
  /** Calls that draw on it: `read` lists messages of a conversation, `look` asks for one message or one thread. */
  readonly covers: readonly ('post' | 'edit' | 'remove' | 'read' | 'look')[];
  /** One bucket per connection, or one per conversation of a connection. */
  readonly per: 'connection' | 'conversation';
  readonly calls: number;
  readonly everyMs: number;
  readonly source: string;
}
