/** Under which name and picture a client shows a message. */
import { publicPicture, shownPicture } from '../kit/pictures.ts';
import type { Kit, ViewedMessage } from '../kit/platform.ts';
import type { Message } from './model.ts';
import { appName, type Store } from './store.ts';

export function authorOf(message: Message, store: Store, kit: Kit): ViewedMessage['author'] {
  const user = message.user === null ? undefined : store.user(message.team, message.user);
  if (user?.person) {
    return { name: user.name, kind: 'person', picture: shownPicture(publicPicture(user.person), kit) };
  }
  if (message.botId !== null && message.botId !== store.installations.get(message.team)?.botId) {
    return { name: message.username ?? 'App', kind: 'app', picture: null };
  }
  if (message.username !== null) {
    const picture = message.icon && 'url' in message.icon ? shownPicture(message.icon.url, kit) : null;
    return { name: message.username, kind: 'app-as', picture };
  }
  return { name: user?.name ?? appName, kind: 'app', picture: null };
}
