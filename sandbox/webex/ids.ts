/** Webex ids are opaque to clients; in fact they are base64 of `ciscospark://us/{TYPE}/{uuid}`, and SDKs decode them. */

export type IdType =
  | 'PEOPLE'
  | 'ROOM'
  | 'MESSAGE'
  | 'MEMBERSHIP'
  | 'WEBHOOK'
  | 'ORGANIZATION'
  | 'CONTENT'
  | 'APPLICATION';

export const wireId = (type: IdType, uuid: string): string =>
  Buffer.from(`ciscospark://us/${type}/${uuid}`).toString('base64url');

/** The UUID in an id of that type; undefined for anything else. */
export function uuidIn(type: IdType, id: string): string | undefined {
  const prefix = `ciscospark://us/${type}/`;
  const uri = Buffer.from(id, 'base64url').toString('utf8');
  return uri.startsWith(prefix) ? uri.slice(prefix.length) : undefined;
}

/** A membership has no row of its own: it is who is where. */
export const membershipUuid = (person: string, room: string): string => `${person}:${room}`;

/** Version 4, from the kit's bytes, so that a test's run repeats. */
export function makeUuid(random: (bytes: number) => Buffer): string {
  const bytes = Buffer.from(random(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
