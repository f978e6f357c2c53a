/**
 * What a subscription can watch, and the rules that come with it. Pages "Create subscription" and "subscription resource
 * type": permissions, lifetimes, which addresses are wanted; "Get change notifications for messages in Teams channels"
 * and "Set up notifications for changes in resource data": how many there may be.
 */
const minute = 60_000;

export type Watched =
  | { readonly is: 'messages'; readonly team: string; readonly channel: string }
  | { readonly is: 'groups' }
  /** `group`: its properties and its members. */
  | { readonly is: 'group' | 'members'; readonly group: string };

export interface WatchRules {
  readonly longestLife: number;
  /** For more than an hour. */
  readonly needsLifecycleUrl: boolean;
  /** Whether notifications can bring the resource itself. */
  readonly isRich: boolean;
  /** Whether `subscriptionRemoved` is told. */
  readonly removalIsTold: boolean;
  /** What suffices to read it, which every call about the subscription needs. */
  readonly permissions: { readonly delegated: readonly string[]; readonly application: readonly string[] };
  /** Of one application for the same resource, whatever kinds of change; none where missing. */
  readonly perResource?: number;
  /** Of one application in the tenant, of this family of resources; none where missing. */
  readonly perApp?: number;
  /** Of all applications in the tenant, of this family of resources. */
  readonly perTenant: number;
}

const messageRules: WatchRules = {
  longestLife: 4320 * minute,
  needsLifecycleUrl: true,
  isRich: true,
  removalIsTold: true,
  permissions: {
    delegated: ['ChannelMessage.Read.All'],
    application: ['ChannelMessage.Read.Group', 'ChannelMessage.Read.All'],
  },
  perResource: 1,
  perTenant: 10_000,
};
const directoryRules: WatchRules = {
  longestLife: 41_760 * minute,
  needsLifecycleUrl: false,
  isRich: false,
  removalIsTold: false,
  permissions: { delegated: ['Group.Read.All'], application: ['Group.Read.All'] },
  perApp: 100,
  perTenant: 1_000,
};

export const rulesOf = ({ is }: Watched): WatchRules => (is === 'messages' ? messageRules : directoryRules);

const guid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const paths: readonly [RegExp, (found: RegExpExecArray) => Watched][] = [
  [
    new RegExp(`^/?teams/${guid}/channels/([^/?]+)/messages$`, 'i'),
    ([, team, channel]) => ({ is: 'messages', team: team!.toLowerCase(), channel: decodeURIComponent(channel!) }),
  ],
  [/^\/?groups$/i, () => ({ is: 'groups' })],
  [new RegExp(`^/?groups/${guid}$`, 'i'), ([, group]) => ({ is: 'group', group: group!.toLowerCase() })],
  [new RegExp(`^/?groups/${guid}/members$`, 'i'), ([, group]) => ({ is: 'members', group: group!.toLowerCase() })],
];

/** By the `resource` of a subscription; undefined for what can't be watched here. */
export function watchedBy(resource: string): Watched | undefined {
  for (const [path, read] of paths) {
    const found = path.exec(resource);
    if (found !== null) return read(found);
  }
  return undefined;
}

/** One name for every way to write the same resource. */
export const nameOf = (watched: Watched): string => Object.values(watched).join(' ');
