/** Connections are held in memory, and strangers can't make the store work. */
import assert from 'node:assert/strict';
import { createConnections } from '../../../../src/connectors/support/connections.ts';
import type { Egress } from '../../../../src/core/ports.ts';
import { createTestParts, storeConnection } from '../../../support/connector-parts.ts';

const noEgress: Egress = {
  request: () => assert.fail('nothing goes out'),
  stream: () => assert.fail('nothing goes out'),
  fetch: () => assert.fail('nothing goes out'),
  browserUrl: (url) => url,
};

describe('the connections of a platform', () => {
  function open() {
    const parts = createTestParts(noEgress);
    let looks = 0;
    const list = parts.records.list.bind(parts.records);
    parts.records.list = (kind, prefix) => {
      looks += 1;
      return list(kind, prefix);
    };
    return { parts, connections: createConnections('slack', parts), looks: () => looks };
  }
  const details = { id: 'slack-1', platform: 'slack', account: 'T1', facts: {}, secrets: {} } as const;

  it('are found by id and by account, and nobody else’s are', async () => {
    const { parts, connections } = open();
    const stored = await storeConnection(parts, details);
    await storeConnection(parts, { ...details, id: 'webex-1', platform: 'webex', account: 'O1' });
    assert.deepEqual(await connections.byId('slack-1'), stored);
    assert.deepEqual(await connections.byAccount('T1'), stored);
    assert.equal(await connections.byId('webex-1'), undefined);
    assert.equal(await connections.byAccount('O1'), undefined);
  });

  it('are read once for all who ask at the same time, and for strangers every few seconds at most', async () => {
    const { parts, connections, looks } = open();
    await Promise.all([connections.byAccount('T1'), connections.byAccount('T2'), connections.byId('x')]);
    for (let stranger = 0; stranger < 100; stranger += 1) await connections.byAccount(`T${stranger}`);
    assert.equal(looks(), 1);
    await parts.clock.advance(3_000);
    await connections.byAccount('T2');
    assert.equal(looks(), 2);
  });

  it('are noticed when they were stored meanwhile, at once where the connector is told', async () => {
    const { parts, connections } = open();
    assert.equal(await connections.byAccount('T1'), undefined);
    const stored = await storeConnection(parts, details);
    assert.equal(await connections.byAccount('T1'), undefined);
    connections.learn(stored);
    assert.deepEqual(await connections.byAccount('T1'), stored);
    await parts.clock.advance(3_000);
    const second = await storeConnection(parts, { ...details, id: 'slack-2', account: 'T2' });
    assert.deepEqual(await connections.byAccount('T2'), second);
  });
});
