/**
 * Remembers what a platform said about somebody or something, so that a name costs one call an hour and not one per
 * message. A failed look-up is remembered too, briefly: otherwise every message would pay for it.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/ports.ts';

const entries = 20_000;
const knownForMs = 60 * 60_000;
const unknownForMs = 60_000;

export interface Memo<Value extends object> {
  /** Asks once for those who ask at the same time. Undefined where the platform does not tell, or can't be asked. */
  get(key: string): Promise<Value | undefined>;
  /** What is known already. */
  peek(key: string): Value | undefined;
  /** Takes in what was learned by the way. */
  set(key: string, value: Value): void;
  /** What was known is no longer so; what is being asked comes too early. */
  forget(key: string): void;
}

export function createMemo<Value extends object>(
  clock: Clock,
  load: (key: string) => Promise<Value | undefined>,
  most = entries,
): Memo<Value> {
  const known = new LRUCache<string, { readonly value: Value | undefined }>({
    max: most,
    ttl: knownForMs,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
  });
  const asking = new Map<string, Promise<Value | undefined>>();

  function ask(key: string): Promise<Value | undefined> {
    const asked = load(key)
      .catch(() => undefined)
      .then((value) => {
        if (asking.get(key) === asked) {
          asking.delete(key);
          known.set(key, { value }, { ttl: value ? knownForMs : unknownForMs });
        }
        return value;
      });
    asking.set(key, asked);
    return asked;
  }

  return {
    get(key) {
      const entry = known.get(key);
      if (entry) return Promise.resolve(entry.value);
      return asking.get(key) ?? ask(key);
    },
    peek: (key) => known.get(key)?.value,
    set: (key, value) => void known.set(key, { value }),
    forget(key) {
      known.delete(key);
      asking.delete(key);
    },
  };
}
