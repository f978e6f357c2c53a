/** One step of a scripted story: it ends when what it caused was seen, or throws with what was seen instead. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<void>;
}
