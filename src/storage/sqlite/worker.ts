/**
 * The store's one writer, in a thread of its own so that a waiting disk holds up nothing else. Each order is one
 * transaction. After a failed commit the connection is opened anew: what the operating system lost may not be
 * reported as stored later.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Applier, createApplier } from './apply.ts';
import { type Command, impossible, type Order, type Report, type WorkerData } from './commands.ts';
import { openWriting, requireSoundSqlite, sqliteVersion, takeLock } from './database.ts';
import { migrate } from './migrate.ts';
import { createNames } from './names.ts';

/** SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH: the statement had no effect, the transaction goes on. */
const faultsOfCommands: ReadonlySet<number> = new Set([18, 19, 20]);

const { folder, now } = workerData as WorkerData;
const port = parentPort!;

interface Connection {
  readonly database: ReturnType<typeof openWriting>;
  readonly applier: Applier;
  readonly begin: { run(): unknown };
  readonly commit: { run(): unknown };
}

let connection: Connection | undefined;

function connect(): Connection {
  const database = openWriting(folder);
  try {
    migrate(database, now);
    return {
      database,
      applier: createApplier(database, createNames(database)),
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A command that is at fault itself fails alone; whatever else goes wrong is the store's fault and fails the batch. */
function attempt(applier: Applier, command: Command): number {
  try {
    return applier.apply(command);
  } catch (error) {
    if (error instanceof TypeError) return impossible;
    if (error instanceof Error && 'errcode' in error && faultsOfCommands.has(Number(error.errcode) & 0xff))
      return impossible;
    throw error;
  }
}

function commit(commands: readonly Command[]): Report {
  try {
    connection ??= connect();
    connection.begin.run();
    const { applier } = connection;
    const answers = commands.map((command) => attempt(applier, command));
    applier.finish();
    connection.commit.run();
    return ['committed', answers];
  } catch (error) {
    const lost = connection;
    connection = undefined;
    lost?.database.close();
    return ['failed', error instanceof Error ? error.message : String(error)];
  }
}

function serve(): void {
  const lock = takeLock(folder);
  const version = sqliteVersion(lock);
  requireSoundSqlite(version);
  connection = connect();
  port.on('message', (order: Order) => {
    if (order) return port.postMessage(commit(order));
    connection?.database.close();
    lock.close();
    port.postMessage(['closed'] satisfies Report);
    port.close();
  });
  port.postMessage(['ready', version] satisfies Report);
}

try {
  serve();
} catch (error) {
  port.postMessage(['unable', error instanceof Error ? error.message : String(error)] satisfies Report);
}
