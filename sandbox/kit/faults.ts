/**
 * Faults on demand. Each platform asks at two points: when a call of the product arrives (`onCall`), and when a webhook
 * is about to go out (Delivery asks by itself).
 */
export const faultKinds = [
  'delay',
  'duplicate',
  'withhold',
  'shuffle',
  'throttle',
  'error',
  'reset-before',
  'reset-after',
  'lose-answer',
  'garble',
  'expire',
  'revoke',
  'roll-keys',
  'down',
  'clear',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  readonly platform: 'teams' | 'slack' | 'webex' | 'entra';
  /** Matches a call's `METHOD /path` or a delivery's path, as a substring; all of them where missing. */
  readonly route?: string;
  readonly kind: FaultKind;
  /** Probability per call, 0 to 1; 1 where missing. A rate of 1/n strikes every n-th call, evenly: tests count on it. */
  readonly rate?: number;
  /** Strikes so many times and is then gone. */
  readonly count?: number;
  readonly ms?: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** `expire`, `revoke`: whose, by mail address; everybody's where missing. */
  readonly person?: string;
}

export interface Faults {
  add(rule: FaultRule): void;
  list(): readonly FaultRule[];
  clear(platform?: FaultRule['platform']): void;
  /** The rules that strike this call or delivery, each drawn (and counted down) once. */
  strike(platform: FaultRule['platform'], route: string, kinds: readonly FaultKind[]): readonly FaultRule[];
  /** Called with `expire`, `revoke` and `roll-keys` at the moment they are added: one-off acts that a platform carries out. */
  onAct(platform: FaultRule['platform'], listener: (rule: FaultRule) => void): void;
}

interface Standing {
  readonly rule: FaultRule;
  left: number;
  /** How often it was asked: calls and deliveries apart, so that neither takes the other's turn. */
  readonly asked: { call: number; delivery: number };
}

const acts: ReadonlySet<FaultKind> = new Set(['expire', 'revoke', 'roll-keys']);

/** Spreads strikes evenly: the n-th asking strikes when n × rate passes a whole number. */
const strikesAt = (asked: number, rate: number): boolean => {
  const whole = (n: number) => Math.floor(n * rate + 1e-9);
  return whole(asked) > whole(asked - 1);
};

export function createFaults(): Faults {
  let standing: Standing[] = [];
  const listeners: { platform: FaultRule['platform']; listener: (rule: FaultRule) => void }[] = [];
  const clear = (platform?: FaultRule['platform']) => {
    standing = platform === undefined ? [] : standing.filter(({ rule }) => rule.platform !== platform);
  };

  return {
    add(rule) {
      if (rule.kind === 'clear') clear(rule.platform);
      else if (acts.has(rule.kind))
        for (const { platform, listener } of listeners) platform === rule.platform && listener(rule);
      else standing.push({ rule, left: rule.count ?? Number.POSITIVE_INFINITY, asked: { call: 0, delivery: 0 } });
    },
    list: () => standing.map(({ rule, left }) => (rule.count === undefined ? rule : { ...rule, count: left })),
    clear,
    strike(platform, route, kinds) {
      const point = route.startsWith('/') ? 'delivery' : 'call';
      const struck: FaultRule[] = [];
      for (const one of standing) {
        const { rule } = one;
        if (rule.platform !== platform || !kinds.includes(rule.kind) || !route.includes(rule.route ?? '')) continue;
        one.asked[point] += 1;
        if (!strikesAt(one.asked[point], rule.rate ?? 1)) continue;
        one.left -= 1;
        struck.push(rule);
      }
      if (struck.length > 0) standing = standing.filter(({ left }) => left > 0);
      return struck;
    },
    onAct(platform, listener) {
      listeners.push({ platform, listener });
    },
  };
}
