/**
 * What every language has to say. Functions take what is named in the sentence; `Label` is what others wrote, made safe.
 * A sentence says what is, the next one what to do; there is seldom a third.
 */
import type { AccountChoice, CheckName, CheckResult, PublishResult } from '../../src/core/bot/use-cases.ts';
import type { Platform } from '../../src/core/model.ts';
import type { Permission, Stage } from '../../src/core/permissions.ts';
import type { Reason } from '../../src/core/reasons.ts';
import type { NextStage } from '../contract.ts';
import type { Label } from '../text.ts';

export interface Words {
  /** For dates and numbers (BCP 47). */
  readonly locale: string;
  readonly inQuotes: (text: Label) => string;
  /** What something is, and then what it is called. */
  readonly pair: (title: string, value: string) => string;
  readonly buttons: Readonly<Record<ButtonName, string>>;
  /** `archived`: for this, nothing crosses. `unheard`: from one side, nothing does. */
  readonly states: Readonly<Record<'active' | 'paused' | 'waiting' | 'archived' | 'unheard', string>>;
  /** A conversation that is archived. */
  readonly archived: (title: Label) => string;
  /** A conversation that its platform does not let Mio read any more, and what to do about it. */
  readonly unheard: (title: Label) => string;
  readonly unheardRemedy: string;
  readonly facts: Readonly<Record<FactName, string>>;
  readonly lists: {
    readonly more: (count: string) => string;
    /** Of a choice, where a name can be typed to find it, and it is too long all the same. */
    readonly notShown: (count: string) => string;
    readonly notChoosable: string;
  };
  readonly inputs: {
    readonly choose: string;
    /** Where an input was left empty. */
    readonly chooseFirst: string;
    readonly writeFirst: string;
  };

  readonly greeting: {
    readonly title: string;
    readonly what: string;
    readonly home: string;
    readonly guest: (team: Label) => string;
    readonly aboutHome: string;
  };
  readonly welcome: {
    readonly title: (name: Label | undefined) => string;
    readonly next: string;
    readonly personalOnly: string;
  };

  readonly stages: Readonly<
    Record<
      Stage,
      {
        readonly title: string;
        readonly why: string;
        readonly done: string;
        readonly next: string;
        /** Above `done`, where more was done than signing in. */
        readonly doneTitle?: string;
      }
    >
  >;
  readonly permissions: Readonly<Record<Permission, string>>;
  readonly signIn: {
    readonly anyone: string;
    readonly byPolicy: string;
    readonly administrator: string;
    readonly ways: string;
    /** In place of `ways`, where nobody can go on without an administrator. */
    readonly administratorFirst: string;
    readonly goodFor: string;
  };
  readonly signedIn: {
    readonly title: string;
    readonly account: (account: Label) => string;
    /** What is still missing. */
    readonly next: Readonly<Record<NextStage, string>>;
  };
  readonly signedOut: { readonly title: string; readonly text: string };
  readonly signInFailed: { readonly title: string; readonly forAdministrator: string };

  readonly accounts: {
    readonly title: string;
    readonly why: string;
    readonly states: Readonly<Record<AccountChoice['state'], string>>;
    /** What linking an account of that platform is good for. */
    readonly gives: Readonly<Record<Platform, string>>;
    /** Where no other platform has a workspace for them. */
    readonly none: string;
  };
  readonly linkAccount: {
    readonly title: (account: string) => string;
    /** What the platform's own page will ask. */
    readonly asks: Readonly<Record<Exclude<Platform, 'teams'>, string>>;
  };
  readonly linkFailed: Omit<Notice, 'text'>;
  readonly accountLinked: { readonly title: (account: string) => string; readonly undo: string };
  readonly accountUnlinked: { readonly title: (account: string) => string; readonly text: string };

  readonly help: {
    readonly title: string;
    readonly how: Readonly<Record<'channel' | 'personal', string>>;
  };
  readonly unknown: {
    readonly title: string;
    readonly text: string;
    readonly elsewhere: Readonly<Record<'channel' | 'personal', (word: string) => string>>;
  };
  readonly problem: { readonly title: string };
  readonly failure: { readonly title: string; readonly text: (reference: Label) => string };
  readonly ended: Notice;
  readonly notYours: Notice;
  readonly cancelled: Notice;
  readonly nothingToCancel: Notice;
  readonly wroteToYou: Notice;
  readonly shutOut: Notice;

