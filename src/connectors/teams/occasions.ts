/**
 * What a verified activity is about. Pure: everything is read from the activity alone, with suspicion, and whatever is
 * not known is nothing that the bot has to do with. "Conversation events in your Teams bot"
 */

import type { Chat, Sender } from '../../core/bot/occasions.ts';
import type { TeamChange } from '../../core/bot/use-cases.ts';
import { type Language, languageOf } from '../../core/language.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { isGuid, personId } from './ids.ts';
import type { InstallationEvent } from './installations.ts';
import type { VerifiedActivity } from './verify.ts';

export type Scope = 'team' | 'personal' | 'groupChat';

/** A team as an activity names it. */
export interface NamedTeam {
  /** The id of its thread. */
  readonly thread: string;
  /** Of its Microsoft 365 group, lower case; not every activity says it. */
  readonly group?: string;
  readonly name: string;
}

export type Occasion =
  | { readonly is: 'installed'; readonly event: InstallationEvent; readonly name: string }
  | { readonly is: 'removed'; readonly event: InstallationEvent }
  | {
      readonly is: 'changed';
      readonly kind: TeamChange['kind'];
      readonly about: 'team' | 'channel';
      readonly name?: string;
    }
  | { readonly is: 'said'; readonly text: string; readonly pressed?: unknown }
  | { readonly is: 'invoked'; readonly name: string; readonly value: unknown }
  | { readonly is: 'nothing' };

const nothing: Occasion = { is: 'nothing' };

/** `channelData.eventType`: what it is about, and what became of it. */
const changes: Readonly<Record<string, readonly ['team' | 'channel', TeamChange['kind']]>> = {
  teamRenamed: ['team', 'renamed'],
  teamDeleted: ['team', 'deleted'],
  teamHardDeleted: ['team', 'deleted'],
  teamRestored: ['team', 'restored'],
  teamArchived: ['team', 'archived'],
  teamUnarchived: ['team', 'unarchived'],
  channelRenamed: ['channel', 'renamed'],
  channelDeleted: ['channel', 'deleted'],
  channelRestored: ['channel', 'restored'],
};

/** `now` stands in where Teams did not say when it happened. */
export function readOccasion(activity: VerifiedActivity, now: number): Occasion {
  switch (activity.type) {
    case 'installationUpdate':
      return installation(activity, String(activity['action'] ?? ''), now);
    case 'conversationUpdate':
      return membership(activity, now) ?? change(activity);
    case 'message':
      return saying(activity);
    case 'invoke':
      return { is: 'invoked', name: text(activity['name']) ?? '', value: activity['value'] };
    default:
      return nothing;
  }
}

/** An upgrade of the app that adds the bot, or drops it, says so in the action. */
function installation(activity: VerifiedActivity, action: string, now: number): Occasion {
  if (action === 'add' || action === 'add-upgrade') return arrival(activity, now);
  if (action === 'remove' || action === 'remove-upgrade') return { is: 'removed', event: eventOf(activity, now) };
  return nothing;
}

function membership(activity: VerifiedActivity, now: number): Occasion | undefined {
  const bot = text(object(activity['recipient'])?.['id']);
  const names = (members: unknown) => bot !== undefined && objects(members).some(({ id }) => id === bot);
  if (names(activity['membersRemoved'])) return { is: 'removed', event: eventOf(activity, now) };
  if (names(activity['membersAdded'])) return arrival(activity, now);
  return undefined;
}

const arrival = (activity: VerifiedActivity, now: number): Occasion => ({
  is: 'installed',
  event: eventOf(activity, now),
  name: teamOf(activity)?.name ?? '',
});

function change(activity: VerifiedActivity): Occasion {
  const data = channelData(activity);
  const event = text(data['eventType']) ?? '';
  const known = Object.hasOwn(changes, event) ? changes[event] : undefined;
  if (!known) return nothing;
  const [about, kind] = known;
  const name = text(object(data[about])?.['name']);
  return { is: 'changed', about, kind, ...(name !== undefined && kind === 'renamed' && { name }) };
}

