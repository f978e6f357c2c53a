/** Ids that Mio itself makes: UUIDv7 (RFC 9562), so that they sort by the time they were made. */

import type { Id } from './model.ts';
import type { Clock, Random } from './ports.ts';

export type NewId = <Kind extends string>() => Id<Kind>;

export function createIds(clock: Clock, random: Random): NewId {
  return <Kind extends string>() => {
    const bytes = random(16);
    bytes.writeUIntBE(clock.now(), 0, 6);
    bytes[6] = 0x70 | (bytes[6]! & 0x0f);
    bytes[8] = 0x80 | (bytes[8]! & 0x3f);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>;
  };
}
