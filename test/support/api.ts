/** Calls Mio's API as an organization of the demo, as the operator, or as nobody. */
import { readFileSync } from 'node:fs';

export interface Api {
  readonly as: 'operator' | 'contoso' | 'fabrikam' | 'nobody';
}

export interface ApiAnswer<T = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly body: T;
}

type Keys = Readonly<Record<Api['as'], string | undefined>>;

/** The keys of the demo's organizations, as its preparation remembered them. */
export function keysIn(memory: string): Pick<Keys, 'contoso' | 'fabrikam' | 'nobody'> {
  const { contoso, fabrikam } = JSON.parse(readFileSync(memory, 'utf8')) as { contoso: string; fabrikam: string };
  return { contoso, fabrikam, nobody: undefined };
}

export async function callApi(
  url: string,
  call: { readonly key: string | undefined; readonly method: string; readonly path: string; readonly body?: unknown },
): Promise<ApiAnswer> {
  const answer = await fetch(`${url}/api/v1${call.path}`, {
    method: call.method,
    headers: {
      ...(call.key !== undefined && { authorization: `Bearer ${call.key}` }),
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
  });
  return { status: answer.status, body: (await answer.json()) as ApiAnswer['body'] };
}
