/**
 * How a message will look on each leg, and what it loses on the way. Pure: whatever asks for it shows it before
 * anything was sent.
 */
import { type Capability, type Connector, type Draft, type Feature, features, type Rendered } from './connector.ts';
import { featuresIn } from './content/features.ts';
import type { Platform, PresentMessage } from './model.ts';

/** What a leg's connector says of itself is enough. */
export type PreviewLeg = Pick<Connector, 'platform' | 'capabilities' | 'render'>;

/** A feature of the message that the leg does not show as people there would write it. */
export interface Downgrade {
  readonly feature: Feature;
  readonly level: Exclude<Capability['level'], 'native'>;
  /** Into what it is converted, or why it is left out. */
  readonly as: string;
}

export interface LegPreview {
  readonly platform: Platform;
  /** One per message; more than one where it is too long for one. */
  readonly parts: readonly Rendered[];
  /** In the order of `features`; each feature once. */
  readonly downgrades: readonly Downgrade[];
}

/**
 * What a source can't put into the tree was converted when it was read, and is no downgrade of a leg any more.
 * @param author as it would be shown: with the name that was looked up where the message has none.
 */
export function preview(
  message: PresentMessage,
  author: NonNullable<Draft['author']>,
  legs: readonly PreviewLeg[],
): readonly LegPreview[] {
  const used = featuresOf(message, author);
  return legs.map((leg) => {
    const parts = leg.render({ author, content: message.content });
    const shown = parts.length > 1 ? new Set(used).add('longText') : used;
    return { platform: leg.platform, parts, downgrades: features.flatMap((feature) => downgrade(feature, shown, leg)) };
  });
}

function featuresOf(message: PresentMessage, author: NonNullable<Draft['author']>): ReadonlySet<Feature> {
  const used = featuresIn(message.content);
  used.add('authorName');
  if (author.picture !== undefined) used.add('authorPicture');
  if (message.author.kind === 'app') used.add('otherApps');
  if (message.root !== null) used.add('threadReply');
  return used;
}

function downgrade(feature: Feature, used: ReadonlySet<Feature>, leg: PreviewLeg): readonly Downgrade[] {
  if (!used.has(feature)) return [];
  const { level, as = '' } = leg.capabilities[feature];
  return level === 'native' ? [] : [{ feature, level, as }];
}
