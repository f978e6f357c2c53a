/** The app package holds to Microsoft's own schemas, and to what Mio needs of it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { buildPackage } from '../../../src/connectors/teams/package.ts';
import { commandList } from '../../../src/core/bot/commands.ts';
import { languages } from '../../../src/core/language.ts';
import { type OpenedPackage, openPackage, values } from './support.ts';

const require = createRequire(import.meta.url);
// The package of draft 4 is a CommonJS module whose class is its default export.
const { default: Draft4 } = require('ajv-draft-04') as typeof import('ajv-draft-04');

function validator(manifestVersion: string, schema: string): ValidateFunction {
  const path = require.resolve(
    `@microsoft/app-manifest/build/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.${schema}`,
  );
  const ajv = new Draft4({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
}

function assertValid(validate: ValidateFunction, document: unknown): void {
  assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
}

describe('the app package', () => {
  let opened: OpenedPackage;
  before(async () => {
    opened = await openPackage();
  });

  it('holds everything at its root', () => {
    assert.deepEqual(Object.keys(opened.files).sort(), [
      'color.png',
      'de.json',
      'en.json',
      'fr.json',
      'manifest.json',
      'outline.png',
    ]);
  });

  it('is the same, byte for byte, whenever it is made', async () => {
    assert.deepEqual((await buildPackage(values)).zip, opened.zip);
  });

  it('AC-01: is what was last looked at; a change needs a new version, or no catalog would take it', () => {
    const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as unknown;
    const sha256 = createHash('sha256').update(opened.zip).digest('hex');
    assert.deepEqual(
      { version: opened.manifest.version, sha256 },
      golden,
      'the package changed: raise "version" in appPackage/manifest.json, and write both into golden.json',
    );
  });

  describe('manifest', () => {
    it('holds to the schema of its version', () => {
      const { manifest } = opened;
      assert.equal(
        manifest.$schema,
        `https://developer.microsoft.com/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`,
      );
      assertValid(validator(manifest.manifestVersion, 'schema.json'), manifest);
    });

    it('would not hold to it with a property that Teams does not know', () => {
      const validate = validator(opened.manifest.manifestVersion, 'schema.json');
      assert.equal(validate({ ...opened.manifest, packageName: 'com.example.mio' }), false);
    });

    it('is of the first version that knows private and shared channels', () => {
      const { manifest } = opened;
      assert.equal(manifest.supportsChannelFeatures, 'tier1');
      const [major, minor] = manifest.manifestVersion.split('.').map(Number);
      // Version 1.24 takes no such property.
      assert.equal(validator(`${major}.${minor! - 1}`, 'schema.json')({ ...manifest }), false);
    });

    it('names the app, its bot, its sign-in and its address, and leaves no hole', () => {
      const { manifest } = opened;
      assert.deepEqual(
        [manifest.id, manifest.bots[0]?.botId, manifest.webApplicationInfo.id],
        [values.appId, values.appId, values.appId],
      );
      assert.equal(manifest.webApplicationInfo.resource, `api://mio.contoso.example/botid-${values.appId}`);
      assert.deepEqual(manifest.validDomains, ['mio.contoso.example']);
      assert.ok(!JSON.stringify(manifest).includes('${{'));
    });

    it('asks for no permission of a team: with one, Graph could not install the app', () => {
      assert.ok(!('authorization' in opened.manifest));
      assert.ok(!('permissions' in opened.manifest));
    });

    it('proposes the commands of the bot’s own table, twelve of a scope at most', () => {
      const lists = opened.manifest.bots[0]!.commandLists;
      assert.deepEqual(
        lists.map(({ scopes }) => scopes),
        [['personal'], ['team']],
      );
      assert.deepEqual(lists[0]?.commands, commandList('personal', 'en'));
      assert.deepEqual(lists[1]?.commands, commandList('channel', 'en'));
      for (const { commands } of lists) assert.ok(commands.length > 0 && commands.length <= 12);
    });
  });

  describe('languages', () => {
    it('are those that the bot speaks, English where Teams has none of them', () => {
      const { localizationInfo } = opened.manifest;
      assert.equal(localizationInfo.defaultLanguageTag, 'en');
      assert.equal(localizationInfo.defaultLanguageFile, 'en.json');
      const tags = localizationInfo.additionalLanguages.map(({ languageTag }) => languageTag);
      assert.deepEqual(['en', ...tags], languages);
    });

    for (const language of languages) {
      describe(language, () => {
        it('holds to the schema of the manifest’s version', () => {
          assertValid(
            validator(opened.manifest.manifestVersion, 'Localization.schema.json'),
            opened.strings(`${language}.json`),
          );
        });

        it('has every string that people read', () => {
          assert.deepEqual(Object.keys(opened.strings(`${language}.json`)), Object.keys(opened.strings('en.json')));
          const { commandLists } = opened.manifest.bots[0]!;
          const commands = commandLists.reduce((sum, list) => sum + list.commands.length, 0);
          assert.equal(Object.keys(opened.strings(`${language}.json`)).length, 1 + 4 + 2 * commands);
        });

        it('says each of them in its own words', () => {
          if (language === 'en') return;
          const [theirs, english] = [opened.strings(`${language}.json`), opened.strings('en.json')];
          const same = Object.keys(theirs).filter((key) => theirs[key] === english[key]);
          // The product's name, and words that both languages have.
          assert.deepEqual(
            same.filter((key) => !/^\$schema$|^name\.short$|\.title$/.test(key)),
            [],
          );
        });

        it('puts the right words at the right command', () => {
          const strings = opened.strings(`${language}.json`);
          for (const [list, scope] of (['personal', 'channel'] as const).entries()) {
            for (const [index, { title, description }] of commandList(scope, language).entries()) {
              const path = `bots[0].commandLists[${list}].commands[${index}]`;
              assert.deepEqual([strings[`${path}.title`], strings[`${path}.description`]], [title, description]);
            }
          }
        });

        it('keeps to what Teams shows of a name and a description', () => {
          const strings = opened.strings(`${language}.json`);
          for (const [key, most] of [
            ['name.short', 30],
            ['name.full', 100],
            ['description.short', 80],
            ['description.full', 4000],
          ] as const) {
            const length = strings[key]?.length ?? 0;
            assert.ok(length > 0 && length <= most, `${key}: ${length}`);
          }
        });
      });
    }
  });
});
