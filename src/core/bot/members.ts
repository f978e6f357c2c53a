/**
 * Who is in a channel, and who is in the organization. Every platform is asked at once and waited for no longer than a
 * moment, however many people there are; what comes later is remembered for whoever asks next.
 */
import { organizationName } from '../channels/access.ts';
import type { Connector, ListedPerson, Membership } from '../connector.ts';
import { type Platform, platforms } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import type { Connection, Leg, Records, UniversalChannel } from '../records.ts';
import { createMemory, type Memory } from '../remember.ts';
import { minutes, pause, seconds } from '../time.ts';
import type { Seat } from './rights.ts';
import type { FoundPerson, LegMembers } from './use-cases.ts';

interface MembersParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly connectors: Readonly<Record<Platform, Connector>>;
}

const answersWithin = seconds(3);
const keeping = { found: minutes(1), missing: minutes(1), most: 10_000 };
const mostNames = 20;
const mostFound = 5;
/** Fewer letters would find half of the company. */
const fewestLetters = 2;

export class Members {
  readonly #parts: MembersParts;
  readonly #memberships: Memory<Membership>;
  readonly #found: Memory<readonly ListedPerson[]>;

  constructor(parts: MembersParts) {
    this.#parts = parts;
    this.#memberships = createMemory(parts.clock, keeping);
    this.#found = createMemory(parts.clock, keeping);
  }

  /** Of partners' legs no more than that they are there. */
  async of(channel: UniversalChannel, { connection }: Seat): Promise<readonly LegMembers[]> {
    const { records } = this.#parts;
    const present = channel.legs.filter(({ state }) => state !== 'left');
    return await Promise.all(
      present.map(async (leg) => {
        const { platform } = leg;
        const organization = await organizationName(records, leg.organization);
        if (leg.organization !== connection.organization) return { platform, title: '', organization, names: [] };
        const { count, names } = (await this.#inTime(platform, () => this.#membershipOf(leg))) ?? { names: [] };
        return { platform, title: leg.title, organization, ...(count !== undefined && { count }), names };
      }),
    );
  }

  /** In all connections of the seat's organization; Teams first. */
  async find({ connection }: Seat, text: string): Promise<readonly FoundPerson[]> {
    const wanted = text.trim();
    if (wanted.length < fewestLetters) return [];
    const all = (await this.#parts.records.list('connection')).map(({ body }) => body);
    const own = all
      .filter(({ organization }) => organization === connection.organization)
      .sort((a, b) => platforms.indexOf(a.platform) - platforms.indexOf(b.platform));
    return (await Promise.all(own.map((one) => this.#findIn(one, wanted)))).flat();
  }

  async #findIn({ id, platform, name }: Connection, wanted: string): Promise<readonly FoundPerson[]> {
    const found = await this.#inTime(platform, () =>
      this.#found.get(`${id} ${wanted.toLowerCase()}`, () =>
        this.#parts.connectors[platform].search(id, wanted, mostFound),
      ),
    );
    return (found ?? []).map((person) => ({ ...person, platform, connection: name }));
  }

  #membershipOf(leg: Leg): Promise<Membership> {
    return this.#memberships.get(leg.id, () => this.#parts.connectors[leg.platform].members(leg, mostNames));
  }

  /** Undefined where the platform fails, or takes too long. */
  async #inTime<Answer>(platform: Platform, ask: () => Promise<Answer>): Promise<Answer | undefined> {
    const { clock, log } = this.#parts;
    const late = new AbortController();
    const answer = ask().catch((err) => {
      log.warn({ platform, err }, 'people could not be looked up');
      return undefined;
    });
    const tooLate = pause(clock, answersWithin, late.signal).then(() => undefined);
    const first = await Promise.race([answer, tooLate]);
    late.abort();
    return first;
  }
}
