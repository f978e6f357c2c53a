/** How a file is shown where it can't be held: its name, its size, where to open it, and why it is not there itself. */
import type { DraftFile } from '../../core/connector.ts';
import type { Paragraph } from '../../core/content/tree.ts';
import { type FileReason, reasonText } from '../../core/files/reasons.ts';
import { sizeText } from '../../core/files/sizes.ts';
import type { Platform } from '../../core/model.ts';

/** `to`: the platform that the line is for. */
export interface NotThere {
  readonly why: FileReason;
  readonly to: Platform;
}

/** `📎 Q3 plan.docx (1.2 MB) · Open – too large for Webex`; without a reason where lines are how the platform holds files. */
export function fileLine({ name, size, link }: DraftFile, notThere?: NotThere): Paragraph {
  const about = size === undefined ? '' : ` (${sizeText(size)})`;
  return {
    type: 'paragraph',
    children: [
      { type: 'text', text: `📎 ${name}${about} · ` },
      { type: 'link', url: link, children: [{ type: 'text', text: 'Open' }] },
      ...(notThere ? [{ type: 'text' as const, text: ` – ${reasonText(notThere.why, notThere.to)}` }] : []),
    ],
  };
}
