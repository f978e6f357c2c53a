/** The shapes of the control API, once: they check what comes in and describe it in OpenAPI. */
import { z } from 'zod';
import { faultKinds } from '../kit/faults.ts';

export const world = z.enum(['teams', 'slack', 'webex']);
const faultPlatform = z.enum(['teams', 'slack', 'webex', 'entra']);
const id = z.string().min(1);

export const act = z.object({
  platform: world,
  as: id.describe('The id of a person.'),
  do: z.enum([
    'post',
    'reply',
    'edit',
    'remove',
    'restore',
    'react',
    'unreact',
    'upload',
    'join',
    'leave',
    'press',
    'dm',
    'mention',
  ]),
  place: id.describe('The id of a place, as the seed gives it.'),
  message: id.optional().describe('The id that an earlier act or a view gave: what is answered, edited, removed…'),
  text: z.string().optional().describe('Plain text; accepted everywhere.'),
  html: z.string().optional().describe('Teams and Webex.'),
  markdown: z.string().optional().describe('Slack and Webex: what the person types.'),
  emoji: z.string().optional(),
  files: z.array(z.object({ name: id, type: id, base64: z.base64() })).optional(),
  data: z.unknown().optional().describe('press: the data of the card’s action.'),
});

export const fault = z
  .object({
    platform: faultPlatform
      .optional()
      .describe('teams covers Graph and the bot. Required, but for a clear of everything.'),
    route: z.string().optional().describe('A part of `METHOD /path` of a call, or of the path of a webhook.'),
    kind: z.enum(faultKinds),
    rate: z.number().positive().max(1).optional().describe('1/n strikes every n-th, evenly; 1 where missing.'),
    count: z.int().positive().optional().describe('Strikes so many times, and is then gone.'),
    ms: z.int().nonnegative().optional().describe('delay, shuffle: how long.'),
    retryAfter: z.int().nonnegative().optional().describe('throttle: seconds.'),
  })
  .refine(({ platform, kind }) => platform !== undefined || kind === 'clear', {
    path: ['platform'],
    error: 'Required',
  });

export const clock = z.object({ advance: z.int().describe('Milliseconds.') });

const person = z.object({
  id,
  name: z.string(),
  mail: z.string(),
  company: z.string(),
  platforms: z.array(world),
  colour: z.string(),
  picture: z.string().describe('The address of a picture on this server.'),
  service: z.boolean().describe('Not a human.'),
});
const place = z.object({ platform: world, place: id, title: z.string(), members: z.array(id) });
export const seed = z.object({ people: z.array(person), places: z.array(place) });

const message = z.object({
  message: id,
  root: id.nullable().describe('Null on roots, else the root’s `message`.'),
  author: z.object({ name: z.string(), kind: z.enum(['person', 'app', 'app-as']), picture: z.string().nullable() }),
  text: z.string().describe('What the eye sees.'),
  rich: z.string().describe('The platform’s own form.'),
  html: z.string().describe('Safe HTML for a page.'),
  mentions: z.array(z.string()),
  reactions: z.array(z.object({ emoji: z.string(), by: z.array(z.string()) })),
  files: z.array(z.object({ name: z.string(), type: z.string(), size: z.int(), url: z.string() })),
  edited: z.boolean(),
  removed: z.boolean(),
  at: z.int().describe('UTC milliseconds.'),
});
export const view = z.object({ messages: z.array(message) });

export const ledgerEntry = z.object({
  number: z.int(),
  at: z.int(),
  platform: world,
  place: id,
  kind: z.enum(['posted', 'edited', 'removed', 'restored', 'reacted', 'unreacted', 'joined', 'left']),
  message: z.string(),
  root: z.string().nullable(),
  author: z.string(),
  text: z.string().nullable(),
});
export const ledger = z.object({ entries: z.array(ledgerEntry) });
export const faults = z.object({ faults: z.array(fault) });
export const made = z.object({ message: id });
export const time = z.object({ now: z.int().describe('UTC milliseconds.') });
export const app = z.record(z.string(), z.string());
export const done = z.object({ done: z.literal(true) });
export const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
