/** Runs Mio against the real platforms: reads the settings, starts, stops on signals. */
import { type App, createApp } from './app.ts';
import { createLog } from './log.ts';
import { type Environment, parseSettings, SettingsError } from './settings/settings.ts';

/** Stops the app on the first SIGTERM or SIGINT, or when the parent is gone, and then ends the process. */
export function stopOnSignals(app: App): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    app.stop().finally(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  // Started by a parent that is gone.
  process.on('disconnect', stop);
}

/** A setting that is wrong is told in words; everything else with its stack. */
export function refuse(error: unknown): never {
  if (error instanceof SettingsError) process.stderr.write(`Mio can’t start:\n${error.message}\n`);
  else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    process.stderr.write(
      'Mio can’t start:\nPORT is taken. End what uses it, or choose another one. Example: PORT=3979\n',
    );
  else
    process.stderr.write(
      `Mio can’t start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exit(1);
}

export async function run(environment: Environment): Promise<void> {
  const values = parseSettings(environment);
  const app = createApp(values, { log: createLog(values.MIO_LOG) });
  stopOnSignals(app);
  await app.start();
}

if (import.meta.main) await run(process.env).catch(refuse);
