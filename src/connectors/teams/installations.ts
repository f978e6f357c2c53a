/**
 * Where the bot is installed, by what Teams says about it: two events for one install, in any order, again and late.
 * Each change is a compare-and-set, so that of all events about one install exactly one is to be answered with a
 * greeting. "Conversation events in your Teams bot"
 */
import { untilSet } from '../../core/compare-and-set.ts';
import type { BotInstallation, Records } from '../../core/records.ts';

export interface InstallationEvent {
  /** The id of the team's thread, or of the chat. */
  readonly conversation: string;
  readonly scope: BotInstallation['scope'];
  /** When it happened, by Teams' clock. */
  readonly at: number;
  /** The team's group id, where the event names it. */
  readonly group?: string;
}

export interface Installations {
  /** Takes it in; answers whether the bot is to greet now. */
  installed(event: InstallationEvent): Promise<boolean>;
  /** Takes it in; answers whether the bot is gone from there, as far as is known now: a late event says nothing. */
  removed(event: InstallationEvent): Promise<boolean>;
  /** The greeting certainly did not get there: the next event about the install greets. */
  ungreeted(conversation: string): Promise<void>;
  /** The group id of a team, by the id of its thread. */
  groupOf(thread: string): Promise<string | undefined>;
  inAnyTeam(): Promise<boolean>;
}

type Change = (known: BotInstallation | undefined) => BotInstallation | undefined;

export function createInstallations(records: Records, tenantId: string): Installations {
  const idOf = (conversation: string): string => `${tenantId.toLowerCase()}/${conversation}`;

  /** Answers what was written, and what was there before; nothing is written where `change` answers nothing. */
  const update = (conversation: string, change: Change) =>
    untilSet(async () => {
      const stored = await records.get('botInstallation', idOf(conversation));
      const after = change(stored?.body);
      if (!after) return undefined;
      await records.put('botInstallation', idOf(conversation), after, stored?.revision ?? 0);
      return { before: stored?.body, after };
    });

  return {
    async installed(event) {
      const changed = await update(event.conversation, (known) => whenInstalled(known, event));
      return changed !== undefined && changed.before?.greetedAt !== changed.after.greetedAt;
    },
    async removed(event) {
      const changed = await update(event.conversation, (known) => whenRemoved(known, event));
      if (changed) return true;
      return (await records.get('botInstallation', idOf(event.conversation)))?.body.state === 'removed';
    },
    async ungreeted(conversation) {
      await update(conversation, (known) => {
        if (known?.greetedAt === undefined) return undefined;
        const { greetedAt: _never, ...rest } = known;
        return rest;
      });
    },
    groupOf: async (thread) => (await records.get('botInstallation', idOf(thread)))?.body.group,
    async inAnyTeam() {
      const all = await records.list('botInstallation', idOf(''));
      return all.some(({ body }) => body.scope === 'team' && body.state === 'installed');
    },
  };
}

/** Pure. An install is greeted once, until the bot was removed and came back. Undefined where nothing changes. */
export function whenInstalled(
  known: BotInstallation | undefined,
  event: InstallationEvent,
): BotInstallation | undefined {
  if (known && event.at < known.at && known.state === 'removed') return undefined;
  const greeted = known?.state === 'installed' ? known.greetedAt : undefined;
  const group = event.group ?? known?.group;
  const after: BotInstallation = {
    state: 'installed',
    scope: event.scope,
    at: Math.max(event.at, known?.at ?? event.at),
    ...(group !== undefined && { group }),
    greetedAt: greeted ?? event.at,
  };
  return known && same(known, after) ? undefined : after;
}

/** Pure. A removal that is older than the install that is known says nothing about it. */
export function whenRemoved(known: BotInstallation | undefined, event: InstallationEvent): BotInstallation | undefined {
  if (known && (event.at < known.at || (known.state === 'removed' && known.at === event.at))) return undefined;
  const group = event.group ?? known?.group;
  return { ...known, state: 'removed', scope: event.scope, at: event.at, ...(group !== undefined && { group }) };
}

const same = (one: BotInstallation, other: BotInstallation): boolean =>
  one.state === other.state && one.at === other.at && one.group === other.group && one.greetedAt === other.greetedAt;
