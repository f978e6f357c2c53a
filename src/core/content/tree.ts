import type { PersonId } from '../model.ts';

/**
 * The message tree: what every platform's markup is parsed into and rendered from. Converting pairwise between
 * dialects would need one converter per direction, each with its own injection holes; one tree needs two per platform.
 *
 * Text in the tree is plain: unescaped, without markup. A parser never yields a mention or a link that the author did
 * not make; a renderer never yields markup that the tree does not hold.
 */
export type Block = Paragraph | Heading | CodeBlock | Quote | List | Table | Rule;

export interface Paragraph {
  readonly type: 'paragraph';
  readonly children: readonly Inline[];
}

export interface Heading {
  readonly type: 'heading';
  readonly level: 1 | 2 | 3 | 4 | 5 | 6;
  /** Never empty. */
  readonly children: readonly Inline[];
}

export interface CodeBlock {
  readonly type: 'code';
  /** Lines are parted by \n; no trailing newline. */
  readonly text: string;
  readonly language?: string;
}

export interface Quote {
  readonly type: 'quote';
  readonly children: readonly Block[];
}

export interface List {
  readonly type: 'list';
  readonly ordered: boolean;
  /** Number of the first item; only on ordered lists, 1 where missing. */
  readonly start?: number;
  readonly items: readonly (readonly Block[])[];
}

/** Rows of cells; short rows stand for empty cells at their end. Never without a row. */
export interface Table {
  readonly type: 'table';
  /** Whether the first row names the columns. */
  readonly header: boolean;
  readonly rows: readonly (readonly Cell[])[];
}

/** One line of inline content; what a source had in several lines is parted by breaks. */
export type Cell = readonly Inline[];

/** A line across, between what is before and after it. */
export interface Rule {
  readonly type: 'rule';
}

export type Inline = Text | Code | LineBreak | Link;

/** Styles that a run of text may carry together. */
export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly underline?: true;
}

export interface Text extends Style {
  readonly type: 'text';
  /** Never empty, never holding a newline. As it is shown, of a mention: `@Ada` or `#incidents`; of an emoji: `:party:`. */
  readonly text: string;
  /** Whom or what the text names. Where it is missing, an `@name` is text that notifies nobody. */
  readonly mention?: Mention;
  /** The picture that the text stands for. Where it is missing, a `:name:` is text. Never beside a mention. */
  readonly emoji?: CustomEmoji;
}

/**
 * A name that notifies, or leads somewhere. Parsers give it with the ids of their own platform; on its way to another
 * one it is looked up there, and becomes plain text where nobody was found, or the channel does not allow it.
 */
export type Mention =
  | { readonly of: 'person'; readonly id: PersonId }
  | { readonly of: 'everyone' }
  | { readonly of: 'conversation'; readonly id: string };

/**
 * A picture that a workspace made itself, and the name by which its people call it. On its way to another platform it
 * becomes what stands for it there, or plain text where nothing does.
 */
export interface CustomEmoji {
  /** Without colons. */
  readonly name: string;
  /** A public https address that holds no secret: neither a user, nor a query, nor a fragment. */
  readonly picture?: string;
}

export interface Code extends Style {
  readonly type: 'codeSpan';
  readonly text: string;
}

export interface LineBreak {
  readonly type: 'break';
}

export interface Link {
  readonly type: 'link';
  /** http:, https: or mailto: only; anything else is text. */
  readonly url: string;
  readonly children: readonly (Text | Code)[];
}
