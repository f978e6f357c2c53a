/** Somebody of the demo links their own accounts, as they would in the chat with Mio and in a browser. */
import { ActError } from '../../sandbox/kit/platform.ts';
import { demo } from '../../sandbox/seed.ts';
import { Browser, type Page, type Person } from '../../start/browser.ts';
import { codeOn, speakerOf } from './sign-in-world.ts';
import type { World } from './world.ts';

export const administrator: Person = { account: 'mio@contoso.example' };

/** Their account in Teams, and one in every Slack workspace that shares a channel with them. */
export async function linkAccounts(world: World, person: string): Promise<void> {
  const { signIn, accounts } = world.useCases;
  const speaker = speakerOf(person);
  const { name, mail } = demo.people.find(({ id }) => id === person)!;
  const confirm = async (link: string, as: Person) => signIn.confirm(speaker, codeOn(await visit(world, link, as)));

  const { url, adminConsentUrl } = await signIn.offer(speaker, 'accountSync');
  await visit(world, adminConsentUrl, administrator);
  await confirm(url, { account: mail });
  for (const { connection, platform, workspace } of await accounts.mine(speaker)) {
    const team = demo.slack.find((one) => one.name === workspace);
    if (platform !== 'slack' || connection === undefined || !team) continue;
    if (team.users[person] === undefined) await inviteGuest(world, person, team);
    const offer = await accounts.offer(speaker, connection);
    await confirm(offer.url, { account: mail, name, workspace: team.domain });
  }
}

/** In a browser of their own, saying yes to what is asked. */
export const visit = (world: World, link: string, as: Person): Promise<Page> =>
  new Browser((url) => url.replace('https://mio.example', world.url)).consent(link, as);

/** Into the channel that is the demo's leg. Whoever was invited before is left alone. */
async function inviteGuest(world: World, person: string, team: (typeof demo.slack)[number]): Promise<void> {
  const as = team.admins[0] ?? '';
  try {
    await world.sandbox.act({
      platform: 'slack',
      as,
      do: 'addMember',
      place: world.placeOf('slack'),
      people: [person],
    });
  } catch (error) {
    if (!(error instanceof ActError && error.code === 'already_in_channel')) throw error;
  }
}
