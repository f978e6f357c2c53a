/** Runs Mio against the real platforms: reads the settings, starts, stops on signals. */
import { type App, createApp } from './app.ts';
import { createLog } from './log.ts';
import { type Environment, parseSettings, SettingsError } from './settings/settings.ts';

/**
 * Stops the app on the first SIGTERM or SIGINT, when the parent is gone, or when the app can't go on, and then ends the
 * process: in the last case with 1, so that whatever watches over it starts it again.
 */
export function stopOnSignals(app: App): void {
  let stopping = false;
  const stop = (code = 0) => {
    if (stopping) return;
    stopping = true;
    app.stop().finally(() => process.exit(code));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop());
  // Started by a parent that is gone.
  process.on('disconnect', () => stop());
  void app.lost.then(() => stop(1));
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
