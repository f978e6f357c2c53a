/** Files between the connector and a Webex of other hands: whole, in both directions, and never held. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createWebexConnector } from '../../../../src/connectors/webex/index.ts';
import type { Connector, DraftFile } from '../../../../src/core/connector.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { ConversationId, MessageId, PersonId, Place } from '../../../../src/core/model.ts';
import { createEgress } from '../../../../src/http/egress.ts';
import { createTestClock } from '../../../support/clock.ts';
import { createTestParts, storeConnection } from '../../../support/connector-parts.ts';
import { createTestWorld, incidents, personId, type TestWorld } from '../../sandbox/webex/world.ts';

const author = { name: 'Ada Nowak', platform: 'teams' } as const;
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('files in a live Webex', () => {
  let webex: TestWorld;
  let connector: Connector;
  let place: Place;
  let close: () => Promise<void>;
  before(async () => {
    webex = await createTestWorld();
    const egress = createEgress({ origins: new Map([['https://webexapis.com', `${webex.built.kit.url}/webex`]]) });
    const parts = createTestParts(egress, createTestClock(webex.clock.now()));
    connector = createWebexConnector(parts, { clientId: 'client', clientSecret: 'secret' });
    const access = await webex.signIn('mio-relay');
    const { id } = await storeConnection(parts, {
      id: 'webex-1',
      platform: 'webex',
      account: 'Y2lz-org1',
      facts: { personId: personId('mio-relay') },
      secrets: { tokens: JSON.stringify({ access, refresh: 'r', expiresAt: Number.MAX_SAFE_INTEGER }) },
    });
    place = { connection: id, conversation: incidents.id as ConversationId };
    close = async () => {
      await egress.close();
      await webex.close();
    };
  });
  after(() => close());

  const draftFile = (name: string, size: number): DraftFile => ({
    id: name,
    name,
    size,
    link: 'https://mio.example/f',
  });
  /** Posts a file as Mio, out of pieces of that size. */
  async function post(name: string, bytes: Buffer, piece: number): Promise<MessageId> {
    const [rendered] = connector.renderFiles({ author, content: [], files: [draftFile(name, bytes.length)] });
    assert.ok(rendered);
    const pieces = function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    };
    const open = async () => ({ body: Readable.from(pieces()), type: 'application/zip', size: bytes.length });
    return (await connector.post(place, rendered, { root: null, key: name, open })).message;
  }
  const share = async (name: string, bytes: Buffer): Promise<MessageId> => {
    const files = [{ name, type: 'image/png', base64: bytes.toString('base64') }];
    const { message } = await webex.webex.act({
      platform: 'webex',
      as: 'grace',
      do: 'upload',
      place: incidents.place,
      text: '',
      files,
    });
    return message as MessageId;
  };

  for (const [size, piece] of [
    [0, 1],
    [1, 1],
    [70_001, 977],
    [5_000_000, 65_536],
  ] as const) {
    it(`${size} bytes arrive as they were, in pieces of ${piece}`, async () => {
      const bytes = Buffer.from(Array.from({ length: Math.min(size, 1024) }, (_, at) => (at * 7) % 256));
      const all = Buffer.alloc(size, bytes.length > 0 ? bytes : '\0');
      const name = `a “b” ${size}.zip`;
      await post(name, all, piece);
      const shown = webex.webex.view(incidents.place).at(-1);
      assert.deepEqual(
        [shown?.text, shown?.files[0]?.name, shown?.files[0]?.type, shown?.files[0]?.size],
        ['Ada Nowak (Teams):', name, 'application/zip', size],
      );
      const got = Buffer.from(await (await fetch(`${webex.built.kit.url}${shown?.files[0]?.url}`)).arrayBuffer());
      assert.equal(digest(got), digest(all));
    });
  }

  it('a post is found by the name of its file', async () => {
    const message = await post('Žluťoučký kůň.zip', Buffer.from('x'), 1);
    webex.clock.advance(1_000);
    const found = await connector.find(place, null, 0);
    assert.equal(found.find((one) => one.message === message)?.text, '📎 Žluťoučký kůň.zip');
  });

  it('what a person shared is told, and handed out byte by byte', async () => {
    const bytes = Buffer.alloc(300_000, 'picture');
    const message = await share('Žluťoučký kůň.png', bytes);
    webex.clock.advance(1_000);
    const state = await connector.fetch({ ...place, message }, null);
    assert.ok(state?.is === 'present');
    assert.equal(plainText(state.content), '');
    const [file, ...others] = state.files ?? [];
    assert.ok(file && others.length === 0);
    const { id, ...about } = file;
    assert.deepEqual(about, { name: 'Žluťoučký kůň.png', type: 'image/png', size: bytes.length, inline: true });
    const { body, ...told } = await connector.open({ ...place, message }, null, file);
    assert.deepEqual(told, { type: 'image/png', size: bytes.length });
    assert.equal(digest(Buffer.concat(await body.toArray())), digest(bytes));
  });

  for (const [name, afterMs, expected] of [
    ['plan.pdf', 0, 'busy'],
    ['infected.pdf', 1_000, 'gone'],
    ['unscannable.pdf', 1_000, 'refused'],
  ] as const) {
    it(`${name}, ${afterMs} ms after it was shared, is ${expected}`, async () => {
      const message = await share(name, Buffer.from('x'));
      const [url] = (await (await webex.connect('grace'))('GET', `/messages/${message}`)).body['files'] as string[];
      webex.clock.advance(afterMs);
      const file = { id: String(url).split('/').at(-1) ?? '', name };
      await assert.rejects(connector.open({ ...place, message }, null, file), (error: unknown) => {
        assert.ok(error instanceof DeliveryError, String(error));
        assert.equal(error.failure, expected);
        if (expected === 'busy') assert.equal(error.retryAfterMs, 1_000);
        return true;
      });
    });
  }

  it('people are found by their mail address, and have one', async () => {
    const hugo = personId('hugo') as PersonId;
    assert.equal(await connector.byMail(place.connection, 'HUGO@fabrikam.example'), hugo);
    assert.equal(await connector.byMail(place.connection, 'nobody@fabrikam.example'), undefined);
    assert.equal(await connector.byMail(place.connection, 'mio@fabrikam.example'), undefined, 'Mio’s own account');
    assert.equal(await connector.mail(place.connection, hugo), 'hugo@fabrikam.example');
  });
});
