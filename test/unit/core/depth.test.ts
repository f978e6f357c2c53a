/** Depth is told before anything is parsed, whatever stands in the strings. */
import assert from 'node:assert/strict';
import { deeperThan } from '../../../src/core/depth.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('the depth of JSON', () => {
  const table: readonly [why: string, json: string, limit: number, deeper: boolean][] = [
    ['at the limit', nested(64), 64, false],
    ['one beyond it', nested(65), 64, true],
    ['objects count like arrays', '{"a":{"b":{}}}', 2, true],
    ['brackets in a string do not count', `["${'['.repeat(100)}"]`, 2, false],
    ['an escaped quote does not end a string', '["\\"[[[["]', 1, false],
    ['an escaped backslash does', '["\\\\",[[]]]', 2, true],
    ['siblings are no depth', `[${'[],'.repeat(100)}[]]`, 2, false],
    ['a string that never ends', '["[[[[', 1, false],
    ['nothing at all', '', 1, false],
    ['not JSON, but deep', '[[[[[', 4, true],
  ];
  for (const [why, json, limit, deeper] of table) {
    it(why, () => assert.equal(deeperThan(Buffer.from(json), limit), deeper));
  }
});
