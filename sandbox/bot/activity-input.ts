/** The activities that a bot sends, as far as Teams looks at them. */
import { z } from 'zod';
import { ConnectorError } from './errors.ts';

const mention = z.object({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.object({ id: z.string(), name: z.string().nullish() }),
});
const otherEntity = z.looseObject({ type: z.string() });

const attachment = z.object({
  contentType: z.string(),
  contentUrl: z.string().nullish(),
  content: z.unknown().optional(),
  name: z.string().nullish(),
});

const activity = z.object({
  type: z.string(),
  text: z.string().nullish(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).nullish(),
  entities: z.array(z.union([mention, otherEntity])).nullish(),
  attachments: z.array(attachment).nullish(),
});

const conversationParameters = z.object({
  isGroup: z.boolean().nullish(),
  members: z.array(z.object({ id: z.string() })).nullish(),
  tenantId: z.string().nullish(),
  activity: z.unknown().optional(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).nullish(),
      tenant: z.looseObject({ id: z.string() }).nullish(),
    })
    .nullish(),
});

export type ActivityInput = z.infer<typeof activity>;
export type AttachmentInput = z.infer<typeof attachment>;
export type MentionInput = z.infer<typeof mention>;
export type ConversationParameters = z.infer<typeof conversationParameters>;

/** Text, mentions and cards together, as UTF-16; pictures that come as data do not count. "Format your bot messages". */
const largestBytes = 100 * 1024;
/** With such pictures, as it is reported: documented nowhere. */
const largestRequest = 256 * 1024;

/** @throws ConnectorError BadSyntax, MessageSizeTooBig */
export function parseActivity(body: unknown): ActivityInput {
  const input = parse(activity, body);
  const { text, entities, attachments } = input;
  const isData = ({ contentUrl }: AttachmentInput) => contentUrl?.startsWith('data:') === true;
  const counted = (attachments ?? []).filter((one) => !isData(one));
  const units = (text?.length ?? 0) + JSON.stringify([entities ?? [], counted]).length;
  const whole = (attachments ?? []).filter(isData).reduce((sum, one) => sum + (one.contentUrl?.length ?? 0), units);
  if (units * 2 > largestBytes || whole > largestRequest) throw new ConnectorError('MessageSizeTooBig');
  return input;
}

/** @throws ConnectorError BadSyntax */
export function parseConversationParameters(body: unknown): ConversationParameters {
  return parse(conversationParameters, body);
}

export function mentionsOf({ entities }: ActivityInput): readonly MentionInput[] {
  return (entities ?? []).flatMap((entity) => {
    const found = mention.safeParse(entity);
    return found.success ? [found.data] : [];
  });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConnectorError('BadSyntax', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'unreadable'}`);
}
