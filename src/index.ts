/** Runs Mio against the real platforms: reads the settings, starts, stops on signals. */
import { type App, createApp } from './app.ts';
import { createLog } from './log.ts';
import { type Environment, parseSettings, SettingsError } from './settings/settings.ts';

/** Stops the app on the first SIGTERM or SIGINT, and then ends the process. */
export function stopOnSignals(app: App): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      app.stop().finally(() => process.exit(0));
    });
  }
}

/** A setting that is wrong is told in words; everything else with its stack. */
export function refuse(error: unknown): never {
  if (error instanceof SettingsError) process.stderr.write(`Mio can’t start:\n${error.message}\n`);
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
