/**
 * The app package: the zip that Teams takes, made from the template in `appPackage/` and the bot's table of commands,
 * and from nothing else. Nobody's input goes into it but the app id and the address, which are settings.
 * "App manifest", "Localize your app"
 */
import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import { type CommandScope, commandList } from '../../core/bot/commands.ts';
import { type Language, languages } from '../../core/language.ts';

export interface PackageValues {
  /** Id of the app in its manifest, and of its bot. */
  readonly appId: string;
  /** https, without a path. */
  readonly publicUrl: string;
}

/** By name in the zip. All of it lies at its root. */
export type PackageFiles = Readonly<Record<string, Uint8Array>>;

interface Manifest {
  readonly version: string;
  readonly manifestVersion: string;
  readonly name: { readonly short: string; readonly full: string };
  readonly description: { readonly short: string; readonly full: string };
  readonly bots: readonly [object];
}

/** The strings of a language under the paths that they have in the manifest. */
type Strings = Readonly<Record<string, string>>;

const folder = new URL('../../../appPackage/', import.meta.url);
/** Of every file, so that the same content makes the same bytes. A zip has local times: this one is local everywhere. */
const packedAt = new Date(1990, 0, 1);
const defaultLanguage: Language = 'en';

/** In the order of the manifest's `commandLists`; a channel's commands are what Teams calls the scope `team`. */
const lists: readonly { readonly scope: CommandScope; readonly inManifest: string }[] = [
  { scope: 'personal', inManifest: 'personal' },
  { scope: 'channel', inManifest: 'team' },
];

/** The same values make the same bytes. */
export async function buildPackage(values: PackageValues): Promise<{ version: string; zip: Uint8Array }> {
  const manifest = await readManifest(values);
  return { version: manifest.version, zip: zipSync(await filesOf(manifest), { mtime: packedAt }) };
}

/** The version that a package made now would have. */
export async function packageVersion(): Promise<string> {
  return (await readTemplate()).version;
}

async function filesOf(manifest: Manifest): Promise<PackageFiles> {
  const files: Record<string, Uint8Array> = { 'manifest.json': json(manifest) };
  for (const icon of ['color.png', 'outline.png']) files[icon] = new Uint8Array(await readFile(new URL(icon, folder)));
  for (const language of languages) {
    const strings = language === defaultLanguage ? stringsOf(manifest) : await translated(language);
    files[`${language}.json`] = json({ $schema: schemaOfLanguages(manifest), ...strings, ...commandStrings(language) });
  }
  return files;
}

async function readManifest(values: PackageValues): Promise<Manifest> {
  const names: Readonly<Record<string, string>> = {
    TEAMS_APP_ID: values.appId,
    MIO_PUBLIC_URL: values.publicUrl,
    MIO_PUBLIC_HOST: new URL(values.publicUrl).host,
  };
  const manifest = filled(await readTemplate(), names) as Manifest;
  const commandLists = lists.map(({ scope, inManifest }) => ({
    scopes: [inManifest],
    commands: commandList(scope, defaultLanguage),
  }));
  return { ...manifest, bots: [{ ...manifest.bots[0], commandLists }] };
}

const readTemplate = async (): Promise<Manifest> =>
  JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')) as Manifest;

/** Puts values into the strings of a parsed template, so that no value can break out of its string. */
function filled(template: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof template === 'string') {
    return template.replaceAll(/\$\{\{([A-Z_]+)\}\}/g, (_, name: string) => {
      const value = names[name];
      if (value === undefined) throw new Error(`the app manifest asks for ${name}, which nobody gives`);
      return value;
    });
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, names));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, names)]));
}

const translated = async (language: Language): Promise<Strings> =>
  JSON.parse(await readFile(new URL(`language/${language}.json`, folder), 'utf8')) as Strings;

const stringsOf = ({ name, description }: Manifest): Strings => ({
  'name.short': name.short,
  'name.full': name.full,
  'description.short': description.short,
  'description.full': description.full,
});

function commandStrings(language: Language): Strings {
  const strings: Record<string, string> = {};
  for (const [list, { scope }] of lists.entries()) {
    for (const [index, { title, description }] of commandList(scope, language).entries()) {
      const path = `bots[0].commandLists[${list}].commands[${index}]`;
      strings[`${path}.title`] = title;
      strings[`${path}.description`] = description;
    }
  }
  return strings;
}

const schemaOfLanguages = ({ manifestVersion }: Manifest): string =>
  `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.Localization.schema.json`;

const json = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`);
