import assert from 'node:assert/strict';
import { createFaults, type FaultRule } from '../../../../sandbox/kit/faults.ts';

describe('faults', () => {
  it('strike every n-th call, evenly, at a rate of one in n', () => {
    for (const every of [1, 2, 3, 7, 10, 20, 49, 50]) {
      const faults = createFaults();
      faults.add({ platform: 'slack', kind: 'throttle', rate: 1 / every });
      const struck = Array.from({ length: every * 5 }, (_, index) => index + 1).filter(
        () => faults.strike('slack', 'POST /api/chat.postMessage', ['throttle']).length > 0,
      );
      assert.deepEqual(
        struck,
        [1, 2, 3, 4, 5].map((n) => n * every),
        `one in ${every}`,
      );
    }
  });

  it('count calls and deliveries apart', () => {
    const faults = createFaults();
    faults.add({ platform: 'webex', kind: 'delay', rate: 1 / 2 });
    const strikes = (route: string) => faults.strike('webex', route, ['delay']).length;
    assert.deepEqual([strikes('POST /v1/messages'), strikes('/webhooks/webex/1')], [0, 0]);
    assert.deepEqual([strikes('POST /v1/messages'), strikes('/webhooks/webex/1')], [1, 1]);
  });

  it('strike so many times as they say, and are then gone', () => {
    const faults = createFaults();
    faults.add({ platform: 'teams', kind: 'error', count: 2 });
    const strikes = [1, 2, 3].map(() => faults.strike('teams', 'GET /v1.0/me', ['error']).length);
    assert.deepEqual(strikes, [1, 1, 0]);
    assert.deepEqual(faults.list(), []);
  });

  it('strike only the platform, the route and the kind they name', () => {
    const faults = createFaults();
    faults.add({ platform: 'webex', kind: 'error', route: 'POST /v1/messages' });
    const strikes = (platform: FaultRule['platform'], route: string, kind: FaultRule['kind']) =>
      faults.strike(platform, route, [kind]).length;
    assert.equal(strikes('slack', 'POST /v1/messages', 'error'), 0);
    assert.equal(strikes('webex', 'GET /v1/messages', 'error'), 0);
    assert.equal(strikes('webex', 'POST /v1/messages', 'throttle'), 0);
    assert.equal(strikes('webex', 'POST /v1/messages', 'error'), 1);
  });

  it('that are acts reach the platform at once and do not stand; clear ends those of one platform', () => {
    const faults = createFaults();
    const heard: FaultRule[] = [];
    faults.onAct('entra', (rule) => heard.push(rule));
    faults.add({ platform: 'entra', kind: 'roll-keys' });
    faults.add({ platform: 'slack', kind: 'revoke' });
    assert.deepEqual(heard, [{ platform: 'entra', kind: 'roll-keys' }]);

    faults.add({ platform: 'slack', kind: 'down' });
    faults.add({ platform: 'webex', kind: 'down' });
    faults.add({ platform: 'slack', kind: 'clear' });
    assert.deepEqual(faults.list(), [{ platform: 'webex', kind: 'down' }]);
  });
});
