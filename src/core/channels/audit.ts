/** The log of administrative acts: every entry carries the hash of the one before it, so that a change shows. */
import { createHash } from 'node:crypto';
import { ConflictError } from '../errors.ts';
import type { OrganizationId } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { AuditEntry, Records } from '../records.ts';

export interface Act {
  readonly organization: OrganizationId;
  readonly actor: string;
  /** What was done: `channel.create`, `invitation.accept`… */
  readonly act: string;
  /** The id it was done to. Never a secret. */
  readonly subject: string;
}

interface DatedAct extends Act {
  readonly at: number;
}

const fields = ['at', 'organization', 'actor', 'act', 'subject'] as const;
/** How many entries a stop in the middle of an act can leave behind its own, and more. */
const newest = 50;

export class Audit {
  readonly #records: Records;
  readonly #clock: Clock;
  #length = 0;
  #head = '';

  constructor(records: Records, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  /** Where an entry is missing, the next one goes behind the last: the gap shows, and stops nobody. */
  async load(): Promise<void> {
    const last = (await this.#records.list('audit')).at(-1);
    this.#length = last ? Number(last.id) : 0;
    this.#head = last?.body.hash ?? '';
  }

  async append(act: Act): Promise<void> {
    await this.#append({ at: this.#clock.now(), ...act });
  }

  /** Appends what was done then, unless it is among the newest entries: whoever stopped in the middle may have done so. */
  async appendOnce({ at, organization, actor, act, subject }: DatedAct): Promise<void> {
    const dated: DatedAct = { at, organization, actor, act, subject };
    if (!(await this.#isAmongNewest(dated))) await this.#append(dated);
  }

  async #isAmongNewest(dated: DatedAct): Promise<boolean> {
    for (let number = this.#length; number > 0 && number > this.#length - newest; number -= 1) {
      const entry = await this.#records.get('audit', numbered(number));
      if (entry && fields.every((field) => entry.body[field] === dated[field])) return true;
    }
    return false;
  }

  async #append(dated: DatedAct): Promise<void> {
    for (;;) {
      const unhashed = { ...dated, previous: this.#head };
      const entry: AuditEntry = { ...unhashed, hash: hashOf(unhashed) };
      try {
        await this.#records.put('audit', numbered(this.#length + 1), entry, 0);
        this.#length += 1;
        this.#head = entry.hash;
        return;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        await this.load();
      }
    }
  }

  /** The number of the first entry that is not what was written; undefined where the chain is whole. */
  async firstBroken(): Promise<number | undefined> {
    let previous = '';
    const entries = await this.#records.list('audit');
    for (const [index, { id, body }] of entries.entries()) {
      const { hash, ...unhashed } = body;
      if (id !== numbered(index + 1) || body.previous !== previous || hash !== hashOf(unhashed)) return index + 1;
      previous = hash;
    }
    return undefined;
  }
}

/** Fixed width, so that ids sort as numbers. */
const numbered = (number: number): string => String(number).padStart(12, '0');

function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { at, organization, actor, act, subject, previous } = entry;
  return createHash('sha256')
    .update(JSON.stringify([at, organization, actor, act, subject, previous]))
    .digest('hex');
}
