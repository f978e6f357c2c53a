/**
 * Proves the e-mail address that an invitation is for, where the bot knows nobody of the invited company: whoever has
 * the address signs in at Slack or Webex, in a workspace of theirs that is connected to Mio, and its directory says whose
 * address it is. The proof opens one invitation to that workspace's organization, and gives no right there: who accepts
 * still needs their own. What the sign-in gave is forgotten at once.
 */
import { type AttemptCookie, attemptLastsMs, type BroughtBack, cookieName, newAttempt } from '../attempt.ts';
import { type AttemptStore, createAttemptStore } from '../attempt-store.ts';
import type { Connector } from '../connector.ts';
import { UserError } from '../errors.ts';
import { sha256 } from '../hash.ts';
import type { InvitationId, OrganizationId, Platform } from '../model.ts';
import { platformNames } from '../model.ts';
import { asked, hindered } from '../obstacles.ts';
import type { Clock, Random, Vault } from '../ports.ts';
import type { Connection, OAuthAttempt, Records } from '../records.ts';
import { organizationName } from './access.ts';
import type { Invitations } from './invitations.ts';

export interface ProvingParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'accounts' | 'mail' | 'byMail'>>>;
  readonly invitations: Pick<Invitations, 'opened' | 'prove'>;
  readonly publicUrl: string;
}

/** What the browser came back with. */
export type Proof =
  | { readonly is: 'proved'; readonly account: string; readonly organization: string }
  /** `spent`: used, too old, or another browser's. `other_account`: one without the address. */
  | { readonly is: 'spent' | 'refused' | 'other_account' | 'failed' };

interface Wanted {
  readonly invitation: InvitationId;
  readonly address: string;
  readonly from: OrganizationId;
}

export class Proving {
  readonly #parts: ProvingParts;
  readonly #attempts: AttemptStore<'attempt'>;

  constructor(parts: ProvingParts) {
    this.#parts = parts;
    this.#attempts = createAttemptStore({ ...parts, kind: 'attempt', used });
  }

  /**
   * Where to send the browser, and the cookie that it must bring back.
   * @throws UserError `bad_request` where the code is good for nothing, or the invitation is for whoever has it;
   * `conflict` where nobody's workspace there has the address
   */
  async begin(code: string, platform: Platform): Promise<{ redirect: string; cookie: AttemptCookie }> {
    const { id: invitation, address, from } = await this.#parts.invitations.opened(code);
    const signIn = this.#parts.connectors[platform].accounts;
    if (address === undefined || !signIn) throw hindered({ reason: 'not_found' });
    const connection = await this.#whereKnown(platform, { invitation, address, from });
    if (!connection) throw unknownThere(platform);

    const { state, verifier, challenge, cookie, browser } = newAttempt(this.#parts.random);
    await this.#attempts.open(state, {
      organization: connection.organization,
      platform,
      step: 'proof',
      proves: { invitation, connection: connection.id },
      expiresAt: this.#parts.clock.now() + attemptLastsMs,
      verifier: this.#parts.vault.seal(verifier, verifierContext(state)),
      browser,
    });
    const redirectUri = this.#redirectUri(platform);
    return { redirect: await signIn.authorize(connection, { state, challenge, redirectUri }), cookie };
  }

  /** Whether a state that came back is one of these. */
  async knows(platform: Platform, state: string): Promise<boolean> {
    const attempt = await this.#attempts.peek(state);
    return attempt?.platform === platform && attempt.proves !== undefined;
  }

  async complete(platform: Platform, back: BroughtBack): Promise<Proof> {
    const isOne = (attempt: OAuthAttempt) => attempt.platform === platform && attempt.step === 'proof';
    const attempt = await this.#attempts.take(back.state, isOne, back.cookie(cookieName(back.state)));
    if (!attempt) return { is: 'spent' };
    if (back.error !== null || !back.code) return { is: 'refused' };
    try {
      return await this.#proof(attempt, back.state, back.code);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { is: error.obstacle?.reason === 'wrong_workspace' ? 'other_account' : 'failed' };
    }
  }

  /** @throws UserError */
  async #proof(
    { platform, organization, proves, verifier }: OAuthAttempt,
    state: string,
    code: string,
  ): Promise<Proof> {
    const { records, connectors, vault, invitations } = this.#parts;
    const connector = connectors[platform];
    const connection = proves && (await records.get('connection', proves.connection))?.body;
    if (!connection || connection.organization !== organization || !connector.accounts) return { is: 'spent' };
    const grant = await connector.accounts.redeem(connection, {
      code,
      verifier: vault.open(verifier ?? '', verifierContext(state)),
      redirectUri: this.#redirectUri(platform),
    });
    await connector.accounts.drop(connection, grant);
    const mail = await asked(platformNames[platform], () => connector.mail(connection.id, grant.person));
    const address = mail?.trim().toLowerCase();
    if (address === undefined || !(await invitations.prove(proves.invitation, { address, organization }))) {
      return { is: 'other_account' };
    }
    return { is: 'proved', account: grant.name, organization: await organizationName(records, organization) };
  }

  /** A workspace of a company that was not the one to invite. @throws UserError where the platform does not answer */
  async #whereKnown(platform: Platform, { address, from }: Wanted): Promise<Connection | undefined> {
    const { records, connectors } = this.#parts;
    for (const { body } of await records.list('connection')) {
      if (body.platform !== platform || body.organization === from) continue;
      const person = await asked(platformNames[platform], () => connectors[platform].byMail(body.id, address));
      if (person !== undefined) return body;
    }
    return undefined;
  }

  #redirectUri(platform: Platform): string {
    return `${this.#parts.publicUrl}/oauth/${platform}/callback`;
  }
}

/** What a second visit is known by. */
const used = ({ organization, platform, proves, expiresAt }: OAuthAttempt): OAuthAttempt => ({
  organization,
  platform,
  step: 'used',
  ...(proves && { proves }),
  expiresAt,
});

const verifierContext = (state: string): string => `proof|verifier|${sha256(state)}`;

const unknownThere = (platform: Platform): UserError =>
  new UserError(
    'conflict',
    'no connected workspace has the address',
    `No ${platformNames[platform]} that is connected to Mio has this address. An administrator of your company connects it first.`,
  );
