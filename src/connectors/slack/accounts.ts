/**
 * Accounts of people ("Installing with OAuth", `user_scope`): a token of their own, to react as themselves, and no more.
 * Who somebody is, Slack says with the token; what they are called, the workspace's bot is told anyway.
 */
import type { AccountSignIn } from '../../core/consent.ts';
import { UserError } from '../../core/errors.ts';
import type { Author, PersonId } from '../../core/model.ts';
import type { AccountSecrets } from '../../core/people/account-store.ts';
import type { Egress } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { type Json, object, text } from '../support/json.ts';
import type { AdministrationCall } from './administration.ts';
import { personId } from './ids.ts';
import type { InstallSettings } from './install.ts';
import { administrationError } from './refusals.ts';

/** Of the people themselves, each for a method that Mio calls with their token. */
export const userScopes = ['reactions:write'];

/** The secret of an account. */
export const tokenField = 'token';

export interface AccountsParts {
  readonly egress: Pick<Egress, 'browserUrl'>;
  readonly call: AdministrationCall;
  readonly settings: InstallSettings;
  readonly secrets: AccountSecrets;
  readonly person: (connection: Connection, id: PersonId) => Promise<Author | undefined>;
}

export function createAccounts({ egress, call, settings, secrets, person }: AccountsParts): AccountSignIn {
  const forget = async (token: string): Promise<void> => void (await call('auth.revoke', {}, token).catch(() => {}));

  /** What is not kept must not go on working; but Slack gives a person the same token each time, and it may be kept already. */
  async function forgetUnlessLinked(account: string, { person: id, token }: Given): Promise<void> {
    const isLinked = await secrets.use({ platform: 'slack', account }, id, async () => true).catch(() => false);
    if (!isLinked) await forget(token);
  }

  return {
    async authorize({ account }, { state, redirectUri }) {
      const query = new URLSearchParams({
        client_id: settings.clientId,
        user_scope: userScopes.join(','),
        state,
        redirect_uri: redirectUri,
        team: account,
      });
      return egress.browserUrl(`https://slack.com/oauth/v2/authorize?${query}`);
    },

    async redeem(connection, { code, redirectUri }) {
      const answer = await call('oauth.v2.access', {
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        code,
        redirect_uri: redirectUri,
      });
      const given = givenBy(answer);
      const account = text(object(answer['team'])?.['id']) ?? '';
      if (account !== connection.account) {
        await forgetUnlessLinked(account, given);
        throw wrongWorkspace(connection);
      }
      const named = await person(connection, given.person).catch(() => undefined);
      return { person: given.person, name: named?.name ?? given.person, secrets: { [tokenField]: given.token } };
    },

    drop: ({ account }, { person: id, secrets: given }) =>
      forgetUnlessLinked(account, { person: id, token: given[tokenField] ?? '' }),

    async revoke(connection, id) {
      await secrets.use(connection, id, ({ [tokenField]: token = '' }) => forget(token)).catch(() => {});
    },
  };
}

interface Given {
  readonly person: PersonId;
  readonly token: string;
}

/** @throws UserError where it is no lasting token of a person's with the scopes that were asked for */
function givenBy(answer: Json): Given {
  const user = object(answer['authed_user']);
  const person = personId(user?.['id']);
  const token = text(user?.['access_token']);
  if (user?.['expires_in'] !== undefined) throw administrationError('oauth.v2.access', 'token_rotation_enabled');
  const granted = (text(user?.['scope']) ?? '').split(',');
  if (!person || !token || !userScopes.every((scope) => granted.includes(scope))) {
    throw administrationError('oauth.v2.access', 'missing_user_scope');
  }
  return { person, token };
}

const wrongWorkspace = ({ name }: Connection): UserError =>
  new UserError('forbidden', 'slack: an account of another workspace', `Link again and choose an account of ${name}.`, {
    obstacle: { reason: 'wrong_workspace', subject: name },
  });
