/** Cookies as a browser sends them. */

/** The value under that name; empty where there is none. "RFC 6265" */
export function cookieIn(header: string | undefined, name: string): string {
  for (const part of (header ?? '').split(';')) {
    const [own, value] = part.trim().split('=', 2);
    if (own === name && value) return value;
  }
  return '';
}
