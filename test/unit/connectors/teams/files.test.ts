/** Files of Teams messages, opened over HTTP: where each request goes, with which token, and what a refusal means. */
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import type { DeliveryError, Failure } from '../../../../src/core/errors.ts';
import type { MessageId, MessageRef, SourceFile } from '../../../../src/core/model.ts';
import { message } from './support/graph.ts';
import { type Answer, channelId, teamId } from './support/microsoft.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const base = `/graph/v1.0/teams/${teamId}/channels/${channelId}/messages`;
const ref = (id: string): MessageRef => ({ ...place, message: id as MessageId });
const plan: SourceFile = { id: 'c5e1b5f8-61a4-4f0d-9b57-20d83b6c7e19', name: 'Q3 plan.docx' };
const shot: SourceFile = { id: 'hosted/aWQ9', name: 'image', inline: true };
const contentUrl = 'https://contoso.sharepoint.com/sites/Bridge/Shared%20Documents/General/Q3%20plan.docx';
const share =
  'u!aHR0cHM6Ly9jb250b3NvLnNoYXJlcG9pbnQuY29tL3NpdGVzL0JyaWRnZS9TaGFyZWQlMjBEb2N1bWVudHMvR2VuZXJhbC9RMyUyMHBsYW4uZG9jeA';
const attachments = [{ id: plan.id, contentType: 'reference', contentUrl, name: plan.name }];
const library = 'https://contoso.sharepoint.com/sites/Bridge/Shared%20Documents';
const drive = 'b!kV3xQeT0mUa7LpRz9YdWsHc2JnFbGo';
const download = 'https://contoso.sharepoint.com/_layouts/15/download.aspx?UniqueId=1&tempauth=secret';

