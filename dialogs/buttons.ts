/**
 * What comes back from a card. Nothing in it is trusted: it is read field by field, and which question it answers is
 * told by a nonce that was made for one question to one person.
 */
import { createHash } from 'node:crypto';
import type { ButtonData } from '../cards/contract.ts';
import { type CommandName, commandNames } from '../src/core/bot/commands.ts';
import type { Random } from '../src/core/ports.ts';
import type { Speaker } from '../src/core/speaker.ts';

interface CommandPress {
  readonly is: 'command';
  readonly command: CommandName;
  readonly argument: string;
}

/** An answer to the card of a dialog. */
export interface Press {
  readonly is: 'answer';
  readonly act: Exclude<ButtonData['act'], 'command'>;
  readonly nonce: string;
  /** The button's own value; empty where it has none. */
  readonly value: string;
  /** What was chosen and typed in the card's inputs. */
  readonly inputs: Readonly<Record<string, string>>;
}

const longestValue = 1_000;

/** Undefined for what no card of ours sends. */
export function readPress(pressed: unknown): CommandPress | Press | undefined {
  const data = isRecord(pressed) ? pressed : {};
  const mio = isRecord(data['mio']) ? data['mio'] : {};
  const { act, command, argument, nonce, value } = mio;
  if (act === 'command') {
    const known = commandNames.find((name) => name === command);
    return known && { is: 'command', command: known, argument: words(argument) };
  }
  if ((act !== 'answer' && act !== 'back' && act !== 'cancel') || typeof nonce !== 'string') return undefined;
  const inputs = Object.entries(data).flatMap(([id, input]) => (typeof input === 'string' ? [[id, words(input)]] : []));
  return { is: 'answer', act, nonce, value: words(value), inputs: Object.fromEntries(inputs) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const words = (value: unknown): string => (typeof value === 'string' ? value.slice(0, longestValue).trim() : '');

/** Names one question, and tells whose it is without telling who that is. */
export function newNonce(random: Random, speaker: Speaker): string {
  const name = random(9).toString('base64url');
  return `${name}.${ownerOf(name, speaker)}`;
}

export function isNonceOf(nonce: string, speaker: Speaker): boolean {
  const [name = '', owner] = nonce.split('.', 2);
  return owner === ownerOf(name, speaker);
}

const ownerOf = (name: string, { tenant, person }: Speaker): string =>
  createHash('sha256').update(`${name} ${tenant}/${person}`).digest('base64url').slice(0, 12);
