/** Tells the sandbox where Mio is and which of its places the demo joins: then its page can preview what is written there. */
import type { ViewedPlace } from '../sandbox/kit/platform.ts';
import type { ChannelAnswer } from '../src/http/contract.ts';
import { demoChannel } from './demo.ts';
import { MioClient, type MioClientOptions, type OrganizationName } from './mio-client.ts';

const organizations: Readonly<Record<OrganizationName, string>> = { contoso: 'Contoso', fabrikam: 'Fabrikam' };

/** Each organization's legs go with its own key. @throws Error where either does not answer */
export async function introduce(options: MioClientOptions, sandboxUrl: string): Promise<void> {
  const mio = new MioClient(options);
  const { places } = (await (await fetch(`${sandboxUrl}/_sandbox/seed`)).json()) as { places: readonly ViewedPlace[] };
  const legs = [];
  let channel: string | undefined;
  for (const [id, name] of Object.entries(organizations)) {
    const key = await mio.organization(id as OrganizationName, name);
    const found = (await mio.call<ChannelAnswer[]>(key, 'GET', '/channels')).find((one) => one.name === demoChannel);
    channel ??= found?.id;
    for (const { id: leg, platform, title } of found?.legs ?? []) {
      const place = placeTitled(places, platform, title);
      if (place !== undefined) legs.push({ leg, platform, place, key });
    }
  }
  if (channel === undefined) return;
  const answer = await fetch(`${sandboxUrl}/_sandbox/companion`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: options.mioUrl, channel, legs }),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to where Mio is`);
}

/** The sandbox names the workspace as well: `fabrikam #contoso-incidents`. */
function placeTitled(places: readonly ViewedPlace[], platform: string, title: string): string | undefined {
  const there = places.filter((place) => place.platform === platform);
  return there.find((place) => place.title === title || place.title.endsWith(` ${title}`))?.place;
}
