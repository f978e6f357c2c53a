/** A dialog that runs: interrupted, resumed, answered twice, by two people, in two processes, across a restart. */
import assert from 'node:assert/strict';
import { incidents, Office, type Person } from './support/people.ts';
import { hindered, slack, viewOf } from './support/use-cases.ts';

describe('a running dialog', () => {
  let office: Office;
  let ada: Person;
  const created = () => office.useCases.done.filter(([name]) => name === 'create').length;

  beforeEach(() => {
    office = new Office();
    ada = office.person('ada');
  });

  async function toConfirmation(): Promise<void> {
    await ada.says('create');
    for (const inputs of [{ team: 'operations' }, { place: 'operations/incidents' }, { other: slack.connection }])
      await ada.answers(inputs);
    assert.deepEqual(await ada.answers({ place: 'C1' }), ['preflight']);
  }

  const interruptions = [
    { words: 'help', shown: ['help', 'chooseTeam'] },
    { words: 'Hilfe', shown: ['help', 'chooseTeam'] },
    { words: 'my channels', shown: ['channels', 'chooseTeam'] },
    { words: 'cancel', shown: ['cancelled'] },
    { words: 'create', shown: ['chooseTeam'] },
    { words: 'accept', shown: ['enterCode'] },
    { words: 'sign in', shown: ['signedIn', 'chooseTeam'] },
    { words: 'gibberish', shown: ['chooseTeam'] },
    { words: 'Cancel, please!', shown: ['cancelled'] },
    { words: 'no', shown: ['cancelled'] },
    { words: 'find Ben', shown: ['found', 'chooseTeam'] },
    { words: 'ABCD-2345', shown: ['signedIn', 'chooseTeam'] },
    { words: 'new hires', shown: ['chooseTeam'] },
    { words: 'Code review', shown: ['chooseTeam'] },
    { words: 'hold on, which team?', shown: ['chooseTeam'] },
  ];
  for (const { words, shown } of interruptions) {
    it(`is interrupted by “${words}”: ${shown.join(', ')}`, async () => {
      await ada.says('create');
      assert.deepEqual(await ada.says(words), shown);
    });
  }

  it('takes the name of a choice for the answer, whatever word it begins with or is, and if it looks like a code', async () => {
    const words = ['Pause', 'New hires', 'Code review', 'Pause room', 'Help', 'No'];
    const names = [...words, 'Plan 2025', 'Team Alfa Plan 2025'];
    Object.assign(office.useCases.channels, { teams: async () => names.map((name) => ({ id: name, name })) });
    office.useCases.channelsOfMine = [viewOf('u-1', 'room')];
    for (const name of names) {
      await ada.says('create');
      assert.deepEqual(await ada.says(name), ['chooseChannel'], name);
      assert.equal(office.told.at(-1)!.card.data['team'], name);
      await ada.goes('cancel');
    }
    assert.deepEqual(office.useCases.done, []);
  });

  it('is cancelled in words also while what it could be answered with can’t be seen', async () => {
    await ada.says('create');
    office.useCases.failures['teams'] = [new Error('a bug')];
    assert.deepEqual(await ada.says('cancel'), ['cancelled']);
  });

  it('goes on after an interruption with the newest card, and the older one is over', async () => {
    await ada.says('create');
    const older = ada.nonce;
    await ada.says('help');
    assert.deepEqual(await ada.answers({ team: 'operations' }, { nonce: older }), ['ended']);
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseChannel']);
  });

  it('stands where what was asked for in between can’t be had', async () => {
    await ada.says('create');
    office.useCases.failures['mine'] = [hindered({ reason: 'platform_unavailable', subject: 'Slack' })];
    assert.deepEqual(await ada.says('my channels'), ['problem']);
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseChannel']);
  });

  it('takes any words where it asks for a name, but help and cancel', async () => {
    await ada.says('create');
    for (const inputs of [{ team: 'operations' }, { place: 'operations/incidents' }, { other: slack.connection }])
      await ada.answers(inputs);
    await ada.answers({}, { value: 'new' });
    assert.deepEqual(await ada.says('help'), ['help', 'newPlace']);
    assert.deepEqual(await ada.says('leave desk'), ['preflight']);
    await ada.goes('back');
    assert.deepEqual(await ada.says('Abbrechen'), ['cancelled']);
  });

  it('is cancelled by its button, and after that there is nothing to cancel', async () => {
    await ada.says('create');
    assert.deepEqual(await ada.goes('cancel'), ['cancelled']);
    assert.deepEqual(await ada.goes('cancel'), ['ended']);
    assert.deepEqual(await ada.says('cancel'), ['nothingToCancel']);
  });

  it('goes on after a restart in the middle', async () => {
    await ada.says('create');
    await ada.answers({ team: 'operations' });
    office.restart();
    assert.deepEqual(await ada.answers({ place: 'operations/incidents' }), ['chooseOther']);
    assert.deepEqual(await ada.says('help'), ['help', 'chooseOther']);
  });

  it('of another version is over', async () => {
    await ada.says('create');
    const [stored] = await office.records.list('botState');
    const document = stored!.body.document.replace('create.1', 'create.0');
    await office.records.put('botState', stored!.id, { document }, stored!.revision);
    assert.deepEqual(await ada.answers({ team: 'operations' }), ['ended']);
  });

  it('does once what its last card is pressed for twice', async () => {
    await toConfirmation();
    const { nonce } = ada;
    const shown = await Promise.all([
      ada.answers({ name: 'Incidents' }, { nonce }),
      ada.answers({ name: 'Incidents' }, { nonce }),
    ]);
    assert.deepEqual([...new Set(shown.flat())].sort(), ['created', 'ended']);
    assert.equal(created(), 1);
  });

  it('does once what is pressed in two processes at the same time', async () => {
    await toConfirmation();
    const { nonce } = ada;
    const { promise, resolve } = Promise.withResolvers<void>();
    office.useCases.gate = promise;
    const elsewhere = new Office(office);
    const there = elsewhere.person('ada');
    const both = [ada.answers({ name: 'Here' }, { nonce }), there.answers({ name: 'There' }, { nonce })];
    resolve();
    await Promise.all(both);
    assert.equal(created(), 1);
    const names = [...office.told, ...elsewhere.told].map(({ card }) => card.name);
    assert.deepEqual(names.slice(-2).sort(), ['created', 'ended']);
  });

  it('answers every one of ten presses, and loses none of the answers before', async () => {
    await ada.says('create');
    const { nonce } = ada;
    const shown = await Promise.all(Array.from({ length: 10 }, () => ada.answers({ team: 'operations' }, { nonce })));
    assert.equal(shown.length, 10);
    const names = office.told.slice(1).map(({ card }) => card.name);
    assert.deepEqual(names.filter((name) => name === 'chooseChannel').length, 1);
    assert.deepEqual(names.filter((name) => name === 'ended').length, 9);
    assert.deepEqual(await ada.answers({ place: 'operations/incidents' }), ['chooseOther']);
  });

  it('keeps what was cancelled elsewhere while it was being done here, and says both', async () => {
    await toConfirmation();
    const { nonce } = ada;
    const { promise, resolve } = Promise.withResolvers<void>();
    const doing = Promise.withResolvers<void>();
    const create = office.useCases.channels.create;
    Object.assign(office.useCases.channels, {
      create: async (...draft: Parameters<typeof create>) => {
        doing.resolve();
        await promise;
        return await create(...draft);
      },
    });
    const here = ada.answers({ name: 'Incidents' }, { nonce });
    await doing.promise;
    const elsewhere = new Office(office);
    assert.deepEqual(await elsewhere.person('ada').says('cancel'), ['cancelled']);
    resolve();
    assert.deepEqual(await here, ['created']);
    assert.deepEqual(await ada.says('cancel'), ['nothingToCancel']);
  });

  it('is asked for again by whoever finds its answer taken up by a process that died of it', async () => {
    await toConfirmation();
    const { nonce } = ada;
    const stuck = new Office({ records: office.records, clock: office.clock });
    const preflight = Promise.withResolvers<void>();
    stuck.useCases.gate = preflight.promise;
    const dying = stuck.person('ada').answers({ name: 'Incidents' }, { nonce });
    await office.clock.advance(0);
    assert.deepEqual(await ada.answers({ name: 'Incidents' }, { nonce }), ['ended']);
    await office.clock.advance(61_000);
    assert.deepEqual(await ada.answers({ name: 'Incidents' }, { nonce }), ['created']);
    preflight.resolve();
    await dying;
  });

  it('is nobody’s but whoever began it', async () => {
    office.useCases.channelsOfMine = [viewOf('u-1', 'Incidents')];
    await ada.says('leave', incidents);
    const ben = office.person('ben');
    assert.deepEqual(await ben.answers({}, { nonce: ada.nonce, where: incidents }), ['notYours']);
    assert.deepEqual(await ada.answers({}, { where: incidents }), ['left']);
    assert.deepEqual(await ada.answers({}, { where: incidents }), ['ended']);
  });

  it('runs beside others: of the same person elsewhere, and of other people in the same place', async () => {
    office.useCases.channelsOfMine = [viewOf('u-1', 'Incidents')];
    const ben = office.person('ben');
    await Promise.all([ada.says('leave', incidents), ben.says('leave', incidents), ada.says('create')]);
    assert.deepEqual(await ada.says('operations'), ['chooseChannel']);
    assert.deepEqual(await ben.says('yes', incidents), ['left']);
    assert.deepEqual(await ada.says('yes', incidents), ['left']);
    assert.deepEqual(await ada.says('incidents'), ['chooseOther']);
  });

  const nonsense = [
    null,
    7,
    'x',
    [],
    {},
    { mio: null },
    { mio: { act: 'answer' } },
    { mio: { act: 'command', command: 'rm' } },
  ];
  for (const pressed of nonsense) {
    it(`is not moved by a card that holds ${JSON.stringify(pressed)}`, async () => {
      await ada.says('create');
      assert.deepEqual(await ada.presses(pressed), ['ended']);
      assert.deepEqual(await ada.answers({ team: 'operations' }), ['chooseChannel']);
    });
  }
});
