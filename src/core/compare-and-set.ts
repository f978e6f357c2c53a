import { ConflictError } from './errors.ts';

/** Compare-and-set until nobody wrote in between: `attempt` reads what is stored by then, and writes what follows from it. */
export async function untilSet<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}
