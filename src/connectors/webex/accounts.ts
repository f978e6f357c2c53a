/**
 * Accounts of people ("Integrations & Authorization"): Webex has no reactions, and files cross as the relay person's, so
 * that a person proves who they are and gives nothing that would be kept.
 */
import type { AccountSignIn } from '../../core/consent.ts';
import { UserError } from '../../core/errors.ts';
import type { PersonId } from '../../core/model.ts';
import type { Egress } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import { type Json, text } from '../support/json.ts';
import type { Consent } from './consent.ts';

/** Enough for Webex to say who it is. "Get My Own Details" */
export const accountScopes = ['spark:people_read'];

export function createAccounts(egress: Pick<Egress, 'browserUrl'>, consent: Consent): AccountSignIn {
  return {
    authorize: async (_connection, request) => egress.browserUrl(consent.authorize(request, accountScopes)),

    async redeem(connection, request) {
      const { person } = await consent.redeem(request);
      const id = text(person['id']);
      const isOwn = id !== undefined && id !== textFact(connection, 'personId');
      if (!isOwn || person['orgId'] !== connection.account) throw wrongWorkspace(connection);
      return { person: id as PersonId, name: nameOf(person) ?? id, secrets: {} };
    },

    // Nothing was kept, and Webex has no call to take it back: what it gave dies with the answer.
    async drop() {},
    async revoke() {},
  };
}

function nameOf(person: Json): string | undefined {
  const [mail] = Array.isArray(person['emails']) ? person['emails'] : [];
  return text(mail) ?? text(person['displayName']);
}

/** The relay person is Mio's own there: nobody is meant by it. */
const wrongWorkspace = ({ name }: Connection): UserError =>
  new UserError(
    'forbidden',
    'webex: an account of another organization',
    `Link again and choose an account of ${name}.`,
    {
      obstacle: { reason: 'wrong_workspace', subject: name },
    },
  );
