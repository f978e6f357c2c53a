/**
 * Published limits of the simulated operations, in four dimensions. "Microsoft Graph service-specific throttling limits"
 * (2026-02): a request is refused as soon as any dimension is exceeded.
 */
import type { LimitRow } from '../../kit/limits.ts';

interface Row {
  readonly app: LimitRow;
  readonly tenant: LimitRow;
  /** Per team, or per channel where the operation names one. */
  readonly resource?: LimitRow;
  readonly user?: LimitRow;
}

const perSecond = (calls: number): LimitRow => ({ calls, everyMs: 1000 });
const per20s = (calls: number): LimitRow => ({ calls, everyMs: 20_000 });

export const limitRows = {
  team: { app: perSecond(1500), tenant: perSecond(30), resource: perSecond(4) },
  joinedTeams: { app: perSecond(300), tenant: perSecond(30) },
  channels: { app: perSecond(1200), tenant: perSecond(60), resource: perSecond(4) },
  channel: { app: perSecond(600), tenant: perSecond(30), resource: perSecond(1) },
  listMessages: { app: perSecond(200), tenant: perSecond(20), resource: perSecond(1) },
  postMessage: { app: perSecond(500), tenant: perSecond(50), resource: perSecond(1), user: perSecond(1) },
  listApps: { app: perSecond(1500), tenant: perSecond(30) },
  installApp: { app: perSecond(300), tenant: perSecond(30) },
  uninstallApp: { app: perSecond(150), tenant: perSecond(15) },
  otherGet: { app: perSecond(1500), tenant: perSecond(30), resource: perSecond(1), user: perSecond(1) },
  otherWrite: { app: perSecond(300), tenant: perSecond(30), resource: perSecond(1), user: perSecond(1) },
  /** Identity and access: resource units of a small tenant, taken as one unit per call. */
  directory: { app: per20s(150_000), tenant: { calls: 3500, everyMs: 10_000 } },
  /** "Avoid getting throttled or blocked in SharePoint Online": per user. */
  sharePoint: { app: perSecond(1500), tenant: perSecond(200), user: { calls: 3000, everyMs: 300_000 } },
  changeSubscription: { app: per20s(2000), tenant: per20s(500) },
  reauthorizeSubscription: { app: per20s(4000), tenant: per20s(1000) },
  getSubscription: { app: per20s(2000), tenant: per20s(500) },
  listSubscriptions: { app: per20s(40), tenant: per20s(25) },
} as const satisfies Readonly<Record<string, Row>>;

export type LimitClass = keyof typeof limitRows;

/** The buckets that one call takes from. */
export function bucketsOf(
  limit: LimitClass,
  by: {
    readonly app: string;
    readonly tenant: string;
    readonly resource: string | undefined;
    readonly user: string | undefined;
  },
): readonly { readonly key: string; readonly row: LimitRow }[] {
  const row: Row = limitRows[limit];
  const { app, tenant, resource, user } = by;
  return [
    { row: row.app, key: `graph/${limit}/app/${app}` },
    { row: row.tenant, key: `graph/${limit}/tenant/${app}/${tenant}` },
    ...(row.resource && resource ? [{ row: row.resource, key: `graph/${limit}/resource/${app}/${resource}` }] : []),
    ...(row.user && user ? [{ row: row.user, key: `graph/${limit}/user/${app}/${user}` }] : []),
  ];
}
