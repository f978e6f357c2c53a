/** What is known of an organization's own legs besides what is stored: whether their platforms still let Mio read them. */
import type { Connector } from '../connector.ts';
import type { Platform } from '../model.ts';
import type { ChannelView, OwnLegView } from './access.ts';

export function withHearing(connectors: Readonly<Record<Platform, Connector>>, view: ChannelView): ChannelView {
  const heard = (leg: OwnLegView): OwnLegView => {
    const unheard = connectors[leg.platform].unheard?.(leg);
    return unheard === undefined ? leg : { ...leg, unheard };
  };
  return { ...view, legs: view.legs.map(heard) };
}
