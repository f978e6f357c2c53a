/** What Mio itself says in a channel. */
import { inOneLine } from '../content/author.ts';
import type { Block, Text } from '../content/tree.ts';
import { type Platform, platformNames } from '../model.ts';
import { activeLegs, type Leg, type Records, type UniversalChannel } from '../records.ts';
import { organizationName } from './access.ts';

export interface NamedLeg {
  readonly organization: string;
  readonly platform: Platform;
}

export async function namedLeg(records: Records, { organization, platform }: Leg): Promise<NamedLeg> {
  return { organization: await organizationName(records, organization), platform };
}

// Names are somebody's own words: a channel may be called what its conversation is called at its platform.
const text = (value: string): Text => ({ type: 'text', text: inOneLine(value) });
const bold = (value: string): Text => ({ ...text(value), bold: true });
const paragraph = (...children: Text[]): Block => ({ type: 'paragraph', children });
const sideOf = ({ organization, platform }: NamedLeg): string => `${organization} on ${platformNames[platform]}`;

/** `A`, `A and B`, `A, B and C`. */
const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** The introduction, and the line from which messages cross. `invited`: who joined last by whose invitation. */
export const connectedNotice = (
  channel: string,
  legs: readonly NamedLeg[],
  invited?: { readonly by: string; readonly organization: string },
): Block[] => [
  paragraph(bold(channel), text(` now connects ${listed(legs.map(sideOf))}.`)),
  ...(invited ? [paragraph(text(`${invited.organization} accepted an invitation by ${invited.by}.`))] : []),
  paragraph(text('What you write, answer, edit or delete here from now on appears on every side.')),
];

export const pausedNotice = (by: string): Block[] => [
  paragraph(bold('Paused'), text(` by ${by}. What you write now stays on your side, even after the pause.`)),
];

export const resumedNotice = (by: string): Block[] => [
  paragraph(bold('Resumed'), text(` by ${by}. What you write from now on crosses again.`)),
];

const alone = (remaining: number): string => (remaining < 2 ? ' Nobody else is connected now.' : '');

export const leftNotice = (leg: NamedLeg, remaining: number): Block[] => [
  paragraph(bold(sideOf(leg)), text(` left this channel.${alone(remaining)}`)),
];

const deletedNotice = (leg: NamedLeg, remaining: number): Block[] => [
  paragraph(bold(sideOf(leg)), text(` left this channel: it was deleted there.${alone(remaining)}`)),
];

const suspendedNotice = (leg: NamedLeg): Block[] => [
  paragraph(bold(sideOf(leg)), text(' is archived. What is written in the meantime will never reach that side.')),
];

export const removedNotice = (leg: NamedLeg): Block[] => [
  paragraph(
    bold(sideOf(leg)),
    text(
      ' took Mio out of its channel. What is written before somebody there adds Mio again will never reach that side.',
    ),
  ),
];

export const returnedNotice = (leg: NamedLeg): Block[] => [
  paragraph(bold(sideOf(leg)), text(' is back. What you write from now on crosses again.')),
];

/** The notices that draw a line, by the beginning of their names; what follows is the id of the leg it is about. */
export const joinedLine = 'joined ';
export const returnedLine = 'returned ';
/** The end of a pause. */
const activeLine = 'active ';
/** Of those that draw none. */
export const suspendedLeg = 'suspended ';
export const deletedLeg = 'deleted ';

/** What a notice says, by its name, made of the channel alone: after a stop in the middle it is made again. */
export async function noticeFor(records: Records, channel: UniversalChannel, name: string): Promise<Block[]> {
  const { pause } = channel;
  if (pause && name === pause.notice) return pausedNotice(await organizationName(records, pause.by));
  if (pause?.endedBy && name === pause.ended) return resumedNotice(await organizationName(records, pause.endedBy));
  if (name.startsWith(activeLine)) return resumedNotice(await organizationName(records, channel.host));
  const [, about = ''] = name.split(' ');
  const leg = channel.legs.find(({ id }) => id === about);
  if (name.startsWith(returnedLine) && leg) return returnedNotice(await namedLeg(records, leg));
  if (name.startsWith(suspendedLeg) && leg) return suspendedNotice(await namedLeg(records, leg));
  if (name.startsWith(deletedLeg) && leg)
    return deletedNotice(await namedLeg(records, leg), activeLegs(channel).length);
  const sides = await Promise.all(activeLegs(channel).map((active) => namedLeg(records, active)));
  if (!leg?.invitedBy) return connectedNotice(channel.name, sides);
  return connectedNotice(channel.name, sides, {
    by: await organizationName(records, leg.invitedBy),
    organization: await organizationName(records, leg.organization),
  });
}
