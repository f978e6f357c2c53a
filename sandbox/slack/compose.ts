/**
 * What goes beside the words of an act (`data`): blocks and attachments, as an app sends them and as a client composes
 * what nobody can type here, dates and tables among it.
 */
import { z } from 'zod';
import { type Act, ActError } from '../kit/platform.ts';
import { type Block, checkBlocks } from './blocks.ts';
import type { Message } from './model.ts';

const data = z.strictObject({
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.record(z.string(), z.unknown())).optional(),
  /** A reply that is shown in the channel as well. */
  broadcast: z.boolean().optional(),
  /** `edit`: files of the message, by name, that its author deletes. */
  deletedFiles: z.array(z.string()).optional(),
});

export interface Composed {
  readonly blocks: readonly Block[];
  readonly attachments: Message['attachments'];
  readonly broadcast: boolean;
  readonly deletedFiles: readonly string[];
}

/** @throws ActError where it has another shape, or Slack would not take the blocks */
export function composed(act: Act, blockIds: () => string): Composed {
  const parsed = data.safeParse(act.data ?? {});
  if (!parsed.success)
    throw new ActError('bad_data', 'Slack takes blocks, attachments, broadcast and deletedFiles here.');
  const { blocks = [], attachments = [], broadcast = false, deletedFiles = [] } = parsed.data;
  const checked = checkBlocks(blocks, blockIds);
  if ('error' in checked) throw new ActError(checked.error, checked.messages.join(' '));
  return { blocks: checked.blocks, attachments, broadcast, deletedFiles };
}
