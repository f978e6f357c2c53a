/** Sweeps one leg within what its platform allows: a list may take minutes, and nothing else of the relay waits for it. */
import type { InboundEvent, Paced } from '../connector.ts';
import { DeliveryError, StoreUnavailableError } from '../errors.ts';
import { pause } from '../time.ts';
import type { Budgets } from './budget.ts';
import type { LegAtWork, LegsParts } from './legs.ts';
import { sweep } from './repair.ts';

export interface SweeperParts
  extends Pick<LegsParts, 'store' | 'records' | 'connectors' | 'clock' | 'log' | 'metrics'> {
  readonly budgets: Budgets;
  /** Puts what was found into the inbox. */
  readonly found: (event: InboundEvent) => Promise<void>;
  readonly signal: AbortSignal;
}

/** A platform that says "later" more often about one call is not asked again in this sweep. */
const mostTries = 5;

/** Never throws: what could not be listed now is listed by the next sweep. */
export async function sweepLeg({ leg, lines }: LegAtWork, parts: SweeperParts): Promise<void> {
  const { connectors, store, records, budgets, clock, log, metrics, signal, found } = parts;
  const connector = connectors[leg.platform];
  const place = { connection: leg.connection, conversation: leg.conversation };
  const allowance = budgets.of(connector.budgets, place);
  // What is not taken was not found: the cursor must not go past it.
  const goOn = (): void => {
    if (signal.aborted) throw new StoreUnavailableError('the relay has stopped');
  };
  const paced: Paced = async (call, kind = 'read') => {
    for (let tries = 1; ; tries += 1) {
      await allowance.take(kind, signal);
      goOn();
      try {
        return await call();
      } catch (error) {
        const later = error instanceof DeliveryError && error.failure === 'busy' ? error.retryAfterMs : undefined;
        if (later === undefined || tries === mostTries) throw error;
        await pause(clock, later, signal);
      }
    }
  };
  try {
    const differences = await sweep({
      place,
      leg: leg.id,
      lines,
      connector,
      store,
      records,
      paced,
      found(event) {
        goOn();
        return found(event);
      },
      alarm(removals) {
        metrics.count('mio_alarms_total', { kind: 'mass_removal' });
        log.error({ leg: leg.id, removals }, 'too many messages are gone at once: nothing was removed');
      },
    });
    metrics.count('mio_repairs_total', { platform: leg.platform }, differences);
  } catch (err) {
    if (!signal.aborted) log.warn({ leg: leg.id, platform: leg.platform, err }, 'a sweep could not be completed');
  }
}
