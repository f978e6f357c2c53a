/** `npm run sandbox`: runs the sandbox until it is asked to end. */
import { setTimeout as wait } from 'node:timers/promises';
import { createSandbox } from './index.ts';
import { readSettings, SettingError } from './settings.ts';

/** Whoever asked waits two seconds. */
const closeWithinMs = 1500;

async function main(): Promise<void> {
  const { record, ...settings } = readSettings(process.env, process.argv.slice(2));
  const sandbox = await createSandbox({ ...settings, ...(record === undefined ? {} : { record }) });
  const end = async () => {
    sandbox.flush();
    await Promise.race([sandbox.close(), wait(closeWithinMs)]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());
  // Started by a parent that is gone.
  process.once('disconnect', () => void end());
  // Last: whoever reads the address may ask for the end at once.
  console.log(`Sandbox: ${sandbox.url} (Teams, Slack and Webex side by side)`);
}

main().catch((cause: unknown) => {
  const isTaken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
  if (cause instanceof SettingError) console.error(cause.message);
  else if (isTaken)
    console.error('The port of the sandbox is taken. End what uses it, or set another one: SANDBOX_PORT=4011');
  else console.error(cause);
  process.exit(1);
});
