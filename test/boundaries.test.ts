/** Arrows point inward: this walks every import and holds it against the table below. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { importsIn, unreadable } from './support/imports.ts';

const root = join(import.meta.dirname, '..');

/**
 * What each folder may import: folders of this project, and packages. `src/core/*` is what lies in that folder itself,
 * and nothing below it. What `node:` modules it may use is said in `builtIns`.
 */
const rules: readonly {
  readonly from: string;
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}[] = [
  { from: 'src/core/content/', folders: ['src/core/*', 'src/core/content/'], packages: ['htmlparser2'] },
  {
    from: 'src/core/people/',
    folders: ['src/core/*', 'src/core/content/', 'src/core/people/'],
    packages: ['lru-cache'],
  },
  {
    from: 'src/core/files/',
    folders: [
      'src/core/*',
      'src/core/content/',
      'src/core/files/',
      'src/core/relay/store.ts',
      'src/core/channels/audit.ts',
    ],
    packages: ['lru-cache'],
  },
  {
    from: 'src/core/relay/',
    folders: ['src/core/*', 'src/core/content/', 'src/core/people/', 'src/core/files/', 'src/core/relay/'],
    packages: [],
  },
  {
    from: 'src/core/channels/',
    folders: ['src/core/*', 'src/core/content/', 'src/core/people/', 'src/core/relay/', 'src/core/channels/'],
    packages: [],
  },
  {
    from: 'src/core/bot/',
    folders: ['src/core/*', 'src/core/people/', 'src/core/channels/', 'src/core/bot/'],
    packages: [],
  },
  {
    from: 'src/core/',
    folders: ['src/core/*', 'src/core/content/', 'src/core/people/', 'src/core/files/'],
    packages: ['lru-cache'],
  },
  {
    from: 'src/connectors/teams/',
    folders: ['src/core/', 'src/connectors/teams/', 'src/connectors/support/', 'appPackage/'],
    packages: [
      'botbuilder',
      'botframework-connector',
      '@azure/msal-node',
      '@microsoft/microsoft-graph-types',
      '@azure/core-http-compat',
      '@azure/core-rest-pipeline',
      '@peculiar/asn1-schema',
      '@peculiar/asn1-x509',
      'fflate',
      'htmlparser2',
      'jose',
      'lru-cache',
      'zod',
    ],
  },
  {
    from: 'src/connectors/slack/',
    folders: ['src/core/', 'src/connectors/slack/', 'src/connectors/support/'],
    packages: ['@slack/web-api', 'htmlparser2', 'lru-cache', 'zod'],
  },
  {
    from: 'src/connectors/webex/',
    folders: ['src/core/', 'src/connectors/webex/', 'src/connectors/support/'],
    packages: ['htmlparser2', 'lru-cache', 'zod'],
  },
  {
    from: 'src/connectors/support/',
    folders: ['src/core/', 'src/connectors/support/'],
    packages: ['lru-cache', 'zod', 'htmlparser2'],
  },
  { from: 'cards/', folders: ['src/core/', 'cards/'], packages: ['adaptivecards-templating', 'adaptive-expressions'] },
  {
    from: 'dialogs/',
    folders: ['src/core/', 'cards/', 'dialogs/'],
    packages: ['botbuilder', 'botbuilder-dialogs', 'lru-cache'],
  },
  { from: 'src/scanner/', folders: ['src/core/', 'src/scanner/'], packages: [] },
  { from: 'src/storage/', folders: ['src/core/', 'src/storage/'], packages: [] },
  { from: 'src/http/contract.ts', folders: [], packages: [] },
  {
    from: 'src/http/',
    folders: ['src/core/', 'src/http/'],
    packages: ['lru-cache', 'restify', 'undici', 'zod', 'prom-client'],
  },
  { from: 'src/settings/', folders: ['src/settings/'], packages: [] },
  { from: 'src/log.ts', folders: ['src/core/'], packages: ['pino'] },
  { from: 'src/index.ts', folders: ['src/app.ts', 'src/log.ts', 'src/settings/'], packages: [] },
  { from: 'src/store-checks.ts', folders: ['src/core/', 'src/settings/'], packages: [] },
  { from: 'src/app.ts', folders: ['src/', 'dialogs/', 'cards/', 'package.json'], packages: [] },
  {
    from: 'sandbox/ui/',
    folders: ['sandbox/ui/'],
    packages: ['react', 'react-dom', 'react-dom/client', 'adaptivecards', 'vite', '@vitejs/plugin-react'],
  },
  {
    from: 'sandbox/',
    folders: ['sandbox/'],
    packages: ['jose', 'undici', 'fflate', 'htmlparser2', 'zod', 'lru-cache'],
  },
  { from: 'start/', folders: ['start/', 'src/', 'cards/', 'sandbox/'], packages: ['htmlparser2'] },
];

/**
 * Built-in modules, where not all of them may be used: the first row that fits holds. Elsewhere all but `node:module` may,
 * whose `createRequire` gets past every rule.
 */
const builtIns: readonly (readonly [from: string, modules: readonly string[] | 'all'])[] = [
  ['sandbox/ui/vite.config.ts', 'all'],
  ['sandbox/ui/', []],
  ['src/http/contract.ts', []],
  ['src/core/', ['node:crypto', 'node:stream']],
  ['src/settings/', []],
  ['cards/', []],
  ['dialogs/', ['node:crypto']],
  ['src/http/assets.ts', 'all'],
  ['src/connectors/', ['node:crypto', 'node:fs/promises', 'node:stream', 'node:stream/consumers']],
];

