/** Files: locked while they are looked through for malware, then given out under their name. */
import { errorAnswer, notFound } from '../errors.ts';
import { uuidIn } from '../ids.ts';
import type { Api, Parts } from './guard.ts';

/** How long the scan of a new file takes. */
const scanMs = 500;

export function mountContents(api: Api, { store, kit }: Parts): void {
  api.on('GET', '/v1/contents/{contentId}', 'spark:messages_read', 'lively', ({ params }, token) => {
    const file = store.files.get(uuidIn('CONTENT', params['contentId'] ?? '') ?? '');
    if (!file || !store.membership(token.person, file.room)) throw notFound();
    if (kit.clock.now() < file.created + scanMs) {
      const { headers, ...locked } = errorAnswer(423, 'The file is being scanned for malware.');
      return { ...locked, headers: { ...headers, 'retry-after': '1' } };
    }
    return {
      status: 200,
      headers: {
        'content-type': file.type,
        'content-disposition': `attachment; filename="${file.name.replaceAll('"', '')}"`,
      },
      body: Buffer.from(file.base64, 'base64'),
    };
  });
}
