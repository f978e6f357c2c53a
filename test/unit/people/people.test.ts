/** Who somebody is on another platform, asked of directories that answer, fail and hang. */
import assert from 'node:assert/strict';
import type { ConnectionId, PersonId, Platform } from '../../../src/core/model.ts';
import { createPeopleMap, type PeopleMap, type Side } from '../../../src/core/people/people.ts';
import { hours, minutes, seconds } from '../../../src/core/time.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';

const id = (person: string) => person as PersonId;
const side = (platform: Platform, connection: string): Side => ({ platform, connection: connection as ConnectionId });
const teams = side('teams', 'contoso');
const slack = side('slack', 'fabrikam');
const otherSlack = side('slack', 'northwind');

/** People by connection: id and mail address. */
type Directory = Readonly<Record<string, Readonly<Record<string, string>>>>;

const directory: Directory = {
  contoso: { ada: 'Ada@Contoso.example ', ben: 'ben@contoso.example', nameless: 'none', gone: 'gone@contoso.example' },
  fabrikam: { U1: 'ada@contoso.example', U2: 'eva@fabrikam.example' },
  northwind: { U9: 'ben@contoso.example' },
};

describe('a person on another platform', () => {
  let clock: TestClock;
  let people: PeopleMap;
  /** Every question that reached a platform. */
  let asked: string[];
  /** What happens before a platform answers. */
  let delay: () => Promise<void>;

  beforeEach(() => {
    clock = createTestClock();
    asked = [];
    delay = async () => {};
    const connector = {
      async mail(connection: ConnectionId, person: PersonId) {
        asked.push(`${connection} mail ${person}`);
        await delay();
        return directory[connection]?.[person];
      },
      async byMail(connection: ConnectionId, mail: string) {
        asked.push(`${connection} who ${mail}`);
        await delay();
        const found = Object.entries(directory[connection] ?? {}).find(([, address]) => address === mail);
        return found && id(found[0]);
      },
    };
    people = createPeopleMap({ connectors: { teams: connector, slack: connector, webex: connector }, clock });
  });

  const rows: readonly [who: string, from: Side, person: string, to: Side, found: string | undefined][] = [
    ['has the same mail address, in whatever case', teams, 'ada', slack, 'U1'],
    ['is somebody only where the address is known', teams, 'ben', slack, undefined],
    ['is looked for where the target is, not elsewhere on that platform', teams, 'ben', otherSlack, 'U9'],
    ['without an address is nobody', teams, 'stranger', slack, undefined],
    ['with something else than an address is nobody', teams, 'nameless', slack, undefined],
    ['is themselves on their own connection', slack, 'U2', slack, 'U2'],
  ];
  for (const [who, from, person, to, found] of rows)
    it(who, async () => assert.equal(await people.match(from, id(person), to), found));

  it('is asked for by the address in lower case', async () => {
    await people.match(teams, id('ada'), slack);
    assert.deepEqual(asked, ['contoso mail ada', 'fabrikam who ada@contoso.example']);
  });

  it('costs no call on their own connection', async () => {
    await people.match(slack, id('U2'), slack);
    assert.deepEqual(asked, []);
  });

  it('is asked for once by all who ask at the same time, and then remembered for an hour', async () => {
    const ask = () => people.match(teams, id('ada'), slack);
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), ['U1', 'U1', 'U1']);
    await clock.advance(hours(1) - 1);
    assert.equal(await ask(), 'U1');
    assert.equal(asked.length, 2);
    await clock.advance(2);
    assert.equal(await ask(), 'U1');
    assert.equal(asked.length, 4);
  });

  it('who was not found is looked for again after five minutes', async () => {
    const ask = () => people.match(teams, id('gone'), slack);
    await ask();
    await clock.advance(minutes(5) - 1);
    await ask();
    const who = 'fabrikam who gone@contoso.example';
    assert.deepEqual(
      asked.filter((question) => question === who),
      [who],
    );
    await clock.advance(2);
    await ask();
    assert.deepEqual(
      asked.filter((question) => question === who),
      [who, who],
    );
  });

  it('is nobody while the platform fails, which is not asked again at once', async () => {
    delay = () => Promise.reject(new Error('down'));
    assert.equal(await people.match(teams, id('ada'), slack), undefined);
    delay = async () => {};
    assert.equal(await people.match(teams, id('ada'), slack), undefined);
    assert.equal(asked.length, 1);
    await clock.advance(seconds(30) + 1);
    assert.equal(await people.match(teams, id('ada'), slack), 'U1');
  });

  it('holds a message up for at most two seconds, and is known to the next one', async () => {
    const answers: (() => void)[] = [];
    delay = () => new Promise<void>((resolve) => answers.push(resolve));
    let first: PersonId | undefined | 'waiting' = 'waiting';
    void people.match(teams, id('ada'), slack).then((found) => {
      first = found;
    });
    await clock.advance(900);
    answers.shift()?.();
    await clock.advance(900);
    assert.equal(first, 'waiting');
    await clock.advance(200);
    assert.equal(first, undefined);
    answers.shift()?.();
    await clock.advance(0);
    assert.equal(await people.match(teams, id('ada'), slack), 'U1');
    assert.equal(asked.length, 2);
  });

  it('who hangs makes nobody wait twice', async () => {
    delay = () => new Promise<void>(() => {});
    const first = people.match(teams, id('ada'), slack);
    await clock.advance(seconds(1));
    assert.equal(await first, undefined);
    assert.equal(await people.match(teams, id('ada'), slack), undefined);
    assert.equal(asked.length, 1);
  });
});
