/** Who is shown as typing. Teams shows a bot's typing until it writes, or for a moment. */
import type { Kit } from '../kit/platform.ts';

export interface Typing {
  /** `place`: a channel's id, or a chat's. */
  begin(place: string): void;
  end(place: string): void;
  isShown(place: string): boolean;
}

const shownMs = 10_000;

export function createTyping({ clock }: Kit): Typing {
  const until = new Map<string, number>();
  return {
    begin: (place) => void until.set(place, clock.now() + shownMs),
    end: (place) => void until.delete(place),
    isShown: (place) => (until.get(place) ?? 0) > clock.now(),
  };
}
