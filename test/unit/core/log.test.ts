/** What a line of the log holds of an error: whatever it was made of, nothing that was sent. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const log = fileURLToPath(new URL('../../../src/log.ts', import.meta.url));

/** What a process writes that logs one error. @param made an expression */
function written(made: string): { line: string; err: Readonly<Record<string, unknown>> } {
  const script = `import { createLog } from ${JSON.stringify(log)}; createLog('info').error({ err: ${made} }, 'it failed');`;
  const line = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  assert.equal(line.trim().split('\n').length, 1);
  const { level, msg, err } = JSON.parse(line) as { level: string; msg: string; err: Record<string, unknown> };
  assert.deepEqual([level, msg], ['error', 'it failed']);
  return { line, err };
}

describe('an error in the log', () => {
  it('is its name, its message and its code, and nothing else that hangs on it', () => {
    const { line, err } = written(
      `Object.assign(new TypeError('refused'), { code: 'E1', response: { body: 'hush' }, config: { token: 'hush' } })`,
    );
    assert.deepEqual(err, { name: 'TypeError', message: 'refused', code: 'E1' });
    assert.doesNotMatch(line, /hush/);
  });

  it('is the first line of its message, without control characters, and not all of a long one', () => {
    const { line, err } = written(`new Error('one\\u001b[31m\\ttwo\\nhush: what was sent' + 'x'.repeat(50))`);
    assert.equal(err['message'], 'one [31m two');
    assert.doesNotMatch(line, /hush/);
    assert.equal(String(written(`new Error('x'.repeat(5_000))`).err['message']).length, 300);
  });

  it('has its causes, told of in the same way', () => {
    const { line, err } = written(`new Error('outer', { cause: new Error('inner\\nhush') })`);
    assert.deepEqual(err['cause'], { name: 'Error', message: 'inner' });
    assert.doesNotMatch(line, /hush/);
  });

  it('that is none is not repeated', () => assert.doesNotMatch(written(`{ body: 'hush' }`).line, /hush/));
});
