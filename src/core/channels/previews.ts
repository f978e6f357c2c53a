/**
 * How something would look on the other legs of a channel, for whoever is about to write it on one of theirs. Nothing is
 * stored or sent; platforms are asked for nothing but whom a mention names there.
 */
import type { Connector } from '../connector.ts';
import type { Block } from '../content/tree.ts';
import { featureNames } from '../fidelity.ts';
import type { ChannelId, LegId, Platform } from '../model.ts';
import type { Addressing } from '../people/addressing.ts';
import { type Downgrade, type PreviewLeg, type PreviewPart, preview } from '../preview.ts';
import { activeLegs, type Leg, type Records, type UniversalChannel } from '../records.ts';
import { type Actor, notFound, organizationName, ownChannel } from './access.ts';

export interface PreviewsParts {
  readonly records: Records;
  readonly addressing: Addressing;
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'parse'> & PreviewLeg['connector']>>;
}

/** The operator may look at any leg; everybody else starts from one of their own. */
export type Asker = Actor | 'operator';

export interface PreviewRequest {
  readonly channel: ChannelId;
  /** Where it would be written. */
  readonly leg: LegId;
  /** As people of that leg's platform write it. */
  readonly text: string;
  /** Whose name stands over the copies; that of the leg's organization where missing. */
  readonly author?: { readonly name: string; readonly picture?: string | undefined } | undefined;
  readonly files?: readonly { readonly name: string; readonly type: string; readonly size: number }[] | undefined;
}

export interface PreviewedLeg {
  readonly leg: LegId;
  readonly platform: Platform;
  /** The conversation's, where the leg is the asker's; of a partner's leg no more than the organization's name. */
  readonly title: string;
  readonly parts: readonly PreviewPart[];
  readonly downgrades: readonly (Downgrade & { readonly name: string })[];
}

export class Previews {
  readonly #parts: PreviewsParts;

  constructor(parts: PreviewsParts) {
    this.#parts = parts;
  }

  /** All other legs that messages cross to now, in the channel's order. @throws UserError not_found */
  async of(asker: Asker, request: PreviewRequest): Promise<readonly PreviewedLeg[]> {
    const { records, connectors } = this.#parts;
    const channel = await this.#channel(asker, request.channel);
    const legs = activeLegs(channel);
    const source = legs.find((leg) => leg.id === request.leg && isFor(asker, leg));
    if (!source) throw notFound('conversation');
    const others = legs.filter((leg) => leg !== source);
    const name = request.author?.name ?? (await organizationName(records, source.organization));
    const message = {
      root: null,
      author: { kind: 'person' },
      content: connectors[source.platform].parse(request.text),
      files: (request.files ?? []).map((file, at) => ({ ...file, id: String(at) })),
    } as const;
    const shown = preview(
      message,
      { name, platform: source.platform, ...(request.author?.picture && { picture: request.author.picture }) },
      await Promise.all(others.map((leg) => this.#addressed(message.content, source, leg))),
    );
    return await Promise.all(
      others.map(async (leg, at) => ({
        leg: leg.id,
        title: isFor(asker, leg) ? leg.title : await organizationName(records, leg.organization),
        ...withNames(shown[at]!),
      })),
    );
  }

  async #addressed(written: readonly Block[], from: Leg, to: Leg): Promise<PreviewLeg> {
    const content = (await this.#parts.addressing.addressed(written, from, to)) ?? written;
    return { connector: this.#parts.connectors[to.platform], content };
  }

  async #channel(asker: Asker, id: ChannelId): Promise<UniversalChannel> {
    if (asker !== 'operator') return (await ownChannel(this.#parts.records, asker, id)).body;
    const stored = await this.#parts.records.get('channel', id);
    if (!stored) throw notFound('channel');
    return stored.body;
  }
}

const isFor = (asker: Asker, leg: Leg): boolean => asker === 'operator' || leg.organization === asker.organization;

function withNames({ platform, parts, downgrades }: ReturnType<typeof preview>[number]) {
  return { platform, parts, downgrades: downgrades.map((one) => ({ ...one, name: featureNames[one.feature] })) };
}
