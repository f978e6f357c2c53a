/** Who joins and leaves, and what a conversation is called: told on the other sides where an administrator wants it. */
import assert from 'node:assert/strict';
import type { ChannelAnswer, PlaceAnswer } from '../../src/http/contract.ts';
import { openWorld, type PlatformName, platformNames, type World } from '../support/world.ts';

/** Teams says in a team's General channel who was added to the team. */
const titles: Readonly<Record<PlatformName, string>> = {
  teams: 'Operations / General',
  slack: 'fabrikam #random',
  webex: 'Incidents',
};
/** Who goes and comes back, and what the others are told of it. */
const movers: Readonly<Record<PlatformName, { readonly person: string; readonly name: string }>> = {
  teams: { person: 'chidi', name: 'Chidi Okafor (Teams)' },
  slack: { person: 'farid', name: 'Farid Haddad (Slack)' },
  webex: { person: 'hugo', name: 'Hugo Marín (Webex)' },
};
const owners: Readonly<Record<PlatformName, 'contoso' | 'fabrikam'>> = {
  teams: 'contoso',
  slack: 'fabrikam',
  webex: 'fabrikam',
};

describe('what a platform says of a conversation', () => {
  let world: World;
  let places: Readonly<Record<PlatformName, string>>;
  let channel: string;

  /** The demo's channel gives its place in Webex to one that holds the General channel of a team. */
  async function connect(): Promise<void> {
    const one = async (as: 'contoso' | 'fabrikam') =>
      ((await world.api(as, 'GET', '/channels')).body as unknown as readonly ChannelAnswer[])[0]!;
    await world.api('fabrikam', 'POST', `/channels/${(await one('fabrikam')).id}/leave`);
    const connections = async (as: 'contoso' | 'fabrikam') =>
      (await world.api(as, 'GET', '/connections')).body as unknown as readonly { id: string; platform: string }[];
    const placeIn = async (platform: PlatformName, title: string) => {
      const connection = (await connections(owners[platform])).find((found) => found.platform === platform)!.id;
      const { body } = await world.api(owners[platform], 'GET', `/connections/${connection}/places`);
      const { conversation } = (body as unknown as readonly PlaceAnswer[]).find((place) => place.title === title)!;
      return { connection, conversation };
    };
    const made = await world.api('contoso', 'POST', '/channels', {
      name: 'Everybody',
      places: [await placeIn('teams', 'Operations / General'), await placeIn('teams', 'Operations / Launch')],
    });
    channel = String(made.body['id']);
    const { code } = (await world.api('contoso', 'POST', `/channels/${channel}/invitations`)).body;
    const { status } = await world.api('fabrikam', 'POST', '/invitations/accept', {
      code,
      places: [await placeIn('slack', '#random'), await placeIn('webex', 'Incidents')],
    });
    assert.equal(status, 200);
  }

  async function want(platform: PlatformName, wanted: boolean, title?: string): Promise<void> {
    const as = owners[platform];
    const { legs } = (await world.api(as, 'GET', `/channels/${channel}`)).body as unknown as ChannelAnswer;
    const leg = legs.find((found) => (title === undefined ? found.platform === platform : found.title === title))!;
    const answer = await world.api(as, 'PUT', `/channels/${channel}/legs/${leg.id}/notices`, { wanted });
    assert.equal(answer.status, 200);
    const now = (answer.body as unknown as ChannelAnswer).legs.find(({ id }) => id === leg.id);
    assert.equal(now?.notices, wanted || undefined);
  }

  const act = (platform: PlatformName, as: string, deed: 'join' | 'leave' | 'rename', name?: string) =>
    world.sandbox.act({ platform, as, do: deed, place: places[platform], ...(name !== undefined && { name }) });
  const writersOf: Readonly<Record<PlatformName, string>> = { teams: 'ada', slack: 'eva', webex: 'grace' };
  /** A message that crosses after what is not told. */
  const say = (platform: PlatformName, text: string) =>
    world.sandbox.act({ platform, as: writersOf[platform], do: 'post', place: places[platform], text });
  const others = (platform: PlatformName) => platformNames.filter((name) => name !== platform);

  before(async () => {
    world = await openWorld();
    const placeOf = (platform: PlatformName) => world.placeOf(platform, titles[platform]);
    places = { teams: placeOf('teams'), slack: placeOf('slack'), webex: placeOf('webex') };
    await connect();
  });
  beforeEach(() => begin());
  after(() => world.close());

  let seenBefore: ReadonlySet<string>;
  async function begin(): Promise<void> {
    await world.settled();
    seenBefore = new Set(platformNames.flatMap((name) => messages(name).map(({ message }) => `${name} ${message}`)));
  }
  const messages = (platform: PlatformName) => world.sandbox.view(platform, places[platform]);
  const shown = (platform: PlatformName): readonly string[] =>
    messages(platform)
      .filter(({ message, removed }) => !removed && !seenBefore.has(`${platform} ${message}`))
      .map(({ text }) => text);
  const sees = (platform: PlatformName, expected: readonly string[]) =>
    world.until(
      () => `${platform} to show ${JSON.stringify(expected)} instead of ${JSON.stringify(shown(platform))}`,
      () => JSON.stringify(shown(platform)) === JSON.stringify(expected),
    );
  /** What was said by people stands below the line with their name. */
  const lastLines = (platform: PlatformName) => shown(platform).map((text) => text.split('\n').at(-1));

  for (const platform of platformNames) {
    const { person, name } = movers[platform];
    describe(`in ${platform}`, () => {
      it('stays there, unless somebody wants it told', async () => {
        await act(platform, person, 'leave');
        await act(platform, person, 'join');
        await say(platform, 'Welcome back');
        for (const side of others(platform))
          await world.until(`the words in ${side}`, () => lastLines(side).length > 0);
        await world.quiet();
        for (const side of others(platform)) assert.deepEqual(lastLines(side), ['Welcome back']);
      });

      it('is told on every other side once it is wanted, and nothing of what was before', async () => {
        await want(platform, true);
        await act(platform, person, 'leave');
        await act(platform, person, 'join');
        const bare = name.replace(/ \(.*/, '');
        const tag = name.slice(bare.length);
        for (const side of others(platform)) await sees(side, [`${bare} left${tag}`, `${bare} joined${tag}`]);
        await world.quiet();
        for (const side of others(platform)) assert.equal(shown(side).length, 2);
        assert.deepEqual(shown(platform), [], 'nothing is said where it happened');
      });

      it('is told in slanted words by Mio, and a reaction to it is told nobody', async () => {
        await act(platform, person, 'leave');
        const [side, third] = others(platform);
        await world.until('the line', () => shown(side!).length === 1 && shown(third!).length === 1);
        const line = messages(side!).at(-1)!;
        assert.ok(['Mio', 'Mio Relay'].includes(line.author.name));
        assert.match(line.html, /<(em|i)>/);
        await world.sandbox.act({
          platform: side!,
          as: writersOf[side!],
          do: 'react',
          place: places[side!],
          message: line.message,
          emoji: '👍',
        });
        await act(platform, person, 'join');
        await world.until('the next line', () => shown(third!).length === 2);
        await world.quiet();
        for (const other of platformNames)
          assert.ok(!shown(other).some((text) => text.includes('👍')), `${other} shows no reaction`);
      });

      it('stays there again once nobody wants it', async () => {
        await want(platform, false);
        await act(platform, person, 'leave');
        await act(platform, person, 'join');
        await say(platform, 'All here');
        for (const side of others(platform))
          await world.until(`the words in ${side}`, () => lastLines(side).length > 0);
        await world.quiet();
        for (const side of others(platform)) assert.deepEqual(lastLines(side), ['All here']);
      });
    });
  }

  it('a new name in teams is told', async () => {
    await want('teams', true, 'Operations / Launch');
    const place = world.placeOf('teams', 'Operations / Launch');
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'rename', place, name: 'Lift-off' });
    for (const side of platformNames) await sees(side, ['Ada Nowak renamed the channel to “Lift-off” (Teams)']);
  });

  for (const [platform, by, what] of [
    ['slack', 'Eva Lindqvist', 'channel to “lobby” (Slack)'],
    ['webex', 'Grace Kim', 'space to “Lobby” (Webex)'],
  ] as const) {
    it(`a new name in ${platform} is told`, async () => {
      await want(platform, true);
      await act(platform, writersOf[platform], 'rename', 'Lobby');
      for (const side of others(platform)) await sees(side, [`${by} renamed the ${what}`]);
      await want(platform, false);
    });
  }
});
