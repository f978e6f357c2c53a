/** Webex: Markdown, as people type it and as apps send it. */
import { z } from 'zod';
import type { Drafts } from '../kit/draft.ts';
import { isTooLong } from './compose.ts';
import { pageHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';

const payload = z.looseObject({ markdown: z.string() });

export const webexDrafts: Drafts = {
  written: (typed) => typed,
  show(given) {
    const { data } = payload.safeParse(given);
    if (!data || isTooLong(data.markdown)) return undefined;
    return { html: pageHtml(renderMarkdown(data.markdown, { person: () => undefined })) };
  },
};
