/**
 * Upload sessions: a large file in pieces, to an address that carries its own authorization and takes no other. "driveItem:
 * createUploadSession". Pieces come in order; each but the last is a multiple of 320 KiB, and none reaches 60 MiB.
 */
import type { Kit } from '../kit/platform.ts';
import type { Answer, Call, Section } from '../kit/router.ts';
import type { DriveItem, Drives } from './drives.ts';

/** What becomes of a file of that name which is there already. */
export type Conflict = 'fail' | 'replace' | 'rename';

export interface UploadSessions {
  /** Answers what Graph says of the session: its address and its end. */
  begin(
    item: DriveItem,
    conflict: Conflict,
  ): {
    readonly uploadUrl: string;
    readonly expirationDateTime: string;
    readonly nextExpectedRanges: readonly string[];
  };
  mount(section: Section): void;
}

interface Session {
  readonly item: DriveItem;
  readonly conflict: Conflict;
  readonly until: number;
  readonly pieces: Buffer[];
  received: number;
  /** Bytes in all, once it was told. */
  total: number | undefined;
}

export const uploadRoute = '/_api/v2.0/drives/{drive}/items/{item}/uploadSession';
const holdsMs = 24 * 3_600_000;
const unit = 320 * 1024;
const tooMuch = 60 * 1024 * 1024;

interface UploadParts {
  readonly kit: Kit;
  readonly drives: Drives;
  readonly origin: string;
  /** As Graph writes an item. */
  readonly resource: (item: DriveItem) => object;
}

export function createUploadSessions({ kit, drives, origin, resource }: UploadParts): UploadSessions {
  const sessions = new Map<string, Session>();
  const failed = (status: number, code: string, message: string): Answer => ({
    status,
    body: { error: { code, message } },
  });
  const gone = failed(404, 'itemNotFound', 'The upload session was not found.');
  const misfit = (message: string): Answer => failed(400, 'invalidRequest', message);

  const stateOf = ({ until, received }: Session) => ({
    expirationDateTime: new Date(until).toISOString(),
    nextExpectedRanges: [`${received}-`],
  });

  const finish = (id: string, { item, conflict, pieces }: Session): Answer => {
    sessions.delete(id);
    const now = drives.get(item.drive, item.id);
    if (now === undefined) return gone;
    // The session is one of a file that is there.
    if (conflict === 'fail') return failed(409, 'nameAlreadyExists', 'Name already exists.');
    return { status: now.version === 1 ? 201 : 200, body: resource(drives.write(now, Buffer.concat(pieces))) };
  };

  const take = (id: string, session: Session, { headers, body }: Call): Answer => {
    const [, first, last, whole] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    if (first === undefined) return misfit('Invalid Content-Range header.');
    const [from, to, total] = [Number(first), Number(last), Number(whole)];
    if (to - from + 1 !== body.length || to >= total) return misfit('The Content-Range does not fit the content.');
    if (body.length >= tooMuch) return misfit('The fragment is too large.');
    if (session.total !== undefined && session.total !== total) return misfit('The total size has changed.');
    if (from !== session.received) return failed(416, 'invalidRange', 'The range is not the one that is expected.');
    const isLast = to + 1 === total;
    if (!isLast && body.length % unit !== 0) return misfit('Fragments must be multiples of 320 KiB.');
    session.total = total;
    session.pieces.push(body);
    session.received += body.length;
    return isLast ? finish(id, session) : { status: 202, body: stateOf(session) };
  };

  /** The session that a call names, unless it carries a token of its own: then it is refused. */
  const within =
    (act: (id: string, session: Session, call: Call) => Answer) =>
    (call: Call): Answer => {
      if (call.headers['authorization'] !== undefined) return failed(401, 'unauthenticated', '');
      const id = call.query.get('guid') ?? '';
      const session = sessions.get(id);
      const isIts = session?.item.id === call.params['item'] && session?.item.drive === call.params['drive'];
      if (session === undefined || !isIts || session.until < kit.clock.now()) return gone;
      return act(id, session, call);
    };

  return {
    begin(item, conflict) {
      const id = kit.random(24).toString('base64url');
      const until = kit.clock.now() + holdsMs;
      const session: Session = { item, conflict, until, pieces: [], received: 0, total: undefined };
      sessions.set(id, session);
      const path = uploadRoute.replace('{drive}', encodeURIComponent(item.drive)).replace('{item}', item.id);
      return { uploadUrl: `${origin}${path}?guid=${id}&overwrite=true&tempauth=v1`, ...stateOf(session) };
    },
    mount(section) {
      section.on('PUT', uploadRoute, within(take));
      section.on(
        'GET',
        uploadRoute,
        within((_, session) => ({ status: 200, body: stateOf(session) })),
      );
      section.on(
        'DELETE',
        uploadRoute,
        within((id) => {
          sessions.delete(id);
          return { status: 204 };
        }),
      );
    },
  };
}
