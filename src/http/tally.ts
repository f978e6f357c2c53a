/**
 * What is counted between two looks at it. A counter is found by its labels' values one after the other: to make a text
 * of them, as a registry does, costs more than what is counted.
 */
export type Labels = Readonly<Record<string, string>>;

export interface Counted<Name> {
  readonly name: Name;
  readonly labels: Labels;
  by: number;
}

export interface Tally<Name> {
  add(name: Name, labels: Labels, by: number): void;
  /** What was added since the last call. */
  take(): readonly Counted<Name>[];
}

interface Level<Name> {
  readonly next: Map<string, Level<Name>>;
  counted?: Counted<Name>;
}

/** @param labelsOf the labels of a counter, always in the same order */
export function createTally<Name>(labelsOf: (name: Name) => readonly string[]): Tally<Name> {
  const levels = new Map<Name, { readonly names: readonly string[]; readonly top: Level<Name> }>();
  const all: Counted<Name>[] = [];

  function of(name: Name, labels: Labels): Counted<Name> {
    let known = levels.get(name);
    if (!known) {
      known = { names: labelsOf(name), top: { next: new Map() } };
      levels.set(name, known);
    }
    let level = known.top;
    for (const label of known.names) {
      const value = labels[label] ?? '';
      let next = level.next.get(value);
      if (!next) {
        next = { next: new Map() };
        level.next.set(value, next);
      }
      level = next;
    }
    if (level.counted) return level.counted;
    level.counted = { name, labels, by: 0 };
    all.push(level.counted);
    return level.counted;
  }

  return {
    add(name, labels, by) {
      of(name, labels).by += by;
    },
    take() {
      const taken = all.filter(({ by }) => by !== 0).map((counted) => ({ ...counted }));
      for (const counted of all) counted.by = 0;
      return taken;
    },
  };
}
