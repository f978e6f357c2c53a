/** Organizations, and the keys that their administrators call the API with. */
import { inOneLine } from '../content/author.ts';
import { UserError } from '../errors.ts';
import { sameHash, sha256 } from '../hash.ts';
import type { NewId } from '../identifiers.ts';
import type { OrganizationId } from '../model.ts';
import type { Clock, Random } from '../ports.ts';
import type { Organization, Records } from '../records.ts';
import type { Actor } from './access.ts';
import type { Audit } from './audit.ts';

export interface OrganizationsParts {
  readonly records: Records;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
}

export class Organizations {
  readonly #parts: OrganizationsParts;

  constructor(parts: OrganizationsParts) {
    this.#parts = parts;
  }

  /** Makes an organization. The key is told this once; only its hash is kept. @throws UserError */
  async create(name: string, actor = 'operator'): Promise<{ organization: Organization; key: string }> {
    const { records, audit, clock, newId } = this.#parts;
    const trimmed = inOneLine(name).trim();
    if (trimmed === '' || trimmed.length > 100) {
      throw new UserError(
        'bad_request',
        'organization name empty or too long',
        'Give the organization a name of 1 to 100 characters.',
      );
    }
    const id = newId<'organization'>() satisfies OrganizationId;
    const key = this.#newKey(id);
    const organization: Organization = { id, name: trimmed, keyHash: sha256(key), createdAt: clock.now() };
    await records.put('organization', id, organization, 0);
    await audit.append({ organization: id, actor, act: 'organization.create', subject: id });
    return { organization, key };
  }

  /** A new key in place of the old one: for whoever lost it, and for organizations that began in the bot. @throws UserError */
  async renewKey(id: OrganizationId): Promise<{ organization: Organization; key: string }> {
    const { records, audit } = this.#parts;
    const stored = await records.get('organization', id);
    if (!stored) throw new UserError('not_found', 'no such organization', 'Look at the list of organizations.');
    const key = this.#newKey(id);
    const organization = { ...stored.body, keyHash: sha256(key) };
    await records.put('organization', id, organization, stored.revision);
    await audit.append({ organization: id, actor: 'operator', act: 'organization.key', subject: id });
    return { organization, key };
  }

  async list(): Promise<readonly Organization[]> {
    return (await this.#parts.records.list('organization')).map(({ body }) => body);
  }

  /** Whose key this is; undefined for every wrong one. */
  async byKey(key: string): Promise<Actor | undefined> {
    const id = key.split('.', 1)[0] ?? '';
    const stored = await this.#parts.records.get('organization', id);
    if (!stored || !sameHash(stored.body.keyHash, sha256(key))) return undefined;
    return { organization: stored.body.id, role: 'administrator', name: 'administrator' };
  }

  #newKey(id: OrganizationId): string {
    return `${id}.${this.#parts.random(32).toString('base64url')}`;
  }
}
