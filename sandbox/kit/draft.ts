/**
 * What each client shows of a message that nobody has sent, and what it makes of what is typed into it. Pure: no place
 * and no store is behind it, so whoever is named in it stays a name.
 */
import type { ViewedMessage } from './platform.ts';

export interface ShownDraft {
  /** Under whose name, where the message itself says so; Mio's own account else. */
  readonly author?: Pick<ViewedMessage['author'], 'name'> & { readonly picture?: string };
  /** Safe for a page. */
  readonly html: string;
}

export interface Drafts {
  /** What was typed, as apps and people of this platform write it. */
  written(typed: string): string;
  /** Undefined where it is nothing that the platform would take. */
  show(payload: unknown): ShownDraft | undefined;
}
