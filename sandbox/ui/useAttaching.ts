/** Files chosen to go with what is being written, read as soon as they are chosen. */
import { useState } from 'react';
import { sizeInWords } from './file-sizes.ts';

export interface ChosenFile {
  /** Tells apart two of the same name. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly base64: string;
}

export interface Attaching {
  readonly files: readonly ChosenFile[];
  /** Why something was not taken. */
  readonly refusal: string | undefined;
  readonly add: (given: Iterable<File>) => void;
  readonly remove: (id: string) => void;
  /** Those that were sent are no longer here. */
  readonly clear: () => void;
  /** They could not be sent. */
  readonly putBack: (files: readonly ChosenFile[]) => void;
}

const most = 5;
const largest = 5_000_000;

export function useAttaching(): Attaching {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [refusal, setRefusal] = useState<string>();

  async function add(given: Iterable<File>): Promise<void> {
    const all = [...given];
    const fitting = all.filter(({ size }) => size <= largest);
    const taken = fitting.slice(0, Math.max(0, most - files.length));
    setRefusal(whyNot(all, fitting, taken));
    const read = await Promise.all(taken.map(readFile));
    setFiles((before) => [...before, ...read].slice(0, most));
  }

  return {
    files,
    refusal,
    add: (given) => void add(given).catch((cause: Error) => setRefusal(`It can’t be read: ${cause.message}`)),
    remove(id) {
      setFiles((before) => before.filter((file) => file.id !== id));
      setRefusal(undefined);
    },
    clear() {
      setFiles([]);
      setRefusal(undefined);
    },
    putBack: (sent) => setFiles((newer) => (newer.length > 0 ? newer : sent)),
  };
}

function whyNot(all: readonly File[], fitting: readonly File[], taken: readonly File[]): string | undefined {
  const large = all.find((file) => !fitting.includes(file));
  if (large) return `${large.name} has ${sizeInWords(large.size)}; ${sizeInWords(largest)} is the most that is taken.`;
  return taken.length < fitting.length ? `At most ${most} files go with one message.` : undefined;
}

const readFile = (file: File): Promise<ChosenFile> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new Error(file.name));
    reader.onload = () => {
      const { name, size, type } = file;
      const address = String(reader.result);
      const base64 = address.slice(address.indexOf(',') + 1);
      resolve({ id: crypto.randomUUID(), name, size, type: type || 'application/octet-stream', base64 });
    };
    reader.readAsDataURL(file);
  });
