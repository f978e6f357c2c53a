/**
 * Which hosts the label of a link names to the eye. They are looked for anywhere in it, since people read
 * `bank.test|login` and `bank.test–login` as they read `bank.test`. A name of a file is none.
 */
import { unseen } from './lookalikes.ts';

/** Where the link leads, if its label gives another impression; undefined where it is honest. */
export function hiddenHost(label: string, address: string): string | undefined {
  const mayName = label.includes('.') || label.includes('://') || foreign.test(label) || address.includes('xn--');
  if (!mayName) return undefined;
  const url = URL.parse(address);
  if (!url) return undefined;
  const target = targetOf(url);
  const isForeign = target.includes('xn--');
  if (label === address && url.username === '' && !isForeign) return undefined;
  const shown = shownOf(label);
  // A host outside ASCII may look like any other one: only its ASCII form is beyond doubt.
  if (isForeign) return shown.includes(target) ? undefined : target;
  const readings = turned.test(label) ? [shown, Array.from(shown).reverse().join('')] : [shown];
  const isHonest = readings.every((text) => namesIn(text).every((name) => agrees(name, target)));
  return isHonest ? undefined : target;
}

/** Where links lead whose labels, side by side, read as the name of a host that is not theirs: `bank` and `.test`. */
export function hiddenTogether(links: readonly { readonly label: string; readonly url: string }[]): readonly string[] {
  const labels = links.map(({ label }) => shownOf(label));
  const text = labels.join('');
  if (!text.includes('.')) return [];
  const hosts = new Set<string>();
  const names = namesIn(text);
  let from = 0;
  for (const [at, label] of labels.entries()) {
    const to = from + label.length;
    const url = URL.parse(links[at]?.url ?? '');
    // What lies within one label was looked at with that label.
    const shared = names.filter((name) => overlaps(name, from, to) && (name.from < from || name.to > to));
    if (url && shared.some((name) => !agrees(name, targetOf(url)))) hosts.add(targetOf(url));
    from = to;
  }
  return [...hosts];
}

const overlaps = (name: Name, from: number, to: number): boolean => name.from < to && name.to > from;

const targetOf = (url: URL): string => (url.protocol === 'mailto:' ? url.pathname : url.host).toLowerCase();

const shownOf = (label: string): string => label.normalize('NFKC').replace(dots, '.').replace(unseen, '').toLowerCase();

const foreign = /\P{ASCII}/u;
/** Characters that are drawn like a full stop, or that browsers take for one. */
const dots = /[\u0660\u06d4\u06f0\u0701\u0702\u3002\ua4f8\ua60e\uff0e\uff61\u{10a50}\u{1d16d}]/gu;
/** From here on, text runs the other way. */
const turned = /[\u202d\u202e]/;

/** What may be a host, with who is there and a port, or follow a scheme. */
const run = /(:\/\/)?([\p{L}\p{M}\p{N}_.@-]+)(:\d+)?/gu;
/** A path hides no host behind the one before it. */
const path = /[/?#\\]\S*/y;

/** A host with who is there and a port, and where it stands in the text. */
interface Name {
  readonly host: string;
  readonly from: number;
  readonly to: number;
}

function namesIn(text: string): readonly Name[] {
  const names: Name[] = [];
  run.lastIndex = 0;
  for (let found = run.exec(text); found; found = run.exec(text)) {
    const [, scheme, words = '', port = ''] = found;
    const name = trimmed(words);
    if (name === '' || (scheme === undefined && !isHostLike(name))) continue;
    names.push({ host: withoutWww(name) + port, from: found.index, to: run.lastIndex });
    path.lastIndex = run.lastIndex;
    if (path.test(text)) run.lastIndex = path.lastIndex;
  }
  return names;
}

/** A host may stand there without its port. */
function agrees({ host: shown }: Name, target: string): boolean {
  const host = withoutWww(target);
  return shown === host || (host.startsWith(shown) && portAlone.test(host.slice(shown.length)));
}

const withoutWww = (host: string) => (host.startsWith('www.') ? host.slice(4) : host);
const portAlone = /^:\d+$/;
const letter = /[\p{L}\p{M}\p{N}]/u;

/** `bank.test` of `-bank.test...` */
function trimmed(words: string): string {
  let from = 0;
  let to = words.length;
  while (from < to && !isLetter(words, from)) from++;
  while (to > from && !isLetter(words, to - 1)) to--;
  return words.slice(from, to);
}

/** Halves of characters are letters here: all that is not `_`, `.`, `@` or `-` is one. */
const isLetter = (words: string, at: number): boolean => letter.test(words.charAt(at)) || words.charCodeAt(at) > 0x7f;

const numbers = /^\d+\.\d+\.\d+\.\d+$/;
const endings = /\.(\p{L}[\p{L}\p{M}]+|xn--[a-z\d-]+)(?=$|[-_]|\.\.)/gu;

/** `bank.test`, and both of `ada@bank.test` */
function isHostLike(name: string): boolean {
  if (!name.includes('.') || projectFiles.has(name)) return false;
  return name.split('@').some((part) => numbers.test(part) || hasEnding(part));
}

/** Whether it ends like a name that somebody can register: there is no underscore in any. */
function hasEnding(host: string): boolean {
  for (const { index, 1: ending = '' } of host.matchAll(endings)) {
    const before = host.slice(host.lastIndexOf('.', index - 1) + 1, index);
    if (before !== '' && !before.includes('_') && !fileEndings.has(ending)) return true;
  }
  return false;
}

/** Endings of files that are no top-level domain: no browser goes to `Q3 plan.docx`. */
const fileEndings: ReadonlySet<string> = new Set(
  `doc docx docm dotx odt rtf txt pdf xls xlsx xlsm xlsb ods csv tsv ppt pptx pptm ppsx odp vsd vsdx mpp drawio loop
  msg eml ics vcf png jpg jpeg gif bmp svg tif tiff webp heic psd eps indd dwg dxf avi mkv mpg mpeg webm wav ogg flac
  js mjs cjs jsx ts tsx json jsonl xml xsd xsl yaml yml toml ini cfg conf env log lock html htm xhtml css scss sass less
  php asp aspx jsp java jar kt swift cs cpp hpp rb lua sql db sqlite vue ipynb tex bib epub gz tgz tar rar iso dmg exe
  msi dll bat cmd apk deb rpm bak tmp patch diff pem crt cer pfx proto wasm`.split(/\s+/),
);

/** Files whose endings are top-level domains too, but whose names everybody knows. */
const projectFiles: ReadonlySet<string> = new Set(
  ['readme', 'changelog', 'contributing', 'license', 'security', 'index'].map((name) => `${name}.md`),
);
