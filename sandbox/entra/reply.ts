/** The way back to the product: the three response modes. */
import type { Answer } from '../kit/router.ts';
import { formPostPage } from './pages.ts';
import type { Registration } from './registration.ts';

export type ReplyMode = 'query' | 'fragment' | 'form_post';

/** Values that are null are left out. */
export function reply(
  { reachable }: Registration,
  mode: ReplyMode,
  redirectUri: string,
  values: Readonly<Record<string, string | null>>,
): Answer {
  const present = Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as [string, string]],
  );
  if (mode === 'form_post') return formPostPage(reachable(redirectUri), present);
  const target = new URL(reachable(redirectUri));
  if (mode === 'fragment') target.hash = new URLSearchParams(present).toString();
  else for (const [name, value] of present) target.searchParams.append(name, value);
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } };
}
