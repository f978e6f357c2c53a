/** What the control API works on: the platforms together, and the world they share. */
import type { Act, Kit, Made, PlatformSimulator, ViewedMessage, ViewedPlace, World } from '../kit/platform.ts';
import { ActError } from '../kit/platform.ts';
import { type CompanionDesk, createCompanionDesk } from './companion.ts';

export interface ControlledWorld {
  readonly kit: Kit;
  readonly companion: CompanionDesk;
  places(): readonly ViewedPlace[];
  /** @throws ActError */
  act(act: Act): Promise<Made>;
  /** @throws ActError */
  view(platform: World, place: string, as?: string): readonly ViewedMessage[];
  /** Names of who is shown as typing there now. @throws ActError */
  typing(platform: World, place: string): readonly string[];
  /** The product's registrations at all platforms, its public address and the world's id. */
  app(): Readonly<Record<string, string>>;
  /** Moves the sandbox's clock alone; answers its time then. */
  advance(ms: number): number;
  reset(): void;
  /** Calls `listener` after every reset; the answer unsubscribes. */
  onReset(listener: () => void): () => void;
}

/** @param clearKit clears what no platform owns: ledger and faults. */
export function createWorld(kit: Kit, platforms: readonly PlatformSimulator[], clearKit: () => void): ControlledWorld {
  const listeners = new Set<() => void>();
  let skew = 0;
  const platform = (world: World): PlatformSimulator => {
    const found = platforms.find((one) => one.world === world);
    if (!found) throw new ActError('unknown_platform', `There is no platform “${world}” here.`);
    return found;
  };

  return {
    kit,
    companion: createCompanionDesk(kit),
    places: () => platforms.flatMap((one) => one.places()),
    act: async (act) => platform(act.platform).act(act),
    view: (world, place, as) => platform(world).view(place, as),
    typing: (world, place) => platform(world).typing?.(place) ?? [],
    app: () =>
      Object.assign({ publicUrl: kit.product.publicUrl, world: kit.state.world }, ...platforms.map((one) => one.app())),
    advance(ms) {
      skew += ms;
      kit.clock.advance(ms);
      return kit.clock.now();
    },
    reset() {
      for (const one of platforms) one.reset();
      clearKit();
      kit.clock.advance(-skew);
      skew = 0;
      for (const listener of listeners) listener();
    },
    onReset(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
