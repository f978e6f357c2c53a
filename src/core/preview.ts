/**
 * How a message will look on each leg, and what it loses on the way. Pure: whatever asks for it shows it before
 * anything was sent.
 */
import { type Capabilities, type Capability, type Feature, features } from './capabilities.ts';
import type { Connector, Draft, DraftFile, Rendered } from './connector.ts';
import { emojiIn, mapEmoji } from './content/emoji.ts';
import { featuresIn, mentionFeatures } from './content/features.ts';
import { mapMentions, mentionsIn } from './content/mentions.ts';
import type { Block, Mention } from './content/tree.ts';
import { safeName } from './files/names.ts';
import type { Platform, PresentMessage } from './model.ts';

export interface PreviewLeg {
  /** What it says of itself is enough. */
  readonly connector: Pick<Connector, 'platform' | 'capabilities' | 'render' | 'renderFiles'>;
  /** The message's content, with its mentions and emoji as they were found on this leg; none was, where it is missing. */
  readonly content?: readonly Block[];
}

/** A feature of the message that the leg does not show as people there would write it. */
export interface Downgrade {
  readonly feature: Feature;
  readonly level: Exclude<Capability['level'], 'native'>;
  /** Into what it is converted, or why it is left out. */
  readonly as: string;
}

/** One message on the leg: a part of the text, or files of their own below it. */
export interface PreviewPart extends Pick<Rendered, 'payload' | 'text'> {
  readonly kind: 'text' | 'file';
}

interface LegPreview {
  readonly platform: Platform;
  /** In the order in which they are posted; more than one text where it is too long for one message. */
  readonly parts: readonly PreviewPart[];
  /** In the order of `features`; each feature once. */
  readonly downgrades: readonly Downgrade[];
}

/** As far as it is there before it is posted. */
type PreviewMessage = Pick<PresentMessage, 'content' | 'root' | 'files'> & {
  readonly author: Pick<PresentMessage['author'], 'kind'>;
};

/**
 * What a source can't put into the tree was converted when it was read, and is no downgrade of a leg any more. Mentions
 * are shown by their text: the id that somebody has on a leg is nothing to tell on another one.
 * @param author as it would be shown: with the name that was looked up where the message has none.
 */
export function preview(
  message: PreviewMessage,
  author: NonNullable<Draft['author']>,
  legs: readonly PreviewLeg[],
): readonly LegPreview[] {
  const used = featuresOf(message, author);
  const files = (message.files ?? []).map((file) => ({ ...file, name: safeName(file.name), link: '' }));
  return legs.map(({ connector, content }) => {
    const found = content ?? mapEmoji(message.content, () => undefined);
    const named = mapMentions(found, () => undefined);
    const draft: Draft = { author, content: named, ...(files.length > 0 && { files }) };
    const texts = connector.render(draft);
    const posts = files.length > 0 ? connector.renderFiles(draft) : [];
    const lost = new Map([
      ...lostMentions(message.content, content ?? named),
      ...lostEmoji(message.content, found),
      ...(isLinked(files, posts) ? [asLink(connector.capabilities)] : []),
    ]);
    const shown = texts.length > 1 ? new Set(used).add('longText') : used;
    return {
      platform: connector.platform,
      parts: [...texts.map(partOf('text')), ...posts.map(partOf('file'))],
      downgrades: features.flatMap((feature) => lost.get(feature) ?? downgrade(feature, shown, connector.capabilities)),
    };
  });
}

/** What was mentioned, and is not, or less often, on a leg. */
function lostMentions(written: readonly Block[], found: readonly Block[]): (readonly [Feature, Downgrade])[] {
  const before = mentionsIn(written);
  if (before.length === 0) return [];
  const after = mentionsIn(found);
  const count = (all: readonly Mention[], kind: Mention['of']) => all.filter(({ of }) => of === kind).length;
  return mentionKinds
    .filter((kind) => count(after, kind) < count(before, kind))
    .map((kind) => converted(mentionFeatures[kind], 'the name, which notifies nobody'));
}

/** What was a custom emoji, and is its name on a leg. */
const lostEmoji = (written: readonly Block[], found: readonly Block[]): (readonly [Feature, Downgrade])[] =>
  emojiIn(found).length < emojiIn(written).length ? [converted('customEmoji', '`:name:`')] : [];

const mentionKinds = ['person', 'everyone', 'conversation'] as const satisfies readonly Mention['of'][];

/** Whether some file is not posted, but stands as a line in the text. */
function isLinked(files: readonly DraftFile[], posts: readonly Rendered[]): boolean {
  const posted = new Set(posts.flatMap((post) => post.files ?? []).map(({ id }) => id));
  return files.some(({ id }) => !posted.has(id));
}

/** In the leg's own words, unless it holds other files than these. */
const asLink = ({ file: { level, as } }: Capabilities) =>
  converted('file', level !== 'native' && as !== undefined ? as : 'a line with its name and a link');

const converted = (feature: Feature, as: string) => [feature, { feature, level: 'converted', as }] as const;

const partOf =
  (kind: PreviewPart['kind']) =>
  ({ payload, text }: Rendered): PreviewPart => ({ kind, payload, text });

function featuresOf(message: PreviewMessage, author: NonNullable<Draft['author']>): ReadonlySet<Feature> {
  const used = featuresIn(message.content);
  used.add('authorName');
  if (author.picture !== undefined) used.add('authorPicture');
  if (message.author.kind === 'app') used.add('otherApps');
  if (message.root !== null) used.add('threadReply');
  if (message.files?.some(({ inline }) => inline)) used.add('image');
  return used;
}

function downgrade(feature: Feature, used: ReadonlySet<Feature>, capabilities: Capabilities): readonly Downgrade[] {
  if (!used.has(feature)) return [];
  const { level, as = '' } = capabilities[feature];
  return level === 'native' ? [] : [{ feature, level, as }];
}