  readonly chooseTeam: Question & { readonly none: string };
  readonly chooseChannel: { readonly title: (team: Label) => string; readonly label: string; readonly none: string };
  readonly chooseOther: Question & { readonly anotherCompany: string };
  readonly choosePlace: {
    readonly title: (connection: Label) => string;
    readonly label: string;
    readonly none: string;
  };
  readonly newPlace: {
    readonly title: (connection: Label) => string;
    readonly label: string;
    readonly text: string;
    /** To whoever may not choose one that is there. */
    readonly createsOnly: string;
  };
  readonly inviteCompany: Question & {
    /** Where it is known what into. */
    readonly titleInto: (channel: Label) => string;
    readonly text: string;
    readonly placeholder: string;
  };
  readonly preflight: {
    readonly ready: string;
    readonly readyText: string;
    readonly blocked: string;
    readonly blockedText: string;
    readonly nameLabel: string;
  };
  readonly created: {
    readonly title: (channel: Label) => string;
    readonly text: string;
    readonly invited: string;
  };

  readonly enterCode: Question & { readonly text: string };
  readonly invited: {
    readonly title: (from: Label) => string;
    readonly text: (channel: Label, until: string) => string;
    readonly label: string;
    readonly none: string;
  };
  readonly accepted: { readonly title: (channel: Label) => string; readonly text: string };
  readonly invitation: { readonly title: (channel: Label) => string; readonly text: string; readonly anyone: string };
  readonly mail: {
    readonly subject: (channel: Label) => string;
    readonly hello: string;
    readonly why: string;
    /** The link follows. */
    readonly page: string;
    readonly until: (date: string) => string;
  };
  readonly invitations: {
    readonly title: string;
    readonly none: string;
    readonly until: (date: string) => string;
    readonly anyone: string;
  };
  readonly revoked: Notice;

  readonly chooseUniversalChannel: {
    readonly titles: Readonly<Record<'pause' | 'resume' | 'leave' | 'invite', string>>;
    readonly label: string;
    readonly none: string;
  };
  readonly confirmPause: { readonly title: (channel: Label) => string; readonly text: string };
  readonly confirmLeave: { readonly title: (channel: Label) => string; readonly text: string };
  readonly paused: { readonly title: (channel: Label) => string; readonly text: string };
  readonly resumed: { readonly title: (channel: Label) => string; readonly text: string };
  readonly left: { readonly title: (channel: Label) => string; readonly text: string };
  readonly notUniversal: Notice;
  readonly channels: { readonly title: string; readonly none: string };
  readonly members: {
    readonly title: (channel: Label) => string;
    readonly one: string;
    readonly many: (count: string) => string;
    readonly unknown: string;
  };
  readonly found: { readonly title: (text: Label) => string; readonly none: (text: Label) => string };

  readonly settings: {
    readonly title: string;
    readonly running: string;
    readonly allGood: string;
    readonly toDo: (failed: number, look: number) => string;
    readonly results: Readonly<Record<CheckResult['result'], string>>;
    readonly found: (subject: Label) => string;
  };
  /** The service user's optional stage. */
  readonly fidelity: {
    readonly title: string;
    readonly states: Readonly<Record<'on' | 'off', string>>;
    readonly why: string;
    /** Who must agree before it is on. */
    readonly who: string;
    readonly switchedOff: Notice;
  };
  readonly published: Readonly<Record<PublishResult['outcome'], { readonly title: string; readonly text: string }>> & {
    readonly version: (version: Label) => string;
  };

  readonly reasons: Readonly<Record<Reason, ReasonWords>>;
  readonly checks: Readonly<Record<CheckName, CheckWords>>;
}

interface ReasonWords {
  /** What `is` says instead of the subject where there is none. Missing: the sentence has no place for one. */
  readonly it?: string;
  /** What is wrong. `it` begins the sentence, or stands where its form does not matter. */
  readonly is: (it: string) => string;
  readonly remedy: string;
}

interface CheckWords {
  readonly title: string;
  /** What to do where it failed. */
  readonly remedy: string;
  /** What to look for, where only a person can see it. */
  readonly look: string;
}

interface Notice {
  readonly title: string;
  readonly text: string;
}

interface Question {
  readonly title: string;
  /** Of the input: what is asked for. */
  readonly label: string;
}

type ButtonName =
  | 'signIn'
  | 'signInAgain'
  | 'consent'
  | 'next'
  | 'back'
  | 'cancel'
  | 'notNow'
  | 'help'
  | 'create'
  | 'convert'
  | 'newPlace'
  | 'invite'
  | 'connectNow'
  | 'tryAgain'
  | 'checkAgain'
  | 'settings'
  | 'publish'
  | 'invitations'
  | 'takeBack'
  | 'writeMail'
  | 'who'
  | 'status'
  | 'pause'
  | 'resume'
  | 'leave'
  | 'openPage'
  | 'openChat'
  | 'accounts'
  | 'link'
  | 'linkAgain'
  | 'unlink'
  | 'switchOn'
  | 'switchOff';

type FactName = 'state' | 'partner' | 'thisSide' | 'otherSide' | 'code' | 'until' | 'address';
