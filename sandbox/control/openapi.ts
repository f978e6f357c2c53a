/** Describes the control API in OpenAPI 3.1, from the same table that answers it. */
import { z } from 'zod';
import type { ControlRoute } from './routes.ts';
import { failure, ledgerEntry } from './schemas.ts';

const jsonOf = (schema: z.ZodType) => {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input' });
  return { 'application/json': { schema: described } };
};

const contentOf = (gives: ControlRoute['gives']) =>
  gives instanceof z.ZodType ? jsonOf(gives) : { [gives.type]: { schema: { type: 'string' } } };

const failed = { description: 'Why not, in words.', content: jsonOf(failure) };

function operation(route: ControlRoute): object {
  return {
    summary: route.about,
    parameters: route.parameters.map(({ name, in: place, required, about }) => ({
      name,
      in: place,
      required,
      description: about,
      schema: { type: 'string' },
    })),
    ...(route.takes ? { requestBody: { required: true, content: jsonOf(route.takes) } } : {}),
    responses: { '200': { description: 'Done.', content: contentOf(route.gives) }, default: failed },
  };
}

/** Not in the table: it goes on for as long as somebody listens. */
const events = {
  summary:
    'Server-sent events: `ledger` with an entry of the ledger as it happens (its id is the entry’s number), `reset` after a reset, `companion` when somebody told where the product is.',
  parameters: [
    {
      name: 'Last-Event-ID',
      in: 'header',
      required: false,
      description: 'Goes on after this entry.',
      schema: { type: 'string' },
    },
    {
      name: 'after',
      in: 'query',
      required: false,
      description: 'The same, for whoever can’t send the header.',
      schema: { type: 'string' },
    },
  ],
  responses: {
    '200': {
      description: 'A stream; the data of `ledger` is as under x-data.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    default: failed,
  },
  'x-data': z.toJSONSchema(ledgerEntry),
};

const self = {
  summary: 'This description.',
  parameters: [],
  responses: {
    '200': { description: 'OpenAPI 3.1.', content: { 'application/json': { schema: { type: 'object' } } } },
  },
};

export function describeControl(routes: readonly ControlRoute[], url: string): object {
  const paths: Record<string, Record<string, object>> = {
    '/_sandbox/events': { get: events },
    '/_sandbox/openapi.json': { get: self },
  };
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sandbox control',
      version: '1',
      description: 'Acts as people and looks at what they see, in simulated Teams, Slack and Webex.',
    },
    servers: [{ url }],
    paths,
  };
}
