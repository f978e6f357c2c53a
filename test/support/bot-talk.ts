/** Talking to the bot’s use cases of a whole world, as somebody of the demo does through the bot. */
import assert from 'node:assert/strict';
import type { PlaceChoice } from '../../src/core/bot/use-cases.ts';
import { UserError } from '../../src/core/errors.ts';
import type { ConnectionId } from '../../src/core/model.ts';
import type { Reason } from '../../src/core/reasons.ts';
import type { Speaker } from '../../src/core/speaker.ts';
import { Browser } from '../../start/browser.ts';
import { codeOn } from './sign-in-world.ts';
import type { World } from './world.ts';

/** For `assert.rejects`: the obstacle, and what it is about where that is given. */
export const refuses = (reason: Reason, subject?: string) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.equal(error.obstacle?.reason, reason);
  if (subject !== undefined) assert.equal(error.obstacle?.subject, subject);
  return true;
};

const browserIn = (world: World) => new Browser((url) => url.replace('https://mio.example', world.url));

/** Contoso's own Slack, which the demo leaves unconnected. */
export async function connectContososSlack(world: World): Promise<void> {
  const { body } = await world.api('contoso', 'POST', '/connections', { platform: 'slack' });
  const person = { account: 'ada@contoso.example', name: 'Ada Nowak', workspace: 'contoso' };
  await browserIn(world).consent(String(body['start']), person);
}

export interface BotTalk {
  /** Signs in for the person's stage. */
  signIn(speaker: Speaker, account: string): Promise<void>;
  /** The channels of one of the speaker's teams, by its name. */
  channelsOf(speaker: Speaker, team: string): Promise<readonly PlaceChoice[]>;
  /** The organization's first other connection. */
  slackOf(speaker: Speaker): Promise<ConnectionId>;
}

export function botTalk(world: World): BotTalk {
  return {
    async signIn(speaker, account) {
      const { url } = await world.useCases.signIn.offer(speaker, 'person');
      await world.useCases.signIn.confirm(speaker, codeOn(await browserIn(world).consent(url, { account })));
    },
    async channelsOf(speaker, name) {
      const team = (await world.useCases.channels.teams(speaker)).find((one) => one.name === name);
      return await world.useCases.channels.channels(speaker, team?.id ?? '');
    },
    async slackOf(speaker) {
      const [connection] = await world.useCases.channels.connections(speaker);
      return connection?.connection ?? assert.fail('no connection');
    },
  };
}

export async function titled(choices: Promise<readonly PlaceChoice[]>, title: string): Promise<PlaceChoice> {
  return (await choices).find((choice) => choice.title === title) ?? assert.fail(`no ${title}`);
}
