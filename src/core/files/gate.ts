/**
 * Who may have a file by its link: whoever is in the Teams channel that the file was shown in, at the moment of asking.
 * Nothing is asked of the source before that is certain, and nothing of a message that the relay does not know.
 */

import type { Connector, OpenFile } from '../connector.ts';
import { DeliveryError } from '../errors.ts';
import type { PersonId, Place, Platform, SourceFile } from '../model.ts';
import { activeLegs, claimId, type Leg, type Records } from '../records.ts';
import type { RelayStore } from '../relay/store.ts';
import type { FileAddress } from './links.ts';
import { safeName } from './names.ts';
import type { FileReason } from './reasons.ts';

/** An account, as Microsoft said whose it is. */
export interface Visitor {
  /** Entra tenant id, lower case. */
  readonly tenant: string;
  readonly person: PersonId;
}

/**
 * Why there is no file. `apart`: its two conversations are not connected any more. `closed`: its platform does not give
 * it out. `busy`: a platform does not answer now.
 */
export type Missing = 'apart' | 'wrong_tenant' | 'not_in_channel' | 'gone' | 'closed' | 'busy' | Held;

/** Of the scanner: it found something, can't look into such a file, or does not answer. */
type Held = 'infected' | 'unscannable' | 'unscanned';

export interface FoundFile {
  readonly is: 'found';
  readonly name: string;
  readonly size: number | undefined;
  readonly platform: Platform;
  /** Whoever opens it reads it to its end, or destroys it. */
  open(): Promise<OpenFile | Missing>;
}

interface FileGateParts {
  readonly records: Pick<Records, 'get'>;
  readonly store: Pick<RelayStore, 'message'>;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'fetch' | 'open'>>>;
  /** Whether the person is in that conversation of Teams now. @throws DeliveryError where Teams does not say */
  readonly isIn: (place: Place, person: PersonId) => Promise<boolean>;
}

export interface FileGate {
  ask(address: FileAddress, visitor: Visitor): Promise<FoundFile | Missing>;
}

export function createFileGate({ records, store, connectors, isIn }: FileGateParts): FileGate {
  /** The two legs, while they belong to one channel: the one of the message, and the one that the link is in. */
  async function legsOf({ ref, leg }: FileAddress): Promise<{ source: Leg; readers: readonly Leg[] } | undefined> {
    const connection = await records.get('connection', ref.connection);
    const claim = connection && (await records.get('claim', claimId(connection.body.platform, ref.conversation)));
    const channel = claim && (await records.get('channel', claim.body.channel))?.body;
    if (channel?.state !== 'active') return undefined;
    const active = activeLegs(channel);
    const source = active.find((at) => at.id === claim?.body.leg && at.connection === ref.connection);
    const shown = active.find(({ id }) => id === leg);
    if (!source || !shown) return undefined;
    // People of the other platforms have no account that could be asked for; the channel's people in Teams have.
    const readers = shown.platform === 'teams' ? [shown] : active.filter(({ platform }) => platform === 'teams');
    return { source, readers };
  }

  async function refusalOf(readers: readonly Leg[], { tenant, person }: Visitor): Promise<Missing | undefined> {
    let refusal: Missing = 'wrong_tenant';
    for (const leg of readers) {
      const connection = await records.get('connection', leg.connection);
      if (connection?.body.account.toLowerCase() !== tenant) continue;
      const there = await told(() => isIn(leg, person));
      if (there === true) return undefined;
      // Whoever took Mio out of a team took its channels apart.
      refusal = there === false ? 'not_in_channel' : there === 'busy' ? 'busy' : 'apart';
    }
    return refusal;
  }

  async function ask(address: FileAddress, visitor: Visitor): Promise<FoundFile | Missing> {
    const legs = await legsOf(address);
    if (!legs) return 'apart';
    const refusal = await refusalOf(legs.readers, visitor);
    if (refusal) return refusal;
    const { ref } = address;
    const known = await store.message(ref);
    if (!known || known.removed) return 'gone';
    const { platform } = legs.source;
    const state = await connectors[platform].fetch(ref, known.root);
    const file = state?.is === 'present' ? state.files?.find(({ id }) => id === address.file) : undefined;
    if (!file) return 'gone';
    const open = (source: SourceFile) => told(() => connectors[platform].open(ref, known.root, source));
    return { is: 'found', name: safeName(file.name), size: file.size, platform, open: () => open(file) };
  }

  return { ask: (address, visitor) => told(() => ask(address, visitor)) };
}

const told = async <Answer>(asked: () => Promise<Answer>): Promise<Answer | Missing> => {
  try {
    return await asked();
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (isHeld(error.file)) return error.file;
    if (error.failure === 'gone' && error.file !== 'blocked') return 'gone';
    return error.failure === 'refused' || error.file === 'blocked' ? 'closed' : 'busy';
  }
};

const isHeld = (why: FileReason | undefined): why is Held =>
  why === 'infected' || why === 'unscannable' || why === 'unscanned';
