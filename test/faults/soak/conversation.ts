/**
 * What people write during the soak, and what must be seen of it in the end: on every side each message once, as its
 * author left it, below the root that it answers, its file, or a line in its place, once, and nothing of what was
 * deleted.
 */
import type { ViewedMessage } from '../../../sandbox/kit/platform.ts';
import type { PlatformName } from '../../support/world.ts';
import { pick, type Random } from './random.ts';

export interface Said {
  readonly from: PlatformName;
  readonly number: number;
  /** On its own platform. */
  readonly message: string;
  readonly root: Said | null;
  version: number;
  removed: boolean;
  /** Roots with answers are not deleted: platforms differ in what they leave standing then. */
  answered: boolean;
  /** Whether a file came along. Webex takes no edit of such a message. */
  readonly filed: boolean;
}

export interface Deed {
  readonly do: 'post' | 'reply' | 'edit' | 'remove';
  readonly message?: string;
  readonly text?: string;
  readonly files?: readonly { readonly name: string; readonly type: string; readonly base64: string }[];
}

export interface Person {
  act(deed: Deed): Promise<string>;
  /** Whether everything that is done now is sure to be told by the platform, or found by a sweep. */
  mayChange(): boolean;
}

/** Webex takes ten edits of a message; people seldom make more than a few. */
const mostEdits = 3;
/** So many messages bring a file. */
const withFile = 0.08;
/** Among the last so many messages of a side people answer, edit and delete. */
const recent = 40;

const textOf = (from: PlatformName, number: number, version: number): string => `soak ${from} ${number} v${version}.`;
const fileOf = ({ from, number }: Pick<Said, 'from' | 'number'>): string => `soak-${from}-${number}.txt`;
const inText = /soak (teams|slack|webex) (\d+) v(\d+)\./g;

/** One person writing on one side: mostly posts, some answers, few changes. */
export class Writer {
  readonly said: Said[] = [];
  /** Resolves when what is being done is done. */
  idle: Promise<unknown> = Promise.resolve();
  readonly #from: PlatformName;
  readonly #person: Person;
  readonly #random: Random;

  constructor(from: PlatformName, person: Person, random: Random) {
    this.#from = from;
    this.#person = person;
    this.#random = random;
  }

  act(): Promise<void> {
    const acting = this.#act();
    this.idle = acting;
    return acting;
  }

  async #act(): Promise<void> {
    const chance = this.#random();
    const near = this.said.slice(-recent).filter(({ removed }) => !removed);
    const roots = near.filter(({ root }) => root === null);
    const changeable = this.#person.mayChange() ? near : [];
    const editable = changeable.filter(({ version, filed }) => version <= mostEdits && !filed);
    const removable = changeable.filter(({ answered }) => !answered);
    if (chance < 0.15 && roots.length > 0) await this.#say(pick(this.#random, roots));
    else if (chance < 0.25 && editable.length > 0) await this.#edit(pick(this.#random, editable));
    else if (chance < 0.3 && removable.length > 0) await this.#remove(pick(this.#random, removable));
    else await this.#say(null);
  }

  async #say(root: Said | null): Promise<void> {
    const number = this.said.length;
    if (root) root.answered = true;
    const text = textOf(this.#from, number, 1);
    const name = fileOf({ from: this.#from, number });
    const filed = this.#random() < withFile;
    const message = await this.#person.act({
      do: root ? 'reply' : 'post',
      text,
      ...(root && { message: root.message }),
      ...(filed && { files: [{ name, type: 'text/plain', base64: Buffer.from(`${text}\n`).toString('base64') }] }),
    });
    this.said.push({ from: this.#from, number, message, root, version: 1, removed: false, answered: false, filed });
  }

  async #edit(said: Said): Promise<void> {
    await this.#person.act({
      do: 'edit',
      message: said.message,
      text: textOf(this.#from, said.number, said.version + 1),
    });
    said.version += 1;
  }

  async #remove(said: Said): Promise<void> {
    await this.#person.act({ do: 'remove', message: said.message });
    said.removed = true;
  }
}

interface Seen {
  readonly version: number;
  readonly root: string | null;
}

/** What is wrong on one side, a line each. */
export function differences(side: PlatformName, said: readonly Said[], view: readonly ViewedMessage[]): string[] {
  const names = new Map(view.map(({ message, text }) => [message, nameIn(text)?.name]));
  const seen = new Map<string, Seen[]>();
  for (const { text, root, removed } of view) {
    const found = removed ? undefined : nameIn(text);
    if (!found) continue;
    const known = seen.get(found.name) ?? [];
    seen.set(found.name, [...known, { version: found.version, root: root === null ? null : (names.get(root) ?? '?') }]);
  }
  const standing = view.filter(({ removed }) => !removed);
  return said.flatMap((one) =>
    [...wrong(one, seen.get(nameOf(one)) ?? []), ...wrongFile(one, standing)].map(
      (what) => `${side}: ${nameOf(one)} ${what}`,
    ),
  );
}

/** As a file, or, where a platform took none, as a line that names it. */
function wrongFile(said: Said, standing: readonly ViewedMessage[]): string[] {
  if (!said.filed) return [];
  const name = fileOf(said);
  const times = standing.filter(({ text, files }) => text.includes(name) || files.some((file) => file.name === name));
  const wanted = said.removed ? 0 : 1;
  return times.length === wanted ? [] : [`has its file ${times.length} times for ${wanted}`];
}

function wrong(said: Said, seen: readonly Seen[]): string[] {
  const [one] = seen;
  if (said.removed) return one ? ['was deleted and is there'] : [];
  if (!one) return ['is missing'];
  if (seen.length > 1) return [`is there ${seen.length} times`];
  const root = said.root && nameOf(said.root);
  return [
    ...(one.version === said.version ? [] : [`shows v${one.version} for v${said.version}`]),
    ...(one.root === root ? [] : [`answers ${one.root} for ${root}`]),
  ];
}

const nameOf = ({ from, number }: Said): string => `${from} ${number}`;

/** The last one: an answer may quote what it answers above itself. */
function nameIn(text: string): { name: string; version: number } | undefined {
  const last = [...text.matchAll(inText)].at(-1);
  return last && { name: `${last[1]} ${last[2]}`, version: Number(last[3]) };
}
