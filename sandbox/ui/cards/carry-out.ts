/** Does in the simulated Teams what a person wants who presses a button of a card. */
import { act } from '../api.ts';
import { signIn } from '../sign-in.ts';
import type { Press } from './press.ts';

export interface PressedCard {
  /** Id of the person. */
  readonly as: string;
  readonly place: string;
  /** Id of the message that shows the card. */
  readonly message: string;
}

/** @throws Error in words for the person */
export async function carryOut(press: Press, { as, place, message }: PressedCard): Promise<void> {
  const at = { platform: 'teams', as, place, message } as const;
  switch (press.kind) {
    case 'open':
      window.open(press.url, '_blank', 'noopener,noreferrer');
      return;
    case 'say':
      await act({ platform: 'teams', as, place, do: 'dm', text: press.text });
      return;
    case 'tell':
      await act({ ...at, do: 'press', data: press.data });
      return;
    case 'signIn': {
      const { url } = await act({ ...at, do: 'openSignIn' });
      const code = await signIn(url ?? press.url);
      if (code !== undefined) await act({ ...at, do: 'finishSignIn', code });
    }
  }
}
