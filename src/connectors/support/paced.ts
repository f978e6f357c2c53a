import type { Paced } from '../../core/connector.ts';

/** For calls that nobody has to hold back. */
export const atOnce: Paced = (call) => call();
