/**
 * Short names of common emoji with the code points they stand for (names and aliases as in the iamcal emoji-data set
 * that Slack uses). A name outside this table is still a valid reaction, and is then shown as `:name:`.
 */
// biome-ignore format: a table reads better in rows.
const named: Readonly<Record<string, string>> = {
  '+1': '1f44d', thumbsup: '1f44d', '-1': '1f44e', thumbsdown: '1f44e', clap: '1f44f', ok_hand: '1f44c',
  wave: '1f44b', raised_hands: '1f64c', pray: '1f64f', muscle: '1f4aa', point_up: '261d-fe0f', point_right: '1f449',
  fist: '270a', v: '270c-fe0f', eyes: '1f440', brain: '1f9e0', heart: '2764-fe0f', broken_heart: '1f494',
  green_heart: '1f49a', blue_heart: '1f499', yellow_heart: '1f49b', purple_heart: '1f49c', orange_heart: '1f9e1',
  sparkling_heart: '1f496', grinning: '1f600', smiley: '1f603', smile: '1f604', grin: '1f601', laughing: '1f606',
  satisfied: '1f606', sweat_smile: '1f605', joy: '1f602', rolling_on_the_floor_laughing: '1f923',
  slightly_smiling_face: '1f642', upside_down_face: '1f643', wink: '1f609', blush: '1f60a', innocent: '1f607',
  heart_eyes: '1f60d', star_struck: '1f929', kissing_heart: '1f618', yum: '1f60b', stuck_out_tongue: '1f61b',
  zany_face: '1f92a', hugging_face: '1f917', thinking_face: '1f914', shushing_face: '1f92b', neutral_face: '1f610',
  expressionless: '1f611', no_mouth: '1f636', smirk: '1f60f', unamused: '1f612', face_with_rolling_eyes: '1f644',
  grimacing: '1f62c', relieved: '1f60c', pensive: '1f614', sleepy: '1f62a', sleeping: '1f634', mask: '1f637',
  exploding_head: '1f92f', sunglasses: '1f60e', nerd_face: '1f913', confused: '1f615', worried: '1f61f',
  slightly_frowning_face: '1f641', open_mouth: '1f62e', astonished: '1f632', flushed: '1f633', cry: '1f622',
  sob: '1f62d', scream: '1f631', disappointed: '1f61e', sweat: '1f613', weary: '1f629', tired_face: '1f62b',
  triumph: '1f624', rage: '1f621', angry: '1f620', skull: '1f480', ghost: '1f47b', robot_face: '1f916',
  see_no_evil: '1f648', facepalm: '1f926', shrug: '1f937', tada: '1f389', confetti_ball: '1f38a', balloon: '1f388',
  gift: '1f381', trophy: '1f3c6', medal: '1f3c5', fire: '1f525', sparkles: '2728', star: '2b50', star2: '1f31f',
  boom: '1f4a5', zap: '26a1', sunny: '2600-fe0f', rainbow: '1f308', snowflake: '2744-fe0f', rocket: '1f680',
  airplane: '2708-fe0f', car: '1f697', ship: '1f6a2', construction: '1f6a7', rotating_light: '1f6a8',
  white_check_mark: '2705', heavy_check_mark: '2714-fe0f', ballot_box_with_check: '2611-fe0f', x: '274c',
  negative_squared_cross_mark: '274e', warning: '26a0-fe0f', no_entry: '26d4', question: '2753', exclamation: '2757',
  heavy_plus_sign: '2795', heavy_minus_sign: '2796', '100': '1f4af', red_circle: '1f534',
  large_green_circle: '1f7e2', large_yellow_circle: '1f7e1', large_blue_circle: '1f535', arrow_right: '27a1-fe0f',
  arrow_up: '2b06-fe0f', arrow_down: '2b07-fe0f', hourglass: '231b', alarm_clock: '23f0', calendar: '1f4c6',
  date: '1f4c5', pushpin: '1f4cc', paperclip: '1f4ce', link: '1f517', lock: '1f512', unlock: '1f513', key: '1f511',
  bulb: '1f4a1', mag: '1f50d', wrench: '1f527', hammer: '1f528', gear: '2699-fe0f', computer: '1f4bb',
  phone: '260e-fe0f', iphone: '1f4f1', email: '1f4e7', envelope: '2709-fe0f', memo: '1f4dd', pencil2: '270f-fe0f',
  books: '1f4da', chart_with_upwards_trend: '1f4c8', bell: '1f514', mega: '1f4e3', speech_balloon: '1f4ac',
  coffee: '2615', beer: '1f37a', pizza: '1f355', cake: '1f370', apple: '1f34e', cat: '1f431', dog: '1f436',
  bug: '1f41b', turtle: '1f422', penguin: '1f427', seedling: '1f331', evergreen_tree: '1f332',
  four_leaf_clover: '1f340', earth_africa: '1f30d', moneybag: '1f4b0', crystal_ball: '1f52e',
};

