/** Slack channels: all of them, one by its id, or a new one ("conversations.list", "conversations.info", "conversations.create"). */
import type { Paced, PlaceInfo } from '../../core/connector.ts';
import { DeliveryError, UserError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { pause } from '../../core/time.ts';
import { forPerson } from '../support/for-person.ts';
import { object, objects } from '../support/json.ts';
import type { SlackApi } from './api.ts';
import { conversationId } from './ids.ts';
import { placeInfo } from './install.ts';

export interface SlackPlaces {
  /** @throws UserError */
  list(connection: Connection): Promise<readonly PlaceInfo[]>;
  look(connection: Connection, place: Place): Promise<PlaceInfo | undefined>;
  create(connection: Connection, title: string): Promise<PlaceInfo>;
}

/** Letters of any alphabet, lower case, digits, hyphens and underscores; at most 80 ("conversations.create"). */
const nameForm = /^[\p{Ll}\p{Lo}\p{Nd}_-]{1,80}$/u;

/** `Launch party` becomes `#launch-party`; undefined where Slack takes no such name. */
export function slackTitle(title: string): string | undefined {
  const name = title.normalize('NFC').trim().replace(/^#/, '').trim().toLowerCase().replaceAll(/\s+/g, '-');
  return nameForm.test(name) && /[\p{L}\p{Nd}]/u.test(name) ? `#${name}` : undefined;
}

/** "under 1000"; some twenty pages a minute ("conversations.list"). What stands behind so many pages is not listed. */
const pageLength = '999';
const mostPages = 40;
/** Somebody waits for the list: Slack's pauses may add up to so much. */
const longestWaitMs = 60_000;

export function createSlackPlaces(api: SlackApi, clock: Clock): SlackPlaces {
  return {
    list: (connection) =>
      forPerson(async () => {
        const found: PlaceInfo[] = [];
        const args = { types: 'public_channel,private_channel', exclude_archived: 'true', limit: pageLength };
        let read = 0;
        for await (const page of api.pages(connection, 'conversations.list', args, asLongAsSomebodyWaits(clock))) {
          for (const channel of objects(page['channels'])) found.push(...placeInfo(channel));
          read += 1;
          if (read === mostPages) break;
        }
        return found;
      }),

    async look(connection, place) {
      if (!conversationId(place.conversation)) return undefined;
      try {
        const answer = await api.read(connection, 'conversations.info', { channel: place.conversation });
        return placeInfo(object(answer['channel']) ?? {})[0];
      } catch (error) {
        if (error instanceof DeliveryError && error.code === 'channel_not_found') return undefined;
        return await forPerson(() => Promise.reject(error));
      }
    },

    async create(connection, title) {
      const name = slackTitle(title)?.slice(1);
      if (name === undefined) throw unusableName(title);
      try {
        const answer = await api.write(connection, 'conversations.create', { name }, 'repeatable');
        const [made] = placeInfo(object(answer['channel']) ?? {});
        if (made) return made;
        throw new DeliveryError('busy', 'unreadable_answer', { operation: 'slack conversations.create' });
      } catch (error) {
        throw refusedCreation(error, title) ?? (await forPerson(() => Promise.reject(error)));
      }
    },
  };
}

function asLongAsSomebodyWaits(clock: Clock): Paced {
  let waited = 0;
  return async (call) => {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const wait = error instanceof DeliveryError && error.code === 'ratelimited' ? error.retryAfterMs : undefined;
        if (wait === undefined || waited + wait > longestWaitMs) throw error;
        waited += wait;
        await pause(clock, wait);
      }
    }
  };
}

const unusableName = (title: string, cause?: unknown): UserError =>
  new UserError(
    'bad_request',
    'Slack takes no channel of that name',
    'Choose another name: one that no channel has yet, of at most 80 letters, digits, hyphens and underscores.',
    { cause, obstacle: { reason: 'name_unusable', subject: title } },
  );

/** What somebody can mend, by the codes on the page of the method. */
function refusedCreation(error: unknown, title: string): UserError | undefined {
  if (!(error instanceof DeliveryError)) return undefined;
  if (error.code === 'name_taken' || error.code.startsWith('invalid_name')) return unusableName(title, error);
  if (error.code !== 'missing_scope' && error.code !== 'restricted_action') return undefined;
  return new UserError(
    'failed_dependency',
    'Slack does not let Mio make channels',
    'Make the channel in Slack and choose it, or connect Slack again and allow Mio to make channels.',
    { cause: error, obstacle: { reason: 'creation_unsupported', subject: 'Slack' } },
  );
}
