/** Files on their way from the leg of a message to another one: opened at their source at the moment they are sent. */
import type { DraftFile, OpenFile } from '../connector.ts';
import { DeliveryError } from '../errors.ts';
import { safeName } from '../files/names.ts';
import type { SourceFile } from '../model.ts';
import type { TargetRecord } from './store.ts';
import type { SendTask } from './tasks.ts';

/** After so many attempts a file is shown by its name: those behind it have waited long enough. */
const mostAttempts = 5;

export const draftFiles = (files: readonly SourceFile[], linkTo: (file: SourceFile) => string): readonly DraftFile[] =>
  files.map((file) => ({ ...file, name: safeName(file.name), link: linkTo(file) }));

/** For the target's connector. That the source does not let Mio in says nothing about the target: it is a plain no. */
export const opening =
  (task: SendTask) =>
  async (file: DraftFile): Promise<OpenFile> => {
    try {
      if (task.open) return await task.open(file);
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.failure !== 'unauthorized') throw error;
      throw new DeliveryError('refused', error.code, { operation: 'open a file', cause: error });
    }
    throw new DeliveryError('refused', 'no_file', { operation: 'open a file' });
  };

/** Whether a message of files is better posted as what stands for it. */
export function isHopeless(error: DeliveryError, { attempt }: TargetRecord): boolean {
  if (error.failure === 'unauthorized' || error.failure === 'doubt') return false;
  return error.failure !== 'busy' || attempt >= mostAttempts;
}
