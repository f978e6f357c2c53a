/**
 * The first schema of the embedded engine. Long ids are interned, so that keys of links are a few small integers.
 *
 * - `event`: the row stays when it is settled, for its key; only the payload goes. `sequence` is never used twice,
 *   because a purge leaves the newest row.
 * - `message`: revision 0 holds the place of a message that has targets but has not been put itself.
 * - `target`: `state` is a number of `src/storage/sqlite/states.ts` (3 = done); rows lie clustered by message, so that
 *   the newest share pages. What is not done is little, and has an index of its own.
 *
 * Unique keys begin with the platform's own id and not with the place: most platforms' ids grow with time, so that the
 * newest of all places share a few pages, and a commit writes those and not one page per place.
 */
export const sql = `
CREATE TABLE record (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE name (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  connection INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  UNIQUE (connection, conversation)
) STRICT;

CREATE TABLE leg (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  done INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  connection INTEGER NOT NULL,
  key TEXT NOT NULL,
  lane INTEGER NOT NULL,
  place INTEGER NOT NULL,
  message TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  payload TEXT
) STRICT;
CREATE UNIQUE INDEX event_key ON event (key, connection);
CREATE INDEX event_pending ON event (lane) WHERE payload IS NOT NULL;

CREATE TABLE unlinked (
  connection INTEGER NOT NULL,
  day TEXT NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (connection, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  place INTEGER NOT NULL,
  message TEXT NOT NULL,
  revision INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  root TEXT,
  removed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX message_key ON message (message, place);
CREATE INDEX message_time ON message (place, at) WHERE revision > 0;

CREATE TABLE target (
  message INTEGER NOT NULL,
  leg INTEGER NOT NULL,
  part INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  place INTEGER NOT NULL,
  state INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  target TEXT,
  shown TEXT,
  version INTEGER NOT NULL,
  reason TEXT,
  received_at INTEGER NOT NULL,
  sent_at INTEGER,
  done_at INTEGER,
  target_at INTEGER,
  PRIMARY KEY (message, leg, part)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX target_copy ON target (target, place) WHERE target IS NOT NULL;
CREATE INDEX target_open ON target (leg, state) WHERE state <> 3;
`;
