/**
 * A dialog as a table of questions. Which comes next follows from the answers so far, so that going back, asking again
 * and going on after a restart are all the same: look at the answers and ask. Before anything is done because of an
 * answer, the question is marked as answered in the store; whoever answers it second, here or in another process, is
 * told so and changes nothing.
 */
import { Dialog, type DialogContext, type DialogInstance, type DialogTurnResult } from 'botbuilder-dialogs';
import type { inputs as inputIds, Shown, Step } from '../cards/contract.ts';
import type { Stage } from '../src/core/permissions.ts';
import type { Clock, Random } from '../src/core/ports.ts';
import type { Obstacle } from '../src/core/reasons.ts';
import { seconds } from '../src/core/time.ts';
import { newNonce, type Press } from './buttons.ts';
import { obstacleOf } from './failures.ts';
import type { SignInCards } from './sign-in.ts';
import { type Turn, turnOf } from './turn.ts';

/** An answer as it came: values of the card's inputs and of its button, or words. */
export interface Given {
  readonly inputs: Readonly<Partial<Record<keyof typeof inputIds, string>>>;
  readonly value: string;
  /** Undefined where a button was pressed. */
  readonly typed?: string;
}

export interface Question<Answers> {
  /** Any words may be the answer, so that none but help and cancel alone interrupt. */
  readonly freeText?: true;
  /** @throws UserError where it can't be asked with these answers */
  ask(turn: Turn, answers: Answers, step: Step): Promise<Shown>;
  /** The answers with this one. @throws UserError where it will not do */
  take(turn: Turn, answers: Answers, given: Given): Promise<Answers>;
}

export interface Script<Answers, Name extends string = string> {
  /** Carries a version: a running dialog of another one is over. */
  readonly id: string;
  readonly questions: Readonly<Record<Name, Question<Answers>>>;
  /** The question that comes next; undefined when all is answered. */
  next(answers: Answers): Name | undefined;
  /** Does it, and shows what came of it. @throws UserError: the last question is asked again */
  finish(turn: Turn, answers: Answers): Promise<Shown>;
  /**
   * What stays of the answers when it could not be done: with these it is asked on. Those from before the last question
   * where it is missing.
   */
  reopened?(answers: Answers, against: Obstacle): Answers;
}

interface QuestionsParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly signIn: SignInCards;
}

interface State<Answers> {
  answers: Answers;
  /** The answers before each question that was answered, oldest first. */
  past: Answers[];
  /** Of the question that waits; missing where a sign-in is waited for. */
  nonce?: string;
  /** When its answer was taken up; whoever answers meanwhile comes second. */
  takenAt?: number;
}

/** After this long, whoever took the answer up has died of it: the question may be asked again. */
const takenForMs = seconds(60);
/** What no sign-in so far allows: Mio asks for the person's own permissions no earlier. */
const stageOfDialogs: Stage = 'person';

export class QuestionsDialog<Answers extends object> extends Dialog<{ answers?: Answers }> {
  readonly #script: Script<Answers>;
  readonly #parts: QuestionsParts;

  constructor(script: Script<Answers>, parts: QuestionsParts) {
    super(script.id);
    this.#script = script;
    this.#parts = parts;
  }

  /** Whether a question waits for its answer, rather than a sign-in. */
  asks(instance: DialogInstance): boolean {
    return (instance.state as State<Answers>).nonce !== undefined;
  }

  /** Whether the question that waits takes any words. */
  takesWords(instance: DialogInstance): boolean {
    if (!this.asks(instance)) return false;
    const name = this.#script.next((instance.state as State<Answers>).answers);
    return name !== undefined && this.#script.questions[name]?.freeText === true;
  }

  override async beginDialog(dc: DialogContext, options: { answers?: Answers } = {}): Promise<DialogTurnResult> {
    Object.assign(stateOf<Answers>(dc), { answers: options.answers ?? {}, past: [] });
    return await this.#goOn(dc);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const { input } = turnOf(dc.context);
    switch (input.is) {
      case 'again':
        return await this.#goOn(dc);
      case 'typed':
        return await this.#answered(dc, { inputs: {}, value: '', typed: input.text });
      case 'pressed':
        return await this.#pressed(dc, input.press);
    }
  }

