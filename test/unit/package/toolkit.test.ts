/** teamsapp.yml and what it names: the shape that Microsoft's toolkit reads, and no value that nobody gives. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { permissionsOf, stages } from '../../../src/core/permissions.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Step {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
}

interface Project {
  readonly version: string;
  readonly environmentFolderPath: string;
  readonly provision: readonly Step[];
  readonly deploy: readonly Step[];
  readonly publish: readonly Step[];
}

/** What each action must be given, and what it may write. "Microsoft 365 Agents Toolkit actions" */
const actions: Readonly<Record<string, { readonly needs: readonly string[]; readonly gives: readonly string[] }>> = {
  'aadApp/create': {
    needs: ['name', 'generateClientSecret'],
    gives: ['clientId', 'clientSecret', 'objectId', 'tenantId', 'authority', 'authorityHost'],
  },
  'aadApp/update': { needs: ['manifestPath', 'outputFilePath'], gives: [] },
  'botFramework/create': { needs: ['botId', 'name', 'messagingEndpoint', 'channels'], gives: [] },
  'cli/runNpmCommand': { needs: ['args'], gives: [] },
  'teamsApp/validateAppPackage': { needs: ['appPackagePath'], gives: [] },
  'teamsApp/publishAppPackage': { needs: ['appPackagePath'], gives: ['publishedAppId'] },
};

const variables = (text: string): string[] => [...text.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name]) => name!);

describe('teamsapp.yml', () => {
  const project = parse(read('teamsapp.yml')) as Project;
  const steps = [...project.provision, ...project.deploy, ...project.publish];

  it('is of a version that the toolkit reads', () => assert.match(project.version, /^v1\.\d+$/));

  it('gives each action what it needs', () => {
    for (const step of steps) {
      const action = actions[step.uses];
      assert.ok(action, step.uses);
      for (const input of action.needs) assert.ok(input in step.with, `${step.uses} has no ${input}`);
      for (const output of Object.keys(step.writeToEnvironmentFile ?? {})) {
        assert.ok(action.gives.includes(output), `${step.uses} gives no ${output}`);
      }
    }
  });

  it('provisions, deploys and publishes', () => {
    const uses = (of: readonly Step[]) => of.map((step) => step.uses);
    assert.deepEqual(uses(project.provision).slice(0, 3), ['aadApp/create', 'aadApp/update', 'botFramework/create']);
    assert.deepEqual(uses(project.deploy), ['cli/runNpmCommand']);
    assert.equal(uses(project.publish).at(-1), 'teamsApp/publishAppPackage');
  });

  it('uses no variable that neither the environment nor an earlier step has', () => {
    const given = new Set(read('env/.env.dev').match(/^[A-Z_]+(?==)/gm));
    for (const step of steps) {
      const texts = [JSON.stringify(step.with)];
      const manifest = step.with['manifestPath'];
      if (typeof manifest === 'string') texts.push(read(manifest));
      for (const name of texts.flatMap(variables)) assert.ok(given.has(name), `${step.uses} uses ${name}`);
      for (const name of Object.values(step.writeToEnvironmentFile ?? {})) given.add(name);
    }
  });

  it('writes secrets where git does not look', () => {
    const secrets = steps.flatMap(({ writeToEnvironmentFile = {} }) => writeToEnvironmentFile['clientSecret'] ?? []);
    assert.ok(secrets.length > 0 && secrets.every((name) => name.startsWith('SECRET_')));
    assert.match(read('.gitignore'), /^env\/\.env\.\*\.user$/m);
    assert.doesNotMatch(read('env/.env.dev'), /^SECRET_/m);
  });

  it('runs scripts that there are, and takes files that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const { uses, with: input } of steps) {
      if (uses === 'cli/runNpmCommand') {
        const [, script] = /^run (\S+)$/.exec(String(input['args'])) ?? [];
        if (script) assert.ok(scripts[script], script);
      }
      if (typeof input['manifestPath'] === 'string') assert.ok(existsSync(join(root, input['manifestPath'])));
    }
  });
});

describe('the Entra registration', () => {
  const manifest = JSON.parse(read('appPackage/entra.manifest.json')) as {
    readonly signInAudience: string;
    readonly requiredResourceAccess: readonly {
      readonly resourceAppId: string;
      readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
    }[];
  };

  it('names the permissions that Mio asks for, delegated ones alone', () => {
    const [graph, ...rest] = manifest.requiredResourceAccess;
    assert.deepEqual(rest, []);
    assert.ok(graph?.resourceAccess.every(({ type }) => type === 'Scope'));
    const asked = new Set(stages.flatMap((stage) => permissionsOf[stage]));
    assert.deepEqual(graph?.resourceAccess.map(({ id }) => id).sort(), [...asked].sort());
  });

  it('is for one tenant, as new bots are', () => assert.equal(manifest.signInAudience, 'AzureADMyOrg'));
});
