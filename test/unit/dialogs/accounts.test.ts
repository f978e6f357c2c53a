/** Accounts of one's own: what there is to link, linking, unlinking, and the service user's option. */
import assert from 'node:assert/strict';
import { accountArgument, filesAsLinks, readAccountAct } from '../../../cards/contract.ts';
import type { AccountChoice } from '../../../src/core/bot/use-cases.ts';
import type { ConnectionId } from '../../../src/core/model.ts';
import { incidents, Office, type Person } from './support/people.ts';
import { hindered, slack, webex } from './support/use-cases.ts';

const inSlack: AccountChoice = {
  connection: slack.connection,
  platform: 'slack',
  workspace: 'contoso',
  state: 'not_linked',
};
const inWebex: AccountChoice = {
  connection: webex.connection,
  platform: 'webex',
  workspace: 'Contoso',
  state: 'linked',
  account: 'Ada Lovelace',
};
const link = (connection?: ConnectionId) => accountArgument({ act: 'link', ...(connection && { connection }) });
const unlink = (connection?: ConnectionId) => accountArgument({ act: 'unlink', ...(connection && { connection }) });

describe('accounts of one’s own', () => {
  let office: Office;
  let ada: Person;
  const last = () => office.told.at(-1)!.card;
  const data = () => last().data as Readonly<Record<string, Readonly<Record<string, unknown>> & string>>;
  beforeEach(() => {
    office = new Office();
    office.useCases.stages = ['signUp'];
    office.useCases.accountsElsewhere = [inSlack, inWebex];
    ada = office.person('ada');
  });

  const words = [
    'my accounts',
    'link my account',
    'please unlink my account',
    'Konto verknüpfen',
    'Verknüpfung aufheben',
    'lier mon compte',
  ];
  for (const text of words) {
    it(`are shown for “${text}”, the one in Teams first`, async () => {
      assert.deepEqual(await ada.says(text), ['accounts']);
      assert.deepEqual(last().data['accounts'], [
        { platform: 'teams', workspace: 'Contoso', state: 'not_linked' },
        inSlack,
        inWebex,
      ]);
      assert.deepEqual(office.useCases.done, []);
    });
  }

  it('are nobody else’s business: asked for in a channel, they are shown in the chat', async () => {
    assert.deepEqual(await ada.says('my accounts', incidents), ['accounts', 'wroteToYou']);
    assert.deepEqual(await ada.orders('accounts', link(slack.connection), incidents), ['linkAccount', 'wroteToYou']);
    assert.deepEqual(
      office.told.map(({ conversation }) => conversation),
      ['a:ada', incidents.conversation, 'a:ada', incidents.conversation],
    );
  });

  it('need a sign-in first', async () => {
    office.useCases.stages = [];
    office.useCases.failures['accounts'] = [hindered({ reason: 'sign_in_needed' })];
    assert.deepEqual(await ada.says('my accounts'), ['signIn']);
    assert.equal(last().data['stage'], 'signUp');
  });

  it('in Teams are linked by the sign-in that asks for it', async () => {
    assert.deepEqual(await ada.orders('accounts', link()), ['signIn']);
    assert.equal(last().data['stage'], 'accountSync');
    assert.ok(data()['link']!['adminConsentUrl']);
  });

  it('elsewhere are linked by a page, whose code comes back in the chat', async () => {
    assert.deepEqual(await ada.orders('accounts', link(slack.connection)), ['linkAccount']);
    assert.deepEqual(last().data, { platform: 'slack', workspace: 'contoso', url: 'https://mio.example/link' });
    office.useCases.linking = { platform: 'slack', workspace: 'contoso', account: 'Ada' };
    assert.deepEqual(await ada.invokes('signin/verifyState', { state: 'abcd-1234' }), { status: 200 });
    assert.deepEqual([last().name, last().data], ['accountLinked', office.useCases.linking]);
    assert.deepEqual(await ada.says('abcd-1234'), ['accountLinked']);
  });

  it('say of a wrong code that it is', async () => {
    office.useCases.failures['confirm'] = [hindered({ reason: 'code_wrong' })];
    assert.deepEqual(await ada.says('abcd-1234'), ['problem']);
    assert.equal(data()['obstacle']!['reason'], 'code_wrong');
  });

  it('that came to nothing in the browser are told of in the chat, with a fresh link', async () => {
    await ada.says('help');
    const obstacle = { reason: 'wrong_workspace', subject: 'contoso' } as const;
    const outcome = { speaker: ada.speaker, stage: 'accountSync', obstacle } as const;
    await office.bot.signInEnded({ ...outcome, connection: slack.connection });
    assert.deepEqual([last().name, last().data['obstacle']], ['linkFailed', obstacle]);
    assert.equal(data()['offer']!['url'], 'https://mio.example/link');
    await office.bot.signInEnded({ ...outcome, obstacle: { reason: 'administrator_consent_needed' } });
    assert.deepEqual([last().name, data()['link']!['stage']], ['signInFailed', 'accountSync']);
  });

  it('are unlinked by their button, each by itself', async () => {
    assert.deepEqual(await ada.orders('accounts', unlink(webex.connection)), ['accountUnlinked']);
    assert.deepEqual([last().data['platform'], last().data['workspace']], ['webex', 'Contoso']);
    assert.deepEqual(await ada.orders('accounts', unlink()), ['accountUnlinked']);
    assert.equal(last().data['platform'], 'teams');
    assert.deepEqual(office.useCases.done, [
      ['unlink', webex.connection],
      ['unlink', undefined],
    ]);
  });

  it('of workspaces that the speaker shares nothing with are neither linked nor unlinked', async () => {
    const foreign = 'connection-foreign' as ConnectionId;
    for (const argument of [link(foreign), unlink(foreign)]) {
      assert.deepEqual(await ada.orders('accounts', argument), ['problem']);
      assert.equal(data()['obstacle']!['reason'], 'not_found');
    }
    assert.deepEqual(office.useCases.done, []);
  });

  it('are shown for what no button of ours sends', async () => {
    for (const argument of ['steal x', 'linked', ' ']) {
      assert.deepEqual(await ada.orders('accounts', argument), ['accounts']);
    }
    assert.equal(readAccountAct('unlinkx'), undefined);
    assert.deepEqual(readAccountAct(`link ${slack.connection} more`), { act: 'link', connection: slack.connection });
  });

  it('do not count as a sign-in: what has expired is asked for again by its own stage', async () => {
    office.useCases.stages = ['signUp', 'accountSync'];
    office.useCases.expired = true;
    await ada.says('sign in');
    assert.deepEqual([last().name, last().data['stage']], ['signIn', 'signUp']);
  });
});

