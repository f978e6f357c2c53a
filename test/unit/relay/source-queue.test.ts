/** What one leg told of: in order while its source can be asked or can't, and past what it never answers for. */
import assert from 'node:assert/strict';
import type { ConnectionId, ConversationId, MessageId, SourceState } from '../../../src/core/model.ts';
import type { LaneEvent } from '../../../src/core/relay/event.ts';
import { SourceQueue } from '../../../src/core/relay/source-queue.ts';
import { days, minutes } from '../../../src/core/time.ts';

let tickets = 0;
const removed: SourceState = { is: 'removed', version: 2 };
const event = (message: string, more: Partial<LaneEvent> = {}): LaneEvent => ({
  ref: { connection: 'c' as ConnectionId, conversation: 'v' as ConversationId, message: message as MessageId },
  kind: 'posted',
  at: ++tickets,
  inline: undefined,
  receivedAt: 0,
  ticket: tickets,
  sequence: tickets,
  ...more,
});
const nameOf = ({ ref, kind }: LaneEvent): string => (kind === 'posted' ? ref.message : `${ref.message} ${kind}`);

/** A queue that is worked off as the lane does, by a source that answers for what `answers` says. */
class Story {
  readonly queue = new SourceQueue({ now: () => this.now });
  answers: (name: string) => boolean = () => true;
  passing = true;
  now = 0;
  /** What was set aside, with when it is tried again. */
  readonly aside = new Map<LaneEvent, number>();
  /** How long it was set aside, each time. */
  readonly waits: number[] = [];
  givenUp: string[] = [];
  decided: string[] = [];
  /** What was tried, by round. */
  readonly rounds: string[][] = [[]];

  constructor(events: readonly LaneEvent[]) {
    for (const one of events) this.queue.push(one);
  }

  /** Until nothing is left that may be tried, or so many rounds have failed. */
  work(rounds = 1): void {
    for (const [one, until] of this.aside) if (until <= this.now) this.again(one);
    for (let next = this.queue.next; next; next = this.queue.next) {
      this.rounds.at(-1)!.push(nameOf(next));
      if (this.answers(nameOf(next))) {
        this.decided.push(nameOf(next));
        for (const { event: passed, forMs } of this.queue.decided(next)) this.setAside(passed, forMs);
        continue;
      }
      const failed = this.queue.failed(next, this.passing);
      if (failed.is === 'given_up') this.givenUp.push(nameOf(next));
      if (failed.is === 'aside') this.setAside(next, failed.forMs);
      if (failed.is !== 'rest') continue;
      this.rounds.push([]);
      rounds -= 1;
      if (rounds === 0) return;
    }
  }

  again(one: LaneEvent): void {
    this.aside.delete(one);
    this.queue.again(one);
  }

  setAside(one: LaneEvent, forMs: number): void {
    this.waits.push(forMs / minutes(1));
    this.aside.set(one, this.now + forMs);
  }
}

describe('what one leg told of', () => {
  it('waits in order for a source that can’t be asked, which is not asked for ever more', () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index + 1}`);
    const story = new Story(names.map((name) => event(name)));
    story.answers = () => false;
    story.work(30);
    assert.deepEqual(
      story.rounds.slice(0, 7).map((round) => round.join(' ')),
      ['1', '1', '1', '1', '1 2', '1 2 3', '1 2 3 4'],
    );
    assert.ok(
      story.rounds.every((round) => round.length <= 9),
      'too much was asked of it at once',
    );
    assert.deepEqual(story.decided, []);
    story.answers = () => true;
    story.work();
    assert.deepEqual(story.decided, names);
    assert.equal(story.queue.length, 0);
  });

  it('goes past one message that its source never answers for, and tries it again ever more seldom', () => {
    const story = new Story(['1', '2', '3'].map((name) => event(name)));
    story.answers = (name) => name !== '1';
    story.work(4);
    assert.deepEqual(story.decided, []);
    story.work();
    assert.deepEqual(story.decided, ['2', '3']);
    for (let minute = 0; minute < 60; minute += 1) {
      story.now += minutes(1);
      story.queue.push(event(`later ${minute}`));
      story.work();
    }
    assert.equal(story.decided.length, 62, 'it held up what came later');
    assert.deepEqual(story.waits, [1, 2, 4, 8, 15, 15, 15, 15]);
    story.answers = () => true;
    story.now += minutes(15);
    story.work();
    assert.equal(story.decided.at(-1), '1');
    assert.equal(story.queue.length, 0);
  });

  it('goes past several of them, one behind the other', () => {
    const story = new Story(['1', '2', '3', '4', '5'].map((name) => event(name)));
    story.answers = (name) => name > '3';
    story.work(20);
    assert.deepEqual(story.decided, ['4', '5']);
    assert.equal(story.aside.size, 3);
  });

  it('is given up a day after others turned out to be readable, and not while nothing is', () => {
    const story = new Story([event('1')]);
    story.answers = () => false;
    for (let day = 0; day < 3; day += 1) {
      story.now += days(1);
      story.work(20);
    }
    assert.deepEqual(story.givenUp, []);
    story.answers = (name) => name !== '1';
    story.queue.push(event('2'));
    story.work();
    assert.deepEqual(story.decided, ['2']);
    for (let hour = 0; hour < 23; hour += 1) {
      story.now += minutes(60);
      story.work();
    }
    assert.deepEqual(story.givenUp, []);
    story.now += minutes(120);
    story.work();
    assert.deepEqual(story.givenUp, ['1']);
    assert.equal(story.queue.length, 0);
  });

  it('keeps changes of a message behind it, but for what says itself what is to be known', () => {
    const story = new Story([
      event('1'),
      event('1', { kind: 'edited' }),
      event('2'),
      event('1', { kind: 'removed', inline: removed }),
      event('3'),
    ]);
    story.answers = (name) => name !== '1';
    story.work(5);
    assert.deepEqual(story.decided, ['2', '1 removed', '3']);
    story.answers = () => true;
    story.now += minutes(1);
    story.work();
    assert.deepEqual(story.decided.slice(3), ['1', '1 edited']);
  });

  it('is dropped after five tries where asking again does not help', () => {
    const story = new Story([event('1'), event('2')]);
    story.passing = false;
    story.answers = (name) => name !== '1';
    story.work(4);
    assert.deepEqual([story.givenUp, story.decided], [[], []]);
    story.work();
    assert.deepEqual([story.givenUp, story.decided], [['1'], ['2']]);
  });

  it('is put into the order of its source', () => {
    const [early, late] = [event('early'), event('late')];
    const story = new Story([late, early]);
    story.work();
    assert.deepEqual(story.decided, ['early', 'late']);
  });
});
