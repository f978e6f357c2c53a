/** Somebody in a browser, on the way to a file that stands as a link in Teams. */
import { Browser, type Page } from '../../start/browser.ts';
import type { World, Written } from './world.ts';

const publicUrl = 'https://mio.example';

interface SentFile {
  readonly name: string;
  readonly type?: string;
  readonly bytes: string;
}

/** Posts a file in Slack, and answers its message and the link that Teams shows. */
export async function sendFile(world: World, file: SentFile): Promise<{ link: string; message: Written }> {
  const { name, type = 'text/plain', bytes } = file;
  const shown = () => /https:\/\/mio\.example\/files\/[\w.-]+/.exec(world.last('teams').html ?? '')?.[0];
  const before = shown();
  const link = () => (shown() === before ? undefined : shown());
  const files = [{ name, type, base64: Buffer.from(bytes).toString('base64') }];
  const message = await world.as('eva').on('slack').post({ text: 'Here it is', files });
  await world.until('the link in Teams', () => link() !== undefined);
  await world.settled();
  return { link: link()!, message };
}

/** Where a link of Mio's really is. */
export const local = (world: World, link: string): string => link.replace(publicUrl, world.url);

export class Visitor {
  readonly #browser: Browser;

  constructor(world: World) {
    this.#browser = new Browser((url) => local(world, url));
  }

  look(link: string, account = ''): Promise<Page> {
    return this.#browser.consent(link, { account });
  }

  /** Presses *Sign in with Microsoft*, chooses the account and agrees. */
  signIn(link: string, account: string): Promise<Page> {
    return this.look(`${link}?sign-in`, account);
  }
}
