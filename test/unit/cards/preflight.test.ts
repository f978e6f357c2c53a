/** The card before a universal channel is made: what it says, and what its buttons do. */
import assert from 'node:assert/strict';
import type { Shown } from '../../../cards/contract.ts';
import { createCards } from '../../../cards/index.ts';

type Node = Readonly<Record<string, unknown>>;

describe('the preflight card', () => {
  const sides = { source: 'Operations / Incidents', other: '#incidents' };
  const actsOf = ({ card }: Shown) =>
    (card['actions'] as readonly { readonly data: { readonly mio: Node } }[]).map(({ data }) => data.mio);

  it('confirms only where nothing stands against it', () => {
    const cards = createCards('en');
    const step = { nonce: 'n', name: 'Incidents' };
    const ready = actsOf(cards.preflight({ ...step, preflight: { ...sides, obstacles: [] } }));
    const blocked = actsOf(
      cards.preflight({ ...step, preflight: { ...sides, obstacles: [{ reason: 'not_team_owner' }] } }),
    );
    assert.deepEqual(ready.at(0), { act: 'answer', nonce: 'n' });
    assert.deepEqual(blocked.at(0), { act: 'answer', nonce: 'n', value: 'again' });
  });

  it('never says that nothing is in the way where something was, and can be tried again under the name that was typed', () => {
    const problem = { reason: 'name_unusable', subject: 'incidents' } as const;
    const step = { nonce: 'n', name: 'War room', problem };
    const refused = createCards('en').preflight({ ...step, preflight: { ...sides, obstacles: [] } });
    assert.match(refused.text, /^This cannot be connected yet\n[\s\S]*“incidents”/);
    assert.doesNotMatch(refused.text, /Ready|nothing in the way/);
    assert.deepEqual(actsOf(refused).at(0), { act: 'answer', nonce: 'n' });
    assert.match(JSON.stringify(refused.card), /"id":"name"[^}]*"value":"War room"/);
    const still = createCards('en').preflight({ ...step, preflight: { ...sides, obstacles: [problem] } });
    assert.equal(still.text.match(/“incidents”/g)?.length, 1);
    assert.deepEqual(actsOf(still).at(0), { act: 'answer', nonce: 'n', value: 'again' });
  });

  it('lets a name that will not do be changed', () => {
    const obstacles = [{ reason: 'name_unusable', subject: '…' }] as const;
    const asked = createCards('en').preflight({ nonce: 'n', name: '…', preflight: { ...sides, obstacles } });
    assert.match(asked.text, /^This cannot be connected yet/);
    assert.deepEqual(actsOf(asked).at(0), { act: 'answer', nonce: 'n' });
    assert.match(JSON.stringify(asked.card), /"id":"name"/);
  });

  it('stays ready where only the answer was not understood', () => {
    const problem = { reason: 'yes_or_no', subject: 'maybe' } as const;
    const asked = createCards('en').preflight({
      nonce: 'n',
      name: 'Incidents',
      problem,
      preflight: { ...sides, obstacles: [] },
    });
    assert.match(asked.text, /^Ready to connect\nI take “maybe” for neither yes nor no\./);
  });

  it('says of an invitation for nobody by name that the other side is another company', () => {
    const step = { nonce: 'n', name: 'Incidents' };
    const shown = (other: string) =>
      createCards('en').preflight({ ...step, preflight: { ...sides, other, invites: true, obstacles: [] } }).text;
    assert.match(shown(''), /Other side: Another company, by invitation/);
    assert.match(shown('eva@fabrikam.example'), /Other side: eva@fabrikam.example/);
    const unknown = createCards('en').preflight({ ...step, preflight: { ...sides, other: '', obstacles: [] } });
    assert.doesNotMatch(unknown.text, /Other side/);
  });
});
