/** FL-05, FL-07: files that are held, what is said of them, and how they come later. With a ClamAV daemon on loopback. */
import assert from 'node:assert/strict';
import type { AuditEntry } from '../../src/core/records.ts';
import { openReading } from '../../src/storage/sqlite/database.ts';
import { Browser } from '../../start/browser.ts';
import { slackAdmin } from '../../start/demo.ts';
import { type Clamd, eicar, openClamd, signature } from '../support/clamd.ts';
import { local, sendFile, Visitor } from '../support/file-visitor.ts';
import { allowServiceUser } from '../support/linking.ts';
import { writers } from '../support/people.ts';
import { openWorld, type PlatformName, platformNames, type World, type Writer } from '../support/world.ts';

const member = 'ben@contoso.example';
/** A dot in a picture. */
const dot = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

describe('FL-05 files and the virus scanner', () => {
  let clamd: Clamd;
  let world: World;
  before(async () => {
    clamd = await openClamd();
    world = await openWorld({ scanner: clamd.address });
  });
  beforeEach(async () => {
    clamd.limit = 25 * 1024 ** 2;
    await world.begin();
  });
  after(async () => {
    await world.close();
    await clamd.close();
  });

  const others = (home: PlatformName) => platformNames.filter((name) => name !== home);
  /** As a picture, so that the bot posts it in Teams too. */
  const share = (writer: Writer, name: string, bytes: string | Buffer = dot, type = 'image/gif') =>
    writer.post({ text: 'Look', files: [{ name, type, base64: Buffer.from(bytes).toString('base64') }] });
  const lineOf = (side: PlatformName, name: string) =>
    world.shown(side).find(({ text }) => text.includes(`📎 ${name}`) && text.includes(' – '));
  const holds = (side: PlatformName, name: string) =>
    world.shown(side).filter(({ files = [] }) => files.includes(name)).length;
  const untilLine = (side: PlatformName, name: string, words: RegExp) =>
    world.until(
      () => `the line of ${name} in ${side} instead of ${JSON.stringify(world.shown(side))}`,
      () => words.test(lineOf(side, name)?.text ?? ''),
    );
  const untilFile = (side: PlatformName, name: string) =>
    world.until(
      () => `${name} in ${side} instead of ${JSON.stringify(world.shown(side))}`,
      () => holds(side, name) > 0 && !lineOf(side, name),
    );
  /** What is in the audit log, on disk. */
  function audited(): readonly AuditEntry[] {
    const database = openReading(world.data);
    const rows = database.prepare("SELECT body FROM record WHERE kind = 'audit' ORDER BY id").all();
    database.close();
    return rows.map(({ body }) => JSON.parse(String(body)) as AuditEntry);
  }

  for (const home of platformNames) {
    const { person } = writers[home];

    it(`from ${home} that are clean arrive`, async () => {
      const scanned = clamd.scanned.length;
      await share(world.as(person).on(home), `${home}.gif`);
      for (const side of others(home)) await untilFile(side, `${home}.gif`);
      assert.equal(clamd.scanned.length, scanned + 1);
    });

    it(`from ${home} in which something was found never arrive, and a line says so; it is counted once`, async () => {
      const found = await world.metric('mio_files_scanned_total', { outcome: 'infected' });
      const writer = world.as(person).on(home);
      await share(writer, `bad-${home}.gif`, eicar);
      await writer.post('And something else');
      for (const side of others(home)) {
        await untilLine(side, `bad-${home}.gif`, /held: the virus scanner found something in it; ask its author$/);
        await world.until('what follows', () => world.shown(side).some(({ text }) => text === 'And something else'));
        assert.ok(world.shown(side).some(({ text }) => text === 'Look'));
        assert.equal(holds(side, `bad-${home}.gif`), 0);
      }
      assert.equal(await world.metric('mio_files_scanned_total', { outcome: 'infected' }), found + 1);
      const kept = audited().filter(({ subject }) => subject.includes(`bad-${home}.gif`));
      assert.deepEqual(
        kept.map(({ actor, act, subject }) => [actor, act, subject.endsWith(` · ${signature}`)]),
        [['scanner', 'file.hold', true]],
      );
    });
  }

  it('behind a link in which something was found are not given out', async () => {
    const { link } = await sendFile(world, { name: 'bad.txt', bytes: eicar });
    const visitor = new Visitor(world);
    await visitor.signIn(link, member);
    const page = await visitor.look(`${link}?download`);
    assert.equal(page.status, 403);
    assert.match(page.text, /The file is held.*found something in it/s);
    assert.doesNotMatch(page.text, /EICAR/);
  });

  it('behind a link are given out once the scanner has looked into them', async () => {
    const { link } = await sendFile(world, { name: 'good.txt', bytes: 'first\nsecond\n' });
    const visitor = new Visitor(world);
    await visitor.signIn(link, member);
    // It is trusted for ten minutes after it was scanned on its way to Webex.
    world.clock.advance(11 * 60_000);
    await clamd.goAway();
    const held = await visitor.look(`${link}?download`);
    await clamd.comeBack();
    assert.equal(held.status, 503);
    assert.match(held.text, /held for now.*Try again/s);
    assert.equal((await visitor.look(`${link}?download`)).text, 'first\nsecond\n');
  });

  it('that could not be scanned come once the scanner answers, once each, and their lines go', async () => {
    await clamd.goAway();
    await share(world.as('eva').on('slack'), 'later.gif');
    for (const side of others('slack')) {
      await untilLine(side, 'later.gif', /held until the virus scanner answers again$/);
      assert.equal(holds(side, 'later.gif'), 0);
    }
    await world.as('eva').on('slack').post('Can you see it?');
    await world.quiet();
    for (const side of others('slack')) assert.ok(lineOf(side, 'later.gif'), side);
    await clamd.comeBack();
    for (const side of others('slack')) await untilFile(side, 'later.gif');
    await world.quiet();
    for (const side of others('slack')) {
      assert.equal(holds(side, 'later.gif'), 1, side);
      assert.equal(world.shown(side).filter(({ text }) => text === 'Look').length, 1);
    }
  });

  it('are still held after a restart, and come then', async () => {
    await clamd.goAway();
    await share(world.as('grace').on('webex'), 'overnight.gif');
    for (const side of others('webex')) await untilLine(side, 'overnight.gif', /virus scanner answers again/);
    await world.settled();
    await world.stop();
    await clamd.comeBack();
    await world.start();
    for (const side of others('webex')) await untilFile(side, 'overnight.gif');
    await world.quiet();
    for (const side of others('webex')) assert.equal(holds(side, 'overnight.gif'), 1, side);
  });

  it('do not come where somebody took their line away', async () => {
    await clamd.goAway();
    await share(world.as('grace').on('webex'), 'unseen.gif');
    for (const side of others('webex')) await untilLine(side, 'unseen.gif', /virus scanner answers again/);
    await world
      .as('eva')
      .on('slack')
      .remove(world.copy('slack', lineOf('slack', 'unseen.gif')?.text ?? ''));
    await world.settled();
    await clamd.comeBack();
    await untilFile('teams', 'unseen.gif');
    await world.quiet();
    assert.equal(holds('slack', 'unseen.gif'), 0);
    assert.equal(lineOf('slack', 'unseen.gif'), undefined);
  });

  it('do not come where their author took the message back', async () => {
    await clamd.goAway();
    const message = await share(world.as('eva').on('slack'), 'unwanted.gif');
    for (const side of others('slack')) await untilLine(side, 'unwanted.gif', /virus scanner answers again/);
    await world.as('eva').on('slack').remove(message);
    for (const side of platformNames) await world.sees(side, []);
    await clamd.comeBack();
    await world.quiet();
    for (const side of platformNames) await world.sees(side, []);
  });

  it('that are too large for it are held, and come once it takes more', async () => {
    clamd.limit = 20;
    await share(world.as('eva').on('slack'), 'large.gif');
    for (const side of others('slack')) await untilLine(side, 'large.gif', /held: too large for the virus scanner/);
    clamd.limit = 1_000;
    for (const side of others('slack')) await untilFile(side, 'large.gif');
  });

  it('FL-07 that their platform does not let Mio open come once it is connected again', async () => {
    world.fault({ platform: 'slack', kind: 'garble', route: '/files-pri/' });
    await share(world.as('eva').on('slack'), 'private.gif');
    const words = /its platform does not let Mio in; it comes once that is connected again$/;
    for (const side of others('slack')) await untilLine(side, 'private.gif', words);
    // So long that nobody asks of itself any more.
    for (let step = 0; step < 240; step += 1) {
      world.clock.advance(60_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await world.settled();
    for (const side of others('slack')) assert.ok(lineOf(side, 'private.gif'), side);
    world.sandbox.faults.clear();
    const { body } = await world.api('fabrikam', 'POST', '/connections', { platform: 'slack' });
    await new Browser((url) => local(world, url)).consent(String(body['start']), slackAdmin);
    for (const side of others('slack')) await untilFile(side, 'private.gif');
    for (const side of others('slack')) assert.equal(holds(side, 'private.gif'), 1);
  });

  it('for the Files folder of a Teams channel are held as well', async () => {
    await allowServiceUser(world);
    const eva = world.as('eva').on('slack');
    await share(eva, 'bad.txt', eicar, 'text/plain');
    await untilLine('teams', 'bad.txt', /found something in it/);
    await clamd.goAway();
    await share(eva, 'good.txt', 'first', 'text/plain');
    await untilLine('teams', 'good.txt', /virus scanner answers again/);
    await clamd.comeBack();
    await untilFile('teams', 'good.txt');
    await world.quiet();
    assert.deepEqual([holds('teams', 'bad.txt'), holds('teams', 'good.txt')], [0, 1]);
    assert.equal(await world.download('teams', 'good.txt'), 'first');
  });
});
