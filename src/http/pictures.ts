/**
 * Pictures of people for platforms that fetch them without a credential (Slack's icon_url). The address names one
 * person and is signed, so that it opens nothing else.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Connector } from '../core/connector.ts';
import type { ConnectionId, PersonId, Platform } from '../core/model.ts';
import type { Records } from '../core/records.ts';

export class Pictures {
  /** The one that signs, then those whose addresses are still good. */
  readonly #keys: readonly [Buffer, ...Buffer[]];
  readonly #publicUrl: string;

  constructor(masterKey: Buffer, publicUrl: string, olderKeys: readonly Buffer[] = []) {
    const derived = (key: Buffer) => Buffer.from(hkdfSync('sha256', key, '', 'mio pictures', 32));
    this.#keys = [derived(masterKey), ...olderKeys.map(derived)];
    this.#publicUrl = publicUrl;
  }

  url(connection: ConnectionId, person: string): string {
    const subject = Buffer.from(JSON.stringify([connection, person])).toString('base64url');
    return `${this.#publicUrl}/pictures/${subject}.${sign(subject, this.#keys[0])}`;
  }

  /** Whose picture an address names; undefined where the signature is not ours. */
  read(token: string): { connection: ConnectionId; person: PersonId } | undefined {
    const [subject = '', signature = ''] = token.split('.', 2);
    if (!this.#keys.some((key) => same(signature, sign(subject, key)))) return undefined;
    const [connection, person] = JSON.parse(Buffer.from(subject, 'base64url').toString()) as [ConnectionId, PersonId];
    return { connection, person };
  }
}

const sign = (subject: string, key: Buffer): string =>
  createHmac('sha256', key).update(subject).digest('base64url').slice(0, 32);

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

export type PictureSource = (token: string) => Promise<{ type: string; bytes: Buffer } | undefined>;

export const pictureSource =
  (pictures: Pictures, records: Records, connectors: Readonly<Record<Platform, Connector>>): PictureSource =>
  async (token) => {
    const named = pictures.read(token);
    if (!named) return undefined;
    const connection = await records.get('connection', named.connection);
    return connection && (await connectors[connection.body.platform].picture?.(named.connection, named.person));
  };
