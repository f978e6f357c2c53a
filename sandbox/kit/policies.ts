/**
 * What the administrators of the simulated organizations have decided: a few switches that a product meets in the wild and
 * can't see. They stand until they are set again or the world is reset, as faults do.
 */

/** By name, what it can be; the first is how the world begins. */
export const policyValues = {
  /** "Upload custom apps": whether apps of the organization's catalog may be installed. */
  'teams.customApps': ['allowed', 'blocked'],
  /** Whether an app waits for a second administrator before it is published. */
  'teams.catalogReview': ['off', 'required'],
  /** Whether Teams signs people in to a bot by itself: the tenant trusts Teams' clients to ask for the app's tokens. */
  'teams.botSso': ['off', 'allowed'],
  /** "Configure how users consent": Microsoft's managed policy, or no consent by people at all. */
  'entra.userConsent': ['managed', 'none'],
  /**
   * "Set up change notifications that include resource data": the tokens that vouch for them, by what the app's
   * registration accepts; none where its service principal wants an app role, which nobody gave to change tracking.
   */
  'entra.validationTokens': ['v2', 'v1', 'none'],
  /** "Manage channel creation": who may make channels. */
  'slack.channelCreation': ['everyone', 'administrators'],
} as const;

export type PolicyName = keyof typeof policyValues;
export type PolicyValue<N extends PolicyName> = (typeof policyValues)[N][number];

export const policyNames = Object.keys(policyValues) as PolicyName[];

export interface Policies {
  get<N extends PolicyName>(name: N): PolicyValue<N>;
  /** False where the policy knows no such value. */
  set(name: PolicyName, value: string): boolean;
  all(): Readonly<Record<PolicyName, string>>;
  clear(): void;
}

export function createPolicies(): Policies {
  const decided = new Map<PolicyName, string>();
  const get = <N extends PolicyName>(name: N): PolicyValue<N> =>
    (decided.get(name) ?? policyValues[name][0]) as PolicyValue<N>;
  return {
    get,
    set(name, value) {
      const known = (policyValues[name] as readonly string[]).includes(value);
      if (known) decided.set(name, value);
      return known;
    },
    all: () => Object.fromEntries(policyNames.map((name) => [name, get(name)])) as Record<PolicyName, string>,
    clear: () => decided.clear(),
  };
}
