import assert from 'node:assert/strict';
import { at, botScopes, fabrikam, type Installed, incidents, openWorld, refusal, type SlackWorld } from './world.ts';

describe('Slack: what becomes of channels', () => {
  let world: SlackWorld;
  let mio: Installed;
  beforeEach(async () => {
    world = await openWorld();
    mio = await world.install({ userScopes: ['channels:write', 'groups:write', 'channels:read'] });
  });
  afterEach(() => world.close());

  const create = (name: string, more: { is_private?: boolean } = {}) =>
    mio.client.conversations.create({ name, ...more });

  it('are made by the app, which is their first member, and everybody hears of them', async () => {
    const { channel } = await create('partner-contoso');
    assert.deepEqual(
      [channel?.name, channel?.is_member, channel?.is_private, channel?.creator, channel?.is_archived],
      ['partner-contoso', true, false, mio.botUser, false],
    );
    const [told] = await world.events('channel_created');
    assert.equal(at(told, 'channel', 'name'), 'partner-contoso');
    const { members } = await mio.client.conversations.members({ channel: channel?.id ?? '' });
    assert.deepEqual(members, [mio.botUser]);
  });

  const names: readonly (readonly [string, string])[] = [
    ['contoso-incidents', 'name_taken'],
    ['x'.repeat(81), 'invalid_name_maxlength'],
    ['--', 'invalid_name_punctuation'],
    ['Partner Contoso', 'invalid_name_specials'],
    ['a.b', 'invalid_name_specials'],
    ['', 'invalid_name_required'],
  ];
  for (const [name, expected] of names)
    it(`refuse the name "${name.slice(0, 20)}" with ${expected}`, async () => {
      assert.equal(await refusal(create(name)), expected);
    });

  it('need the scope of their kind', async () => {
    const readOnly = botScopes.filter((scope) => scope !== 'channels:manage');
    const other = await openWorld();
    try {
      const { client } = await other.install({ scopes: readOnly });
      assert.equal(await refusal(client.conversations.create({ name: 'partner' })), 'missing_scope');
      assert.equal(
        (await client.conversations.create({ name: 'partner', is_private: true })).channel?.is_private,
        true,
      );
    } finally {
      await other.close();
    }
  });

  it('are for administrators to make where the workspace says so', async () => {
    world.built.kit.policies.set('slack.channelCreation', 'administrators');
    assert.equal(await refusal(create('partner')), 'restricted_action');
    const administrator = (mio.answer['authed_user'] as { access_token: string }).access_token;
    assert.ok((await world.client(administrator).conversations.create({ name: 'partner' })).channel);
  });

  it('are renamed by whoever made them, and the app is told', async () => {
    const { channel } = await create('partner');
    await mio.client.conversations.rename({ channel: channel?.id ?? '', name: 'partner-contoso' });
    const [told] = await world.events('channel_rename');
    assert.equal(at(told, 'channel', 'name'), 'partner-contoso');
    assert.equal(
      await refusal(mio.client.conversations.rename({ channel: incidents, name: 'mine' })),
      'not_authorized',
    );
    assert.equal(
      await refusal(mio.client.conversations.rename({ channel: channel?.id ?? '', name: 'random' })),
      'name_taken',
    );
  });

  it('are silent once archived, and speak again when they are opened', async () => {
    const { archive, unarchive, list } = mio.client.conversations;
    await archive({ channel: incidents });
    assert.equal((await world.events('channel_archive'))[0]?.['channel'], incidents);
    assert.equal(await refusal(mio.client.chat.postMessage({ channel: incidents, text: 'hello?' })), 'is_archived');
    assert.equal(await refusal(archive({ channel: incidents })), 'already_archived');
    await assert.rejects(world.act({ as: 'eva', do: 'post', text: 'hello?' }), /archived/);
    const idsOf = async (exclude_archived: boolean) =>
      (await list({ exclude_archived })).channels?.map(({ id }) => id) ?? [];
    assert.deepEqual(
      [(await idsOf(true)).includes(incidents), (await idsOf(false)).includes(incidents)],
      [false, true],
    );
    await unarchive({ channel: incidents });
    assert.equal((await world.events('channel_unarchive'))[0]?.['channel'], incidents);
    assert.ok((await mio.client.chat.postMessage({ channel: incidents, text: 'hello' })).ok);
  });

  it('of a private kind tell their members alone', async () => {
    const { channel } = await create('quiet', { is_private: true });
    await mio.client.conversations.rename({ channel: channel?.id ?? '', name: 'quieter' });
    assert.equal((await world.events('group_rename')).length, 1);
    assert.deepEqual(await world.events('channel_created'), []);
  });

  it('page through their members, and say who administers the workspace', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; cursor !== ''; ) {
      const page = await mio.client.conversations.members({
        channel: incidents,
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...(page.members ?? []));
      cursor = page.response_metadata?.next_cursor ?? '';
    }
    assert.deepEqual(seen, ['U0EVA00001', 'U0FARID001', mio.botUser]);
    const administers = async (user: string) => (await mio.client.users.info({ user })).user?.is_admin;
    assert.deepEqual([await administers('U0EVA00001'), await administers('U0FARID001')], [true, false]);
    const { user } = await mio.client.users.lookupByEmail({ email: 'farid@fabrikam.example' });
    assert.deepEqual([user?.id, user?.team_id], ['U0FARID001', fabrikam]);
  });
});
