/** The threads that something starts: for tests in which one of them dies. */
import diagnostics from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';

/** Resolves with the workers that were started while `work` went on. */
export async function workersOf(work: () => Promise<unknown>): Promise<readonly Worker[]> {
  const started: Worker[] = [];
  const note = (message: unknown) => void started.push((message as { worker: Worker }).worker);
  diagnostics.subscribe('worker_threads', note);
  try {
    await work();
  } finally {
    diagnostics.unsubscribe('worker_threads', note);
  }
  return started;
}
