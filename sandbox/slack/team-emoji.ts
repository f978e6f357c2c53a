/**
 * Emoji that a workspace made itself ("emoji.list"): a name, and a picture at an address that anybody may open, or
 * `alias:` and the name of another one.
 */
import type { Kit } from '../kit/platform.ts';
import { drawPortrait } from '../kit/portrait.ts';
import type { Answer, Section } from '../kit/router.ts';
import { emojiCharacter } from './emoji.ts';

export interface TeamEmoji {
  /** Values by names, as the API gives them. */
  listed(team: string): Readonly<Record<string, string>>;
  /** Under what address a new picture will lie. */
  keep(team: string, name: string, picture: Picture): string;
  set(team: string, name: string, value: string): void;
  remove(team: string, name: string): void;
  /** What a client shows, aliases followed: a character, or the address of a picture; undefined where there is none. */
  shown(team: string, name: string): ShownEmoji | undefined;
  picture(path: string): Picture | undefined;
}

export type ShownEmoji = { readonly character: string } | { readonly address: string };

interface Picture {
  readonly type: string;
  readonly base64: string;
}

const origin = 'https://emoji.slack-edge.com/';
const alias = 'alias:';
const mostAliases = 5;

export function openTeamEmoji({ state, seed, random }: Kit): TeamEmoji {
  const values = state.collection<string>('slack.emoji');
  const pictures = state.collection<Picture>('slack.emojiPictures');
  const keyOf = (team: string, name: string) => `${team} ${name}`;

  const keep: TeamEmoji['keep'] = (team, name, picture) => {
    const extension = picture.type === 'image/gif' ? 'gif' : picture.type === 'image/jpeg' ? 'jpg' : 'png';
    const path = `${team}/${encodeURIComponent(name)}/${random(8).toString('hex')}.${extension}`;
    pictures.set(path, picture);
    return origin + path;
  };

  for (const { id, emoji = [] } of seed.slack) {
    for (const one of emoji) {
      if (values.has(keyOf(id, one.name))) continue;
      const drawn = () => ({ type: 'image/png', base64: drawPortrait(one).toString('base64') });
      values.set(keyOf(id, one.name), one.alias === undefined ? keep(id, one.name, drawn()) : alias + one.alias);
    }
  }

  return {
    listed: (team) =>
      Object.fromEntries(
        [...values.entries()].flatMap(([key, value]) =>
          key.startsWith(keyOf(team, '')) ? [[key.slice(team.length + 1), value]] : [],
        ),
      ),
    keep,
    set: (team, name, value) => values.set(keyOf(team, name), value),
    remove: (team, name) => values.delete(keyOf(team, name)),
    shown(team, given) {
      let name = given;
      for (let aliases = 0; aliases <= mostAliases; aliases++) {
        const value = values.get(keyOf(team, name));
        if (value === undefined) {
          const character = aliases > 0 ? emojiCharacter(name) : undefined;
          return character === undefined ? undefined : { character };
        }
        if (!value.startsWith(alias)) return { address: value };
        name = value.slice(alias.length);
      }
      return undefined;
    },
    picture: (path) => pictures.get(path),
  };
}

/** The pictures themselves, without a sign-in. */
export function mountTeamEmoji(section: Section, emoji: TeamEmoji): void {
  section.on('GET', '/emoji/{team}/{name}/{file}', ({ params }): Answer => {
    const { team = '', name = '', file = '' } = params;
    const picture = emoji.picture(`${team}/${encodeURIComponent(name)}/${file}`);
    if (!picture) return { status: 404, body: 'Not found' };
    const headers = { 'content-type': picture.type, 'x-content-type-options': 'nosniff' };
    return { status: 200, headers, body: Buffer.from(picture.base64, 'base64') };
  });
}
