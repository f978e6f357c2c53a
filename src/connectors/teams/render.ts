/**
 * A draft as Teams messages: the bot's text with what stands for files, pictures in messages of their own, and other
 * files where somebody's account may put them into the channel.
 */
import type { Draft, DraftFile, Rendered } from '../../core/connector.ts';
import { renderChannelFile } from './channel-files.ts';
import { isPicture, renderPicture } from './files-out.ts';
import { renderTeams } from './markup.ts';
import type { BotPayload } from './outbound.ts';

export const render = (draft: Draft): readonly Rendered[] =>
  renderTeams(draft).map(({ text, ...payload }) => ({ payload: payload satisfies BotPayload, text }));

const noFiles: readonly DraftFile[] = [];

export const renderFiles = ({ files = noFiles, uploader }: Draft): readonly Rendered[] =>
  files.flatMap((file) => {
    if (isPicture(file)) return renderPicture(file);
    return uploader === undefined ? [] : renderChannelFile(file, uploader);
  });
