/**
 * Names of files, as their authors wrote them, made fit to be shown, stored and downloaded anywhere: they reach desks
 * where `CON` is a device, where `x<U+202E>gnp.exe` looks like a picture, and where `..` climbs out of a folder.
 */
import { unseen } from '../content/lookalikes.ts';

const longest = 120;
const nameless = 'file';

const blank = /[\s\p{Z}]+/gu;
/** Means something to file systems and shells that are not ours. */
const special = /[<>:"|?*]/g;
const plainExtension = /^[\p{L}\p{N}_-]{1,16}$/u;
/** A dot before what looks like an extension; those of dates, versions and sentences may stay. */
const secondExtension = /\.(?! |\d+(?:[. _-]|$))/g;
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])$/iu;

/** One line, no path, nothing invisible, at most 120 bytes of UTF-8, at most one extension; never empty. */
export function safeName(name: string): string {
  const folderless = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const line = trimmed(folderless.replace(blank, ' ').replace(unseen, '').replace(special, '_'));
  const dot = line.lastIndexOf('.');
  const hasExtension = dot >= 0 && plainExtension.test(line.slice(dot + 1));
  const extension = hasExtension ? line.slice(dot) : '';
  const stem = trimmed((hasExtension ? line.slice(0, dot) : line).replace(secondExtension, '_'));
  const named = device.test(stem) ? `_${stem}` : stem || nameless;
  return trimmed(cutTo(named, longest - Buffer.byteLength(extension))) + extension;
}

/** Dots at the front hide a file; dots and blanks at the end are lost on the way. */
function trimmed(line: string): string {
  let from = 0;
  let to = line.length;
  while (from < to && isLost(line, from)) from++;
  while (to > from && isLost(line, to - 1)) to--;
  return line.slice(from, to);
}

const isLost = (line: string, at: number): boolean => line.charAt(at) === '.' || line.charAt(at) === ' ';

/** As much of it as has that many bytes of UTF-8, in whole characters. */
function cutTo(text: string, bytes: number): string {
  let left = bytes;
  let kept = '';
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) return kept;
    kept += character;
  }
  return kept;
}
