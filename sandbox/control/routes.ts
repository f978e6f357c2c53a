/** The control API as a table: what a checker in any language can ask of the sandbox. */
import type { z } from 'zod';
import type { FaultRule } from '../kit/faults.ts';
import { drawPicture } from '../kit/pictures.ts';
import { type Act, ActError } from '../kit/platform.ts';
import { policyValues } from '../kit/policies.ts';
import { ControlError } from './errors.ts';
import * as schemas from './schemas.ts';
import type { ControlledWorld } from './world.ts';

export interface ControlCall {
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

export interface ControlAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required: boolean;
  readonly about: string;
}

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `/_sandbox/people/{picture}`: braces name a parameter. */
  readonly path: string;
  readonly about: string;
  readonly parameters: readonly Parameter[];
  readonly takes?: z.ZodType;
  readonly gives: z.ZodType | { readonly type: string };
  /** @throws ActError, ControlError */
  readonly answer: (world: ControlledWorld, call: ControlCall) => ControlAnswer | Promise<ControlAnswer>;
}

const json = (body: unknown): ControlAnswer => ({
  status: 200,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});

/** The input in its schema’s shape. @throws ControlError naming what is wrong */
function read<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new ControlError(400, 'bad_request', faults.join('; '));
}

const number = (query: URLSearchParams, name: string): number => {
  const text = query.get(name) ?? '0';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ControlError(400, 'bad_request', `${name}: a whole number, such as 12`);
};

const query = (name: string, required: boolean, about: string): Parameter => ({ name, in: 'query', required, about });
const path = (name: string, about: string): Parameter => ({ name, in: 'path', required: true, about });

/** Members who are not human come last. */
const seedOf = ({ kit, places }: ControlledWorld) => ({
  people: kit.seed.people.map(({ id, name, mail, company, platforms, colour, service }) => ({
    id,
    name,
    mail,
    company,
    platforms,
    colour,
    picture: `/_sandbox/people/${id}.svg`,
    service: service ?? false,
  })),
  places: places(),
});

