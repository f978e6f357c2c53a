/** Pictures that the bot posts itself, over HTTP: which bytes go out, and when there is a line instead. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { DraftFile, OpenFile, Rendered } from '../../../../src/core/connector.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId } from '../../../../src/core/model.ts';
import { EgressError } from '../../../../src/core/ports.ts';
import { jpeg, png } from './support/pictures.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const shot: DraftFile = {
  id: 's',
  name: 'shot.png',
  type: 'image/png',
  size: 1000,
  link: 'https://mio.example/files/x',
};
const activities = /;messageid=1\/activities$/;

describe('a picture in what the bot posts', () => {
  let world: Teams;
  let rendered: Rendered;
  beforeEach(async () => {
    world = await connectedTeams();
    world.microsoft.on('POST', activities, () => ({ status: 201, json: { id: '2' } }));
    [rendered] = world.teams.renderFiles({ author: null, content: [], files: [shot] }) as [Rendered];
  });
  afterEach(() => world.close());

  const file = (body: Readable): OpenFile => ({ body, type: 'image/png', size: undefined });
  const post = (open: () => Promise<OpenFile>) =>
    world.teams.post(place, rendered, { root: '1' as MessageId, key: 'k', open });
  const postBytes = (...chunks: Buffer[]) => post(() => Promise.resolve(file(Readable.from(chunks))));
  const sent = () => world.microsoft.calls('POST', activities).map(({ body }) => JSON.parse(body.toString()));

  it('goes along as data, in an activity of its own', async () => {
    const bytes = png(640, 480);
    assert.equal((await postBytes(bytes.subarray(0, 9), bytes.subarray(9))).message, '1/2');
    const contentUrl = `data:image/png;base64,${bytes.toString('base64')}`;
    assert.deepEqual(sent(), [
      { type: 'message', attachments: [{ contentType: 'image/png', contentUrl, name: 'shot.png' }] },
    ]);
  });

  it('is what its bytes are, whatever it was called', async () => {
    await postBytes(jpeg(10, 10));
    assert.equal(sent()[0].attachments[0].contentType, 'image/jpeg');
  });

  const refusals: readonly [why: string, bytes: readonly Buffer[]][] = [
    ['it is larger than its source said', [png(1, 1), Buffer.alloc(180 * 1024)]],
    ['it is wider than Teams shows', [png(1025, 1)]],
    ['FL-05 it is a page', [Buffer.from('<html><body>Sign in</body></html>')]],
  ];
  for (const [why, bytes] of refusals) {
    it(`is not posted where ${why}`, async () => {
      await assert.rejects(postBytes(...bytes), { failure: 'refused' });
      assert.deepEqual(sent(), []);
    });
  }

  it('is tried again later where its source breaks off, which says nothing about Teams', async () => {
    const broken = async function* () {
      yield png(1, 1);
      throw new EgressError('cut', true, 'cut');
    };
    await assert.rejects(
      post(() => Promise.resolve(file(Readable.from(broken())))),
      { failure: 'busy' },
    );
    const spent = new DeliveryError('unauthorized', 'token_revoked', { operation: 'open file' });
    await assert.rejects(
      post(() => Promise.reject(spent)),
      spent,
    );
    assert.deepEqual(world.teams.health(place.connection), { state: 'connected' });
  });
});
