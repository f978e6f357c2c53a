/**
 * B2: webhooks that were right, with one thing about each spoilt. None breaks Mio, and none has an effect that the right
 * one has not had. `MIO_MUTATION_SEED` repeats the choices.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { createRandom } from '../../faults/soak/random.ts';
import { botChatIn } from '../../support/bot-chat.ts';
import { type Mutant, some, spoiltBytes, spoiltFields, spoiltHeaders } from '../../support/mutations.ts';
import { type RecordedWebhook, recordWebhooks } from '../../support/recorded-webhooks.ts';
import { slackSignature } from '../../support/slack-webhook.ts';
import { openWorld, type World } from '../../support/world.ts';

const seed = Number(process.env['MIO_MUTATION_SEED'] ?? 1);
/** Of each sort of mutant, for each platform. */
const most = process.env['MIO_LONG'] ? 5_000 : 250;
const platforms = ['teams', 'slack', 'webex'] as const;

interface Kind {
  readonly name: string;
  readonly path: string;
  /** What proves who sent it: with another value, or a body that it does not belong to, it is nobody's. */
  readonly proof: readonly string[];
  /** Whether the proof is over the body as well. */
  readonly signsBody: boolean;
  /** Signs another body as the platform would. */
  readonly sign?: (webhook: RecordedWebhook, body: Buffer) => Record<string, string>;
}

describe(`B2 a webhook that was spoilt (MIO_MUTATION_SEED=${seed})`, () => {
  let world: World;
  let recorded: ReturnType<typeof recordWebhooks>;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  before(async () => {
    recorded = recordWebhooks();
    world = await openWorld({ speed: 5 });
    await botChatIn(world).act('ada', { do: 'dm', text: 'help' });
    for (const [person, platform] of [
      ['ada', 'teams'],
      ['eva', 'slack'],
      ['grace', 'webex'],
    ] as const)
      await world.as(person).on(platform).post('the right one');
    await world.until('them all', () => platforms.every((platform) => world.shown(platform).length === 3));
    await world.settled();
    recorded.close();
  });
  after(async () => {
    agent.destroy();
    await world.close();
  });

  const webexSecret = (path: string): string =>
    [...world.sandbox.kit.state.collection<{ secret: string; targetUrl: string }>('webex.webhooks').values()].find(
      ({ targetUrl }) => targetUrl.endsWith(path),
    )?.secret ?? '';
  const kinds: readonly Kind[] = [
    {
      name: 'Slack’s',
      path: '/webhooks/slack/events',
      proof: ['x-slack-signature', 'x-slack-request-timestamp'],
      signsBody: true,
      sign: (_, body) => slackSignature(world, body),
    },
    {
      name: 'Webex’',
      path: '/webhooks/webex/',
      proof: ['x-spark-signature'],
      signsBody: true,
      sign: ({ path }, body) => ({
        'x-spark-signature': createHmac('sha1', webexSecret(path)).update(body).digest('hex'),
      }),
    },
    { name: 'Graph’s', path: '/webhooks/graph', proof: [], signsBody: false },
    { name: 'Teams’', path: '/api/messages', proof: ['authorization'], signsBody: false },
  ];

  const send = (path: string, { headers, body }: Pick<Mutant, 'headers' | 'body'>): Promise<number> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(world.url);
      const own = { ...headers, 'content-length': String(body.length) } as Record<string, string | string[]>;
      for (const name of ['host', 'connection', 'transfer-encoding']) delete own[name];
      const asked = request({ agent, hostname, port, path, method: 'POST', headers: own }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      asked.on('error', reject);
      asked.end(body);
    });
  const sendAll = async (path: string, mutants: readonly Mutant[]) => {
    const answers: { what: string; header: string | undefined; status: number }[] = [];
    const waiting = mutants.values();
    const worker = async () => {
      for (const mutant of waiting) {
        const status = await send(path, mutant);
        answers.push({ what: mutant.what, header: mutant.header, status });
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    return answers;
  };
  const events = () => world.metric('mio_events_total');
  const shown = () => platforms.map((platform) => world.shown(platform).map(({ from, text }) => `${from}: ${text}`));
  const breaks = (answers: readonly { readonly status: number }[]) => answers.filter(({ status }) => status >= 500);

  for (const { name, path, proof, signsBody, sign } of kinds) {
    describe(name, () => {
      let right: RecordedWebhook;
      let before: ReturnType<typeof shown>;
      const random = createRandom(seed);
      beforeEach(() => {
        right = recorded.last(world.url, path);
        before = shown();
      });
      afterEach(async () => {
        await world.settled();
        assert.deepEqual(shown(), before, 'what people see is what it was');
      });

      if (proof.length > 0) {
        it('is refused where what proves it is spoilt', async () => {
          const counted = await events();
          const answers = await sendAll(right.path, spoiltHeaders(right, random));
          const ofProof = answers.filter(({ header }) => header !== undefined && proof.includes(header));
          assert.ok(ofProof.length >= 7 * proof.length);
          assert.deepEqual(
            ofProof.filter(({ status }) => status !== 401),
            [],
          );
          assert.deepEqual(breaks(answers), []);
          const stillRight = answers.length - ofProof.length;
          assert.ok((await events()) - counted <= stillRight, 'nothing that was refused was taken');
        });
      }

      if (signsBody) {
        it('is refused where its body is another one than was signed', async () => {
          const counted = await events();
          const spoilt = [...some(random, spoiltFields(right), most), ...spoiltBytes(right, random, most)];
          // What comes out as it was is no mutant.
          const others = spoilt.filter(({ body }) => !body.equals(Buffer.from(right.body)));
          const answers = await sendAll(right.path, others);
          assert.deepEqual(
            answers.filter(({ status }) => status !== 401),
            [],
          );
          assert.equal(await events(), counted);
        });
      }

      it('breaks nothing, whatever stands in a body that is believed', async () => {
        const spoilt = [...some(random, spoiltFields(right), most), ...spoiltBytes(right, random, 50)];
        const believed = spoilt.map((mutant) => ({
          ...mutant,
          headers: { ...mutant.headers, ...sign?.(right, mutant.body) },
        }));
        const answers = await sendAll(right.path, believed);
        assert.ok(answers.length > 100, `${answers.length}`);
        assert.deepEqual(breaks(answers), []);
        // Otherwise nobody would have looked into them.
        if (sign)
          assert.deepEqual(
            answers.filter(({ status }) => status === 401),
            [],
          );
        assert.equal((await fetch(`${world.url}/healthz`)).status, 200);
      });

      it('would have been taken as it was', async () => {
        const counted = await events();
        const signed = sign?.(right, Buffer.from(right.body));
        const status = await send(right.path, {
          headers: { ...right.headers, ...signed },
          body: Buffer.from(right.body),
        });
        assert.ok(status >= 200 && status < 300, String(status));
        if (path !== '/api/messages') assert.equal((await events()) - counted, 1);
      });
    });
  }
});
