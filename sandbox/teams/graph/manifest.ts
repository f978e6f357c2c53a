/** The package that is published: what its `manifest.json` says. Page "Publish teamsApp". */
import { strFromU8, unzipSync } from 'fflate';
import type { Manifest } from '../catalog.ts';
import { badRequest } from './errors.ts';
import type { GraphRequest } from './operation.ts';

/** A version's numbers, compared from the left. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parseManifest(archive: Buffer): object {
  let file: Uint8Array | undefined;
  try {
    file = unzipSync(archive, { filter: ({ name }) => name === 'manifest.json' })['manifest.json'];
  } catch {
    throw manifestError('The package is no zip archive.');
  }
  if (file === undefined) throw manifestError('manifest.json | Serialization_FileMissing');
  try {
    return JSON.parse(strFromU8(file)) as object;
  } catch {
    throw manifestError('manifest.json | Serialization_FileNotValidJson');
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const manifestError = (detail: string): Error => badRequest(detail, 'UnableToParseTeamsAppManifest');

/** Reads `manifest.json` at the root of the package. @throws GraphError 400 */
export function manifestOf(request: GraphRequest): Manifest {
  if (!request.headers['content-type']?.startsWith('application/zip'))
    throw badRequest('Content-Type must be application/zip.');
  const manifest = parseManifest(request.body);
  const { id, version, name, description, bots } = manifest as {
    id?: string;
    version?: string;
    name?: { short?: string };
    description?: { short?: string; full?: string };
    bots?: { botId?: string }[];
  };
  if (!guid.test(id ?? '')) throw manifestError('id | CommonAppIdIsNotGuid');
  if (!/^\d+(\.\d+)+$/.test(version ?? '')) throw manifestError('version | SchemaError_Pattern');
  if (!name?.short) throw manifestError('name.short | SchemaError_Required');
  return {
    externalId: id!,
    version: version!,
    displayName: name.short,
    botId: bots?.[0]?.botId ?? '',
    shortDescription: description?.short ?? '',
    description: description?.full ?? '',
  };
}
