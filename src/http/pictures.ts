/**
 * Pictures of people for platforms that fetch them without a credential (Slack's icon_url). The address names one
 * person and is signed, so that it opens nothing else. Everybody in the channel can read it, and ask for it as often as
 * they like: what a platform said is kept, and what it must be asked for is rationed.
 */
import { LRUCache } from 'lru-cache';
import type { Connector } from '../core/connector.ts';
import { DeliveryError } from '../core/errors.ts';
import type { ConnectionId, PersonId, Platform } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';
import type { Records } from '../core/records.ts';
import { createSigner, type Signer, type SigningKeys } from '../core/signed.ts';
import { hours, minutes } from '../core/time.ts';
import { createRateLimit } from './rate-limit.ts';

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

export interface Picture {
  readonly type: string;
  readonly bytes: Buffer;
}

/** `later`: there may be one, and it can't be asked for now. */
export type PictureAnswer = Picture | 'none' | 'later';
export type PictureSource = (token: string) => Promise<PictureAnswer>;

interface PictureParts {
  readonly pictures: Pictures;
  readonly records: Records;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'picture'>>>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Bytes of pictures in memory; Graph's are a few tens of kilobytes each. */
const mostBytes = 16 * 1024 * 1024;
/** Bytes that an entry without a picture is counted as. */
const entryBytes = 512;
/** A picture that is larger is handed on and not kept: it would drive out all others. */
const largestKept = 1024 * 1024;
const keptMs = hours(1);
/** A platform that did not answer, or asked for patience, is not asked for anybody's picture for so long. */
const restMs = minutes(1);
/** Of one connection, so that the pictures of one organization use up nothing of another's. In a minute. */
const lookUps = { each: 120 } as const;

export function pictureSource({ pictures, records, connectors, clock }: PictureParts): PictureSource {
  const limit = createRateLimit(clock, lookUps);
  const known = new LRUCache<string, { readonly answer: PictureAnswer }>({
    maxSize: mostBytes,
    maxEntrySize: largestKept,
    sizeCalculation: ({ answer }) => entryBytes + (typeof answer === 'string' ? 0 : answer.bytes.length),
    ttl: keptMs,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
  });
  const asking = new Map<string, Promise<PictureAnswer>>();
  const resting = new Map<ConnectionId, number>();

  async function look(connection: ConnectionId, person: PersonId): Promise<PictureAnswer> {
    const stored = await records.get('connection', connection);
    if (!stored) return 'none';
    try {
      const found = await connectors[stored.body.platform].picture?.(connection, person);
      return found?.type.startsWith('image/') ? found : 'none';
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (error.failure === 'refused') return 'none';
      resting.set(connection, clock.now() + Math.max(error.retryAfterMs ?? 0, restMs));
      return 'later';
    }
  }

  function ask(key: string, connection: ConnectionId, person: PersonId): Promise<PictureAnswer> {
    const rests = (resting.get(connection) ?? 0) > clock.now();
    if (rests || limit.take(connection) > 0) return Promise.resolve('later');
    const asked = look(connection, person)
      .then((answer) => {
        if (answer !== 'later') known.set(key, { answer });
        return answer;
      })
      .finally(() => asking.delete(key));
    asking.set(key, asked);
    return asked;
  }

  return async (token) => {
    const named = pictures.read(token);
    if (!named) return 'none';
    const { connection, person } = named;
    const key = `${connection} ${person}`;
    return known.get(key)?.answer ?? (await (asking.get(key) ?? ask(key, connection, person)));
  };
}
