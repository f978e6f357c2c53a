/**
 * The webhooks of a connection: one per event of messages, of who is in a space, and of its title, for all spaces of the
 * relay person ("Webhooks"). Webex turns a webhook off for good after a spell of failures, so they are compared with what
 * they should be, again and again.
 */
import type { Connection } from '../../core/records.ts';
import { type Json, text } from '../support/json.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { isGone } from './absence.ts';
import type { WebexApi } from './api.ts';

const subjects = [
  { resource: 'messages', event: 'created', called: 'message created' },
  { resource: 'messages', event: 'updated', called: 'message updated' },
  { resource: 'messages', event: 'deleted', called: 'message deleted' },
  { resource: 'memberships', event: 'created', called: 'member joined' },
  { resource: 'memberships', event: 'deleted', called: 'member left' },
  { resource: 'rooms', event: 'updated', called: 'space changed' },
] as const;
type Subject = (typeof subjects)[number];

const base = (publicUrl: string) => `${publicUrl}/webhooks/webex/`;
export const hookUrl = (publicUrl: string, connection: string) => `${base(publicUrl)}${connection}`;
const nameOf = ({ called }: Subject) => `Mio: ${called}`;

export interface HookPlan {
  readonly create: readonly Subject[];
  /** Inactive ones, and ones whose secret is another. */
  readonly renew: readonly { readonly id: string; readonly subject: Subject }[];
  readonly remove: readonly string[];
}

export interface Wanted {
  readonly publicUrl: string;
  readonly connection: string;
  readonly secret: string;
  /** Whether a secret that Webex does not show is to be set anew. */
  readonly confirmSecret: boolean;
  /** Other connections of this installation that may have webhooks under the same account. */
  readonly others: ReadonlySet<string>;
}

/** Pure: what has to be done for the webhooks to be what they should be. Webhooks of others are never touched. */
export function planHooks(listed: readonly Json[], wanted: Wanted): HookPlan {
  const kept = new Map<Subject, Json>();
  const remove: string[] = [];
  for (const hook of listed) {
    const id = text(hook['id']);
    const target = text(hook['targetUrl']) ?? '';
    if (id === undefined || !target.startsWith(base(wanted.publicUrl))) continue;
    const owner = target.slice(base(wanted.publicUrl).length);
    if (owner !== wanted.connection && wanted.others.has(owner)) continue;
    const subject = subjects.find(({ resource, event }) => resource === hook['resource'] && event === hook['event']);
    const fits = owner === wanted.connection && subject && !text(hook['filter']);
    if (fits && !kept.has(subject)) kept.set(subject, hook);
    else remove.push(id);
  }
  const isStale = (hook: Json) =>
    hook['status'] === 'inactive' ||
    (text(hook['secret']) ?? (wanted.confirmSecret ? '' : wanted.secret)) !== wanted.secret;
  return {
    create: subjects.filter((subject) => !kept.has(subject)),
    renew: [...kept]
      .filter(([, hook]) => isStale(hook))
      .map(([subject, hook]) => ({ id: String(hook['id']), subject })),
    remove,
  };
}

/**
 * Makes the webhooks what they should be. May be repeated. Answers whether events may have been missed: some webhook
 * was not there, or off. @throws DeliveryError
 */
export async function repairHooks(
  parts: Pick<ConnectorParts, 'log'>,
  api: WebexApi,
  connection: Connection,
  wanted: Wanted,
): Promise<boolean> {
  const listed: Json[] = [];
  for await (const page of api.pages(connection, { operation: 'administer', path: 'webhooks?max=100' }))
    listed.push(...page);
  const plan = planHooks(listed, wanted);
  const targetUrl = hookUrl(wanted.publicUrl, wanted.connection);
  for (const subject of plan.create) {
    const { resource, event } = subject;
    const body = { name: nameOf(subject), targetUrl, resource, event, secret: wanted.secret };
    await api.call(connection, { operation: 'administer', method: 'POST', path: 'webhooks', body });
  }
  for (const { id, subject } of plan.renew) {
    const body = { name: nameOf(subject), targetUrl, secret: wanted.secret, status: 'active' };
    const path = `webhooks/${encodeURIComponent(id)}`;
    await api.call(connection, { operation: 'administer', method: 'PUT', path, body });
  }
  for (const id of plan.remove) {
    await api.drop(connection, `webhooks/${encodeURIComponent(id)}`).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }
  const done = plan.create.length + plan.renew.length + plan.remove.length;
  if (done > 0) {
    const fields = {
      platform: 'webex',
      connection: connection.id,
      created: plan.create.length,
      renewed: plan.renew.length,
    };
    parts.log.info({ ...fields, removed: plan.remove.length }, 'webex webhooks repaired');
  }
  return plan.create.length + plan.renew.length > 0;
}
