/** Code snippets: the code is read with the message, with the service user's token, and only what is the message's own. */
import assert from 'node:assert/strict';
import type { Block } from '../../../../src/core/content/tree.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId, MessageRef } from '../../../../src/core/model.ts';
import { p, pre } from '../../content/build.ts';
import { graphWithChannel, item, message, validationToken } from './support/graph.ts';
import { channelId, teamId } from './support/microsoft.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const root = '1789374682417';
const reply = '1789374682418';
const messages = `/graph/v1.0/teams/${teamId}/channels/${channelId}/messages`;
const hosted = (path: string, id: string) =>
  `https://graph.microsoft.com/v1.0/teams/${teamId}/channels/${channelId}/messages/${path}/hostedContents/${id}/$value`;
const snippet = (codeSnippetUrl: string, id = 's') => ({
  id,
  contentType: 'application/vnd.microsoft.card.codesnippet',
  contentUrl: null,
  content: JSON.stringify({ language: 'go', codeSnippetUrl }),
  name: null,
});
const body = { contentType: 'html', content: '<p>see</p><attachment id="s"></attachment>' };
const untold: Block[] = [p('see'), p('Code snippet (go)')];

interface Code {
  readonly status?: number;
  readonly code?: string;
  readonly json?: unknown;
}

const plain = ({ code, ...answer }: Code) => ({
  headers: { 'content-type': 'text/plain' },
  ...answer,
  ...(code !== undefined && { bytes: Buffer.from(code) }),
});

describe('code snippets of Teams', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
  });
  afterEach(() => world.close());

  const ref = (id: string): MessageRef => ({ ...place, message: id as MessageId });
  /** Graph holds a message with a snippet, and answers so when it is asked for the code. */
  function holds(answer: Code, attachments: readonly object[] = [snippet(hosted(root, 'aWQ9'))]): void {
    world.microsoft.on('GET', /\/messages\/1789374682417$/, () => ({ json: message(root, { body, attachments }) }));
    world.microsoft.on('GET', /\/hostedContents\//, () => plain(answer));
  }
  async function said(): Promise<readonly Block[]> {
    const state = await world.teams.fetch(ref(root), null);
    assert.ok(state?.is === 'present');
    return state.content;
  }
  const asked = () => world.microsoft.calls('GET', /\/hostedContents\//).map(({ url }) => url);

  it('are shown as code with their language', async () => {
    holds({ code: 'func main() {\n\tprintln("<ä>")\n}\n' });
    assert.deepEqual(await said(), [p('see'), pre('func main() {\n\tprintln("<ä>")\n}', 'go')]);
    assert.deepEqual(asked(), [`${messages}/${root}/hostedContents/aWQ9/$value`]);
    const [call] = world.microsoft.calls('GET', /\/hostedContents\//);
    assert.match(String(call?.headers.authorization), /^Bearer graph-token-/);
  });

  it('are read once', async () => {
    holds({ code: 'x' });
    await said();
    await said();
    assert.equal(asked().length, 1);
  });

  it('of a reply are asked for below its root', async () => {
    const attachments = [snippet(hosted(`${root}/replies/${reply}`, 'aWQ9'))];
    world.microsoft.on('GET', /\/replies\/1789374682418$/, () => ({
      json: message(reply, { replyToId: root, body, attachments }),
    }));
    world.microsoft.on('GET', /\/hostedContents\//, () => plain({ code: 'x' }));
    await world.teams.fetch(ref(`${root}/${reply}`), root as MessageId);
    assert.deepEqual(asked(), [`${messages}/${root}/replies/${reply}/hostedContents/aWQ9/$value`]);
  });

  it('are asked for at the message that they are in, wherever their address leads', async () => {
    holds({ code: 'x' }, [snippet(hosted('1700000000000', 'aWQ9').replace(teamId, 'another-team'))]);
    await said();
    assert.deepEqual(asked(), [`${messages}/${root}/hostedContents/aWQ9/$value`]);
  });

  for (const [why, address] of [
    ['another host', 'https://evil.example/v1.0/hostedContents/aWQ9/$value'],
    ['a path that climbs', hosted(root, '..%2f..')],
    ['nothing', ''],
  ] as const) {
    it(`whose address names ${why} are told by their name, and nobody is asked`, async () => {
      holds({ code: 'x' }, [snippet(address)]);
      assert.deepEqual(await said(), untold);
      assert.deepEqual(asked(), []);
    });
  }

  const unreadable: readonly [why: string, answer: Code][] = [
    ['that are gone', { status: 404, json: { error: { code: 'NotFound', message: '' } } }],
    ['that Mio may not read', { status: 403, json: { error: { code: 'Forbidden', message: '' } } }],
    ['that are too long', { code: 'x'.repeat(100 * 1024 + 1) }],
  ];
  for (const [why, answer] of unreadable) {
    it(`${why} are told by their name`, async () => {
      holds(answer);
      assert.deepEqual(await said(), untold);
    });
  }

  it('that can’t be had now are waited for', async () => {
    holds({ status: 503, json: { error: { code: 'serviceNotAvailable', message: '' } } });
    await assert.rejects(said(), (error) => error instanceof DeliveryError && error.failure === 'busy');
  });

  it('are in lists as well', async () => {
    world.microsoft.on('GET', /messages\?\$top=50&\$expand=replies$/, () => ({
      json: { value: [message(root, { body, attachments: [snippet(hosted(root, 'aWQ9'))] })] },
    }));
    world.microsoft.on('GET', /\/hostedContents\//, () => plain({ code: 'x' }));
    const found: unknown[] = [];
    for await (const { state } of world.teams.list(place, 0)) if (state?.is === 'present') found.push(state.content);
    assert.deepEqual(found, [[p('see'), pre('x', 'go')]]);
  });

  it('are not in the events: what an event tells of such a message is where to look', async () => {
    const graph = graphWithChannel(world.microsoft);
    await world.teams.prepare(place);
    const validationTokens = [await validationToken(world.microsoft.entra, world.clock.now())];
    const attachments = [snippet(hosted(root, 'aWQ9'))];
    const value = [
      item(graph.only(), message(root, { body, attachments })),
      item(graph.only(), message(reply)),
      item(graph.only(), message('1789374682419', { attachments, deletedDateTime: '2026-09-14T08:41:40Z' }), {
        changeType: 'deleted',
      }),
    ];
    const { events } = await world.receive('notifications', { value, validationTokens });
    assert.deepEqual(
      events?.map(({ kind, inline }) => [kind, inline?.is]),
      [
        ['posted', undefined],
        ['posted', 'present'],
        ['removed', 'removed'],
      ],
    );
  });
});
