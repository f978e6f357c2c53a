/**
 * Reacting as people themselves, on the legs where they linked an account: each leg's platform is asked by itself, after
 * the leg shows the message, so that none waits for another.
 */
import { untilSet } from '../compare-and-set.ts';
import type { Connector } from '../connector.ts';
import { DeliveryError } from '../errors.ts';
import type { MessageId, MessageRef, PersonId, Place, Platform } from '../model.ts';
import type { LinkedAccounts } from '../people/accounts.ts';
import type { Clock, Log, Metrics } from '../ports.ts';
import type { Leg } from '../records.ts';
import { pause } from '../time.ts';
import { backoff } from './backoff.ts';
import type { Budgets } from './budget.ts';
import { isSame } from './gathered.ts';
import { copyIn } from './parts.ts';
import type { RelayStore } from './store.ts';
import { type Act, actsOn, begun, ended, type OwnOn } from './votes.ts';

export interface VotingParts {
  readonly store: RelayStore;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly accounts: LinkedAccounts;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jitter: () => number;
  readonly signal: AbortSignal;
  /** The thread that a message is in on a leg. */
  readonly threadOf: (ref: MessageRef, leg: Leg) => Promise<MessageId | null>;
}

/** After so many attempts an emoji is shown among the gathered ones: it has waited long enough. */
const mostAttempts = 5;
/** What was done on one leg may call for something on another; it never goes round further than this. */
const mostRounds = 3;

/** Only where the platform has reactions, and where whoever it is lets Mio act there. */
export const ownAccounts =
  (legs: readonly Leg[], { accounts, connectors }: Pick<VotingParts, 'accounts' | 'connectors'>): OwnOn =>
  (from, person, to): PersonId | undefined => {
    const [source, target] = [legs.find(({ id }) => id === from), legs.find(({ id }) => id === to)];
    return source && target && connectors[target.platform].react && accounts.linked(source, person, target);
  };

/**
 * Makes one leg agree with how people who linked their accounts there reacted to a message elsewhere. Answers whether
 * something was refused, so that a line has to say it. Never throws.
 */
export async function vote(ref: MessageRef, leg: Leg, legs: readonly Leg[], parts: VotingParts): Promise<boolean> {
  const ownOn = ownAccounts(legs, parts);
  const refused: Act[] = [];
  try {
    for (let round = 0; round < mostRounds; round += 1) {
      const message = await parts.store.message(ref);
      const acts = actsOn(message?.reactions ?? null, leg.id, ownOn).filter((act) => !includes(refused, act));
      if (!message || message.removed || acts.length === 0) break;
      const target = await targetOn(ref, leg, parts);
      if (!target) break;
      for (const act of acts) {
        const isDue = await write(ref, parts.store, (now) =>
          includes(actsOn(now, leg.id, ownOn), act) ? begun(now, act) : null,
        );
        if (!isDue || act.isKnown) continue;
        const isDone = await isTaken(act, target, leg, parts);
        if (parts.signal.aborted) return false;
        if (!isDone) refused.push(act);
        await write(ref, parts.store, (now) => ended(now, act, isDone));
      }
    }
  } catch (error) {
    parts.log.warn({ leg: leg.id, err: error }, 'a reaction could not be kept');
  }
  return refused.length > 0;
}

interface Target extends MessageRef {
  readonly root: MessageId | null;
}

/** The message there that stands for it: itself, or its copy. */
async function targetOn(ref: MessageRef, leg: Leg, { store, threadOf }: VotingParts): Promise<Target | null> {
  const place: Place = { connection: leg.connection, conversation: leg.conversation };
  const isAtSource = ref.connection === leg.connection && ref.conversation === leg.conversation;
  const targets = isAtSource ? [] : (await store.targets(ref)).filter((target) => target.leg === leg.id);
  const message = isAtSource ? ref.message : copyIn(targets);
  return message === null ? null : { ...place, message, root: await threadOf(ref, leg) };
}

/** False where it was refused for good. */
async function isTaken({ emoji, person, on }: Act, target: Target, leg: Leg, parts: VotingParts): Promise<boolean> {
  const { connectors, budgets, clock, jitter, log, metrics, signal } = parts;
  const { root, ...ref } = target;
  const connector = connectors[leg.platform];
  const allowance = budgets.of(connector.budgets, target);
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await allowance.take('edit', signal);
      await connector.react?.(ref, root, { person, emoji, on });
      metrics.count('mio_own_reactions_total', { platform: leg.platform, outcome: 'taken' });
      return true;
    } catch (error) {
      const passes = error instanceof DeliveryError && (error.failure === 'busy' || error.failure === 'doubt');
      if (!passes || failures >= mostAttempts - 1) {
        log.warn({ leg: leg.id, err: error }, 'a reaction could not be made as the person');
        metrics.count('mio_own_reactions_total', { platform: leg.platform, outcome: 'refused' });
        return false;
      }
      await pause(clock, backoff(failures, jitter, error.retryAfterMs), signal);
    }
  }
  return false;
}

const includes = (acts: readonly Act[], act: Act): boolean =>
  acts.some((other) => isSame(other, act) && other.on === act.on && other.leg === act.leg);

/**
 * Other legs write to the same record, so that what is to be written is asked for anew then. Null: it is not due any more.
 * Before a call it is written what is about to be done: the platform's own word of it may be here before its answer.
 */
const write = (
  ref: MessageRef,
  store: RelayStore,
  change: (reactions: string | null) => string | null,
): Promise<boolean> =>
  untilSet(async () => {
    const message = await store.message(ref);
    const reactions = message && change(message.reactions);
    if (!message || reactions === null || reactions === undefined) return false;
    await store.putMessage({ ...message, reactions });
    return true;
  });
