import { deepEqual, equal } from 'node:assert/strict';
import { adaptiveCard, executes, visibleCards } from '../../../../sandbox/bot/cards.ts';

const attachment = (content: string, contentType = adaptiveCard) => ({ contentType, content });

describe('what the eye sees of cards in the sandbox', () => {
  const card = JSON.stringify({
    type: 'AdaptiveCard',
    body: [
      { type: 'Container', items: [{ type: 'TextBlock', text: 'Approve?' }] },
      { type: 'FactSet', facts: [{ title: 'By', value: 'Ada' }] },
    ],
    actions: [
      { type: 'Action.Execute', title: 'Yes', verb: 'approve' },
      { type: 'Action.OpenUrl', title: 'More' },
    ],
  });

  it('is its text, at any depth, its facts, and its buttons', () => {
    deepEqual(visibleCards([attachment(card)]), ['Approve?\nBy: Ada\n[Yes]\n[More]']);
  });

  for (const [what, content] of [
    ['no JSON', '{'],
    ['a number', '7'],
    ['nothing', 'null'],
  ] as const) {
    it(`is nothing where the content is ${what}`, () => deepEqual(visibleCards([attachment(content)]), []));
  }

  it('is nothing of other attachments', () => deepEqual(visibleCards([attachment(card, 'reference')]), []));

  it('tells executes from submits by their verb', () => {
    equal(executes([attachment(card)], 'approve'), true);
    equal(executes([attachment(card)], 'reject'), false);
  });
});
