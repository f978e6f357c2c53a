/** Deliveries were counted per leg with every one of them, and nobody asked. */
export const sql = 'ALTER TABLE leg DROP COLUMN done;';
