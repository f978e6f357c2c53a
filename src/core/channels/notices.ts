/** What Mio itself says in a channel. */
import type { Block, Text } from '../content/tree.ts';
import { type Platform, platformNames } from '../model.ts';

export interface NamedLeg {
  readonly organization: string;
  readonly platform: Platform;
}

const text = (value: string): Text => ({ type: 'text', text: value });
const bold = (value: string): Text => ({ type: 'text', text: value, bold: true });
const paragraph = (...children: Text[]): Block => ({ type: 'paragraph', children });
const sideOf = ({ organization, platform }: NamedLeg): string => `${organization} on ${platformNames[platform]}`;

/** `A`, `A and B`, `A, B and C`. */
const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** The introduction, and the line from which messages cross. */
export const connectedNotice = (channel: string, legs: readonly NamedLeg[]): Block[] => [
  paragraph(bold(channel), text(` now connects ${listed(legs.map(sideOf))}.`)),
  paragraph(text('What you write, answer, edit or delete here from now on appears on every side.')),
];

export const pausedNotice = (by: string): Block[] => [
  paragraph(bold('Paused'), text(` by ${by}. What is written now stays on its own side, also after the pause.`)),
];

export const resumedNotice = (by: string): Block[] => [
  paragraph(bold('Resumed'), text(` by ${by}. What you write from now on crosses again.`)),
];

export const leftNotice = (leg: NamedLeg, remaining: number): Block[] => [
  paragraph(bold(sideOf(leg)), text(` left this channel.${remaining < 2 ? ' Nobody else is connected now.' : ''}`)),
];
