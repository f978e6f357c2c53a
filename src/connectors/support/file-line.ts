/** How a file is shown where it can't be held: its name, its size, and where to open it. */
import type { DraftFile } from '../../core/connector.ts';
import type { Paragraph } from '../../core/content/tree.ts';
import { sizeText } from '../../core/files/sizes.ts';

/** `📎 Q3 plan.docx (1.2 MB) · Open` */
export function fileLine({ name, size, link }: DraftFile): Paragraph {
  const about = size === undefined ? '' : ` (${sizeText(size)})`;
  return {
    type: 'paragraph',
    children: [
      { type: 'text', text: `📎 ${name}${about} · ` },
      { type: 'link', url: link, children: [{ type: 'text', text: 'Open' }] },
    ],
  };
}
