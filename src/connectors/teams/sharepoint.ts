/** SharePoint of one tenant, its personal sites among them: where Graph sends whoever moves the bytes of a file. */
const origins = /^https:\/\/[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.sharepoint\.com$/;

export function isSharePoint(url: string): boolean {
  const origin = URL.canParse(url) ? new URL(url).origin : '';
  return origins.test(origin) && url.startsWith(`${origin}/`);
}
