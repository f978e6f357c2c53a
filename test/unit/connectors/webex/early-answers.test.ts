/** FL-08: Webex ends an upload before it has all of it. It can't have posted what it never had, so nothing is in doubt. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createWebexConnector } from '../../../../src/connectors/webex/index.ts';
import type { DraftFile } from '../../../../src/core/connector.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { ConversationId } from '../../../../src/core/model.ts';
import { createEgress } from '../../../../src/http/egress.ts';
import { createTestParts, storeConnection } from '../../../support/connector-parts.ts';

const size = 32 * 1024 * 1024;
const file: DraftFile = { id: 'a', name: 'a.bin', size, link: 'https://mio.example/files/a' };

/** As large as `file`, made as it is read. */
function largeBody(): Readable {
  let left = size;
  return new Readable({
    read(wanted) {
      const bytes = Math.min(wanted, left);
      left -= bytes;
      this.push(bytes === 0 ? null : Buffer.alloc(bytes));
    },
  });
}

const answering =
  (status: number): RequestListener =>
  (_request, response) => {
    response.statusCode = status;
    response.end('{}');
  };

describe('FL-08, Webex, an upload that is ended early', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const [why, listener, expected] of [
    ['as too large', answering(413), 'refused too_large'],
    ['because Webex is down', answering(503), 'busy 503'],
    ['by a cut', (request) => request.once('data', () => request.socket.destroy()), 'busy cut'],
    ['since nobody takes it', () => {}, 'busy deadline'],
  ] as readonly (readonly [string, RequestListener, string])[]) {
    it(`${why}: ${expected}`, async () => {
      server = createServer(listener).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const egress = createEgress({ origins: new Map([['https://webexapis.com', url]]), deadlineMs: 200 });
      const parts = createTestParts(egress);
      const connector = createWebexConnector(parts, { clientId: 'client', clientSecret: 'secret' });
      const tokens = JSON.stringify({ access: 'a', refresh: 'r', expiresAt: Number.MAX_SAFE_INTEGER });
      const details = {
        id: 'webex-1',
        platform: 'webex',
        account: 'Y2lz-org1',
        facts: {},
        secrets: { tokens },
      } as const;
      const place = {
        connection: (await storeConnection(parts, details)).id,
        conversation: 'Y2lz-room1' as ConversationId,
      };
      const [rendered] = connector.renderFiles({ author: null, content: [], files: [file] });
      assert.ok(rendered);
      const body = largeBody();
      const open = async () => ({ body, type: 'application/octet-stream', size });
      await assert.rejects(connector.post(place, rendered, { root: null, key: 'k', open }), (error: unknown) => {
        assert.ok(error instanceof DeliveryError, String(error));
        assert.equal(`${error.failure} ${error.code}`, expected);
        return true;
      });
      assert.ok(body.destroyed, 'the source is let go');
      await egress.close();
    });
  }
});
