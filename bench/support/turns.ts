/** Turns of the bot: a command that is answered with a card, against the least that the Bot Framework can do. */
import { answers, median, type Throughput } from './load.ts';
import type { ServerProcess } from './process.ts';
import { type Row, row, spread } from './table.ts';
import { activityRequest, type BotConnector } from './turn-load.ts';

export interface TurnServers {
  readonly mio: ServerProcess;
  /** Echoes what it is sent, and does nothing else. */
  readonly reference: ServerProcess;
  /** Where the reference's answers go to. */
  readonly address: string;
}

const teamsService = 'https://smba.trafficmanager.net/teams/';

/** Interleaved, after one round that does not count. */
export async function measureTurns(
  { mio, reference, address }: TurnServers,
  connector: BotConnector,
  { rounds, turns }: { readonly rounds: number; readonly turns: number },
): Promise<readonly Row[]> {
  let next = 0;
  const run = async (server: ServerProcess, serviceUrl: string): Promise<Throughput> => {
    const authorization = await connector.authorization(serviceUrl);
    const requests = Array.from({ length: turns }, () => activityRequest(next++, serviceUrl, authorization));
    return await answers(server, requests);
  };
  const results = { mio: [] as number[], reference: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const echo = await run(reference, `${address}/teams/`);
    const help = await run(mio, teamsService);
    if (round === 0) continue;
    results.reference.push(echo.perSecond);
    results.mio.push(help.perSecond);
  }
  const [echo, help] = [median(results.reference), median(results.mio)];
  return [
    row('bare CloudAdapter: echo', echo, 'turns/s', { detail: spread(results.reference) }),
    row('Mio: help, with a card', help, 'turns/s', { detail: spread(results.mio) }),
    row('ratio of turns', help / echo, '×', { atLeast: 0.8 }),
  ];
}
