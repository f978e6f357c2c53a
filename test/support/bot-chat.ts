/** What people do with Mio in their Teams client, and what that client shows: titles of cards, in the order they came. */
import type { Act, Made, ViewedMessage } from '../../sandbox/kit/platform.ts';
import type { World } from './world.ts';

export interface BotChat {
  act(as: string, deed: Pick<Act, 'do'> & Partial<Act>): Promise<Made>;
  /** The first line of everything that Mio said there, oldest first. */
  told(place: string): readonly string[];
  /** The same, of one thread. */
  toldIn(place: string, root: string): readonly string[];
  /** Resolves once the newest thing that Mio said there begins so. */
  hears(place: string, beginning: string): Promise<void>;
  /** Presses a button of the newest card there. */
  press(as: string, place: string, button: string, inputs?: Act['inputs']): Promise<void>;
}

const firstLine = ({ text }: ViewedMessage): string => text.split('\n', 1)[0] ?? '';

export function botChatIn(world: World): BotChat {
  const said = (place: string) => world.sandbox.view('teams', place).filter(({ author }) => author.kind === 'app');
  const act = (as: string, deed: Pick<Act, 'do'> & Partial<Act>) =>
    world.sandbox.act({ platform: 'teams', as, place: '', ...deed });
  const told = (place: string) => said(place).map(firstLine);
  return {
    act,
    told,
    toldIn: (place, root) =>
      said(place)
        .filter((message) => message.root === root)
        .map(firstLine),
    hears: (place, beginning) =>
      world.until(
        () => `Mio to say “${beginning}”, and not ${JSON.stringify(told(place))}`,
        () => told(place).at(-1)?.startsWith(beginning) ?? false,
      ),
    async press(as, place, button, inputs) {
      const { message } = said(place).at(-1)!;
      await act(as, { do: 'press', message, button, ...(inputs && { inputs }) });
    },
  };
}
