import assert from 'node:assert/strict';
import { Audit } from '../../../src/core/channels/audit.ts';
import type { OrganizationId } from '../../../src/core/model.ts';
import { type Office, openOffice } from './support.ts';

const act = (subject: string) => ({
  organization: 'contoso' as OrganizationId,
  actor: 'ada',
  act: 'channel.create',
  subject,
});
const numbered = (number: number) => String(number).padStart(12, '0');

describe('the audit log', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice();
    for (let number = 1; number <= 5; number += 1) await office.audit.append(act(`channel-${number}`));
  });
  afterEach(() => office.close());

  const entry = async (number: number) =>
    (await office.records.get('audit', numbered(number))) ?? assert.fail(`no entry ${number}`);

  it('is whole when nobody touched it', async () => assert.equal(await office.audit.firstBroken(), undefined));

  for (const [field, value] of [
    ['actor', 'mallory'],
    ['subject', 'another'],
    ['at', 0],
    ['organization', 'fabrikam'],
    ['previous', ''],
    ['hash', 'x'],
  ] as const) {
    it(`names the entry whose ${field} was changed`, async () => {
      const { body, revision } = await entry(3);
      await office.records.put('audit', numbered(3), { ...body, [field]: value }, revision);
      assert.equal(await office.audit.firstBroken(), 3);
    });
  }

  it('names the place of an entry that was taken out', async () => {
    await office.records.remove('audit', numbered(2), (await entry(2)).revision);
    assert.equal(await office.audit.firstBroken(), 2);
  });

  it('goes on behind the last entry where one was taken out', async () => {
    await office.records.remove('audit', numbered(2), (await entry(2)).revision);
    const again = new Audit(office.records, office.clock);
    await again.load();
    await again.append(act('one more'));
    assert.equal((await entry(6)).body.previous, (await entry(5)).body.hash);
    assert.equal(await again.firstBroken(), 2);
  });

  it('names the first of two that changed places', async () => {
    const [one, other] = [await entry(2), await entry(4)];
    await office.records.put('audit', one.id, other.body, one.revision);
    await office.records.put('audit', other.id, one.body, other.revision);
    assert.equal(await office.audit.firstBroken(), 2);
  });

  it('goes on after a restart, and two writers make one chain', async () => {
    const other = new Audit(office.records, office.clock);
    await other.load();
    await Promise.all([
      office.audit.append(act('a')),
      other.append(act('b')),
      office.audit.append(act('c')),
      other.append(act('d')),
    ]);
    assert.equal((await office.records.list('audit')).length, 9);
    assert.equal(await office.audit.firstBroken(), undefined);
  });
});
