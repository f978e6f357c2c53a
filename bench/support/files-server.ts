/** What Mio does with a file: out of one platform and into another. Started with the addresses of both. */
import { once } from 'node:events';
import { createEgress } from '../../src/http/egress.ts';

const [source = '', target = ''] = process.argv.slice(2);
const from = 'https://files.slack.com';
const to = 'https://webexapis.com';
const egress = createEgress({
  origins: new Map([
    [from, source],
    [to, target],
  ]),
});

async function relayFile(size: number): Promise<void> {
  const file = await egress.stream({ method: 'GET', url: `${from}/${size}`, limit: size });
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(size) };
  const url = `${to}/v1/messages`;
  const answer = await egress.stream({ method: 'POST', url, headers, body: file.body, limit: 1_024 });
  answer.body.resume();
  await once(answer.body, 'end');
  if (answer.status !== 200) throw new Error(`the target answered ${answer.status}`);
}

process.on('message', async (question: string) => {
  const { files, size } = JSON.parse(question) as { files: number; size: number };
  await Promise.all(Array.from({ length: files }, () => relayFile(size)));
  process.send?.({ done: files });
});
process.send?.({ port: 0 });
