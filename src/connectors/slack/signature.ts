/** Under which name and picture Mio posts ("chat.postMessage", authorship; chat:write.customize). */
import type { Draft } from '../../core/connector.ts';
import { displayName } from '../../core/content/author.ts';
import { platformNames } from '../../core/model.ts';

/** Longer names are cut by Slack, and with them the platform at their end. */
const longestName = 80;

export interface Signature {
  readonly username?: string;
  readonly icon_url?: string;
}

/** Mio's own notices are signed by the app itself. */
export function signatureOf(author: Draft['author']): Signature {
  if (!author) return {};
  const { picture } = author;
  return { username: nameWithPlatform(author), ...(picture?.startsWith('https://') && { icon_url: picture }) };
}

/** `Ada Nowak (Teams)`: the platform stays in sight, however long the name. */
function nameWithPlatform(author: NonNullable<Draft['author']>): string {
  const platform = ` (${platformNames[author.platform]})`;
  const room = longestName - platform.length;
  const name = displayName(author.name);
  if (name.length <= room) return name + platform;
  return `${Array.from(name)
    .slice(0, room - 1)
    .join('')
    .trimEnd()}…${platform}`;
}
