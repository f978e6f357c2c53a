/** Files: locked while they are looked through for malware, then given out under their name. */

import { errorAnswer, notFound, WebexError } from '../errors.ts';
import { bytesOf, verdictOn } from '../files.ts';
import { uuidIn } from '../ids.ts';
import type { Api, Parts } from './guard.ts';

/** Seconds. */
const askAgainAfter = 1;

/** Names that a header can't hold go the way of RFC 6266: a stand-in, and the name percent-encoded. */
function disposition(name: string): string {
  const standIn = name.replaceAll(/[^ -~]/g, '_').replaceAll(/["\\]/g, '');
  const encoded = encodeURIComponent(name).replaceAll("'", '%27');
  return `attachment; filename="${standIn}"${standIn === name ? '' : `; filename*=UTF-8''${encoded}`}`;
}

export function mountContents(api: Api, { store, kit }: Parts): void {
  api.on('GET', '/v1/contents/{contentId}', 'spark:messages_read', 'lively', ({ params, query }, token) => {
    const file = store.files.get(uuidIn('CONTENT', params['contentId'] ?? '') ?? '');
    if (!file || !store.membership(token.person, file.room)) throw notFound();
    switch (verdictOn(file, kit.clock.now())) {
      case undefined: {
        const { headers, ...locked } = errorAnswer(423, 'The file is being scanned for malware.');
        return { ...locked, headers: { ...headers, 'retry-after': String(askAgainAfter) } };
      }
      case 'infected':
        throw new WebexError(410, 'The file is infected with malware.');
      case 'unscannable':
        if (query.get('allow') !== 'unscannable') throw new WebexError(428, 'The file can’t be scanned for malware.');
    }
    return {
      status: 200,
      headers: { 'content-type': file.type, 'content-disposition': disposition(file.name) },
      body: bytesOf(file),
    };
  });
}
