/** E-mail addresses that an invitation can be bound to. */
import { UserError } from '../errors.ts';

/** A mailbox as people write it ("RFC 5321, 4.1.2", without quotes, comments and bare hosts); at most 254 characters. */
const form =
  /^(?=.{3,254}$)[^\s@<>()[\]\\,;:"\p{C}]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/u;

/** Lower case, as addresses are compared; undefined where it is none. */
export function usableAddress(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  return form.test(address) ? address : undefined;
}

/** @throws UserError `address_unusable` */
export function requireAddress(text: string): string {
  const address = usableAddress(text);
  if (address !== undefined) return address;
  throw new UserError('bad_request', 'not an e-mail address', 'Write one e-mail address, like alex@fabrikam.example.', {
    obstacle: { reason: 'address_unusable', subject: text },
  });
}
