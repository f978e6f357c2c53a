/**
 * What of Slack is simulated, route by route, with the page that describes it and what is left out on purpose. A test
 * holds it against the routes that are really registered.
 */
import type { RouteInfo } from '../kit/router.ts';

export interface Covered {
  /** Title of Slack's page. */
  readonly page: string;
  readonly leftOut?: string;
}

const webApi: Readonly<Record<string, Covered>> = {
  'apps.uninstall': { page: 'apps.uninstall method' },
  'auth.revoke': { page: 'auth.revoke method' },
  'auth.test': { page: 'auth.test method' },
  'bots.info': { page: 'bots.info method', leftOut: 'bots of other apps' },
  'chat.delete': { page: 'chat.delete method' },
  'chat.getPermalink': { page: 'chat.getPermalink method' },
  'chat.postMessage': {
    page: 'chat.postMessage method',
    leftOut: 'parse, link_names, unfurl_media, drafts',
  },
  'chat.update': { page: 'chat.update method', leftOut: 'file_ids, reply_broadcast, edit windows' },
  'conversations.archive': { page: 'conversations.archive method', leftOut: 'the note in the channel' },
  'conversations.create': { page: 'conversations.create method' },
  'conversations.history': { page: 'conversations.history method', leftOut: 'the 1 a minute of non-Marketplace apps' },
  'conversations.info': { page: 'conversations.info method', leftOut: 'locale' },
  'conversations.invite': { page: 'conversations.invite method', leftOut: 'Slack Connect' },
  'conversations.join': { page: 'conversations.join method' },
  'conversations.kick': { page: 'conversations.kick method' },
  'conversations.leave': { page: 'conversations.leave method' },
  'conversations.list': { page: 'conversations.list method' },
  'conversations.members': { page: 'conversations.members method' },
  'conversations.open': { page: 'conversations.open method', leftOut: 'prevent_creation' },
  'conversations.rename': { page: 'conversations.rename method' },
  'conversations.replies': { page: 'conversations.replies method' },
  'conversations.unarchive': { page: 'conversations.unarchive method' },
  'emoji.list': { page: 'emoji.list method', leftOut: 'categories' },
  'files.completeUploadExternal': { page: 'files.completeUploadExternal method' },
  'files.delete': { page: 'files.delete method' },
  'files.getUploadURLExternal': { page: 'files.getUploadURLExternal method', leftOut: 'snippets, storage limits' },
  'files.info': { page: 'files.info method', leftOut: 'comments, thumbnails' },
  'oauth.v2.access': { page: 'oauth.v2.access method', leftOut: 'assertions, Enterprise installations' },
  'reactions.add': { page: 'reactions.add method', leftOut: 'names outside Slack’s emoji set are taken' },
  'reactions.get': { page: 'reactions.get method', leftOut: 'files' },
  'reactions.remove': { page: 'reactions.remove method', leftOut: 'files' },
  'team.info': { page: 'team.info method' },
  'users.conversations': { page: 'users.conversations method' },
  'users.getPresence': { page: 'users.getPresence method', leftOut: 'people are always active' },
  'users.info': { page: 'users.info method' },
  'users.list': { page: 'users.list method' },
  'users.lookupByEmail': { page: 'users.lookupByEmail method' },
};

const pages: readonly (RouteInfo & Covered)[] = [
  { method: 'GET', pattern: '/oauth/v2/authorize', page: 'Installing with OAuth' },
  { method: 'POST', pattern: '/oauth/v2/authorize', page: 'Installing with OAuth' },
  { method: 'POST', pattern: '/upload/v1/{ticket}', page: 'Working with files' },
  { method: 'GET', pattern: '/emoji/{team}/{name}/{file}', page: 'emoji.list method' },
  { method: 'GET', pattern: '/files-pri/{file}/{name}', page: 'Working with files' },
  { method: 'GET', pattern: '/files-pri/{file}/download/{name}', page: 'Working with files' },
];

/** Every Web API method answers GET and POST. */
export const coverage: readonly (RouteInfo & Covered)[] = [
  ...Object.entries(webApi).flatMap(([name, covered]) =>
    ['GET', 'POST'].map((method) => ({ method, pattern: `/api/${name}`, ...covered })),
  ),
  ...pages,
];
