/** One Webex space at a time: looked at by its id, or made anew by the relay person ("Rooms"). */
import type { PlaceInfo } from '../../core/connector.ts';
import { DeliveryError, UserError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { forPerson } from '../support/for-person.ts';
import type { WebexApi } from './api.ts';
import { conversationId } from './ids.ts';
import { placeInfo } from './install.ts';
import { isForModerators, ownMembership } from './membership.ts';

export interface WebexPlaces {
  look(connection: Connection, place: Place): Promise<PlaceInfo | undefined>;
  create(connection: Connection, title: string): Promise<PlaceInfo>;
}

const longestTitle = 128;

/** A space may be called anything that can be read; undefined where nothing would be left. */
export function webexTitle(title: string): string | undefined {
  const trimmed = title.replaceAll(/\p{C}/gu, '').replaceAll(/\s+/g, ' ').trim();
  return trimmed === '' || trimmed.length > longestTitle ? undefined : trimmed;
}

export function createWebexPlaces(api: WebexApi): WebexPlaces {
  return {
    async look(connection, place) {
      if (!conversationId(place.conversation)) return undefined;
      const path = `rooms/${encodeURIComponent(place.conversation)}`;
      try {
        const room = await api.call(connection, { operation: 'read', path });
        const own = isForModerators(room) ? await ownMembership(api, connection, place.conversation) : undefined;
        return placeInfo(room, own)[0];
      } catch (error) {
        // A space that the relay person is not in looks like one that does not exist.
        const unseen = error instanceof DeliveryError && (error.failure === 'gone' || error.code === 'not_a_member');
        if (unseen) return undefined;
        return await forPerson(() => Promise.reject(error));
      }
    },

    async create(connection, title) {
      const usable = webexTitle(title);
      if (usable === undefined) {
        const obstacle = { reason: 'name_unusable', subject: title } as const;
        const advice = `Give the space a name of 1 to ${longestTitle} characters.`;
        throw new UserError('bad_request', 'Webex takes no space of that name', advice, { obstacle });
      }
      try {
        const body = { title: usable };
        const room = await api.call(connection, { operation: 'administer', method: 'POST', path: 'rooms', body });
        const [made] = placeInfo(room);
        if (made) return made;
        throw new DeliveryError('busy', 'unreadable_answer', { operation: 'webex administer' });
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.code !== '403')
          return await forPerson(() => Promise.reject(error));
        const obstacle = { reason: 'creation_unsupported', subject: 'Webex' } as const;
        const advice = 'Make the space in Webex and choose it, or connect Webex again and allow Mio to make spaces.';
        throw new UserError('failed_dependency', 'Webex does not let Mio make spaces', advice, {
          cause: error,
          obstacle,
        });
      }
    },
  };
}
