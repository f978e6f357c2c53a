/** The e-mail that brings an invitation to whoever it is for: a link that opens the reader's own mail program. */
import type { NewInvitation } from '../src/core/bot/use-cases.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

/** Mail programs and browsers cut off, or refuse, what is much longer. */
const longest = 2_000;
const longestName = 40;

/** Undefined where the invitation is for nobody by name, or does not fit. "RFC 6068" */
export function invitationMail({ words, date }: Speech, invitation: NewInvitation): string | undefined {
  const { address, channel, link, expiresAt } = invitation;
  if (address === undefined) return undefined;
  const { mail } = words;
  const subject = mail.subject(label(channel, longestName));
  const body = [mail.hello, mail.why, mail.page, link, mail.until(date(expiresAt))];
  const to = encodeURIComponent(address.toWellFormed()).replace('%40', '@');
  const url = `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.join('\r\n\r\n'))}`;
  return url.length < longest ? url : undefined;
}
