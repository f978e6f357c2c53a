/** `$batch`. Page "Combine multiple HTTP requests using JSON batching": every inner request stands for itself. */
import type { Answer } from '../../kit/router.ts';
import { badRequest } from './errors.ts';
import { ok } from './operation.ts';

export interface BatchItem {
  readonly id: string;
  readonly method: string;
  /** Relative, without the version. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

const most = 20;

function itemOf(raw: unknown): BatchItem {
  const { id, method, url, headers, body, dependsOn } = (raw ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') {
    throw badRequest('Invalid batch payload format.');
  }
  const given = Object.entries((headers ?? {}) as Readonly<Record<string, string>>);
  const lower = Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
  if (body !== undefined && lower['content-type'] === undefined) {
    throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`);
  }
  const path = url.startsWith('/') ? url : `/${url}`;
  return {
    id,
    method: method.toUpperCase(),
    url: path,
    headers: lower,
    body,
    dependsOn: (dependsOn ?? []) as readonly string[],
  };
}

/** Answers each request by `run`, in the order given; one that depends on a failed one gets 424. @throws GraphError 400 */
export async function batch(payload: unknown, run: (item: BatchItem) => Promise<Answer>): Promise<Answer> {
  const { requests } = (payload ?? {}) as { readonly requests?: unknown };
  if (!Array.isArray(requests) || requests.length === 0) throw badRequest('Invalid batch payload format.');
  if (requests.length > most) throw badRequest(`Number of batch request steps exceeds the maximum value of ${most}.`);
  const items = requests.map(itemOf);
  if (new Set(items.map(({ id }) => id)).size < items.length)
    throw badRequest('Request ids of a batch must be unique.');
  const statuses = new Map<string, number>();
  const responses: object[] = [];
  for (const item of items) {
    const failed = item.dependsOn.some((id) => (statuses.get(id) ?? 424) >= 400);
    const answer = failed ? failedDependency : await run(item);
    statuses.set(item.id, answer.status);
    const body = Buffer.isBuffer(answer.body) ? answer.body.toString('base64') : answer.body;
    responses.push({
      id: item.id,
      status: answer.status,
      headers: answer.headers ?? {},
      ...(body === undefined ? {} : { body }),
    });
  }
  return ok({ responses });
}

const failedDependency: Answer = {
  status: 424,
  body: { error: { code: 'FailedDependency', message: 'A request that this one depends on has failed.' } },
};
