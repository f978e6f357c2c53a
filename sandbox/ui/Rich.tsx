/** Shows a message's HTML by building elements from an allow-list: whatever is not on it becomes its text. */
import { createElement, memo, type ReactNode } from 'react';

const allowed = new Set(
  'p br b strong i em s del u code pre a ul ol li blockquote h1 h2 h3 h4 h5 h6 hr span div table tbody tr td th'.split(
    ' ',
  ),
);
const leaves = new Set(['br', 'hr']);

/** Headings inside a message must not become headings of the page. */
const heading = /^h[1-6]$/;

export const Rich = memo(function Rich({ html }: { readonly html: string }) {
  return <div className="rich">{children(new DOMParser().parseFromString(html, 'text/html').body)}</div>;
});

/** What is said beside a message's cards, where the view marks which part of it tells the cards in words. */
export function besideCards(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const cards = body.querySelectorAll('aside.card');
  if (cards.length === 0) return '';
  for (const card of cards) card.remove();
  return body.innerHTML;
}

const children = (node: Node): ReactNode[] => [...node.childNodes].map((child, index) => element(child, index));

function element(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const name = node.localName;
  if (name === 'img' && node.classList.contains('emoji')) return emoji(node, key);
  if (!allowed.has(name)) return children(node);
  if (name === 'p' && isPictureAlone(node)) return null;
  if (leaves.has(name)) return createElement(name, { key });
  if (heading.test(name)) return createElement('p', { key, className: `title ${name}` }, ...children(node));
  return createElement(name, { key, ...attributes(node, name) }, ...children(node));
}

/** What a workspace made itself, among the letters: from this server alone. */
function emoji(node: Element, key: number): ReactNode {
  const [src, alt] = [node.getAttribute('src') ?? '', node.getAttribute('alt') ?? ''];
  return src.startsWith('/slack/emoji/') ? <img key={key} className="emoji" src={src} alt={alt} title={alt} /> : alt;
}

/** Pictures of a message are among its files, and are shown there. */
const isPictureAlone = (node: Element): boolean =>
  node.querySelector('img') !== null && node.querySelector('img.emoji') === null && node.textContent?.trim() === '';

function attributes(node: Element, name: string): Record<string, string | number> {
  if (name === 'a') {
    const href = node.getAttribute('href') ?? '';
    return /^(https?|mailto):/i.test(href) ? { href, target: '_blank', rel: 'noreferrer noopener' } : {};
  }
  if (name === 'span' && node.classList.contains('mention')) return { className: 'mention' };
  const start = node.getAttribute('start');
  return name === 'ol' && start && /^\d+$/.test(start) ? { start: Number(start) } : {};
}
