/** Route patterns: `/rooms/{id}` matches one segment, `{rest*}` what is left. Literal segments win over parameters. */

export interface Pattern {
  readonly segments: readonly Segment[];
  /** Sorts the more literal pattern first. */
  readonly rank: string;
}

type Segment = { readonly kind: 'literal' | 'one' | 'rest'; readonly text: string };

const split = (path: string): string[] => path.split('/').slice(1);

export function compilePattern(pattern: string): Pattern {
  const segments = split(pattern).map((text): Segment => {
    const parameter = /^\{(\w+)(\*?)\}$/.exec(text);
    if (!parameter) return { kind: 'literal', text };
    return { kind: parameter[2] ? 'rest' : 'one', text: parameter[1] ?? '' };
  });
  return { segments, rank: segments.map(({ kind }) => ({ literal: 'a', one: 'b', rest: 'c' })[kind]).join('') };
}

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** The decoded parameters; undefined where the path (without query, still encoded) does not match. */
export function matchPattern(pattern: Pattern, path: string): Readonly<Record<string, string>> | undefined {
  const given = split(path);
  const params: Record<string, string> = {};
  for (const [index, segment] of pattern.segments.entries()) {
    if (segment.kind === 'rest') {
      const rest = decode(given.slice(index).join('/'));
      return rest === undefined ? undefined : { ...params, [segment.text]: rest };
    }
    const value = given[index] === undefined ? undefined : decode(given[index]);
    if (value === undefined) return undefined;
    if (segment.kind === 'literal' ? value !== segment.text : value === '') return undefined;
    if (segment.kind === 'one') params[segment.text] = value;
  }
  return given.length === pattern.segments.length ? params : undefined;
}
