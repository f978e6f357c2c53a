/** Cookies, as a browser sends them and as it is told to keep them. "RFC 6265" */

export interface NewCookie {
  readonly name: string;
  /** Letters, digits, `-`, `_` and dots. */
  readonly value: string;
  /** It is sent to what is below this, and to nothing else. */
  readonly path: string;
  readonly lastsMs: number;
  /** It is sent over https alone. */
  readonly secure: boolean;
}

/** The value of `Set-Cookie`. No script can read it, and no other site's form sends it along. */
export const setCookie = ({ name, value, path, lastsMs, secure }: NewCookie): string =>
  `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${lastsMs / 1_000}${secure ? '; Secure' : ''}`;

/** The value under that name; empty where there is none. */
export function cookieIn(header: string | undefined, name: string): string {
  for (const part of (header ?? '').split(';')) {
    const [own, value] = part.trim().split('=', 2);
    if (own === name && value) return value;
  }
  return '';
}
