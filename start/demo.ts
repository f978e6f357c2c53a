/**
 * Prepares the demo as people would: an operator makes two organizations, each connects its platforms by consenting in
 * a browser, Contoso makes a universal channel and invites, Fabrikam accepts. Over HTTP alone; what is there already is
 * left as it is.
 */
import type { ChannelAnswer, InvitationAnswer } from '../src/http/contract.ts';
import type { Person } from './browser.ts';
import { MioClient, type MioClientOptions } from './mio-client.ts';

export const demoChannel = 'Incidents';
const serviceUser: Person = { account: 'mio@contoso.example' };
export const slackAdmin: Person = { account: 'eva@fabrikam.example', name: 'Eva Lindqvist', workspace: 'fabrikam' };
const webexRelay: Person = { account: 'mio@fabrikam.example' };

export async function prepareDemo(options: MioClientOptions): Promise<void> {
  const mio = new MioClient(options);
  const contoso = await mio.organization('contoso', 'Contoso');
  const fabrikam = await mio.organization('fabrikam', 'Fabrikam');
  const teams = await mio.connect(contoso, 'teams', serviceUser);
  const slack = await mio.connect(fabrikam, 'slack', slackAdmin);
  const webex = await mio.connect(fabrikam, 'webex', webexRelay);

  const channels = await mio.call<ChannelAnswer[]>(contoso, 'GET', '/channels');
  const channel =
    channels.find(({ name }) => name === demoChannel) ??
    (await mio.call<ChannelAnswer>(contoso, 'POST', '/channels', {
      name: demoChannel,
      places: [await mio.place(contoso, teams, 'Operations / Incidents')],
    }));
  if (channel.partners.length > 0) return;
  const { code } = await mio.call<InvitationAnswer>(contoso, 'POST', `/channels/${channel.id}/invitations`);
  const places = [
    await mio.place(fabrikam, slack, '#contoso-incidents'),
    await mio.place(fabrikam, webex, 'Incidents'),
  ];
  await mio.call(fabrikam, 'POST', '/invitations/accept', { code, places });
}