export const controlRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/_sandbox/app',
    about:
      'The product’s registrations at the platforms: client ids and secrets, signing secret, bot id; its public address; the id of this world.',
    parameters: [],
    gives: schemas.app,
    answer: (world) => json(world.app()),
  },
  {
    method: 'GET',
    path: '/_sandbox/seed',
    about: 'The people of this world, and the places where they meet.',
    parameters: [],
    gives: schemas.seed,
    answer: (world) => json(seedOf(world)),
  },
  {
    method: 'POST',
    path: '/_sandbox/act',
    about: 'A person does something in their own client.',
    parameters: [],
    takes: schemas.act,
    gives: schemas.made,
    answer: async (world, { body }) => json(await world.act(read(schemas.act, body) as Act)),
  },
  {
    method: 'GET',
    path: '/_sandbox/view',
    about: 'What a client shows now, oldest first.',
    parameters: [
      query('platform', true, 'teams, slack or webex.'),
      query('place', true, 'The id of a place, as the seed gives it.'),
      query('as', false, 'The id of the person who looks.'),
    ],
    gives: schemas.view,
    answer(world, { query: asked }) {
      const platform = read(schemas.world, asked.get('platform') ?? '');
      const place = asked.get('place') ?? '';
      const messages = world.view(platform, place, asked.get('as') ?? undefined);
      return json({ messages, typing: world.typing(platform, place) });
    },
  },
  {
    method: 'PUT',
    path: '/_sandbox/companion',
    about:
      'Tells where the product runs, and which of its legs these places are, so that the page can show how a message will look elsewhere. Kept in memory until the sandbox ends; the keys are answered by no call.',
    parameters: [],
    takes: schemas.companion,
    gives: schemas.companions,
    answer({ companion }, { body }) {
      companion.meet(read(schemas.companion, body));
      return json({ places: companion.places() });
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/companion',
    about: 'The places for which a preview can be asked; none while nobody told where the product runs.',
    parameters: [],
    gives: schemas.companions,
    answer: ({ companion }) => json({ places: companion.places() }),
  },
  {
    method: 'POST',
    path: '/_sandbox/preview',
    about: 'How something would look on the other platforms, as the product says; nothing is written anywhere.',
    parameters: [],
    takes: schemas.sketch,
    gives: schemas.previews,
    answer: async ({ companion }, { body }) => json({ legs: await companion.preview(read(schemas.sketch, body)) }),
  },
  {
    method: 'GET',
    path: '/_sandbox/ledger',
    about: 'Every change that any user could have seen, in order, never rewritten.',
    parameters: [
      query('after', false, 'Only entries with a higher number.'),
      query('limit', false, 'At most so many.'),
    ],
    gives: schemas.ledger,
    answer: ({ kit }, { query: asked }) =>
      json({ entries: kit.ledger.after(number(asked, 'after'), number(asked, 'limit') || undefined) }),
  },
  {
    method: 'GET',
    path: '/_sandbox/faults',
    about: 'The faults that stand.',
    parameters: [],
    gives: schemas.faults,
    answer: ({ kit }) => json({ faults: kit.faults.list() }),
  },
  {
    method: 'POST',
    path: '/_sandbox/faults',
    about: 'Adds a fault. expire, revoke and roll-keys happen at once; clear ends the platform’s faults.',
    parameters: [],
    takes: schemas.fault,
    gives: schemas.faults,
    answer({ kit }, { body }) {
      const rule = read(schemas.fault, body);
      if (rule.platform === undefined) kit.faults.clear();
      else kit.faults.add(rule as FaultRule);
      return json({ faults: kit.faults.list() });
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/policies',
    about: 'What the administrators of the organizations have decided.',
    parameters: [],
    gives: schemas.policies,
    answer: ({ kit }) => json({ policies: kit.policies.all() }),
  },
  {
    method: 'POST',
    path: '/_sandbox/policies',
    about: 'An administrator decides otherwise; a reset puts everything back.',
    parameters: [],
    takes: schemas.policy,
    gives: schemas.policies,
    answer({ kit }, { body }) {
      const { name, value } = read(schemas.policy, body);
      if (!kit.policies.set(name, value)) {
        const known = policyValues[name].join(', ');
        throw new ControlError(400, 'unknown_value', `${name} can be: ${known}.`);
      }
      return json({ policies: kit.policies.all() });
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/clock',
    about: 'Moves the sandbox’s clock, and no other: deliberate skew.',
    parameters: [],
    takes: schemas.clock,
    gives: schemas.time,
    answer: (world, { body }) => json({ now: world.advance(read(schemas.clock, body).advance) }),
  },
  {
    method: 'POST',
    path: '/_sandbox/reset',
    about: 'Clears messages, ledger, faults, policies and clock; keeps registrations, tokens and subscriptions.',
    parameters: [],
    gives: schemas.done,
    answer(world) {
      world.reset();
      return json({ done: true });
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/people/{picture}',
    about: 'The picture of a person.',
    parameters: [path('picture', 'The id of a person, and `.svg`.')],
    gives: { type: 'image/svg+xml' },
    answer({ kit }, { params }) {
      const picture = drawPicture(kit.seed, (params['picture'] ?? '').replace(/\.svg$/, ''));
      if (picture === undefined) throw new ControlError(404, 'unknown_person', 'There is no such person here.');
      return { status: 200, type: 'image/svg+xml', body: picture };
    },
  },
];

/** A failure as every call of the control API tells it. */
export function describeFailure(cause: unknown): ControlAnswer {
  const [status, code, message] =
    cause instanceof ControlError
      ? [cause.status, cause.code, cause.message]
      : cause instanceof ActError
        ? [400, cause.code, cause.message]
        : [500, 'internal', 'The sandbox failed; its log says why.'];
  if (status === 500) console.error('sandbox: control failed', cause);
  return { ...json({ error: { code, message } }), status };
}