describe('a file of a Teams message', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
    answers(`/graph/v1.0/teams/${teamId}/channels/${channelId}/filesFolder`, {
      json: { id: '01KQ4TZB', webUrl: `${library}/General`, parentReference: { driveId: drive } },
    });
    answers(`/graph/v1.0/drives/${encodeURIComponent(drive)}`, { json: { webUrl: library } });
  });
  afterEach(() => world.close());

  const answers = (url: string, answer: Answer) =>
    world.microsoft.on('GET', new RegExp(`^${url.replaceAll(/[$.?]/g, '\\$&')}`), () => answer);
  const opened = async (file: SourceFile, id = '1') => {
    const { body, ...about } = await world.teams.open(ref(id), null, file);
    return { ...about, text: (await buffer(body)).toString() };
  };
  const shared = () => {
    answers(`${base}/1`, { json: message('1', { attachments }) });
    answers(`/graph/v1.0/shares/${share}/driveItem/content`, { status: 302, headers: { location: download } });
  };
  const bytes = (type: string): Answer => ({ headers: { 'content-type': type }, bytes: Buffer.from('bytes') });

  it('is asked for by the address in the message, and fetched without a token of ours', async () => {
    shared();
    answers('/sharepoint/_layouts/15/download.aspx', bytes('application/msword; charset=x'));
    assert.deepEqual(await opened(plan), { type: 'application/msword', size: 5, text: 'bytes' });
    const [asked] = world.microsoft.calls('GET', /driveItem\/content/);
    assert.match(asked!.headers.authorization!, /^Bearer graph-token-/);
    const [fetched] = world.microsoft.calls('GET', /^\/sharepoint/);
    assert.deepEqual([fetched!.headers.authorization, fetched!.url.endsWith('tempauth=secret')], [undefined, true]);
  });

  it('that is a picture in a reply comes from Graph, with the service user’s token', async () => {
    answers(`${base}/1/replies/2/hostedContents/aWQ9/$value`, bytes('image/png'));
    assert.deepEqual(await opened(shot, '1/2'), { type: 'image/png', size: 5, text: 'bytes' });
    const [asked] = world.microsoft.calls('GET', /hostedContents/);
    assert.match(asked!.headers.authorization!, /^Bearer graph-token-/);
  });

  it('FL-09 is never asked for where the message does not hold it', async () => {
    answers(`${base}/1`, { json: message('1', { attachments: [{ ...attachments[0], id: 'another' }] }) });
    await assert.rejects(world.teams.open(ref('1'), null, plan), { failure: 'gone' });
    answers(`${base}/2`, { json: message('2', { attachments, deletedDateTime: '2026-09-14T08:41:40Z' }) });
    await assert.rejects(world.teams.open(ref('2'), null, plan), { failure: 'gone' });
    assert.equal(world.microsoft.calls('GET', /shares|sharepoint/).length, 0);
  });

  const refused = { failure: 'refused', file: 'elsewhere' };
  const asked = () =>
    world.microsoft
      .calls('GET', /^\/graph\/v1.0\/shares\//)
      .map(({ url }) => Buffer.from(url.split('/')[4]!.slice(2), 'base64url').toString());
  const refersTo = async (address: string, id = '1') => {
    answers(`${base}/${id}`, { json: message(id, { attachments: [{ ...attachments[0], contentUrl: address }] }) });
    answers('/graph/v1.0/shares/', { status: 302, headers: { location: download } });
    answers('/sharepoint/_layouts/15/download.aspx', bytes('text/plain'));
    return world.teams.open(ref(id), null, plan).then(
      ({ body }) => void body.resume(),
      ({ failure, file }: DeliveryError) => ({ failure, file }),
    );
  };

  const within: readonly [what: string, address: string, asksFor?: string][] = [
    ['in the channel’s folder', `${library}/General/plan.txt`],
    ['in a folder in it', `${library}/General/2026/Q3/plan.txt`],
    ['in the folder of another channel of the team', `${library}/Launch/plan.txt`],
    [
      'with an address in other letters',
      'https://Contoso.sharepoint.com/sites/bridge/shared%20documents/general/a.txt',
    ],
    ['with spaces as they are', library.replace('%20', ' ').concat('/General/the plan.txt')],
    ['with a name in another script', `${library}/General/計画.txt`, `${library}/General/%E8%A8%88%E7%94%BB.txt`],
    ['with a percent sign', `${library}/General/100%25 sure, 50% off.txt`],
    ['with what a browser is to do with it', `${library}/General/plan.txt?web=1#here`, `${library}/General/plan.txt`],
  ];
  for (const [what, address, asksFor] of within) {
    it(`is opened ${what}`, async () => {
      assert.equal(await refersTo(address), undefined);
      assert.deepEqual(asked(), [asksFor ?? new URL(address).href]);
    });
  }

  const elsewhere: readonly [what: string, address: string][] = [
    ['of another team', 'https://contoso.sharepoint.com/sites/Board/Shared%20Documents/General/salaries.xlsx'],
    ['of somebody’s own', 'https://contoso-my.sharepoint.com/personal/ada_contoso_example/Documents/salaries.xlsx'],
    ['of another library of the team', 'https://contoso.sharepoint.com/sites/Bridge/SiteAssets/salaries.xlsx'],
    ['of a library whose name begins alike', `${library}2/General/salaries.xlsx`],
    ['of another tenant', library.replace('contoso', 'fabrikam').concat('/General/salaries.xlsx')],
    ['by a link for sharing', 'https://contoso.sharepoint.com/:x:/s/Board/EaBcDeFg?e=abc'],
    ['by a page that names it', `${library}?id=%2Fsites%2FBoard%2FShared%20Documents%2Fsalaries.xlsx`],
    ['by steps up', `${library}/../../Board/Shared%20Documents/salaries.xlsx`],
    ['by escaped steps up', `${library}/%2e%2E/%2e./Board/Shared%20Documents/salaries.xlsx`],
    ['by steps up, escaped twice', `${library}/%252e%252e/%252E%252e/Board/Shared%20Documents/salaries.xlsx`],
    ['by steps up in a name', `${library}/a%2f..%2f..%2f..%2fBoard%2fsalaries.xlsx`],
    ['by backslashes', `${library}\\..\\..\\Board\\Shared%20Documents\\salaries.xlsx`],
    ['by escaped backslashes', `${library}/a%5C..%5C..%5CBoard%5Csalaries.xlsx`],
    ['that is the library', library],
    ['in no cloud of Microsoft’s', 'https://evil.example/sites/Bridge/Shared%20Documents/General/a.txt'],
    ['with a name before the host', library.replace('https://', 'https://user@').concat('/General/a.txt')],
    ['at no address', 'nonsense'],
  ];
  for (const [what, address] of elsewhere) {
    it(`FL-09 is never asked for: one ${what}`, async () => {
      assert.deepEqual(await refersTo(address), refused);
      assert.deepEqual(asked(), []);
    });
  }

  it('FL-09 is never asked for where the channel has no files yet', async () => {
    answers(`/graph/v1.0/teams/${teamId}/channels/${channelId}/filesFolder`, { status: 404, json: {} });
    assert.deepEqual(await refersTo(contentUrl), refused);
    assert.deepEqual(asked(), []);
  });

  it('is told from others without asking about the library each time', async () => {
    for (const id of ['1', '2', '3']) assert.equal(await refersTo(contentUrl, id), undefined);
    assert.equal(world.microsoft.calls('GET', /filesFolder|drives/).length, 2);
  });

  it('is found where the team’s site has got another address', async () => {
    assert.equal(await refersTo(contentUrl), undefined);
    const moved = library.replace('Bridge', 'Bridge-2');
    answers(`/graph/v1.0/drives/${encodeURIComponent(drive)}`, { json: { webUrl: moved } });
    assert.equal(await refersTo(`${moved}/General/plan.txt`, '2'), undefined);
    assert.deepEqual(await refersTo(contentUrl, '3'), refused);
  });

  const foreign = [
    'http://contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://user@contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com:8443/x',
    'https://evil.example/sharepoint.com',
    'https://127.0.0.1/x',
    '/graph/v1.0/me',
    '',
  ];
  for (const location of foreign) {
    it(`FL-02 is not fetched from ${location || 'nowhere'}`, async () => {
      answers(`${base}/1`, { json: message('1', { attachments }) });
      answers(`/graph/v1.0/shares/${share}/driveItem/content`, { status: 302, headers: { location } });
      await assert.rejects(world.teams.open(ref('1'), null, plan), { failure: 'refused', code: 'foreign_download' });
      assert.equal(world.microsoft.calls('GET', /^\/sharepoint/).length, 0);
    });
  }

  it('FL-02 is not followed from SharePoint to yet another place', async () => {
    shared();
    answers('/sharepoint/', { status: 302, headers: { location: 'https://graph.microsoft.com/v1.0/me' } });
    await assert.rejects(world.teams.open(ref('1'), null, plan), { failure: 'refused' });
    assert.equal(world.microsoft.calls('GET', /\/me$/).length, 0);
  });

  const refusals: readonly [why: string, where: string, answer: Answer, failure: Failure][] = [
    ['Graph does not say where its channel has its files', '/graph/v1.0/drives/', { status: 503, json: {} }, 'busy'],
    ['Graph says nothing of use about them', '/graph/v1.0/drives/', { json: {} }, 'busy'],
    ['it was deleted', `/graph/v1.0/shares/${share}`, { status: 404, json: {} }, 'gone'],
    ['the service user may not read it', `/graph/v1.0/shares/${share}`, { status: 403, json: {} }, 'refused'],
    ['Graph is busy', `/graph/v1.0/shares/${share}`, { status: 429, json: {} }, 'busy'],
    ['a rule forbids downloads', '/sharepoint/', { status: 403 }, 'refused'],
    ['SharePoint is busy', '/sharepoint/', { status: 503 }, 'busy'],
    ['SharePoint hangs up', '/sharepoint/', { cut: true }, 'busy'],
  ];
  for (const [why, where, answer, failure] of refusals) {
    it(`can’t be had: ${why}`, async () => {
      shared();
      answers(where, answer);
      await assert.rejects(world.teams.open(ref('1'), null, plan), { failure });
    });
  }

  it('is not a page that somebody else says in Graph’s place', async () => {
    answers(`${base}/1/hostedContents/aWQ9/$value`, bytes('text/html; charset=utf-8'));
    await assert.rejects(world.teams.open(ref('1'), null, shot), { failure: 'busy' });
  });
});
