/**
 * From data to a card. The templates are read and built once; what they make is checked over in one place, so that no
 * card can forget it: text shows as it is, and inputs and buttons fit.
 */
import { Template } from 'adaptivecards-templating';
import type { Button } from './buttons.ts';
import type { Shown } from './contract.ts';
import ask from './templates/ask.json' with { type: 'json' };
import help from './templates/help.json' with { type: 'json' };
import list from './templates/list.json' with { type: 'json' };
import notice from './templates/notice.json' with { type: 'json' };
import preflight from './templates/preflight.json' with { type: 'json' };
import settings from './templates/settings.json' with { type: 'json' };
import signIn from './templates/sign-in.json' with { type: 'json' };
import { escapeMarkdown } from './text.ts';

/** Why there are no optional members: a template shows the name of what is missing. Empty means: not shown. */
interface TemplateData {
  readonly notice: Heading & { readonly facts: readonly Fact[]; readonly url: string };
  readonly 'sign-in': Heading & { readonly groups: readonly Group[] };
  readonly ask: Heading & {
    readonly problem: readonly string[];
    readonly facts: readonly Fact[];
    readonly inputs: readonly Input[];
    readonly notes: readonly string[];
  };
  readonly preflight: Heading & {
    readonly problem: readonly string[];
    readonly sides: readonly Fact[];
    readonly obstacles: readonly Titled[];
    readonly inputs: readonly Input[];
  };
  readonly list: Heading & { readonly items: readonly Item[]; readonly notes: readonly string[] };
  readonly help: Heading & { readonly commands: readonly (Titled & { readonly action: Button | null })[] };
  readonly settings: Heading & { readonly items: readonly Setting[]; readonly notes: readonly string[] };
}

export interface Heading {
  readonly title: string;
  readonly lines: readonly string[];
  readonly buttons: readonly Button[];
}
export interface Titled {
  readonly title: string;
  readonly text: string;
}
export interface Fact {
  readonly title: string;
  readonly value: string;
}
export interface Group {
  readonly title: string;
  readonly items: readonly Titled[];
}
export interface Item extends Titled {
  readonly buttons: readonly Button[];
}
export interface Setting extends Titled {
  readonly icon: string;
  readonly word: string;
  readonly color: 'good' | 'attention' | 'warning' | 'default';
  readonly buttons: readonly Button[];
}
export type Input = Readonly<Record<string, unknown>>;

type TemplateName = keyof TemplateData;

const templates: Readonly<Record<TemplateName, Template>> = {
  notice: new Template(notice),
  'sign-in': new Template(signIn),
  ask: new Template(ask),
  preflight: new Template(preflight),
  list: new Template(list),
  help: new Template(help),
  settings: new Template(settings),
};

/** One card of a template. Its words, in reading order, are what clients without cards show. */
export function show<Name extends TemplateName>(name: Name, data: TemplateData[Name]): Shown {
  const expanded: unknown = templates[name].expand({ $root: data });
  const text = shorten(wordsIn(expanded).join('\n'));
  return { card: { ...(finish(expanded) as Node), fallbackText: text }, text };
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const longestText = 2_000;
const shorten = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText - 1).toWellFormed()}…`;

/** Everything to be read, button titles and choices apart. */
function wordsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (!isNode(value)) return [];
  const { type, text, columns } = value;
  if ((type === 'TextBlock' || type === 'TextRun') && typeof text === 'string') {
    return /[\p{L}\p{N}]/u.test(text) ? [text] : [];
  }
  if (type !== 'ColumnSet') return Object.values(value).flatMap(wordsIn);
  const sides = (columns as readonly unknown[]).map((column) => wordsIn(column).join('\n')).filter(Boolean);
  return [sides.join(': ')];
}

/** Escapes what clients take for Markdown, and leaves out what a template left empty. */
function finish(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(finish);
  if (!isNode(value)) return value;
  const { type, text } = value;
  const present = Object.entries(value).filter(([, member]) => member !== null);
  return {
    ...Object.fromEntries(present.map(([key, member]) => [key, finish(member)])),
    ...(type === 'TextBlock' && { text: escapeMarkdown(String(text)) }),
  };
}
