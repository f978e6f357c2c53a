/** Pages with one thing to say: nothing that could be framed, and no script that is not named by its content. */
import { createHash } from 'node:crypto';
import type { Language } from '../core/language.ts';
import type { Asset } from './assets.ts';
import type { PageAnswer } from './oauth.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);

const style =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0;background:Canvas;color:CanvasText}main{max-width:32rem;padding:2rem;overflow-wrap:anywhere}h1{font-size:1.5rem}.code{display:inline-block;padding:.5rem 1rem;border:2px solid;border-radius:.5rem;font:600 1.75rem/1.2 ui-monospace,monospace;letter-spacing:.1em;white-space:nowrap;user-select:all}' +
  'h2{font-size:1.125rem;margin-top:2rem}code,pre{font:600 1rem/1.5 ui-monospace,monospace;user-select:all}pre{white-space:pre-wrap}' +
  '.action{display:inline-block;padding:.4rem .9rem;border:2px solid;border-radius:.5rem;font:inherit;font-weight:600;background:Canvas;color:CanvasText;text-decoration:none;cursor:pointer}.primary{background:CanvasText;color:Canvas;border-color:CanvasText}@media(forced-colors:active){.primary{background:Canvas;color:LinkText}}' +
  ':focus-visible{outline:3px solid Highlight;outline-offset:2px}';
const styleHash = createHash('sha256').update(style).digest('base64');

export interface Page {
  readonly status: number;
  readonly title: string;
  /** HTML, each in a paragraph of its own: what comes from elsewhere has been escaped. */
  readonly paragraphs: readonly string[];
  /** HTML that stands after them. */
  readonly more?: string;
  readonly language?: Language;
  readonly scripts?: readonly Asset[];
  /** Its scripts ask Mio. */
  readonly asksBack?: boolean;
}

export function pageOf(page: Page): PageAnswer {
  const { status, title, paragraphs, more = '', language = 'en', scripts = [], asksBack = false } = page;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    ...(scripts.length > 0 ? ["script-src 'self'"] : []),
    ...(asksBack ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  const heading = escapeHtml(title);
  const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('');
  const tags = scripts.map(({ path, integrity }) => `<script defer src="${path}" integrity="${integrity}"></script>`);
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading} – Mio</title><style>${style}</style>${tags.join('')}<main><h1>${heading}</h1>${body}${more}</main></html>`,
  };
}

/** The same with nothing but words. */
export const page = (status: number, title: string, text: string, language: Language = 'en'): PageAnswer =>
  pageOf({ status, title, paragraphs: [escapeHtml(text)], language });
