import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActError } from '../../../../sandbox/kit/platform.ts';
import { incidents, launch, messagesOf, startTeams, type TeamsSandbox } from './support.ts';

describe("Teams' client", () => {
  let sandbox: TeamsSandbox;
  beforeEach(async () => {
    sandbox = await startTeams();
  });
  afterEach(() => sandbox.close());

  it('lists channels by team and name, with people before service accounts', async () => {
    await sandbox.act({ as: 'mio-service', do: 'join' });
    const place = sandbox.teams.places().find((one) => one.place === incidents);
    assert.deepEqual(
      [place?.title, place?.members],
      ['Operations / Incidents', ['ada', 'ben', 'chidi', 'mio-service']],
    );
  });

  it('shows a conversation as people see it', async () => {
    const root = await sandbox.act({ as: 'ada', do: 'post', html: '<p>Ship it, <at>Ben Ito</at>?</p>' });
    const reply = await sandbox.act({ as: 'ben', do: 'reply', message: root, markdown: '**yes**' });
    await sandbox.act({ as: 'ben', do: 'reply', message: reply, text: 'soon' });
    await sandbox.act({ as: 'ben', do: 'react', message: root, emoji: '👍' });
    await sandbox.act({ as: 'chidi', do: 'react', message: root, emoji: '👍' });
    await sandbox.act({ as: 'chidi', do: 'unreact', message: root, emoji: '👍' });
    await sandbox.act({ as: 'ben', do: 'edit', message: reply, text: 'no' });
    const [first, second, third] = sandbox.teams.view(incidents);
    assert.deepEqual(
      [first?.text, first?.mentions, first?.reactions, first?.edited],
      ['Ship it, Ben Ito?', ['Ben Ito'], [{ emoji: '👍', by: ['Ben Ito'] }], false],
    );
    assert.equal(first?.html, '<p>Ship it, <span class="mention">Ben Ito</span>?</p>');
    assert.deepEqual([second?.text, second?.root, second?.edited, second?.author.kind], ['no', root, true, 'person']);
    assert.deepEqual([third?.root, third?.author.picture], [root, '/_sandbox/people/ben.svg']);
    assert.deepEqual(
      sandbox.built.kit.ledger.after(0).map(({ number, kind, author, text }) => [number, kind, author, text]),
      [
        [1, 'posted', 'Ada Nowak', 'Ship it, Ben Ito?'],
        [2, 'posted', 'Ben Ito', 'yes'],
        [3, 'posted', 'Ben Ito', 'soon'],
        [4, 'reacted', 'Ben Ito', '👍'],
        [5, 'reacted', 'Chidi Okafor', '👍'],
        [6, 'unreacted', 'Chidi Okafor', '👍'],
        [7, 'edited', 'Ben Ito', 'no'],
      ],
    );
  });

  it('shows that a message was deleted, and shows it again when it is restored', async () => {
    const id = await sandbox.act({ as: 'ada', do: 'post', text: 'oops' });
    await sandbox.act({ as: 'ada', do: 'remove', message: id });
    assert.deepEqual(
      sandbox.teams.view(incidents).map(({ text, html, removed }) => [text, html, removed]),
      [['', '', true]],
    );
    await sandbox.act({ as: 'ada', do: 'restore', message: id });
    assert.deepEqual(
      sandbox.teams.view(incidents).map(({ text, removed }) => [text, removed]),
      [['oops', false]],
    );
  });

  it('attaches files as references, which Graph gives without size or type', async () => {
    const files = [{ name: 'Q3 plan.txt', type: 'text/plain', base64: Buffer.from('plan').toString('base64') }];
    const id = await sandbox.act({ as: 'ada', do: 'upload', text: 'plan', files });
    const [seen] = sandbox.teams.view(incidents);
    assert.deepEqual(
      seen?.files.map(({ name, size }) => [name, size]),
      [['Q3 plan.txt', 4]],
    );
    const graph = await sandbox.graph('ada');
    const { attachments, body } = await graph.api(`${messagesOf(incidents)}/${id}`).get();
    assert.deepEqual(
      [attachments[0].contentType, attachments[0].name, attachments[0].contentUrl],
      [
        'reference',
        'Q3 plan.txt',
        'https://contoso.sharepoint.com/sites/Operations/Shared%20Documents/Incidents/Q3%20plan.txt',
      ],
    );
    await sandbox.act({ as: 'ada', do: 'edit', message: id, text: 'the plan' });
    assert.deepEqual(
      sandbox.teams.view(incidents).map(({ text, files: kept }) => [text, kept.length]),
      [['the plan', 1]],
    );
    assert.match(body.content, new RegExp(`<attachment id="${attachments[0].id}"></attachment>$`));
  });

  it('shows how important a post is, and its subject, above its text', async () => {
    const id = await sandbox.act({ as: 'ada', do: 'post', text: 'now', subject: 'Outage <1>', importance: 'high' });
    const [seen] = sandbox.teams.view(incidents);
    assert.equal(seen?.text, 'IMPORTANT!\nOutage <1>\nnow');
    const above = '<p><strong>IMPORTANT!</strong></p><h2>Outage &lt;1&gt;</h2>';
    assert.deepEqual([seen?.html, seen?.rich], [`<aside>${above}</aside><p>now</p>`, '<p>now</p>']);
    const graph = await sandbox.graph('ada');
    const { subject, importance, body } = await graph.api(`${messagesOf(incidents)}/${id}`).get();
    assert.deepEqual([subject, importance, body.content], ['Outage <1>', 'high', '<p>now</p>']);
    const reply = { as: 'ada', do: 'reply', message: id, text: 'x', subject: 'y' } as const;
    await assert.rejects(sandbox.act(reply), (error) => error instanceof ActError && error.code === 'no_subject');
  });

  it('carries a card beside the text', async () => {
    const body = [{ type: 'TextBlock', text: 'Build 42' }];
    const id = await sandbox.act({ as: 'ada', do: 'post', text: 'look', card: { type: 'AdaptiveCard', body } });
    const [seen] = sandbox.teams.view(incidents);
    assert.deepEqual([seen?.text, seen?.attachments?.length], ['look\nBuild 42', 1]);
    const graph = await sandbox.graph('ada');
    const { attachments } = await graph.api(`${messagesOf(incidents)}/${id}`).get();
    assert.equal(attachments[0].contentType, 'application/vnd.microsoft.card.adaptive');
    assert.deepEqual(JSON.parse(attachments[0].content).body, body);
  });

  it('passes a message on to another channel, as a copy that names its author', async () => {
    const original = await sandbox.act({ as: 'ben', do: 'post', place: launch, html: '<p>we <b>ship</b></p>' });
    const forward = { as: 'ada', do: 'forward', message: original, from: launch } as const;
    const id = await sandbox.act({ ...forward, text: 'see' });
    await sandbox.act(forward);
    await sandbox.act({ as: 'ben', do: 'edit', place: launch, message: original, text: 'we do not' });
    assert.deepEqual(
      sandbox.teams.view(incidents).map(({ text, attachments }) => [text, attachments]),
      [
        ['see\nBen Ito\nwe ship', []],
        ['Ben Ito\nwe ship', []],
      ],
    );
    const graph = await sandbox.graph('ada');
    const { attachments, body } = await graph.api(`${messagesOf(incidents)}/${id}`).get();
    assert.equal(body.content, `<p>see</p><attachment id="${original}"></attachment>`);
    const [{ contentType, content }] = attachments;
    const { originalMessageContent, originalMessageSender } = JSON.parse(content);
    assert.deepEqual(
      [contentType, originalMessageContent, originalMessageSender.user.displayName],
      ['forwardedMessageReference', '<p>we <b>ship</b></p>', 'Ben Ito'],
    );
    const nowhere = { as: 'powerless', do: 'forward', message: original, from: launch } as const;
    await assert.rejects(sandbox.act(nowhere), (error) => error instanceof ActError && error.code === 'not_a_member');
  });

  const greyedOut: readonly [string, Parameters<TeamsSandbox['act']>[0], string][] = [
    ['somebody unknown', { as: 'dana', do: 'post', text: 'x' }, 'unknown_person'],
    ['an unknown place', { as: 'ada', do: 'post', text: 'x', place: 'nowhere' }, 'unknown_place'],
    ['somebody outside the team', { as: 'powerless', do: 'post', text: 'x' }, 'not_a_member'],
    ['nothing to say', { as: 'ada', do: 'post', text: ' ' }, 'no_content'],
    ['an unknown message', { as: 'ada', do: 'edit', text: 'x', message: '1' }, 'unknown_message'],
    ['no message', { as: 'ada', do: 'reply', text: 'x' }, 'no_message'],
  ];
  for (const [what, act, code] of greyedOut) {
    it(`refuses ${what}`, () =>
      assert.rejects(sandbox.act(act), (error) => error instanceof ActError && error.code === code));
  }

  it("refuses to change another person's message, and a deleted one", async () => {
    const id = await sandbox.act({ as: 'ada', do: 'post', text: 'mine' });
    const refusedWith = (code: string) => (error: unknown) => error instanceof ActError && error.code === code;
    await assert.rejects(sandbox.act({ as: 'ben', do: 'edit', message: id, text: 'x' }), refusedWith('not_yours'));
    await assert.rejects(sandbox.act({ as: 'ada', do: 'restore', message: id }), refusedWith('not_removed'));
    await sandbox.act({ as: 'ada', do: 'remove', message: id });
    await assert.rejects(sandbox.act({ as: 'ada', do: 'reply', message: id, text: 'x' }), refusedWith('removed'));
  });

  it('forgets messages on a reset, and nothing else', async () => {
    await sandbox.act({ as: 'powerless', do: 'join', place: launch });
    await sandbox.act({ as: 'ada', do: 'post', text: 'gone' });
    sandbox.teams.reset();
    assert.deepEqual(sandbox.teams.view(incidents), []);
    await sandbox.act({ as: 'powerless', do: 'post', text: 'still a member' });
  });
});

describe('a sandbox that is started again', () => {
  it('still has its messages, members and subscriptions, and goes on from there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'teams-'));
    try {
      const before = await startTeams({ folder });
      const id = await before.act({ as: 'ada', do: 'post', text: 'first' });
      const graph = await before.graph('ada');
      const change = {
        changeType: 'created',
        notificationUrl: 'https://mio.example/notify',
        resource: messagesOf(incidents),
      };
      const expirationDateTime = new Date(before.clock.now() + 3_600_000).toISOString();
      const made = await graph.api('/subscriptions').post({ ...change, expirationDateTime });
      await before.close();

      const after = await startTeams({ folder });
      const next = await after.act({ as: 'ada', do: 'reply', message: id, text: 'second' });
      assert.deepEqual(
        after.teams.view(incidents).map(({ message, root }) => [message, root]),
        [
          [id, null],
          [next, id],
        ],
      );
      const [heard] = await after.bodies<{ readonly value: readonly { readonly subscriptionId: string }[] }>('/notify');
      assert.equal(heard?.value[0]?.subscriptionId, made.id);
      await after.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
