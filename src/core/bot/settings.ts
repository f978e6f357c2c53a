/**
 * The settings check, and publishing the app: both for administrators. The items of a check know nothing of each other:
 * they are looked at side by side, each for a bounded time, and what fails hides nothing else.
 */
import type { Audit } from '../channels/audit.ts';
import { UserError } from '../errors.ts';
import type { Clock, Log } from '../ports.ts';
import type { Connection, Records } from '../records.ts';
import { actorOf, type Speaker } from '../speaker.ts';
import { seconds } from '../time.ts';
import type { Administration, Finding } from './administration.ts';
import type { ServiceUser } from './service-user.ts';
import { type CheckName, type CheckResult, checks, type SettingsUseCases } from './use-cases.ts';

interface SettingsUseCasesParts {
  readonly administration: Administration;
  readonly records: Records;
  readonly audit: Pick<Audit, 'append'>;
  readonly serviceUser: Pick<ServiceUser, 'narrow'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the speaker is an administrator of their tenant's Teams. @throws UserError where that can't be known */
  readonly isAdministrator: (speaker: Speaker) => Promise<boolean>;
}

/** How long one item may take. */
const probeWithinMs = seconds(5);
/** Microsoft waits 10 s for Mio before it says that nothing answered. "Receive change notifications through webhooks" */
const slowProbes: Partial<Record<CheckName, number>> = { webhook: seconds(15) };
export const probeTakes = (check: CheckName): number => slowProbes[check] ?? probeWithinMs;

/** What could not be found out, a person has to look at: it is neither in order nor known to be wrong. */
const unknown: Finding = { result: 'look' };

export function createSettingsUseCases(parts: SettingsUseCasesParts): SettingsUseCases {
  const { administration, records, audit, clock, log } = parts;

  async function requireAdministrator(speaker: Speaker): Promise<void> {
    if (await parts.isAdministrator(speaker)) return;
    throw new UserError(
      'forbidden',
      'the speaker is no Teams administrator',
      'Ask a Teams administrator of your company to do this.',
      { obstacle: { reason: 'not_administrator' } },
    );
  }

  async function connectionOf({ tenant }: Speaker): Promise<Connection | undefined> {
    const stored = await records.list('connection');
    return stored.map(({ body }) => body).find(({ platform, account }) => platform === 'teams' && account === tenant);
  }

  async function find(check: CheckName, connection: Connection | undefined): Promise<CheckResult> {
    const found = await within(clock, probeTakes(check), administration.probe(check, connection)).catch(
      (error: unknown) => {
        log.info({ check, err: error }, 'a setting could not be checked');
        return unknown;
      },
    );
    const link = administration.page(check, connection);
    return { check, ...found, ...(link === undefined ? {} : { link }) };
  }

  return {
    async check(speaker, each) {
      await requireAdministrator(speaker);
      const connection = await connectionOf(speaker);
      return Promise.all(
        checks.map(async (check) => {
          const result = await find(check, connection);
          each?.(result);
          return result;
        }),
      );
    },

    async publish(speaker) {
      await requireAdministrator(speaker);
      const connection = await connectionOf(speaker);
      if (!connection) {
        throw new UserError(
          'failed_dependency',
          'the tenant is not connected',
          'Connect Microsoft Teams first: Mio publishes its app as the service user.',
          { obstacle: { reason: 'platform_not_connected', subject: 'Teams' } },
        );
      }
      const { outcome, version, catalogId, changed } = await administration.publish(connection);
      if (changed) {
        const { organization } = connection;
        await audit.append({ organization, actor: actorOf(speaker), act: `app.${outcome}`, subject: catalogId });
      }
      return { outcome, version };
    },

    fidelity: (speaker) => parts.serviceUser.narrow(speaker),
  };
}

function within<Result>(clock: Clock, ms: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new Error(`no answer within ${ms} ms`)));
    work.then(resolve, reject).finally(cancel);
  });
}
