import assert from 'node:assert/strict';
import { isNewer } from '../../../src/connectors/teams/catalog.ts';

describe('versions of the app', () => {
  for (const [a, b, newer] of [
    ['1.0.1', '1.0.0', true],
    ['1.0.0', '1.0.0', false],
    ['1.0.0', '1.0.1', false],
    ['1.10.0', '1.9.9', true],
    ['2.0', '1.9.9', true],
    ['1.0', '1.0.0', false],
  ] as const) {
    it(`${a} is ${newer ? '' : 'not '}newer than ${b}`, () => assert.equal(isNewer(a, b), newer));
  }
});
