/** What looks into files before they go anywhere. */

/** `unscannable`: it is well, but does not look into a file like this (too large, too deep). */
export type Verdict =
  | { readonly is: 'clean' }
  | { readonly is: 'infected' /** What the scanner calls it: one line. */; readonly signature: string }
  | { readonly is: 'unscannable' };

export interface Scanner {
  /**
   * Reads the bytes to their end, unless it knows before. What they break off with is thrown on.
   * @throws ScannerError where it gives no verdict
   */
  scan(bytes: AsyncIterable<Uint8Array>): Promise<Verdict>;
  /** Whether it answers now. Never throws. */
  answers(): Promise<boolean>;
}

/** The scanner can't be reached, does not answer, or says nothing that makes sense. */
export class ScannerError extends Error {
  override readonly name = 'ScannerError';
}
