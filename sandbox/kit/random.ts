/** Bytes that repeat from run to run: for tests that want the same ids every time, and for nothing else. */
import { createHash } from 'node:crypto';

export function createSeededRandom(seed: string): (bytes: number) => Buffer {
  let counter = 0;
  return (bytes) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < bytes; length += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, bytes);
  };
}
