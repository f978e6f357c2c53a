/** Paths as Graph reads them: segments in any case, and OData's key form `teams('x')` for `teams/x`. */
export interface Match {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly operation: string;
  readonly method: string;
  readonly segments: readonly string[];
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .flatMap((segment) => {
      const keyed = /^([A-Za-z$]+)\((?:'(.*)')?\)$/.exec(decodeURIComponent(segment));
      if (keyed === null) return [decodeURIComponent(segment)];
      return keyed[2] === undefined ? [keyed[1]!] : [keyed[1]!, keyed[2].replaceAll("''", "'")];
    });
}

/** Matches `METHOD` and path against `METHOD /pattern/{parameter}`; a literal segment wins over a parameter. */
export function matcher(operations: readonly string[]): (method: string, path: string) => Match | undefined {
  const patterns: Pattern[] = operations.map((operation) => {
    const [method = '', pattern = ''] = operation.split(' ');
    return { operation, method, segments: pattern.split('/').filter((segment) => segment !== '') };
  });
  patterns.sort((a, b) => a.segments.filter(isParameter).length - b.segments.filter(isParameter).length);
  return (method, path) => {
    const given = segmentsOf(path);
    for (const pattern of patterns) {
      if (pattern.method !== method || pattern.segments.length !== given.length) continue;
      const fits = pattern.segments.every(
        (wanted, i) => isParameter(wanted) || wanted.toLowerCase() === given[i]!.toLowerCase(),
      );
      if (!fits) continue;
      const params = pattern.segments.flatMap((wanted, i) =>
        isParameter(wanted) ? [[wanted.slice(1, -1), given[i]!]] : [],
      );
      return { operation: pattern.operation, params: Object.fromEntries(params) };
    }
    return undefined;
  };
}
