/** Reactions to a message, gathered over the legs where it can be seen: JSON of `src/core/relay/gathered.ts`. */
export const sql = 'ALTER TABLE message ADD COLUMN reactions TEXT;';
