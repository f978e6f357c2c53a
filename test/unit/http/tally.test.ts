import assert from 'node:assert/strict';
import { createTally } from '../../../src/http/tally.ts';

describe('a tally', () => {
  const labels = { calls: ['platform', 'outcome'], turns: [] } as const;
  const tally = () => createTally((name: keyof typeof labels) => labels[name]);

  it('adds up what has the same name and labels, in whatever order they are given', () => {
    const counted = tally();
    counted.add('calls', { platform: 'slack', outcome: '200' }, 1);
    counted.add('calls', { outcome: '200', platform: 'slack' }, 2);
    counted.add('calls', { platform: 'slack', outcome: '429' }, 1);
    counted.add('calls', { platform: '429', outcome: 'slack' }, 1);
    counted.add('turns', {}, 5);
    assert.deepEqual(
      counted.take().map(({ name, labels, by }) => [name, Object.values(labels).join(' '), by]),
      [
        ['calls', 'slack 200', 3],
        ['calls', 'slack 429', 1],
        ['calls', '429 slack', 1],
        ['turns', '', 5],
      ],
    );
  });

  it('gives each count away once', () => {
    const counted = tally();
    counted.add('turns', {}, 1);
    assert.equal(counted.take().length, 1);
    assert.deepEqual(counted.take(), []);
    counted.add('turns', {}, 1);
    assert.deepEqual(
      counted.take().map(({ by }) => by),
      [1],
    );
  });
});
