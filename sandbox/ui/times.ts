/** Times as the reader's locale writes them. */
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const number = new Intl.NumberFormat();

export const shortTime = (at: number): string => time.format(at);
export const fullTime = (at: number): string => full.format(at);
export const milliseconds = (ms: number): string => `${number.format(Math.max(1, Math.round(ms)))} ms`;

export function dayName(at: number): string {
  const today = new Date();
  if (dayOf(at) === dayOf(today.getTime())) return 'Today';
  today.setDate(today.getDate() - 1);
  return dayOf(at) === dayOf(today.getTime()) ? 'Yesterday' : day.format(at);
}

/** A number that differs between days, by the reader's own clock. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}
