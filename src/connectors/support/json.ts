/** Reading of JSON that somebody else made: every step says what it takes, and anything else is "not there". */

export type Json = Readonly<Record<string, unknown>>;

/** The object that this text holds; undefined where it is not JSON, or not an object. */
export function parseObject(text: string): Json | undefined {
  try {
    return object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function object(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The objects of an array; what is no object is left out. */
export function objects(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) return [];
  return value.map(object).filter((item) => item !== undefined);
}

/** A string that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
