/** What a source file imports, read by a parser: whatever stands in comments, on one line, or in another kind of quotes. */
import { parseSync } from 'vite';

/** Instead of a name: what is imported only running it would tell. */
export const unreadable = 'something that only running it tells';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;
const of = (tree: Tree, name: string): Tree => (isTree(tree[name]) ? tree[name] : {});

/** The text of a literal, or of a template without holes. */
function textOf(tree: Tree): string | undefined {
  if (tree['type'] === 'Literal') return typeof tree['value'] === 'string' ? tree['value'] : undefined;
  const [quasi, ...more] = tree['type'] === 'TemplateLiteral' ? (tree['quasis'] as readonly Tree[]) : [];
  const cooked = quasi && of(quasi, 'value')['cooked'];
  return more.length === 0 && typeof cooked === 'string' ? cooked : undefined;
}

/** `new URL('./worker.ts', import.meta.url)`: how a worker, or a file beside this one, is named. */
function besideThis(tree: Tree): string | undefined {
  const [name, base] = (tree['arguments'] ?? []) as readonly Tree[];
  const isUrl = of(tree, 'callee')['name'] === 'URL' && base !== undefined;
  const here = isUrl && of(base, 'object')['type'] === 'MetaProperty' && of(base, 'property')['name'] === 'url';
  return here && name ? textOf(name) : undefined;
}

const readers: Readonly<Record<string, (tree: Tree) => string | undefined>> = {
  ImportDeclaration: (tree) => textOf(of(tree, 'source')),
  ExportNamedDeclaration: (tree) => textOf(of(tree, 'source')),
  ExportAllDeclaration: (tree) => textOf(of(tree, 'source')),
  ImportExpression: (tree) => textOf(of(tree, 'source')) ?? unreadable,
  TSImportType: (tree) => textOf(of(tree, 'source')) ?? unreadable,
  TSExternalModuleReference: (tree) => textOf(of(tree, 'expression')) ?? unreadable,
  NewExpression: besideThis,
};

/** @throws Error where it can't be parsed */
export function importsIn(file: string, text: string): readonly string[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (isTree(value)) {
      const name = readers[String(value['type'])]?.(value);
      if (name !== undefined) found.push(name);
      Object.values(value).forEach(walk);
    }
  };
  walk(program);
  return found;
}
