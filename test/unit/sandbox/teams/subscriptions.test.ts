import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Client } from '@microsoft/microsoft-graph-client';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { decrypt, type EncryptedContent, selfSigned, type TestCertificate } from './certificate.ts';
import {
  accountSyncScopes,
  echo,
  graphError,
  incidents,
  launch,
  messagesOf,
  operations,
  people,
  publicUrl,
  startTeams,
  type TeamsSandbox,
} from './support.ts';

interface Subscription {
  readonly id: string;
  readonly resource: string;
  readonly clientState: string | null;
  readonly expirationDateTime: string;
  readonly creatorId: string;
}
interface Notification {
  readonly value: readonly {
    readonly subscriptionId: string;
    readonly changeType?: string;
    readonly lifecycleEvent?: string;
    readonly clientState: string;
    readonly tenantId: string;
    readonly resource: string;
    readonly resourceData: { readonly id: string };
    readonly encryptedContent: EncryptedContent | null;
  }[];
  readonly validationTokens?: readonly string[] | null;
}

const minute = 60_000;
const notify = '/graph/notify';
const lifecycle = '/graph/lifecycle';

describe('Graph: subscriptions', () => {
  let certificate: TestCertificate;
  let sandbox: TeamsSandbox;
  let graph: Client;

  before(() => {
    certificate = selfSigned();
  });
  beforeEach(async () => {
    sandbox = await startTeams();
    graph = await sandbox.graph('mio-service');
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${people.service}` };
    await graph.api(`/groups/${operations}/members/$ref`).post(member);
  });
  afterEach(() => sandbox.close());

  const inMinutes = (minutes: number): string => new Date(sandbox.clock.now() + minutes * minute).toISOString();
  const wanted = (change: object = {}): object => ({
    changeType: 'created,updated,deleted',
    notificationUrl: `${publicUrl}${notify}?k=7`,
    lifecycleNotificationUrl: `${publicUrl}${lifecycle}`,
    resource: messagesOf(incidents),
    expirationDateTime: inMinutes(3 * 24 * 60),
    clientState: 'secret',
    ...change,
  });
  const rich = (change: object = {}): object =>
    wanted({
      includeResourceData: true,
      encryptionCertificate: certificate.certificate,
      encryptionCertificateId: 'k1',
      ...change,
    });
  const subscribe = (body: object, client = graph): Promise<Subscription> => client.api('/subscriptions').post(body);
  const heardEvents = async (path: string) =>
    (await sandbox.bodies<Notification>(path)).flatMap(({ value }) =>
      value.map((one) => one.lifecycleEvent ?? one.changeType),
    );

  it('are made after both addresses have echoed the validation token', async () => {
    const asked: string[] = [];
    sandbox.product = (request, response, body) => {
      asked.push(new URL(request.url!, publicUrl).pathname);
      assert.match(new URL(request.url!, publicUrl).searchParams.get('validationToken')!, /^Validation: .+ .+/);
      echo(request, response, body);
    };
    const made = await subscribe(rich());
    assert.deepEqual(asked, [notify, lifecycle]);
    assert.deepEqual(
      [made.clientState, made.creatorId, made.resource],
      ['secret', people.service, messagesOf(incidents)],
    );
    const listed: readonly Subscription[] = (await graph.api('/subscriptions').get()).value;
    assert.deepEqual(
      listed.map(({ id, clientState }) => [id, clientState]),
      [[made.id, null]],
    );
  });

  const tokenIn = (url: string | undefined) => new URL(url!, publicUrl).searchParams.get('validationToken');
  const answer = (response: ServerResponse, status: number, type: string, body: string | null | undefined): void => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
  const badEchoes: readonly [string, TeamsSandbox['product']][] = [
    ['still encoded', ({ url }, response) => answer(response, 200, 'text/plain', url!.split('validationToken=')[1])],
    ['as JSON', ({ url }, response) => answer(response, 200, 'application/json', tokenIn(url))],
    ['with another status', ({ url }, response) => answer(response, 202, 'text/plain', tokenIn(url))],
    ['by nobody', (request) => void request.socket.destroy()],
  ];
  for (const [how, product] of badEchoes) {
    it(`are not made where the token is echoed ${how}`, async () => {
      sandbox.product = product;
      await assert.rejects(subscribe(wanted()), graphError(400, 'ValidationError'));
      assert.deepEqual((await graph.api('/subscriptions').get()).value, []);
    });
  }

  const refusals: readonly [string, () => object, number, RegExp?][] = [
    [
      'more than an hour without a lifecycle address',
      () => wanted({ lifecycleNotificationUrl: undefined }),
      400,
      /lifecycleNotificationUrl is a required property/,
    ],
    ['more than three days', () => wanted({ expirationDateTime: inMinutes(4321) }), 400, /4320/],
    ['an end in the past', () => wanted({ expirationDateTime: inMinutes(-1) }), 400],
    ['an unknown kind of change', () => wanted({ changeType: 'created,renamed' }), 400],
    ['an address without TLS', () => wanted({ notificationUrl: 'http://mio.example/x' }), 400],
    ['resource data without a certificate', () => wanted({ includeResourceData: true }), 400],
    ['a certificate that is none', () => rich({ encryptionCertificate: 'AAAA' }), 400],
    ['a certificate with a short key', () => rich({ encryptionCertificate: selfSigned(1024).certificate }), 400],
    ['a channel that is not there', () => wanted({ resource: messagesOf('19:nowhere@thread.tacv2') }), 404],
    ['another resource', () => wanted({ resource: '/users' }), 400],
  ];
  for (const [what, body, status, message] of refusals) {
    it(`are refused with ${what}`, async () => {
      await assert.rejects(subscribe(body()), (error: { statusCode: number; code: string; message: string }) =>
        graphError(status, error.code, message)(error),
      );
    });
  }

  it('live 45 minutes at least', async () => {
    const { expirationDateTime } = await subscribe(wanted({ expirationDateTime: inMinutes(5) }));
    assert.equal(Date.parse(expirationDateTime), sandbox.clock.now() + 45 * minute);
  });

  it('exist once per application and channel', async () => {
    const { id } = await subscribe(wanted());
    await assert.rejects(
      subscribe(wanted()),
      graphError(409, 'Conflict', new RegExp(`Subscription Id <${id}> already exists`)),
    );
    await assert.rejects(subscribe(wanted({ changeType: 'created' })), graphError(403, 'Forbidden', /limit is 1/));
    await subscribe(wanted({ resource: messagesOf(launch).slice(1) }));
  });

  it('are out of reach for other accounts of the app', async () => {
    const { id } = await subscribe(wanted());
    const ada = await sandbox.graph('ada');
    assert.deepEqual((await ada.api('/subscriptions').get()).value, []);
    const path = `/subscriptions/${id}`;
    const tries = [
      () => ada.api(path).get(),
      () => ada.api(path).patch({ expirationDateTime: inMinutes(60) }),
      () => ada.api(path).delete(),
      () => ada.api(`${path}/reauthorize`).post({}),
    ];
    for (const attempt of tries) await assert.rejects(attempt(), graphError(403, 'Forbidden', /another user/));
    await assert.rejects(subscribe(wanted(), ada), graphError(409, 'Conflict'));
  });

  it('take the read permission of messages, and membership of the team', async () => {
    const outsider = await sandbox.graph('powerless');
    await assert.rejects(subscribe(wanted(), outsider), graphError(403, 'Forbidden', /does not belong/));
    await sandbox.close();
    sandbox = await startTeams();
    const reader = await sandbox.graph('ada', 'User.Read Group.Read.All');
    await assert.rejects(
      subscribe(wanted(), reader),
      graphError(403, 'Forbidden', /API requires one of 'ChannelMessage\.Read\.All'/),
    );
  });

  it('bring every change, encrypted, with a validation token of Entra', async () => {
    const { id } = await subscribe(rich());
    sandbox.clock.advance(250);
    const root = await sandbox.act({ as: 'ada', do: 'post', text: 'hello' });
    await sandbox.act({ as: 'ben', do: 'reply', message: root, text: 'hi' });
    await sandbox.act({ as: 'ada', do: 'edit', message: root, text: 'hello all' });
    await sandbox.act({ as: 'ben', do: 'react', message: root, emoji: '👍' });
    await sandbox.act({ as: 'ada', do: 'remove', message: root });
    await sandbox.act({ as: 'ada', do: 'restore', message: root });
    const heard = await sandbox.bodies<Notification>(notify);
    const items = heard.flatMap(({ value }) => value);
    assert.deepEqual(
      items.map(({ changeType }) => changeType),
      ['created', 'created', 'updated', 'updated', 'deleted', 'updated'],
    );
    assert.ok(items.every((one) => one.subscriptionId === id && one.clientState === 'secret'));
    assert.match(
      items[1]!.resource,
      new RegExp(`^teams\\('${operations}'\\)/channels\\('.+'\\)/messages\\('${root}'\\)/replies\\('\\d+'\\)$`),
    );
    const seen = items.map((one) =>
      decrypt<{ readonly id: string; readonly createdDateTime: string; readonly body: { readonly content: string } }>(
        one.encryptedContent!,
        certificate.privateKey,
      ),
    );
    assert.deepEqual(
      seen.map(({ body }) => body.content),
      ['<p>hello</p>', '<p>hi</p>', '<p>hello all</p>', '<p>hello all</p>', '', '<p>hello all</p>'],
    );
    assert.ok(seen.every(({ createdDateTime }) => Date.parse(createdDateTime) % 1_000 === 0));
    const keys = createRemoteJWKSet(new URL(`${sandbox.built.kit.url}/entra/common/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(heard[0]!.validationTokens![0]!, keys, {
      audience: sandbox.teams.app()['teamsAppId']!,
      currentDate: new Date(sandbox.clock.now()),
    });
    assert.equal(payload['azp'], '0bf30f3b-4a52-48df-9a82-234910c4a086');
    assert.equal(payload['tid'], items[0]!.tenantId);
  });

  it('come together where they are due together, with one token for all', async () => {
    await subscribe(rich());
    await subscribe(rich({ resource: messagesOf(launch) }));
    const post = (text: string, place: string) => sandbox.act({ as: 'ada', do: 'post', text, place });
    const ids = await Promise.all([post('one', incidents), post('two', launch), post('three', incidents)]);
    const heard = await sandbox.bodies<Notification>(notify);
    assert.equal(heard.length, 1);
    assert.deepEqual(
      heard[0]!.value.map(({ resourceData }) => resourceData.id),
      ids,
    );
    assert.equal(heard[0]!.validationTokens?.length, 1);
  });

  it('say so where Entra makes no token, and only where content comes along', async () => {
    sandbox.built.kit.policies.set('entra.validationTokens', 'none');
    await subscribe(rich());
    await subscribe(wanted({ resource: messagesOf(launch) }));
    await sandbox.act({ as: 'ada', do: 'post', text: 'with content' });
    await sandbox.act({ as: 'ada', do: 'post', text: 'without', place: launch });
    const heard = await sandbox.bodies<Notification>(notify);
    assert.deepEqual(
      heard.map(({ validationTokens }) => validationTokens),
      [null, undefined],
    );
  });

  it('bring only ids where no resource data was asked for, and no other channel at all', async () => {
    await subscribe(wanted({ changeType: 'created' }));
    const id = await sandbox.act({ as: 'ada', do: 'post', text: 'hello' });
    await sandbox.act({ as: 'ada', do: 'edit', message: id, text: 'changed' });
    await sandbox.act({ as: 'ada', do: 'post', text: 'elsewhere', place: launch });
    const heard = await sandbox.bodies<Notification>(notify);
    assert.equal(heard.length, 1);
    const item = heard[0]!.value[0]!;
    assert.deepEqual([item.resourceData.id, item.encryptedContent, heard[0]!.validationTokens], [id, null, undefined]);
  });

  it('are tried again, later and later, until the product takes them', async () => {
    await subscribe(wanted());
    const statuses = [503, 503];
    sandbox.product = (_request, response) => {
      response.writeHead(statuses.shift() ?? 202);
      response.end();
    };
    await sandbox.act({ as: 'ada', do: 'post', text: 'hello' });
    for (const seconds of [0, 5, 10, 20]) {
      sandbox.clock.advance(seconds * 1000);
      await sandbox.built.kit.deliver.idle();
    }
    assert.deepEqual(await heardEvents(notify), ['created', 'created', 'created']);
  });

  it('end with their time', async () => {
    const { id } = await subscribe(wanted({ expirationDateTime: inMinutes(50) }));
    sandbox.clock.advance(51 * minute);
    await sandbox.act({ as: 'ada', do: 'post', text: 'too late' });
    assert.deepEqual(await heardEvents(notify), []);
    await assert.rejects(graph.api(`/subscriptions/${id}`).get(), graphError(404, 'ResourceNotFound'));
  });

  it('challenge before the token runs out, hold what happens after it, and bring that on renewal', async () => {
    const { id } = await subscribe(wanted());
    sandbox.clock.advance(80 * minute);
    const challenges = await heardEvents(lifecycle);
    assert.ok(challenges.length > 0 && challenges.every((event) => event === 'reauthorizationRequired'));
    sandbox.clock.advance(20 * minute);
    for (const text of ['held', 'held as well']) await sandbox.act({ as: 'ada', do: 'post', text });
    assert.deepEqual(await heardEvents(notify), []);
    const fresh = await sandbox.graph('mio-service');
    await fresh.api(`/subscriptions/${id}`).patch({ expirationDateTime: inMinutes(4320) });
    assert.deepEqual(await heardEvents(notify), ['created', 'created']);
    assert.equal((await sandbox.bodies(notify)).length, 1);
    await fresh.api(`/subscriptions/${id}/reauthorize`).post({});
    await sandbox.act({ as: 'ada', do: 'post', text: 'at once' });
    assert.deepEqual(await heardEvents(notify), ['created', 'created', 'created']);
  });

  it('are removed, and the product is told, when nobody reauthorizes them for four hours', async () => {
    const { id } = await subscribe(wanted());
    sandbox.clock.advance(6 * 60 * minute);
    assert.equal((await heardEvents(lifecycle)).at(-1), 'subscriptionRemoved');
    const fresh = await sandbox.graph('mio-service');
    await assert.rejects(fresh.api(`/subscriptions/${id}`).get(), graphError(404, 'ResourceNotFound'));
  });

  it('are removed when their user leaves the team, and by the fault that revokes them', async () => {
    await subscribe(wanted());
    await graph.api(`/groups/${operations}/members/${people.service}/$ref`).delete();
    assert.deepEqual(await heardEvents(lifecycle), ['subscriptionRemoved']);
    const ada = await sandbox.graph('ada', accountSyncScopes);
    await subscribe(wanted(), ada);
    sandbox.built.kit.faults.add({ platform: 'teams', kind: 'revoke' });
    assert.deepEqual(await heardEvents(lifecycle), ['subscriptionRemoved', 'subscriptionRemoved']);
  });

  it('belong to whoever made them', async () => {
    const { id } = await subscribe(wanted());
    const ada = await sandbox.graph('ada');
    await assert.rejects(
      ada.api(`/subscriptions/${id}`).patch({ expirationDateTime: inMinutes(60) }),
      graphError(403, 'Forbidden'),
    );
    await graph.api(`/subscriptions/${id}`).delete();
    await sandbox.act({ as: 'ada', do: 'post', text: 'nobody listens' });
    assert.deepEqual(await heardEvents(notify), []);
  });

  it('go on with another certificate when it is exchanged', async () => {
    const { id } = await subscribe(rich());
    const next = selfSigned();
    await graph
      .api(`/subscriptions/${id}`)
      .patch({ encryptionCertificate: next.certificate, encryptionCertificateId: 'k2' });
    await sandbox.act({ as: 'ada', do: 'post', text: 'hello' });
    const [heard] = await sandbox.bodies<Notification>(notify);
    const content = heard!.value[0]!.encryptedContent!;
    assert.equal(content.encryptionCertificateId, 'k2');
    assert.equal(
      decrypt<{ readonly body: { readonly content: string } }>(content, next.privateKey).body.content,
      '<p>hello</p>',
    );
  });
});
