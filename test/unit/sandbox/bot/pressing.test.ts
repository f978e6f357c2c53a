import { deepEqual, equal, rejects } from 'node:assert/strict';
import { type Company, operations, startCompany } from './company.ts';

const adaptive = 'application/vnd.microsoft.card.adaptive';
const hero = 'application/vnd.microsoft.card.hero';

describe('cards in the sandbox’s Teams', () => {
  let company: Company;
  let chat: string;
  beforeEach(async () => {
    company = await startCompany();
    await company.act({ as: 'ada', do: 'installApp', place: operations });
    await company.act({ as: 'ben', do: 'dm', text: 'hello' });
    chat = company.turns.at(-1)?.conversation.id ?? '';
    company.told();
  });
  afterEach(() => company.close());

  const show = async (content: object, contentType = adaptive) => {
    await company.send(chat, { attachments: [{ contentType, content }] });
    return (await company.view('direct:ben')).messages.at(-1)?.message ?? '';
  };
  const form = {
    type: 'AdaptiveCard',
    body: [
      { type: 'TextBlock', text: 'Which team?' },
      { type: 'Input.Text', id: 'name', isRequired: true },
      {
        type: 'Input.ChoiceSet',
        id: 'team',
        value: 'ops',
        choices: [
          { title: 'Ops', value: 'ops' },
          { title: 'Mio', value: 'mio' },
        ],
      },
      { type: 'Input.Toggle', id: 'notify', title: 'Tell me' },
      { type: 'Input.Text', id: 'remark' },
    ],
    actions: [
      { type: 'Action.Submit', title: 'Next', data: { mio: { act: 'answer', nonce: 'n1' }, team: 'overruled' } },
      {
        type: 'Action.Execute',
        title: 'Check',
        verb: 'check',
        data: { step: 2 },
        fallback: { type: 'Action.Submit', title: 'Old' },
      },
      {
        type: 'Action.Submit',
        title: 'Cancel',
        data: { mio: { act: 'cancel', nonce: 'n1' } },
        associatedInputs: 'none',
      },
      { type: 'Action.OpenUrl', title: 'Read', url: 'https://mio.example/docs' },
    ],
  };
  const press = (message: string, button: string, inputs?: Record<string, string>) =>
    company.act({ as: 'ben', do: 'press', message, button, ...(inputs === undefined ? {} : { inputs }) });

  it('are read as they were sent, and shown without what only other clients show', async () => {
    await show(form);
    const shown = (await company.view('direct:ben')).messages.at(-1);
    deepEqual(shown?.attachments, [{ contentType: adaptive, content: form }]);
    equal(shown?.text, 'Which team?\n[Next]\n[Check]\n[Cancel]\n[Read]');
  });

  it('submit their data with what was filled in, and nothing of what was left empty', async () => {
    const message = await show(form);
    await press(message, 'Next', { name: 'Outage' });
    const { type, text, value, replyToId } = company.turns.at(-1) ?? {};
    deepEqual(
      [type, text, value],
      ['message', undefined, { mio: { act: 'answer', nonce: 'n1' }, name: 'Outage', team: 'ops', notify: 'false' }],
    );
    equal(message, `direct:ben/${replyToId}`);
  });

  it('execute with what was filled in', async () => {
    await press(await show(form), 'Check', { name: 'Outage', team: 'mio', remark: 'now' });
    deepEqual(company.turns.at(-1)?.value, {
      action: {
        type: 'Action.Execute',
        verb: 'check',
        data: { step: 2, name: 'Outage', team: 'mio', notify: 'false', remark: 'now' },
      },
      trigger: 'manual',
    });
  });

  it('leave the inputs alone where a button wants none', async () => {
    await press(await show(form), 'Cancel');
    deepEqual(company.turns.at(-1)?.value, { mio: { act: 'cancel', nonce: 'n1' } });
  });

  it('open addresses without telling the bot', async () => {
    const { url } = await press(await show(form), 'Read');
    equal(new URL(url ?? '').pathname, '/docs');
    equal(new URL(url ?? '').hostname, '127.0.0.1');
    deepEqual(company.told(), []);
  });

  const refusals: readonly (readonly [string, string, Record<string, string>, RegExp])[] = [
    ['a required input that is empty', 'Next', {}, /inputRequired/],
    ['a choice that is none', 'Next', { name: 'x', team: 'hr' }, /noSuchChoice/],
    ['an input that is not on the card', 'Next', { name: 'x', admin: 'true' }, /noSuchInput/],
    ['a button that is not on the card', 'Old', {}, /noSuchButton/],
  ];
  for (const [what, button, inputs, error] of refusals) {
    it(`refuse ${what}`, async () => {
      await rejects(press(await show(form), button, inputs), error);
      deepEqual(company.told(), []);
    });
  }

  it('are not there for somebody else', async () => {
    const message = await show(form);
    await rejects(company.act({ as: 'chidi', do: 'press', message, data: {} }), /notMember/);
  });

  it('can be replaced by the bot at any time', async () => {
    const message = await show(form);
    const after = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'Done' }] };
    await company.call('PUT', `conversations/${encodeURIComponent(chat)}/activities/${message.split('/')[1]}`, {
      type: 'message',
      attachments: [{ contentType: adaptive, content: after }],
    });
    const shown = (await company.view('direct:ben')).messages.at(-1);
    deepEqual([shown?.message, shown?.text, shown?.edited], [message, 'Done', true]);
    await rejects(press(message, 'Next', { name: 'x' }), /noSuchButton/);
  });

  describe('speak for the person', () => {
    const speaking = {
      text: 'What now?',
      buttons: [
        { type: 'imBack', title: 'Help', value: 'help' },
        { type: 'messageBack', title: 'Mine', text: 'my channels', displayText: 'Show mine', value: { page: 1 } },
        { type: 'messageBack', title: 'Quietly', text: 'status', value: { page: 2 } },
      ],
    };
    for (const [title, said, value, shown] of [
      ['Help', 'help', undefined, 'help'],
      ['Mine', 'my channels', { page: 1 }, 'Show mine'],
      ['Quietly', 'status', { page: 2 }, undefined],
    ] as const) {
      it(`by ${title}`, async () => {
        await press(await show(speaking, hero), title);
        deepEqual([company.turns.at(-1)?.text, company.turns.at(-1)?.value], [said, value]);
        const last = (await company.view('direct:ben')).messages.at(-1);
        equal(last?.text, shown ?? 'What now?\n[Help]\n[Mine]\n[Quietly]');
        equal(last?.author.kind, shown === undefined ? 'app' : 'person');
      });
    }
  });

  it('come after the bot was shown typing, which is no message', async () => {
    await company.send(chat, { type: 'typing' });
    deepEqual((await company.view('direct:ben')).typing, ['Mio']);
    equal((await company.view('direct:ben')).messages.length, 1);
    await show(form);
    deepEqual((await company.view('direct:ben')).typing, []);
  });
});