describe('the service user’s option', () => {
  let office: Office;
  let ada: Person;
  const last = () => office.told.at(-1)!.card;
  beforeEach(() => {
    office = new Office();
    office.useCases.results = [{ check: 'roles', result: 'passed' }];
    ada = office.person('ada');
  });

  for (const fidelity of [true, false]) {
    it(`shows below the settings whether it is on: ${fidelity}`, async () => {
      office.useCases.stages = ['signUp', 'serviceUser'];
      office.useCases.fidelity = fidelity;
      await ada.says('settings');
      assert.equal(last().data['fidelity'], fidelity);
    });
  }

  it('does not show where there is no service user', async () => {
    await ada.says('settings');
    assert.ok(!('fidelity' in last().data));
  });

  it('is switched on by a sign-in, and off by a button', async () => {
    assert.deepEqual(await ada.orders('signIn', 'serviceUserFidelity'), ['signIn']);
    assert.equal(last().data['stage'], 'serviceUserFidelity');
    assert.deepEqual(office.useCases.done, []);
    assert.deepEqual(await ada.orders('settings', filesAsLinks), ['fidelityOff']);
    assert.deepEqual(office.useCases.done, [['fidelity', false]]);
  });

  it('is for administrators', async () => {
    office.useCases.failures['fidelity'] = [hindered({ reason: 'not_administrator' })];
    assert.deepEqual(await ada.orders('settings', filesAsLinks), ['problem']);
    assert.deepEqual(office.useCases.done, []);
  });
});
