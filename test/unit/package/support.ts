/** The app package as Teams would read it. */
import { unzipSync } from 'fflate';
import { buildPackage } from '../../../src/connectors/teams/package.ts';

export const values = { appId: '6b1f0f3e-7a5b-4c0d-9e8f-102132435465', publicUrl: 'https://mio.contoso.example' };

export interface Command {
  readonly title: string;
  readonly description: string;
}

/** What the tests look at; that it is all there, and right, the schema says. */
export interface Manifest {
  readonly $schema: string;
  readonly manifestVersion: string;
  readonly version: string;
  readonly id: string;
  readonly name: { readonly short: string; readonly full: string };
  readonly description: { readonly short: string; readonly full: string };
  readonly localizationInfo: {
    readonly defaultLanguageTag: string;
    readonly defaultLanguageFile: string;
    readonly additionalLanguages: readonly { readonly languageTag: string; readonly file: string }[];
  };
  readonly icons: { readonly color: string; readonly outline: string };
  readonly bots: readonly {
    readonly botId: string;
    readonly scopes: readonly string[];
    readonly commandLists: readonly { readonly scopes: readonly string[]; readonly commands: readonly Command[] }[];
  }[];
  readonly webApplicationInfo: { readonly id: string; readonly resource: string };
  readonly validDomains: readonly string[];
  readonly supportsChannelFeatures: string;
}

export interface OpenedPackage {
  readonly zip: Uint8Array;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly manifest: Manifest;
  /** The strings of a language file. */
  strings(file: string): Readonly<Record<string, string>>;
}

export async function openPackage(of = values): Promise<OpenedPackage> {
  const { zip } = await buildPackage(of);
  const files = unzipSync(zip);
  const json = (name: string): unknown => JSON.parse(Buffer.from(files[name] ?? []).toString('utf8'));
  return {
    zip,
    files,
    manifest: json('manifest.json') as Manifest,
    strings: (file) => json(file) as Readonly<Record<string, string>>,
  };
}
