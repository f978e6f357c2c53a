import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { ben, type Company, operations, startCompany } from './company.ts';

describe('signing in from a chat in the sandbox’s Teams', () => {
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

  const show = async (contentType: string, content: object) => {
    await company.send(chat, {
      attachments: [{ contentType: `application/vnd.microsoft.card.${contentType}`, content }],
    });
    await company.sandbox.kit.deliver.idle();
    return (await company.view('direct:ben')).messages.at(-1)?.message ?? '';
  };
  const invokes = () => company.turns.filter(({ type }) => type === 'invoke');
  const page = 'https://mio.example/sign-in/abc?x=1';

  describe('by a page', () => {
    const cards: readonly (readonly [string, string, object])[] = [
      [
        'an Action.Submit',
        'adaptive',
        {
          type: 'AdaptiveCard',
          actions: [{ type: 'Action.Submit', title: 'Sign in', data: { msteams: { type: 'signin', value: page } } }],
        },
      ],
      ['a sign-in card', 'signin', { text: 'Hello', buttons: [{ type: 'signin', title: 'Sign in', value: page }] }],
      ['a hero card', 'hero', { title: 'Hello', buttons: [{ type: 'signin', title: 'Sign in', value: page }] }],
    ];
    for (const [what, contentType, content] of cards) {
      it(`opens the address of ${what}, where a browser here finds it`, async () => {
        const message = await show(contentType, content);
        const { url } = await company.act({ as: 'ben', do: 'openSignIn', message });
        const { hostname, pathname, search } = new URL(url ?? '');
        deepEqual([hostname, pathname, search], ['127.0.0.1', '/sign-in/abc', '?x=1']);
        deepEqual(await company.act({ as: 'ben', do: 'press', message, button: 'Sign in' }), { message, url });
        deepEqual(company.told(), []);
      });
    }

    it('opens nothing that is not secure, and nothing where there is no such button', async () => {
      const insecure = { buttons: [{ type: 'signin', title: 'Sign in', value: 'http://mio.example/' }] };
      const message = await show('signin', insecure);
      await rejects(company.act({ as: 'ben', do: 'openSignIn', message }), /unsafeAddress/);
      const other = await show('adaptive', {
        type: 'AdaptiveCard',
        actions: [{ type: 'Action.Submit', title: 'Sign in' }],
      });
      await rejects(company.act({ as: 'ben', do: 'openSignIn', message: other }), /noSignIn/);
    });

    it('brings the page’s code to the bot, as the person in whose Teams it was', async () => {
      await company.act({ as: 'ben', do: 'finishSignIn', code: 'code-123' });
      const [invoke] = invokes();
      deepEqual([invoke?.name, invoke?.value], ['signin/verifyState', { state: 'code-123' }]);
      deepEqual([invoke?.from.aadObjectId, invoke?.conversation.id, invoke?.locale], [ben, chat, 'de-DE']);
    });

    it('shows that the bot refused the code', async () => {
      company.bot = async () => 400;
      await rejects(company.act({ as: 'ben', do: 'finishSignIn', code: 'stolen' }), /invokeFailed/);
    });
  });

  describe('by single sign-on', () => {
    const card = {
      text: 'Sign in to Mio',
      connectionName: 'mio',
      tokenExchangeResource: { id: 'exchange-1', uri: 'api://mio.example/app' },
      buttons: [{ type: 'signin', title: 'Sign in', value: page }],
    };
    const allow = () => company.sandbox.kit.policies.set('teams.botSso', 'allowed');

    it('is not tried unless the tenant allows it: the card shows its button', async () => {
      const message = await show('oauth', card);
      deepEqual(company.told(), []);
      equal((await company.view('direct:ben')).messages.at(-1)?.text, 'Sign in to Mio\n[Sign in]');
      ok((await company.act({ as: 'ben', do: 'openSignIn', message })).url);
    });

    it('offers the bot a token of the app from each of the person’s clients, and shows no card', async () => {
      allow();
      await show('oauth', card);
      const [one, other, ...more] = invokes().map(({ name, value, from }) => ({
        name,
        from,
        ...(value as { id: string; connectionName: string; token: string }),
      }));
      ok(one && other);
      deepEqual(more, []);
      deepEqual(
        [one.name, one.id, one.connectionName, one.from.aadObjectId],
        ['signin/tokenExchange', 'exchange-1', 'mio', ben],
      );
      equal(other.id, one.id);
      notEqual(other.token, one.token);
      deepEqual(
        (await company.view('direct:ben')).messages.map(({ text }) => text),
        ['hello'],
      );

      const { teamsTenantId } = company.sandbox.app();
      const { payload } = await jwtVerify(
        one.token,
        createRemoteJWKSet(new URL(`${company.sandbox.url}/entra/${teamsTenantId}/discovery/v2.0/keys`)),
        { audience: company.botId, issuer: `https://login.microsoftonline.com/${teamsTenantId}/v2.0` },
      );
      deepEqual([payload['oid'], payload['scp'], payload['tid']], [ben, 'access_as_user', teamsTenantId]);
    });

    it('shows the card’s button once the bot could not use the token', async () => {
      allow();
      company.bot = async () => 412;
      await show('oauth', card);
      equal((await company.view('direct:ben')).messages.at(-1)?.text, 'Sign in to Mio\n[Sign in]');
      deepEqual(
        company.sandbox.ledger.after(0).filter(({ place, author }) => place === 'direct:ben' && author === 'Mio')
          .length,
        1,
      );
    });

    it('is not for channels', async () => {
      allow();
      await company.send('19:OpsGeneral0000000000000000000000000000000002@thread.tacv2', {
        attachments: [{ contentType: 'application/vnd.microsoft.card.oauth', content: card }],
      });
      await company.sandbox.kit.deliver.idle();
      deepEqual(invokes(), []);
    });

    it('gives a token that Entra exchanges for one of Graph, on behalf of the person', async () => {
      allow();
      await show('oauth', card);
      const { token } = (invokes()[0]?.value ?? {}) as { token: string };
      const { teamsTenantId, teamsAppId = '', teamsClientSecret = '' } = company.sandbox.app();
      const answer = await fetch(`${company.sandbox.url}/entra/${teamsTenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          requested_token_use: 'on_behalf_of',
          client_id: teamsAppId,
          client_secret: teamsClientSecret,
          assertion: token,
          scope: 'User.Read',
        }),
      });
      const { error, suberror } = (await answer.json()) as { error: string; suberror: string };
      // Ben has consented to nothing yet: which is what stands against it, and not the token.
      deepEqual([error, suberror], ['invalid_grant', 'consent_required']);
    });
  });
});
