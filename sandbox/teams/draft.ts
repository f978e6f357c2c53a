/** Teams: HTML, as its client sends it and as a bot writes it. */
import { z } from 'zod';
import type { Drafts } from '../kit/draft.ts';
import { fromMarkdown } from './compose.ts';
import { browserHtml } from './view.ts';

const payload = z.looseObject({ html: z.string() });

export const teamsDrafts: Drafts = {
  written: fromMarkdown,
  show(given) {
    const { data } = payload.safeParse(given);
    return data && { html: browserHtml(data.html, 'html') };
  },
};
