/** Whose accounts put files into Teams, where the app may not. */
import { administrator, visit } from './linked-accounts.ts';
import { codeOn, speakerOf } from './sign-in-world.ts';
import type { World } from './world.ts';

/** An administrator switches on the service user’s optional stage: it puts files of people without an account there. */
export async function allowServiceUser(world: World): Promise<void> {
  const { signIn } = world.useCases;
  const speaker = speakerOf('mio-service');
  const { url } = await signIn.offer(speaker, 'serviceUserFidelity');
  await signIn.confirm(speaker, codeOn(await visit(world, url, administrator)));
}