  async #pressed(dc: DialogContext, press: Press): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = stateOf<Answers>(dc);
    if (press.nonce !== state.nonce || this.#isTaken(state)) {
      turn.show(turn.cards.ended());
      return Dialog.EndOfTurn;
    }
    if (press.act === 'cancel') {
      turn.show(turn.cards.cancelled());
      return await dc.cancelAllDialogs();
    }
    if (press.act === 'back') {
      state.answers = state.past.pop() ?? state.answers;
      return await this.#goOn(dc);
    }
    return await this.#answered(dc, { inputs: press.inputs, value: press.value });
  }

  async #answered(dc: DialogContext, given: Given): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = stateOf<Answers>(dc);
    const name = this.#script.next(state.answers);
    // Nothing was asked: only a sign-in is waited for.
    if (name === undefined || state.nonce === undefined) return await this.#goOn(dc);
    if (this.#isTaken(state)) {
      if (!turn.decline()) turn.show(turn.cards.ended());
      return Dialog.EndOfTurn;
    }
    const before = { ...state, past: [...state.past] };
    state.takenAt = this.#parts.clock.now();
    await turn.claim();
    try {
      return await this.#take(dc, this.#script.questions[name]!, given);
    } catch (error) {
      // Nobody foresaw it: the question stands, and its card may be used again.
      delete state.takenAt;
      Object.assign(state, before);
      throw error;
    }
  }

  async #take(dc: DialogContext, question: Question<Answers>, given: Given): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = stateOf<Answers>(dc);
    let problem: Obstacle | undefined;
    try {
      const answers = await question.take(turn, state.answers, given);
      // Asked again, as after another look at what stood against it, it is no step to go back over.
      if (this.#script.next(answers) !== this.#script.next(state.answers)) state.past.push(state.answers);
      state.answers = answers;
    } catch (error) {
      if (turn.decline()) {
        delete state.takenAt;
        return Dialog.EndOfTurn;
      }
      problem = foreseen(error);
    }
    return await this.#goOn(dc, problem);
  }

  #isTaken({ takenAt }: State<Answers>): boolean {
    return takenAt !== undefined && this.#parts.clock.now() - takenAt < takenForMs;
  }

  /**
   * Asks what is to be asked, or ends. What stands against a question is shown with the question before it; a missing
   * sign-in is asked for, and the dialog waits where it is.
   */
  async #goOn(dc: DialogContext, problem?: Obstacle): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = stateOf<Answers>(dc);
    let against = problem;
    for (;;) {
      const signIn = against && (await this.#parts.signIn.whereNeeded(turn, against, stageOfDialogs));
      if (signIn) {
        turn.show(signIn);
        delete state.nonce;
        delete state.takenAt;
        return Dialog.EndOfTurn;
      }
      try {
        const name = this.#script.next(state.answers);
        if (name === undefined) {
          turn.show(await this.#script.finish(turn, state.answers));
          return await dc.endDialog();
        }
        const nonce = newNonce(this.#parts.random, turn.said.speaker);
        const step: Step = { nonce, ...(against && { problem: against }) };
        turn.show(await this.#script.questions[name]!.ask(turn, state.answers, step));
        state.nonce = nonce;
        delete state.takenAt;
        return Dialog.EndOfTurn;
      } catch (error) {
        against = foreseen(error);
        if (this.#parts.signIn.mends(against)) continue;
        if (!this.#stepBack(state, against)) {
          turn.show(turn.cards.problem({ obstacle: against }));
          return await dc.endDialog();
        }
      }
    }
  }

  /** To the question before, or to the one that what stood in the way is about. False where there is none. */
  #stepBack(state: State<Answers>, against: Obstacle): boolean {
    const { next, reopened } = this.#script;
    const kept = next(state.answers) === undefined ? reopened?.(state.answers, against) : undefined;
    if (!kept) {
      const before = state.past.pop();
      if (before) state.answers = before;
      return before !== undefined;
    }
    const question = next(kept);
    const at = state.past.findIndex((answers) => next(answers) === question);
    if (at >= 0) state.past.length = at;
    state.answers = kept;
    return true;
  }
}

const stateOf = <Answers>(dc: DialogContext): State<Answers> => dc.activeDialog!.state as State<Answers>;

/** @throws what nobody foresaw */
function foreseen(error: unknown): Obstacle {
  const obstacle = obstacleOf(error);
  if (!obstacle) throw error;
  return obstacle;
}
