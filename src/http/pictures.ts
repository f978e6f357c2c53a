/**
 * Pictures of people for platforms that fetch them without a credential (Slack's icon_url). The address names one
 * person and is signed, so that it opens nothing else.
 */
import type { Connector } from '../core/connector.ts';
import type { ConnectionId, PersonId, Platform } from '../core/model.ts';
import type { Records } from '../core/records.ts';
import { createSigner, type Signer, type SigningKeys } from '../core/signed.ts';

type Subject = [ConnectionId, person: string];

export class Pictures {
  readonly #signer: Signer<Subject>;
  readonly #publicUrl: string;

  constructor(keys: SigningKeys, publicUrl: string) {
    this.#signer = createSigner('mio pictures', keys);
    this.#publicUrl = publicUrl;
  }

  url(connection: ConnectionId, person: string): string {
    return `${this.#publicUrl}/pictures/${this.#signer.write([connection, person])}`;
  }

  /** Whose picture an address names; undefined where the signature is not ours. */
  read(token: string): { connection: ConnectionId; person: PersonId } | undefined {
    const [connection, person] = this.#signer.read(token) ?? [];
    return connection && { connection, person: person as PersonId };
  }
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
