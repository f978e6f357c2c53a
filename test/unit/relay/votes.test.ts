/**
 * Ada has linked her accounts in Slack and Teams (`ada@slack`, `ada@teams`); Ben has no second account. What each leg
 * tells, and what Mio then does as Ada, written as a story: every line is one thing that happens.
 */
import assert from 'node:assert/strict';
import { plainText } from '../../../src/core/content/plain.ts';
import type { LegId, PersonId, Reaction } from '../../../src/core/model.ts';
import type { Leg } from '../../../src/core/records.ts';
import { byHand, gather, type Mark, parsed } from '../../../src/core/relay/gathered.ts';
import { reactionLines } from '../../../src/core/relay/reactions.ts';
import { actsOn, begun, ended, type OwnOn } from '../../../src/core/relay/votes.ts';

const legs = ['slack', 'teams', 'webex'] as const;
type On = (typeof legs)[number];

/** Webex has no reactions, so that nobody reacts there as themself. */
const ownOn: OwnOn = (from, person, to) =>
  person === `ada@${from}` && to !== ('webex' as LegId) ? (`ada@${to}` as PersonId) : undefined;

class Story {
  #stored: string | null = null;
  #version = 0;

  tells(on: On, people: Readonly<Record<string, readonly string[]>>): this {
    this.#version += 1;
    const reactions: Reaction[] = Object.entries(people).map(([emoji, names]) => ({
      emoji,
      people: names.map((name) => `${name}@${on}` as PersonId),
      count: names.length,
    }));
    this.#stored = gather(this.#stored, on as LegId, { version: this.#version, reactions });
    return this;
  }

  due(on: On): readonly string[] {
    return actsOn(this.#stored, on as LegId, ownOn).map(
      ({ emoji, person, on: isPut, isKnown }) => `${isPut ? '+' : '-'}${emoji} ${person}${isKnown ? ' (known)' : ''}`,
    );
  }

  /** Does what is due, as far as the platform lets it; stops before the answer where it is killed. */
  acts(on: On, answer: 'takes it' | 'refuses' | 'is killed' = 'takes it'): this {
    for (const act of actsOn(this.#stored, on as LegId, ownOn)) {
      this.#stored = begun(this.#stored, act);
      if (act.isKnown || answer === 'is killed') continue;
      this.#stored = ended(this.#stored, act, answer === 'takes it');
    }
    return this;
  }

  async shows(on: On): Promise<string> {
    const connector = {
      person: async (_: unknown, id: PersonId) => ({ id, name: id.split('@')[0]!, kind: 'person' as const }),
    };
    const all = legs.map((id) => ({ id, platform: id }) as unknown as Leg);
    const connectors = { slack: connector, teams: connector, webex: connector };
    const lines = await reactionLines(this.#stored ?? '{}', all, connectors, ownOn);
    return plainText(lines.get(on as LegId) ?? []);
  }

  byHand(on: On): readonly Mark[] {
    const there = parsed(this.#stored)[on];
    return there ? byHand(there).flatMap(({ emoji, people }) => people.map((person) => ({ emoji, person }))) : [];
  }
}

describe('reactions as the people themselves', () => {
  it('puts the emoji of whoever linked an account, and names the others in the line', async () => {
    const story = new Story().tells('slack', { '👍': ['ada', 'ben'] });
    assert.deepEqual(story.due('teams'), ['+👍 ada@teams']);
    assert.deepEqual(story.due('webex'), []);
    assert.equal(await story.shows('teams'), '👍 ben');
    assert.equal(await story.shows('webex'), '👍 ada, ben');
  });

  it('is done once, and what the platform tells of it afterwards is nobody’s own', async () => {
    const story = new Story()
      .tells('slack', { '👍': ['ada'] })
      .acts('teams')
      .tells('teams', { '👍': ['ada'] });
    assert.deepEqual([story.due('teams'), story.due('slack'), story.byHand('teams')], [[], [], []]);
    assert.equal(await story.shows('slack'), '');
    assert.equal(await story.shows('webex'), '👍 ada', 'once, not from two legs');
  });

  it('is not put back by the leg that it came from while its platform has not answered', () => {
    const story = new Story().tells('slack', { '👍': ['ada'] }).acts('teams', 'is killed');
    story.tells('teams', { '👍': ['ada'] });
    assert.deepEqual([story.due('slack'), story.due('teams')], [[], []]);
  });

  it('is done again after a crash that came between', () => {
    const story = new Story().tells('slack', { '👍': ['ada'] }).acts('teams', 'is killed');
    assert.deepEqual(story.due('teams'), ['+👍 ada@teams']);
  });

  it('is taken away there when it is taken away here, and an old word of it changes nothing', () => {
    const story = new Story()
      .tells('slack', { '👍': ['ada'] })
      .acts('teams')
      .tells('teams', { '👍': ['ada'] });
    story.tells('slack', {});
    assert.deepEqual(story.due('teams'), ['-👍 ada@teams']);
    story.acts('teams').tells('teams', { '👍': ['ada'] });
    assert.deepEqual([story.due('slack'), story.due('teams')], [[], []], 'read before it was gone');
    story.tells('teams', {});
    assert.deepEqual([story.due('slack'), story.due('teams')], [[], []]);
  });

  it('is taken away here when Ada takes it away there', () => {
    const story = new Story()
      .tells('slack', { '👍': ['ada'] })
      .acts('teams')
      .tells('teams', { '👍': ['ada'] });
    story.tells('teams', {});
    assert.deepEqual(story.due('slack'), ['-👍 ada@slack']);
    story.acts('slack').tells('slack', {});
    assert.deepEqual(story.due('teams'), ['-👍 ada@teams (known)']);
    story.acts('teams');
    assert.deepEqual([story.due('slack'), story.due('teams')], [[], []]);
  });

  it('is given again after it was taken away', () => {
    const story = new Story()
      .tells('slack', { '👍': ['ada'] })
      .acts('teams')
      .tells('teams', { '👍': ['ada'] });
    story
      .tells('slack', {})
      .acts('teams')
      .tells('slack', { '👍': ['ada'] });
    assert.deepEqual(story.due('teams'), ['+👍 ada@teams'], 'although Teams has not told that it was gone');
  });

  it('a reaction that the leg has not told of yet is not taken for one that was taken away', () => {
    const story = new Story()
      .tells('slack', { '👍': ['ada'] })
      .acts('teams')
      .tells('teams', { '❤️': ['ben'] });
    assert.deepEqual([story.due('slack'), story.due('teams')], [[], []]);
  });

  it('is Ada’s once where she gave it on both by hand', () => {
    const story = new Story().tells('slack', { '👍': ['ada'] }).tells('teams', { '👍': ['ada'] });
    assert.deepEqual(story.due('teams'), ['+👍 ada@teams (known)']);
    story.acts('teams');
    assert.deepEqual([story.due('slack'), story.due('teams')], [[], []]);
  });

  it('is shown in the line where the platform refused it, and taken back without a call', async () => {
    const story = new Story().tells('slack', { ':party:': ['ada'] }).acts('teams', 'refuses');
    assert.deepEqual(story.due('teams'), []);
    assert.equal(await story.shows('teams'), ':party: ada');
    assert.deepEqual(story.tells('slack', {}).due('teams'), ['-:party: ada@teams (known)']);
  });
});
