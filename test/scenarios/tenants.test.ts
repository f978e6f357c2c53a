/** Two organizations whose every id is the same: the channels, the people, the messages, the events. Nothing crosses. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { apiRoutes } from '../../src/http/api.ts';
import {
  type EqualTenants,
  names,
  openEqualTenants,
  organizations,
  partnerOf,
  teams,
} from '../support/equal-tenants.ts';
import { nameOf, type SignedEvent, tsAt } from '../support/equal-workspaces.ts';

/** Posts of each workspace; some are rewritten, removed, answered or reacted to. */
const rounds = process.env['MIO_LONG'] ? 1_000 : 200;
const isEdited = (round: number) => round % 5 === 0;
const isRemoved = (round: number) => round % 7 === 3;
const isReacted = (round: number) => round % 11 === 4 && !isRemoved(round);
const rootOf = (round: number) => (round % 3 === 1 && !isRemoved(round - 1) ? round - 1 : undefined);

describe('two organizations with the same ids', () => {
  let world: EqualTenants;
  beforeEach(async () => {
    world = await openEqualTenants();
  });
  afterEach(() => world.close());

  const says = (team: string, what: number | string) => `${team} says ${what}`;
  const later = (ms: number) => tsAt(world.slack.since, ms);
  /** In every workspace the same thing happens at the same time. */
  const everywhere = async (event: (team: string) => SignedEvent, order: readonly string[] = teams) => {
    const statuses = await Promise.all(order.map((team) => world.deliver(event(team))));
    assert.deepEqual([...new Set(statuses)], [200]);
  };
  /** What a workspace shows of the other one's people. */
  const brought = (team: string) =>
    world.slack.shown(team).filter(({ author, text }) => author !== undefined && text.includes(' says '));
  /** Nothing that stands in a workspace, and nothing that was sent with its token, says a word of the other organization. */
  const nothingCrossed = () => {
    for (const team of teams) {
      const seen = JSON.stringify(world.slack.shown(team));
      const sent = JSON.stringify(world.slack.calls.filter((call) => call.team === team));
      for (const foreign of teams.filter((other) => other !== team && other !== partnerOf(team))) {
        assert.ok(!seen.includes(foreign), `${team} shows something of ${foreign}`);
        assert.ok(!sent.includes(foreign), `${foreign} is named with the token of ${team}`);
      }
    }
  };

  it('TI-01 mixed events of both: each appears once on its own other side, as its author left it', async function () {
    this.timeout(30_000 + rounds * 100);
    const at = (round: number) => later(5_000 + round);
    for (let round = 0; round < rounds; round += 1) {
      const root = rootOf(round);
      const thread = root === undefined ? undefined : at(root);
      const n = round * 10;
      // Every second time the other organization is first.
      const order = round % 2 === 0 ? teams : teams.toReversed();
      await everywhere((team) => world.slack.post(team, n, at(round), says(team, round), thread), order);
      if (isEdited(round))
        await everywhere((team) => world.slack.edit(team, n + 1, at(round), `${says(team, round)} again`), order);
      if (isRemoved(round)) await everywhere((team) => world.slack.remove(team, n + 2, at(round)), order);
      if (isReacted(round)) await everywhere((team) => world.slack.react(team, n + 3, at(round), 'tada'), order);
    }
    const textOf = (team: string, round: number) =>
      says(team, round) + (isEdited(round) ? ' again' : '') + (isReacted(round) ? `\n🎉 ${nameOf(team)}` : '');
    const expected = (team: string) =>
      Array.from({ length: rounds }, (_, round) => round)
        .filter((round) => !isRemoved(round))
        .map((round) => {
          const root = rootOf(round);
          const author = `${nameOf(team)} (Slack)`;
          return { text: textOf(team, round), author, ...(root !== undefined && { answers: textOf(team, root) }) };
        });
    await world.until(() => teams.every((team) => isDeepStrictEqual(brought(team), expected(partnerOf(team)))));
    nothingCrossed();
    for (const team of teams) assert.deepEqual(brought(team), expected(partnerOf(team)), team);
  });

  it('TI-01 an answer to a copy finds the message of its own organization, though both copies have one id', async () => {
    const homes = names.map((name) => organizations[name][0]);
    for (const home of homes)
      assert.equal(await world.deliver(world.slack.post(home, 1, later(5_000), says(home, 'hello'))), 200);
    await world.settled();
    const copies = homes.map((home) => world.slack.copy(partnerOf(home), says(home, 'hello')));
    assert.equal(copies[0], copies[1]);
    for (const [index, home] of homes.entries()) {
      const there = partnerOf(home);
      const answer = world.slack.post(there, 2, later(6_000), says(there, 'thanks'), copies[index]);
      assert.equal(await world.deliver(answer), 200);
    }
    await world.settled();
    nothingCrossed();
    for (const home of homes) {
      const there = partnerOf(home);
      assert.deepEqual(brought(home), [
        { text: says(there, 'thanks'), author: `${nameOf(there)} (Slack)`, answers: says(home, 'hello') },
      ]);
    }
  });

  it('TI-03 the sealed tokens of two connections that were swapped in the store open nothing', async () => {
    const swapped = names.map((name) => world.ids[name].connections[organizations[name][1]]!);
    await world.stop();
    await world.inStore(async (records) => {
      const all = await records.list('credential');
      const [one, other] = swapped.map((id) => all.find((stored) => stored.id.includes(id))!);
      assert.ok(one && other);
      await records.put('credential', one.id, other.body, one.revision);
      await records.put('credential', other.id, one.body, other.revision);
    });
    await world.start();
    const before = world.slack.calls.length;
    await everywhere((team) => world.slack.post(team, 1, later(5_000), says(team, 'hello')));
    // The other way nothing was swapped: what comes there shows that the message was worked on.
    const refused = () => world.log.text().split('does not open').length - 1;
    await world.until(() => refused() > 0 && names.every((name) => brought(organizations[name][0]).length > 0));
    nothingCrossed();
    for (const name of names) {
      const [whole, broken] = organizations[name];
      assert.deepEqual(
        brought(whole).map(({ text }) => text),
        [says(broken, 'hello')],
      );
      assert.deepEqual(brought(broken), []);
      assert.ok(!world.slack.calls.slice(before).some(({ team }) => team === broken), `${broken}’s token was used`);
    }
    assert.match(world.log.text(), /does not open/);
  });

  it('TI-05 nothing that Acme is told names anything of Bolt, and what everybody is told names nobody', async () => {
    await everywhere((team) => world.slack.post(team, 1, later(5_000), says(team, 'hello')));
    await world.settled();
    const bolt = [...world.ids.Bolt.all, ...organizations.Bolt, 'Bolt'];
    const acme = [...world.ids.Acme.all, ...organizations.Acme, 'Acme'];
    const [connection = '', channel = '', leg = ''] = [
      Object.values(world.ids.Bolt.connections)[0],
      world.ids.Bolt.channel,
      world.ids.Bolt.legs[0],
    ];
    const bodies = [undefined, { name: 'Stolen', places: [{ connection, conversation: 'C0SAMEEAST' }] }, { leg }];
    for (const { method, path } of apiRoutes.filter(({ who }) => who === 'administrator')) {
      // What asks for an id gets one of Bolt's.
      const asked = path
        .replace('/api/v1', '')
        .replace(':connection', connection)
        .replace(':channel', channel)
        .replace(':leg', leg)
        .replace(':invitation', leg);
      for (const body of method === 'GET' ? [undefined] : bodies) {
        const told = JSON.stringify((await world.api('Acme', method, asked, body)).body);
        for (const name of bolt) assert.ok(!told.includes(name), `${method} ${asked} says ${name}: ${told}`);
      }
    }
    for (const path of [
      '/metrics',
      '/healthz',
      '/',
      '/invitation',
      '/nothing-here',
      `/oauth/slack/start?ticket=${connection}`,
      `/oauth/slack/callback?state=${channel}&code=${leg}`,
      `/files/${leg}`,
      `/pictures/${connection}/x`,
    ]) {
      const told = await (await world.fetch(path)).text();
      for (const name of [...bolt, ...acme]) assert.ok(!told.includes(name), `${path} says ${name}`);
    }
  });

  it('B10 no key, no token and no word of anybody is in a log, a metric, or readable in a file', async () => {
    const spoken = 'a word that nobody else may read';
    await everywhere((team) => world.slack.post(team, 1, later(5_000), `${team} says ${spoken}`));
    await world.until(() => teams.every((team) => brought(team).length === 1));
    // What fails is told of as well: a token that is refused, a code that is none, a key that is wrong, a broken body.
    const { body } = world.slack.post(teams[0]!, 2, later(6_000), spoken);
    await world.fetch('/webhooks/slack/events', { method: 'POST', body });
    await world.fetch('/api/v1/channels', { headers: { authorization: `Bearer ${world.secrets.at(-1)}x` } });
    await world.api('Acme', 'POST', '/channels', {
      name: spoken,
      places: [{ connection: spoken, conversation: spoken }],
    });
    await world.settled();
    const metrics = await (await world.fetch('/metrics')).text();
    for (const secret of [...world.secrets, spoken]) {
      assert.ok(!world.log.all().includes(secret), `${secret} is in the log`);
      assert.ok(!metrics.includes(secret), `${secret} is in a metric`);
    }
    await world.stop();
    const files = readdirSync(world.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length > 0);
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name));
      for (const secret of [...world.secrets, spoken]) {
        for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const) {
          const written = Buffer.from(secret).toString(form).replace(/=+$/, '');
          assert.ok(!bytes.includes(written), `${secret} is in ${file.name}`);
        }
      }
    }
  });
});
