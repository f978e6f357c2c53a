/** Files: the three-step upload ("Working with files"), files.info, and the download that wants a token. */
import type { Answer, Call, Section } from '../../kit/router.ts';
import { emptyDraft } from '../life.ts';
import type { Channel, StoredFile } from '../model.ts';
import { normaliseText } from '../mrkdwn.ts';
import { wireFile } from '../wire.ts';
import { invalidArguments, SlackError } from './arguments.ts';
import { deathOf } from './auth.ts';
import { blocksOf, customAuthor } from './chat.ts';
import { type ApiRequest, isMember, type Method, type Workplace } from './request.ts';

const largestFile = 1024 ** 3;
const longestAlt = 1000;
const mostChannels = 100;
/** The share comes after the answer: "files.completeUploadExternal" names no message. */
const shareAfterMs = 300;

export function fileMethods(place: Workplace) {
  const { store, kit, life } = place;

  const getUploadUrl: Method = ({ args, token }) => {
    const name = args.required('filename');
    const size = Number(args.required('length'));
    if (!Number.isInteger(size) || size <= 0) throw invalidArguments('length must be a positive number');
    if (size > largestFile) throw new SlackError('file_upload_size_restricted');
    if ((args.text('alt_txt') ?? '').length > longestAlt) throw new SlackError('alt_txt_too_large');
    const file = newFile(place, { team: token.team, user: token.user, name, type: typeOf(name), size });
    const ticket = kit.random(24).toString('base64url');
    store.files.set(file.id, { ...file, ticket });
    return { upload_url: `https://files.slack.com/upload/v1/${ticket}`, file_id: file.id };
  };

  const complete: Method = (request) => {
    const { args, token, installation } = request;
    const files = filesOf(request);
    const single = args.text('channel_id');
    const targets = single === undefined ? args.list('channels') : [single];
    if (targets.length > mostChannels) throw new SlackError('channels_limit_exceeded');
    const channels = targets.map((id) => channelOf(id, request));
    const comment = args.text('initial_comment') ?? '';
    const draft = {
      ...emptyDraft,
      botId: installation.botId,
      text: normaliseText(comment),
      blocks: comment === '' && args.has('blocks') ? blocksOf(args, place) : [],
      ...customAuthor(args, token.scopes),
      thread: args.text('thread_ts') ?? null,
      files: files.map(({ id }) => id),
    };
    for (const file of files) store.files.set(file.id, file);
    kit.clock.after(shareAfterMs, () => {
      for (const { id } of channels) {
        life.post(store.channels.get(id)!, {
          ...draft,
          user: draft.username === null ? token.user : null,
        });
      }
    });
    return { files: files.map(({ id, title }) => ({ id, title })) };
  };

  const filesOf = ({ args, token }: ApiRequest): StoredFile[] => {
    const given = args.nested('files');
    if (!Array.isArray(given) || given.length === 0) throw invalidArguments('files must be an array');
    return given.map((one: { id?: unknown; title?: unknown } | null) => {
      const file = typeof one?.id === 'string' ? store.files.get(one.id) : undefined;
      if (file?.team !== token.team || file.user !== token.user || file.ticket !== null || file.deleted) {
        throw new SlackError('file_not_found');
      }
      return { ...file, title: typeof one?.title === 'string' ? one.title : file.name };
    });
  };

  const channelOf = (id: string, request: ApiRequest): Channel => {
    const channel = store.channels.get(id);
    if (channel?.team !== request.token.team) throw new SlackError('invalid_channel');
    if (!isMember(channel, request)) throw new SlackError('not_in_channel');
    return channel;
  };

  const info: Method = ({ args, token }) => {
    const file = store.files.get(args.required('file'));
    if (!file || file.team !== token.team) throw new SlackError('file_not_found');
    if (file.deleted) throw new SlackError('file_deleted');
    return { file: wireFile(file, store), comments: [], response_metadata: { next_cursor: '' } };
  };

  /** Its own files, that is: nobody else's. */
  const remove: Method = ({ args, token }) => {
    const file = store.files.get(args.required('file'));
    if (!file || file.team !== token.team) throw new SlackError('file_not_found');
    if (file.deleted) throw new SlackError('file_deleted');
    if (file.user !== token.user) throw new SlackError('cant_delete_file');
    life.removeFile(file);
    return {};
  };

  return {
    'files.delete': remove,
    'files.getUploadURLExternal': getUploadUrl,
    'files.completeUploadExternal': complete,
    'files.info': info,
  } as const;
}

/** A file of somebody's, whose bytes may still be to come. */
export function newFile(
  { store, kit }: Workplace,
  about: Pick<StoredFile, 'team' | 'user' | 'name' | 'type' | 'size'>,
): StoredFile {
  return {
    ...about,
    id: store.newId('F'),
    title: about.name,
    created: Math.floor(kit.clock.now() / 1000),
    ticket: null,
    viewKey: kit.random(16).toString('base64url'),
    deleted: false,
    shares: {},
  };
}

// biome-ignore format: a table reads better in rows.
const types: Readonly<Record<string, string>> = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', svg: 'image/svg+xml', webp: 'image/webp',
  txt: 'text/plain', md: 'text/markdown', csv: 'text/csv', json: 'application/json', pdf: 'application/pdf',
  zip: 'application/zip', mp4: 'video/mp4', mp3: 'audio/mpeg',
};

const typeOf = (name: string): string =>
  types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';

/** The routes of files.slack.com. */
export function mountFiles(section: Section, { store, kit }: Workplace): void {
  section.on('POST', '/upload/v1/{ticket}', (call) => {
    const file = [...store.files.values()].find((one) => one.ticket !== null && one.ticket === call.params['ticket']);
    if (!file) return { status: 404, body: 'Not found' };
    const isForm = (call.headers['content-type'] ?? '').startsWith('multipart/form-data');
    const bytes = isForm ? (call.multipart()[0]?.bytes ?? Buffer.alloc(0)) : call.body;
    if (bytes.length !== file.size) return { status: 400, body: 'Incorrect file size' };
    store.contents.set(file.id, bytes.toString('base64'));
    store.files.set(file.id, { ...file, ticket: null });
    return { status: 200, body: `OK - ${bytes.length}` };
  });

  const download = (call: Call): Answer => {
    const [team, id = ''] = (call.params['file'] ?? '').split('-');
    const file = store.files.get(id);
    if (!file || file.team !== team || !mayRead(call, file)) return loginPage;
    if (file.deleted) return { status: 404, body: 'Not found' };
    const bytes = Buffer.from(store.contents.get(id) ?? '', 'base64');
    const headers = {
      'content-type': file.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
    };
    return { status: 200, headers, body: bytes };
  };

  const mayRead = (call: Call, file: StoredFile): boolean => {
    if (call.query.get('view') === file.viewKey) return true;
    const token = store.tokens.get((call.headers['authorization'] ?? '').replace(/^Bearer /i, ''));
    const isLive = token !== undefined && deathOf(token, kit.clock.now()) === null;
    return isLive && token.team === file.team && token.scopes.includes('files:read');
  };

  section.on('GET', '/files-pri/{file}/{name}', download);
  section.on('GET', '/files-pri/{file}/download/{name}', download);
}

/** A bad token is shown to the door with a page and a 200, as if it were a person. */
const loginPage: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html lang="en-US"><head><title>Slack</title></head><body><h1>Sign in to your workspace</h1></body></html>',
};
