/** The figures, as a table with their bars. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** `≥ 0.4` */
  readonly bar?: string;
  readonly holds?: boolean;
  readonly detail?: string;
}

export function row(
  name: string,
  value: number,
  unit: string,
  rule: { atLeast?: number; atMost?: number; detail?: string } = {},
): Row {
  const { atLeast, atMost, detail } = rule;
  const bar =
    atLeast !== undefined
      ? { bar: `≥ ${atLeast}`, holds: value >= atLeast }
      : atMost !== undefined
        ? { bar: `≤ ${atMost}`, holds: value <= atMost }
        : {};
  return { name, value: Number(value.toFixed(value < 10 ? 3 : 1)), unit, ...bar, ...(detail && { detail }) };
}

export const spread = (values: readonly number[]): string =>
  `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}`;

export function print(machine: string, rows: readonly Row[]): void {
  const cells = rows.map((entry) => [
    entry.name,
    entry.value.toLocaleString('en', { maximumFractionDigits: 3 }),
    entry.unit,
    entry.bar ?? '',
    entry.holds === undefined ? '' : entry.holds ? 'holds' : 'FAILS',
    entry.detail ?? '',
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...cells.map((line) => line[column]!.length)));
  process.stdout.write(`\n${machine}\n\n`);
  for (const line of cells) {
    process.stdout.write(
      `${line
        .map((cell, column) => (column === 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}
