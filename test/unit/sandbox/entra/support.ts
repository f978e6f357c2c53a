/** A sandbox with Entra alone, on loopback, and a person at a browser: pages are fetched and their forms submitted. */
import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import type { Entra } from '../../../../sandbox/entra/index.ts';
import { createEntra } from '../../../../sandbox/entra/index.ts';
import type { SandboxClock } from '../../../../sandbox/kit/clock.ts';
import { createManualClock } from '../../../../sandbox/kit/clock.ts';
import { createKit } from '../../../../sandbox/kit/kit.ts';
import type { Kit } from '../../../../sandbox/kit/platform.ts';
import { createTeamsWorld } from '../../../../sandbox/teams/tenant.ts';

export const tenant = '8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01';
export const redirectUri = 'https://mio.example/oauth/teams/callback';
/** Where the product would listen; redirects are read and not followed. */
const productUrl = 'http://127.0.0.1:9';

export interface Form {
  readonly account: string | undefined;
  readonly method: string;
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
}

export interface EntraSandbox {
  readonly kit: Kit;
  readonly entra: Entra;
  readonly clock: SandboxClock;
  readonly client: { readonly id: string; readonly secret: string };
  /** Fetches a real Entra address from the sandbox, without following redirects. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  token(form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<TokenAnswer>;
  authorizeUrl(params?: Readonly<Record<string, string>>): string;
  /** Goes through the pages as `account`, pressing `decision` where consent is asked for; answers the redirect's parameters. */
  signIn(account: string, params?: Readonly<Record<string, string>>, decision?: string): Promise<URLSearchParams>;
  /** Signs in and redeems the code. */
  tokensOf(account: string, scope: string): Promise<TokenAnswer>;
  close(): Promise<void>;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: {
    readonly access_token: string;
    readonly refresh_token: string;
    readonly id_token: string;
    readonly scope: string;
    readonly expires_in: number;
    readonly error: string;
    readonly error_description: string;
    readonly error_codes: readonly number[];
    readonly suberror?: string;
    readonly trace_id: string;
    readonly correlation_id: string;
  };
}

export async function startEntra(folder?: string): Promise<EntraSandbox> {
  const clock = createManualClock(Date.parse('2026-11-22T06:00:00Z'));
  const built = createKit({
    product: { publicUrl: 'https://mio.example', url: productUrl },
    clock,
    ...(folder === undefined ? {} : { folder }),
  });
  const entra = createEntra(built.kit, createTeamsWorld(built.kit));
  entra.mount(built.router);
  await built.listen();

  const { teamsAppId: id = '', teamsClientSecret: secret = '' } = entra.app();
  const fetchReal: EntraSandbox['fetch'] = (url, init) =>
    fetch(url.replace('https://login.microsoftonline.com', `${built.kit.url}/entra`), { redirect: 'manual', ...init });
  const authorizeUrl: EntraSandbox['authorizeUrl'] = (params = {}) =>
    `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
      client_id: id,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid profile offline_access User.Read',
      ...params,
    })}`;
  const token: EntraSandbox['token'] = async (form, headers = {}) => {
    const response = await fetchReal(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    });
    return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
  };
  const signIn: EntraSandbox['signIn'] = async (account, params, decision = 'accept') => {
    let url = authorizeUrl(params);
    let response = await fetchReal(url);
    while (response.status === 200) {
      const form = formsOf(await response.text()).find((one) => one.account === account);
      if (form === undefined) throw new Error(`no form for ${account}`);
      ({ url, response } = await submit(fetchReal, url, form, decision));
    }
    return new URL(response.headers.get('location') ?? '').searchParams;
  };

  return {
    kit: built.kit,
    entra,
    clock,
    client: { id, secret },
    fetch: fetchReal,
    token,
    authorizeUrl,
    signIn,
    async tokensOf(account, scope) {
      const answer = await signIn(account, { scope });
      const code = answer.get('code') ?? `none: ${answer.get('error_description')}`;
      return token({
        grant_type: 'authorization_code',
        client_id: id,
        client_secret: secret,
        code,
        redirect_uri: redirectUri,
      });
    },
    close: () => built.close(),
  };
}

/** What a browser does with a form whose button `decision` is pressed. */
export async function submit(fetchReal: EntraSandbox['fetch'], page: string, form: Form, decision: string) {
  const values = new URLSearchParams();
  for (const [name, value] of form.fields) values.append(name, value);
  if (form.method === 'post') {
    values.set('decision', decision);
    const url = new URL(form.action, page).href;
    return { url, response: await fetchReal(url, { method: 'POST', body: values }) };
  }
  const target = new URL(form.action, page);
  target.search = values.toString();
  return { url: target.href, response: await fetchReal(target.href) };
}

export function formsOf(html: string): readonly Form[] {
  const forms: { account: string | undefined; method: string; action: string; fields: [string, string][] }[] = [];
  const parser = new Parser({
    onopentag(tag, attributes) {
      const { action = '', method = 'get', name = '', value = '', type } = attributes;
      if (tag === 'form') forms.push({ account: attributes['data-account'], method, action, fields: [] });
      if (tag === 'input' && type === 'hidden') forms.at(-1)?.fields.push([name, value]);
    },
  });
  parser.end(html);
  return forms;
}

export function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
