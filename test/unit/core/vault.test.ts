import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { UserError } from '../../../src/core/errors.ts';
import { createVault, parseMasterKey, parseMasterKeys } from '../../../src/core/vault.ts';

const key = Buffer.alloc(32, 7);
const canary = 'xoxb-canary-5f2c';
const contoso = 'org-1|connection-1|access|1';
const fabrikam = 'org-2|connection-2|access|1';
const vault = createVault(key, randomBytes);

/** The error of opening, which must not tell the secret or the key. */
function refusal(sealed: string, context: string, opener = vault): string {
  try {
    opener.open(sealed, context);
  } catch (error) {
    assert.ok(error instanceof Error);
    const told = `${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause}`;
    for (const secret of [canary, key.toString('hex'), key.toString('base64')]) assert.ok(!told.includes(secret));
    return error.message;
  }
  assert.fail('it opened');
}

describe('vault', () => {
  it('opens what it sealed, whatever the text and the context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, context) => {
        assert.equal(vault.open(vault.seal(secret, context), context), secret);
      }),
    );
  });

  it('shows nothing of the secret, and never the same text twice', () => {
    const sealed = vault.seal(canary, contoso);
    assert.match(sealed, /^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
    for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const) {
      assert.ok(!sealed.includes(Buffer.from(canary).toString(form).replace(/=+$/, '')));
    }
    assert.notEqual(vault.seal(canary, contoso), sealed);
  });

  it('TI-03: two sealed texts that were swapped do not open', () => {
    const [ours, theirs] = [vault.seal(canary, contoso), vault.seal('xoxb-other', fabrikam)];
    assert.match(refusal(theirs, contoso), /belongs to something else/);
    assert.match(refusal(ours, fabrikam), /belongs to something else/);
  });

  it('opens no text of which any one character was changed, dropped or added', () => {
    const sealed = vault.seal(canary, contoso);
    for (let at = 0; at < sealed.length; at++) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      refusal(sealed.slice(0, at) + other + sealed.slice(at + 1), contoso);
      refusal(sealed.slice(0, at) + sealed.slice(at + 1), contoso);
      refusal(`${sealed.slice(0, at)}A${sealed.slice(at)}`, contoso);
    }
    for (const text of ['', 'v1', 'v1...', sealed.replace('v1', 'v2'), `${sealed}.`, `${sealed}=`, `${sealed}\n`])
      refusal(text, contoso);
  });

  it('says that the master key is another one', () => {
    const other = createVault(Buffer.alloc(32, 8), randomBytes);
    assert.match(refusal(vault.seal(canary, contoso), contoso, other), /another master key \(MIO_KEY\)/);
    assert.throws(() => createVault(Buffer.alloc(16), randomBytes), RangeError);
  });
});

describe('a vault whose key was replaced', () => {
  const newer = Buffer.alloc(32, 9);
  const rotated = createVault(newer, randomBytes, [key]);

  it('opens what the older key sealed, and says which key each text needs', () => {
    const before = vault.seal(canary, contoso);
    assert.equal(rotated.open(before, contoso), canary);
    assert.equal(rotated.keyOf(before), 'older');
    assert.equal(rotated.keyOf(rotated.seal(canary, contoso)), 'newest');
    assert.equal(rotated.keyOf(createVault(Buffer.alloc(32, 8), randomBytes).seal(canary, contoso)), 'unknown');
  });

  it('seals with the newest key alone', () => {
    const sealed = rotated.seal(canary, contoso);
    assert.equal(createVault(newer, randomBytes).open(sealed, contoso), canary);
    assert.match(refusal(sealed, contoso), /another master key/);
  });

  it('is still as strict: a text does not open under a name of the other key', () => {
    const [before, after] = [vault.seal(canary, contoso), rotated.seal(canary, contoso)];
    const named = (sealed: string, as: string) => [...sealed.split('.').with(1, as.split('.')[1]!)].join('.');
    refusal(named(before, after), contoso, rotated);
    refusal(named(after, before), contoso, rotated);
    refusal(before, fabrikam, rotated);
  });

  it('takes the same key given twice as the newest', () => {
    assert.equal(createVault(key, randomBytes, [key]).keyOf(vault.seal(canary, contoso)), 'newest');
  });

  it('refuses an older key of another length', () =>
    assert.throws(() => createVault(key, randomBytes, [Buffer.alloc(16)]), RangeError));
});

describe('parseMasterKeys', () => {
  const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  it('reads none, one and several', () => {
    assert.deepEqual(parseMasterKeys(''), []);
    assert.deepEqual(parseMasterKeys(one.toString('base64')), [one]);
    assert.deepEqual(parseMasterKeys(`${one.toString('hex')}, ${other.toString('base64')}`), [one, other]);
  });
  it('names its own setting', () => assert.throws(() => parseMasterKeys('no key'), /MIO_KEY_OLD/));
});

describe('parseMasterKey', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, n) => 255 - n));
  for (const [form, text] of [
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ['with space around', ` ${bytes.toString('base64')}\n`],
  ] as const) {
    it(`reads ${form}`, () => assert.deepEqual(parseMasterKey(text), bytes));
  }

  for (const text of [
    '',
    'password',
    'a'.repeat(63),
    'g'.repeat(64),
    Buffer.alloc(31).toString('base64'),
    Buffer.alloc(33).toString('base64'),
  ]) {
    it(`refuses ${JSON.stringify(text)}, names the setting and a command, and does not repeat it`, () => {
      assert.throws(
        () => parseMasterKey(text),
        (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, /MIO_KEY/);
          assert.match(error.advice, /openssl rand -base64 32/);
          return text === '' || !`${error.message}${error.advice}`.includes(text);
        },
      );
    });
  }
});
