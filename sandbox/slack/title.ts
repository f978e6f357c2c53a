import type { Channel } from './model.ts';
import type { Store } from './store.ts';

/** As a person would say it: `fabrikam #contoso-incidents`, `fabrikam Eva Lindqvist, Mio`. */
export function titleOf(channel: Channel, store: Store): string {
  const domain = store.team(channel.team)?.domain ?? channel.team;
  if (channel.kind === 'channels' || channel.kind === 'groups') return `${domain} #${channel.name}`;
  return `${domain} ${channel.members.map((id) => store.names(channel.team).user(id)).join(', ')}`;
}