/** In a channel only what mentions the bot is meant for it, or what came from one of its cards. */
function saying(activity: VerifiedActivity): Occasion {
  const pressed = activity['value'];
  if (pressed !== undefined && pressed !== null) return { is: 'said', text: '', pressed };
  const { words, mentioned } = spoken(activity);
  return mentioned || scopeOf(activity) === 'personal' ? { is: 'said', text: words } : nothing;
}

/** The text without the bot's own mentions, each of them, by the words of its entity; other people's stay as names. */
export function spoken(activity: VerifiedActivity): { readonly words: string; readonly mentioned: boolean } {
  const bot = text(object(activity['recipient'])?.['id']);
  let words = text(activity['text']) ?? '';
  let mentioned = false;
  for (const entity of objects(activity['entities'])) {
    if (entity['type'] !== 'mention' || bot === undefined || object(entity['mentioned'])?.['id'] !== bot) continue;
    mentioned = true;
    const mention = text(entity['text']);
    if (mention !== undefined) words = words.replaceAll(mention, ' ');
  }
  words = words
    .replace(/<\/?at(?: id="\d+")?>/g, '')
    .replace(/&(?:nbsp|amp|lt|gt|quot|#39);/g, (code) => entities[code] ?? code);
  return { words: words.replace(/\s+/g, ' ').trim(), mentioned };
}

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

export function scopeOf(activity: VerifiedActivity): Scope {
  const { conversationType } = activity.conversation as { conversationType?: unknown };
  if (teamOf(activity) || conversationType === 'channel') return 'team';
  return conversationType === 'groupChat' ? 'groupChat' : 'personal';
}

export function teamOf(activity: VerifiedActivity): NamedTeam | undefined {
  const data = channelData(activity);
  const team = object(data['team']) ?? {};
  const thread = text(team['id']) ?? text(data['teamsTeamId']);
  if (thread === undefined) return undefined;
  const group = isGuid(team['aadGroupId']) ? team['aadGroupId'].toLowerCase() : undefined;
  return { thread, name: text(team['name']) ?? '', ...(group !== undefined && { group }) };
}

/** The channel that it was said in, or that the event is about. */
export function channelOf(activity: VerifiedActivity): string | undefined {
  const data = channelData(activity);
  return text(object(data['channel'])?.['id']) ?? text(data['teamsChannelId']);
}

/** Undefined where nobody signed in stands behind it: Entra names people, and Teams names everything else too. */
export function senderOf(activity: VerifiedActivity, tenantId: string): Sender | undefined {
  const from = object(activity['from']) ?? {};
  const account = text(from['id']);
  if (account === undefined || !isGuid(from['aadObjectId'])) return undefined;
  const speaker = {
    tenant: tenantId.toLowerCase(),
    person: personId(from['aadObjectId']),
    name: text(from['name']) ?? '',
    language: localeOf(activity),
  };
  return { speaker, account };
}

export function localeOf(activity: VerifiedActivity): Language {
  const client = objects(activity['entities']).find(({ type }) => type === 'clientInfo');
  return languageOf(text(activity['locale']) ?? text(client?.['locale']));
}

export const chatOf = ({ conversation, serviceUrl }: VerifiedActivity): Chat => ({
  conversation: conversation.id,
  serviceUrl: serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`,
});

function eventOf(activity: VerifiedActivity, now: number): InstallationEvent {
  const team = teamOf(activity);
  const at = Date.parse(text(activity['timestamp']) ?? '');
  return {
    conversation: team?.thread ?? activity.conversation.id,
    scope: scopeOf(activity),
    at: Number.isFinite(at) ? at : now,
    ...(team?.group !== undefined && { group: team.group }),
  };
}

const channelData = (activity: VerifiedActivity): Json => object(activity['channelData']) ?? {};