const character = (hex: string): string =>
  hex
    .split('-')
    .map((point) => String.fromCodePoint(Number.parseInt(point, 16)))
    .join('');

/** Compared without the variation selector, which people's keyboards add or leave out. */
const bare = (text: string): string => text.replaceAll('\ufe0f', '');

const byName = new Map(Object.entries(named).map(([name, hex]) => [name, character(hex)]));
const byCharacter = new Map([...byName].reverse().map(([name, char]) => [bare(char), name]));
const longest = Math.max(...[...byCharacter.keys()].map((char) => char.length));
const tone = /^(.+)::skin-tone-([2-6])$/;

export interface KnownEmoji {
  readonly name: string;
  /** Code points in hex, joined by dashes. */
  readonly unicode: string;
}

/** The character of `thumbsup` or `thumbsup::skin-tone-3`; undefined for names outside the table. */
export function emojiCharacter(name: string): string | undefined {
  const toned = tone.exec(name);
  if (!toned) return byName.get(name);
  const base = byName.get(toned[1]!);
  return base && bare(base) + String.fromCodePoint(0x1f3f9 + Number(toned[2]));
}

export function emojiByName(name: string): KnownEmoji | undefined {
  const hex = named[name];
  return hex === undefined ? undefined : { name, unicode: hex };
}

export interface FoundEmoji extends KnownEmoji {
  /** 2 to 6, as in `::skin-tone-3`. */
  readonly skinTone?: number;
  /** UTF-16 units that it takes. */
  readonly length: number;
}

const joiner = '\u200d';

/** The known emoji that `text` has at `from`; joined sequences (families, flags on fire) are left as characters. */
export function emojiAt(text: string, from: number): FoundEmoji | undefined {
  if (text[from - 1] === joiner) return undefined;
  for (let length = Math.min(longest, text.length - from); length > 0; length--) {
    const name = byCharacter.get(text.slice(from, from + length));
    if (name === undefined) continue;
    const selected = length + (text[from + length] === '\ufe0f' ? 1 : 0);
    if (text[from + selected] === joiner) return undefined;
    const modifier = text.codePointAt(from + selected) ?? 0;
    if (modifier < 0x1f3fb || modifier > 0x1f3ff) return { name, unicode: named[name]!, length: selected };
    const unicode = `${named[name]}-${modifier.toString(16)}`;
    return { name, unicode, skinTone: modifier - 0x1f3f9, length: selected + 2 };
  }
  return undefined;
}

/** The short name behind what a person picked: a character, `:name:` or a name. Null where no emoji has it. */
export function reactionName(picked: string): string | null {
  const name = picked.replace(/^:(.*):$/, '$1');
  if (isReactionName(name)) return name;
  return byCharacter.get(bare(picked)) ?? null;
}

export const isReactionName = (name: string): boolean => /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name);
