/** Shows that Mio is at work, once that takes longer than a person waits without wondering. */
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Clock } from '../src/core/ports.ts';
import { seconds } from '../src/core/time.ts';

const afterMs = seconds(1);
/** Teams shows the sign for a few seconds. */
const againMs = seconds(3);

export async function whileTyping<Result>(
  clock: Clock,
  context: TurnContext,
  work: () => Promise<Result>,
): Promise<Result> {
  const show = (): void => {
    // Where it can't be shown, nothing is lost.
    context.sendActivity({ type: ActivityTypes.Typing }).catch(() => {});
    cancel = clock.after(againMs, show);
  };
  let cancel = clock.after(afterMs, show);
  try {
    return await work();
  } finally {
    cancel();
  }
}
