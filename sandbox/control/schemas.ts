/** The shapes of the control API, once: they check what comes in and describe it in OpenAPI. */
import { z } from 'zod';
import { faultKinds } from '../kit/faults.ts';
import { ledgerKinds } from '../kit/ledger.ts';
import {
  channelKinds,
  conversationDeeds,
  importances,
  installOrders,
  slackDeeds,
  teamsDeeds,
  webexDeeds,
} from '../kit/platform.ts';
import { policyNames } from '../kit/policies.ts';

export const world = z.enum(['teams', 'slack', 'webex']);
const faultPlatform = z.enum(['teams', 'slack', 'webex', 'entra']);
const id = z.string().min(1);

/** Deeds that happen in no place, or in the place of the message that they name. */
const placeless: ReadonlySet<string> = new Set([
  'press',
  'dm',
  'openSignIn',
  'finishSignIn',
  'createChat',
  'createTeam',
]);
const teamPlace =
  'of a team, its id or that of any of its channels. Not needed to press, dm, openSignIn, finishSignIn, createChat or createTeam.';

export const act = z
  .object({
    platform: world,
    as: id.describe('The id of a person. Slack: `app:Pager` is another app, of that name.'),
    do: z
      .enum([...conversationDeeds, ...teamsDeeds, ...slackDeeds, ...webexDeeds])
      .describe(
        `${conversationDeeds.join(', ')}: everywhere. ${slackDeeds.join(', ')}: Slack. removeApp: Teams, Slack. ${webexDeeds.join(', ')}: Webex. The others: Teams.`,
      ),
    place: z.string().default('').describe(`The id of a place, as the seed or an earlier act gave it; ${teamPlace}`),
    message: id.optional().describe('The id that an earlier act or a view gave: what is answered, edited, removed…'),
    text: z.string().optional().describe('Plain text; accepted everywhere.'),
    html: z.string().optional().describe('Teams and Webex.'),
    markdown: z.string().optional().describe('Slack and Webex: what the person types.'),
    emoji: z.string().optional().describe('react, unreact, addEmoji, removeEmoji.'),
    files: z.array(z.object({ name: id, type: id, base64: z.base64() })).optional(),
    subject: id.optional().describe('post: above it. Teams.'),
    importance: z.enum(importances).optional().describe('post, reply: normal where missing. Teams.'),
    card: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('post, reply: an Adaptive Card that goes along. Teams.'),
    snippet: z
      .object({ language: id, code: id })
      .optional()
      .describe('post, reply: a code snippet that goes along. Teams.'),
    from: id.optional().describe('forward: the place of the message, where it is not `place`.'),
    data: z
      .unknown()
      .optional()
      .describe(
        'press: the data of the card’s action, where no `button` is named. Slack: what is beside the words, `blocks`, `attachments`, `broadcast`.',
      ),
    button: id.optional().describe('press: the title of the button; its own data and the inputs are sent.'),
    inputs: z.record(z.string(), z.string()).optional().describe('press: values of the card’s inputs, by their ids.'),
    name: id
      .optional()
      .describe(
        'rename, createTeam, renameTeam, createChannel, renameChannel, createChat. addEmoji: the emoji that it is another name for, where no file is its picture.',
      ),
    kind: z.enum(channelKinds).optional().describe('createChannel: standard where missing.'),
    people: z
      .array(id)
      .optional()
      .describe(
        'Ids of persons. addMember, removeMember: whom. createTeam, createChat, createChannel: who else is in it.',
      ),
    crowd: z
      .int()
      .nonnegative()
      .max(25_000)
      .optional()
      .describe('createTeam: so many more members, who never do anything.'),
    order: z
      .enum(installOrders)
      .optional()
      .describe(
        'installApp, removeApp: which of the two events the bot is sent first; installation-first where missing.',
      ),
    repeat: z
      .int()
      .min(1)
      .max(10)
      .optional()
      .describe('installApp, removeApp: how often the bot is sent both; 1 where missing.'),
    upgrade: z
      .boolean()
      .optional()
      .describe('installApp, removeApp: as part of a new version of the app that brings the bot, or drops it.'),
    code: z.string().optional().describe('finishSignIn: what the page handed to Teams.'),
  })
  .refine(({ do: deed, place }) => place !== '' || placeless.has(deed), { path: ['place'], error: 'Required' });

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
    person: z.string().optional().describe('expire, revoke at Entra: whose, by mail; everybody’s where missing.'),
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
const place = z.object({
  platform: world,
  place: id,
  title: z.string(),
  members: z.array(id),
  hasBot: z.boolean().optional().describe('Teams: whether the app is installed there.'),
});
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
  attachments: z
    .array(z.object({ contentType: z.string(), content: z.unknown() }))
    .optional()
    .describe('Cards, with their content as it was sent. Teams.'),
  edited: z.boolean(),
  removed: z.boolean(),
  at: z.int().describe('UTC milliseconds.'),
});
export const view = z.object({
  messages: z.array(message),
  typing: z.array(z.string()).describe('Names of who is shown as typing now.'),
});

export const ledgerEntry = z.object({
  number: z.int(),
  at: z.int(),
  platform: world,
  place: id,
  kind: z.enum(ledgerKinds),
  message: z.string(),
  root: z.string().nullable(),
  author: z.string(),
  text: z.string().nullable(),
});
export const ledger = z.object({ entries: z.array(ledgerEntry) });
export const faults = z.object({ faults: z.array(fault) });
export const policy = z.object({ name: z.enum(policyNames), value: z.string() });
export const policies = z.object({ policies: z.record(z.enum(policyNames), z.string()) });
export const made = z.object({
  message: z.string().describe('The message that was made or changed; empty where it is none.'),
  place: id.optional().describe('A new channel (of a new team, its General channel) or chat.'),
  team: id.optional().describe('The id of the team.'),
  url: id.optional().describe('The address that the client opens, as a browser on this machine finds it.'),
});
const loopback = z
  .url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ })
  .transform((url) => new URL(url).origin);
export const companion = z.object({
  url: loopback.describe('Where the product’s API is: on this machine.'),
  channel: id.describe('The id of the channel that joins these places, as the product has it.'),
  legs: z.array(
    z.object({
      leg: id.describe('The product’s id.'),
      platform: world,
      place: id.describe('The id of a place, as the seed gives it.'),
      key: id.describe('Of the organization that the leg belongs to.'),
    }),
  ),
});
export const companions = z.object({ places: z.array(z.object({ platform: world, place: id })) });
export const sketch = z.object({
  platform: world,
  place: id,
  as: id.describe('The id of the person who is about to write.'),
  markdown: z.string().describe('What the person types.'),
});
export const previews = z.object({
  legs: z.array(
    z.object({
      platform: world,
      title: z.string(),
      messages: z.array(message.pick({ author: true, html: true })),
      downgrades: z
        .array(
          z.object({
            feature: z.string(),
            name: z.string().describe('The feature, in words.'),
            level: z.string(),
            as: z.string().describe('Into what it is converted, or why it is left out.'),
          }),
        )
        .describe('What is not shown as people there would write it.'),
    }),
  ),
});

export const time = z.object({ now: z.int().describe('UTC milliseconds.') });
export const app = z.record(z.string(), z.string());
export const done = z.object({ done: z.literal(true) });
export const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
