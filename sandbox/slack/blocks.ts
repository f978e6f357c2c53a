/**
 * Block Kit as far as messages use it: shapes and limits of "Block Kit: rich text, section, header, context, divider,
 * image, markdown, table, actions, video". What does not fit is refused, as Slack does, with a pointer to the place.
 */
import { z } from 'zod';

const blockId = { block_id: z.string().max(255).optional() };
const flag = z.boolean().optional();
const style = z
  .strictObject({ bold: flag, italic: flag, strike: flag, code: flag, underline: flag, highlight: flag })
  .optional();
const border = z.union([z.literal(0), z.literal(1)]).optional();

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style });
const link = z.strictObject({
  type: z.literal('link'),
  url: z.string().min(1).max(3000),
  text: z.string().optional(),
  unsafe: flag,
  style,
});

const leaf = z.discriminatedUnion('type', [
  text,
  link,
  z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal('team'), team_id: z.string().min(1), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string().min(1),
    unicode: z.string().optional(),
    skin_tone: z.number().int().min(2).max(6).optional(),
    url: z.string().optional(),
    style,
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.number().int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('color'), value: z.string(), style }),
]);

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(leaf) });
const list = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  indent: z.number().int().min(0).max(8).optional(),
  offset: z.number().int().min(0).optional(),
  border,
  elements: z.array(section).min(1),
});
const quote = z.strictObject({ type: z.literal('rich_text_quote'), border, elements: z.array(leaf) });
const preformatted = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  border,
  language: z.string().optional(),
  elements: z.array(z.discriminatedUnion('type', [text, link])),
});

const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...blockId,
  elements: z.array(z.discriminatedUnion('type', [section, list, quote, preformatted])),
});

const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: flag });
const textObject = (max: number) =>
  z.discriminatedUnion('type', [
    plain(max),
    z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: flag }),
  ]);
/** A button that leads somewhere, or asks the app; other elements are the app's own business. */
const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: z.string().max(255).optional(),
  url: z.string().min(1).max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
const element = z.union([
  button,
  z.looseObject({ type: z.enum(['static_select', 'users_select', 'overflow', 'datepicker', 'checkboxes']) }),
]);

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1).optional() }),
  richText,
]);
/** "Table block": at most 100 rows of 20 cells, as many in each. */
const table = z
  .strictObject({
    type: z.literal('table'),
    ...blockId,
    rows: z.array(z.array(cell.nullable()).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: flag }).nullable())
      .max(20)
      .optional(),
  })
  .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), { message: 'rows differ in length' });

const picture = {
  type: z.literal('image'),
  image_url: z.string().min(1).max(3000),
  alt_text: z.string().min(1).max(2000),
};

const blockSchema = z.discriminatedUnion('type', [
  richText,
  z
    .strictObject({
      type: z.literal('section'),
      ...blockId,
      text: textObject(3000).optional(),
      fields: z.array(textObject(2000)).min(1).max(10).optional(),
      accessory: z.union([z.strictObject(picture), element]).optional(),
      expand: flag,
    })
    .refine((block) => block.text !== undefined || block.fields !== undefined, { message: 'text or fields required' }),
  z.strictObject({ type: z.literal('header'), ...blockId, text: plain(150) }),
  z.strictObject({
    type: z.literal('context'),
    ...blockId,
    elements: z
      .array(z.union([textObject(3000), z.strictObject(picture)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
  z.strictObject({ ...picture, ...blockId, title: plain(2000).optional() }),
  z.strictObject({ type: z.literal('markdown'), ...blockId, text: z.string().min(1).max(12_000) }),
  table,
  z.strictObject({ type: z.literal('actions'), ...blockId, elements: z.array(element).min(1).max(25) }),
  z.strictObject({
    type: z.literal('video'),
    ...blockId,
    title: plain(200),
    alt_text: z.string().min(1),
    video_url: z.string().min(1),
    thumbnail_url: z.string().min(1),
    title_url: z.string().min(1).optional(),
    description: plain(200).optional(),
  }),
]);

const blocksSchema = z
  .array(blockSchema)
  .max(50)
  .refine((blocks) => blocks.filter(({ type }) => type === 'table').length < 2, { message: 'only one table allowed' });

export type Block = z.infer<typeof blockSchema>;
export type RichText = z.infer<typeof richText>;
export type RichChild = RichText['elements'][number];
export type ListBlock = z.infer<typeof list>;
export type Leaf = z.infer<typeof leaf>;
export type Style = NonNullable<z.infer<typeof style>>;
export type TableBlock = z.infer<typeof table>;
export type ActionElement = z.infer<typeof element>;
export type TextObject = z.infer<ReturnType<typeof textObject>>;

export type CheckedBlocks =
  | { readonly blocks: readonly Block[] }
  | { readonly error: 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long'; readonly messages: string[] };

/** No figure is published for rich text; clients are advised to stay below this. */
const longestRichText = 12_000;

/** Checks what a caller gave as `blocks`: an array, or its JSON text. */
export function checkBlocks(given: unknown, blockIds: () => string): CheckedBlocks {
  if (!Array.isArray(given)) return { error: 'invalid_blocks_format', messages: ['[ERROR] blocks must be an array'] };
  const parsed = blocksSchema.safeParse(given);
  if (!parsed.success) {
    const messages = parsed.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/blocks/${issue.path.map(String).join('/')}]`,
    );
    return { error: 'invalid_blocks', messages };
  }
  if (richLength(parsed.data) > longestRichText) return { error: 'msg_blocks_too_long', messages: [] };
  return { blocks: parsed.data.map((block) => ({ ...block, block_id: block.block_id ?? blockIds() })) };
}

function richLength(blocks: readonly Block[]): number {
  const rich = blocks.flatMap((block): readonly (RichText | TableBlock['rows'][number][number])[] =>
    block.type === 'table' ? block.rows.flat() : block.type === 'rich_text' ? [block] : [],
  );
  const leaves = rich.flatMap((one): readonly Leaf[] => {
    if (one?.type === 'rich_text') return leavesOf(one);
    return one?.text === undefined ? [] : [{ type: 'text', text: one.text }];
  });
  return leaves.reduce(
    (sum, one) => sum + (one.type === 'text' || one.type === 'link' ? (one.text ?? '').length : 0),
    0,
  );
}

/** Every leaf of a rich text block, in reading order. */
export function leavesOf(block: RichText): readonly Leaf[] {
  return block.elements.flatMap((child): readonly Leaf[] =>
    child.type === 'rich_text_list' ? child.elements.flatMap((item) => item.elements) : child.elements,
  );
}