function mayUse(file: string, module: string): boolean {
  const [, modules = 'others'] = builtIns.find(([from]) => file.startsWith(from)) ?? [];
  if (modules === 'all') return true;
  return modules === 'others' ? module !== 'node:module' : modules.includes(module);
}

const importsOf = (file: string): readonly string[] => importsIn(file, readFileSync(join(root, file), 'utf8'));

function offence(file: string, imported: string): string | undefined {
  const rule = rules.find(({ from }) => file.startsWith(from));
  if (!rule) return `${file} is in no folder that boundaries.test.ts knows`;
  if (imported.startsWith('node:')) return mayUse(file, imported) ? undefined : `${file} imports ${imported}`;
  if (!imported.startsWith('.')) {
    return rule.packages.includes(imported) ? undefined : `${file} imports the package ${imported}`;
  }
  const target = normalize(join(dirname(file), imported));
  return rule.folders.some((folder) => liesIn(target, folder)) ? undefined : `${file} imports ${target}`;
}

const liesIn = (target: string, folder: string): boolean =>
  folder.endsWith('/*') ? dirname(target) === dirname(folder) : target.startsWith(folder);

describe('boundaries', () => {
  const files = globSync(['{src,cards,dialogs,start}/**/*.ts', 'sandbox/**/*.{ts,tsx}'], { cwd: root });

  it('finds the files it walks', () => {
    assert.ok(files.length > 50, `only ${files.length} files found`);
    assert.ok(files.flatMap(importsOf).length > files.length, 'hardly any import found');
  });

  it('sees an arrow that points the wrong way', () => {
    assert.match(offence('src/core/model.ts', '../connectors/slack/index.ts') ?? '', /imports src\/connectors/);
    assert.match(offence('src/core/records.ts', './bot/sign-in.ts') ?? '', /imports src\/core\/bot/);
    assert.match(offence('src/core/relay/lane.ts', '../channels/legs.ts') ?? '', /imports src\/core\/channels/);
    assert.match(offence('sandbox/kit/clock.ts', '../../src/core/ports.ts') ?? '', /imports src\/core/);
    assert.match(offence('src/connectors/slack/api.ts', '../webex/api.ts') ?? '', /imports src\/connectors\/webex/);
    assert.match(offence('src/storage/sqlite/index.ts', 'botbuilder') ?? '', /package botbuilder/);
    assert.match(offence('cards/index.ts', '../dialogs/index.ts') ?? '', /imports dialogs/);
    assert.match(offence('dialogs/index.ts', '../src/storage/sqlite/index.ts') ?? '', /imports src\/storage/);
    assert.match(offence('sandbox/ui/times.ts', 'node:fs') ?? '', /imports node:fs/);
    assert.match(offence('src/http/contract.ts', 'node:fs') ?? '', /imports node:fs/);
    assert.match(offence('src/core/time.ts', 'node:http') ?? '', /imports node:http/);
    assert.match(offence('src/storage/sqlite/index.ts', 'node:module') ?? '', /imports node:module/);
    assert.match(offence('src/core/time.ts', unreadable) ?? '', /imports the package something/);
  });

  for (const [how, text, found] of [
    ['an apostrophe in a comment', "import {\n  // it's here\n  x\n} from './a.ts';", ['./a.ts']],
    ['two statements on a line', "const a = 1; import b from './a.ts';", ['./a.ts']],
    ['an import for its effect', "import './a.ts';", ['./a.ts']],
    ['an export of all', "export * from './a.ts'; export { x } from './b.ts';", ['./a.ts', './b.ts']],
    ['a type in the middle of another', "type X = Set<import('./a.ts').B>;", ['./a.ts']],
    ['an import at run time', "const x = () => import('./a.ts');", ['./a.ts']],
    ['one in a template', 'const x = () => import(`./a.ts`);', ['./a.ts']],
    ['one whose name is made up', "const x = (name: string) => import('./' + name);", [unreadable]],
    ['a worker', "const w = new Worker(new URL('./a.ts', import.meta.url));", ['./a.ts']],
    ['an old one', "import x = require('./a.ts');", ['./a.ts']],
    ['what only looks like one', "// import './a.ts';\nconst x = \"import './a.ts'\";", []],
  ] as const) {
    it(`reads ${how}`, () => assert.deepEqual(importsIn('a.ts', text), found));
  }

  it('has every arrow pointing inward', () => {
    const offences = files
      .flatMap((file) => importsOf(file).map((imported) => offence(file, imported)))
      .filter(Boolean);
    assert.deepEqual(offences, []);
  });

  it('has the same file names in every connector', () => {
    const wanted = [
      'api.ts',
      'capabilities.ts',
      'errors.ts',
      'history.ts',
      'ids.ts',
      'inbound.ts',
      'index.ts',
      'install.ts',
      'markup.ts',
      'members.ts',
      'message.ts',
      'outbound.ts',
      'people.ts',
      'places.ts',
      'receive.ts',
      'render.ts',
      'verify.ts',
    ];
    for (const platform of ['teams', 'slack', 'webex']) {
      const there = new Set(globSync('*.ts', { cwd: join(root, 'src/connectors', platform) }));
      assert.deepEqual(
        wanted.filter((name) => !there.has(name)),
        [],
        platform,
      );
    }
  });

  it('has no file that can’t be read in one sitting', () => {
    const long = globSync(['{src,cards,dialogs,sandbox,start,bench,test}/**/*.{ts,tsx,css}'], { cwd: root }).filter(
      (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 400,
    );
    assert.deepEqual(long, []);
  });
});
