/**
 * `message_time` begins with the place, because a sweep asks for one place: every new message of another place is
 * another page to be written with its commit. So messages are fresh at first, found by looking at all fresh ones, and
 * are put into that index many at a time (`filing` in `src/storage/sqlite/apply.ts`).
 */
export const sql = `
ALTER TABLE message ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;
DROP INDEX message_time;
CREATE INDEX message_time ON message (place, at) WHERE revision > 0 AND fresh = 0;
CREATE INDEX message_fresh ON message (fresh) WHERE fresh = 1;
`;
