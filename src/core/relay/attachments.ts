/** Files on their way from the leg of a message to another one: opened at their source at the moment they are sent. */
import type { DraftFile, OpenFile } from '../connector.ts';
import { DeliveryError, type Failure } from '../errors.ts';
import { safeName } from '../files/names.ts';
import type { FileReason } from '../files/reasons.ts';
import type { SourceFile } from '../model.ts';
import type { TargetRecord } from './store.ts';
import type { SendTask } from './tasks.ts';

/** After so many attempts a file is shown by its name: those behind it have waited long enough. */
const mostAttempts = 5;

export const draftFiles = (files: readonly SourceFile[], linkTo: (file: SourceFile) => string): readonly DraftFile[] =>
  files.map((file) => ({ ...file, name: safeName(file.name), link: linkTo(file) }));

const bySource: Readonly<Record<Failure, FileReason>> = {
  refused: 'closed',
  spent: 'closed',
  gone: 'gone',
  unauthorized: 'source_unauthorized',
  busy: 'source_busy',
  doubt: 'source_busy',
};

/** Why a file can't be had, of what its source threw when it was opened. */
export const reasonAtSource = ({ file, failure }: DeliveryError): FileReason => file ?? bySource[failure];

/** For the target's connector. That the source does not let Mio in says nothing about the target: it is a plain no. */
export const opening =
  (task: SendTask) =>
  async (file: DraftFile): Promise<OpenFile> => {
    try {
      if (task.open) return await task.open(file);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const { failure, code, retryAfterMs } = error;
      throw new DeliveryError(failure === 'unauthorized' ? 'refused' : failure, code, {
        operation: 'open a file',
        retryAfterMs,
        file: reasonAtSource(error),
        cause: error,
      });
    }
    throw new DeliveryError('refused', 'no_file', { operation: 'open a file', file: 'closed' });
  };

/** Whether a message of files is better posted as what stands for it. */
export function isHopeless(error: DeliveryError, { attempt }: TargetRecord): boolean {
  if (error.failure === 'unauthorized' || error.failure === 'doubt') return false;
  return error.failure !== 'busy' || attempt >= mostAttempts;
}
