/** CI-06 for cards: no property of a card takes long to read, whatever a stranger fills it with. */
import assert from 'node:assert/strict';
import { cardText } from '../../../../src/connectors/support/card-text.ts';

type Card = (words: string) => object;

const element =
  (more: (words: string) => object): Card =>
  (words) => ({ type: 'AdaptiveCard', body: [more(words)] });
const classic = (more: (words: string) => object): Card => more;

const properties: readonly [property: string, kind: 'adaptive' | 'o365connector', card: Card][] = [
  ['TextBlock.text', 'adaptive', element((text) => ({ type: 'TextBlock', text }))],
  ['Badge.text', 'adaptive', element((text) => ({ type: 'Badge', text }))],
  ['TextRun.text', 'adaptive', element((text) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }))],
  ['Fact.title', 'adaptive', element((title) => ({ type: 'FactSet', facts: [{ title, value: 'x' }] }))],
  ['Fact.value', 'adaptive', element((value) => ({ type: 'FactSet', facts: [{ title: 'x', value }] }))],
  ['Image.altText', 'adaptive', element((altText) => ({ type: 'Image', altText }))],
  ['CodeBlock.codeSnippet', 'adaptive', element((codeSnippet) => ({ type: 'CodeBlock', codeSnippet }))],
  ['CodeBlock.language', 'adaptive', element((language) => ({ type: 'CodeBlock', codeSnippet: 'x', language }))],
  ['Input.Text.label', 'adaptive', element((label) => ({ type: 'Input.Text', label }))],
  ['Input.Toggle.title', 'adaptive', element((title) => ({ type: 'Input.Toggle', title }))],
  ['Choice.title', 'adaptive', element((title) => ({ type: 'Input.ChoiceSet', choices: [{ title }] }))],
  [
    'cells of a table',
    'adaptive',
    element((text) => ({ type: 'Table', rows: [{ cells: [{ items: [{ type: 'TextBlock', text }] }] }] })),
  ],
  [
    'Action.title',
    'adaptive',
    element((title) => ({ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title, url: 'https://a.example' }] })),
  ],
  ['Action.url', 'adaptive', element((url) => ({ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', url }] }))],
  ['fallbackText', 'adaptive', (fallbackText) => ({ type: 'AdaptiveCard', fallbackText })],
  ['title of an older card', 'o365connector', classic((title) => ({ title }))],
  ['text of an older card', 'o365connector', classic((text) => ({ text }))],
  ['facts of an older card', 'o365connector', classic((name) => ({ facts: [{ name, value: name }] }))],
];

const size = 28_000;
const filled = (unit: string) => unit.repeat(size / unit.length);
const words: readonly [what: string, text: string][] = [
  // What takes the cube of its length fails here, before it would take for ever.
  ['a few spaces inside', `a${' '.repeat(2_000)}b`],
  ['spaces inside', `a${filled(' ')}b`],
  ['spaces and colons', `a${filled(' :')}b`],
  ['lines that end in spaces', `a${filled('   \n')}b`],
  ...['[', '[a](', '[a](b', '**', '*a ', '_', '- ', '1. \n', '\\', '{{DATE(', '<at>', '&#', '`', '<'].map(
    (unit): [string, string] => [unit, filled(unit)],
  ),
];

describe('CI-06 a card that is meant to be slow', () => {
  for (const [property, kind, card] of properties) {
    it(`takes less than 200 ms: ${property}`, () => {
      for (const [what, text] of words) {
        const started = process.cpuUsage();
        cardText(`application/vnd.microsoft.card.${kind}`, card(text) as Record<string, unknown>);
        const { user, system } = process.cpuUsage(started);
        assert.ok(user + system < 200_000, `${what}: ${(user + system) / 1000} ms`);
      }
    });
  }
});
