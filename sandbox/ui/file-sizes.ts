/** Sizes of files as people read them: in thousands, as the clients show them. */

const units = [
  { unit: 'megabyte', from: 1_000_000, unitDisplay: 'short' },
  { unit: 'kilobyte', from: 1_000, unitDisplay: 'short' },
  { unit: 'byte', from: 1, unitDisplay: 'long' },
] as const;

/** @param bytes of the file; 1,234,567 is “1.2 MB”. */
export function sizeInWords(bytes: number): string {
  const { unit, from, unitDisplay } = units.find((one) => bytes >= one.from) ?? units[2];
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(
    bytes / from,
  );
}
