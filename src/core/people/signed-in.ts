/**
 * People who signed in, and their sealed tokens. The tokens are written before the record that speaks of them, so that
 * nobody is ever shown as signed in without any.
 */
import { untilSet } from '../compare-and-set.ts';
import type { MicrosoftGrant } from '../microsoft.ts';
import { type Stage, stages } from '../permissions.ts';
import type { Clock, Vault } from '../ports.ts';
import type { Records, SignedInPerson, Stored } from '../records.ts';
import type { Speaker } from '../speaker.ts';
import { ownerId } from './accounts.ts';

type Named = Pick<Speaker, 'tenant' | 'person'>;

/** A sealed secret as it was read, for replacing it if nobody else did meanwhile. */
interface OpenedSecret {
  readonly secret: string;
  readonly revision: number;
}

export interface SignedInPeople {
  get(who: Named): Promise<SignedInPerson | undefined>;
  /** Takes the place of an earlier sign-in; the stages of both hold, because Microsoft's tokens carry both. */
  link(grant: MicrosoftGrant, stage: Stage): Promise<SignedInPerson>;
  /** Undefined where there is none, or it does not open. */
  open(who: Named): Promise<OpenedSecret | undefined>;
  /** @throws ConflictError where the secret was replaced or forgotten meanwhile. */
  replace(who: Named, opened: OpenedSecret, secret: string): Promise<void>;
  /** The tokens of this sign-in are no longer good. */
  expire(person: SignedInPerson): Promise<void>;
  /** Takes one stage back; the person too, where it was the only one. Answers whether there was such a stage. */
  leave(who: Named, stage: Stage): Promise<boolean>;
  forget(who: Named): Promise<void>;
  /** Whether Mio may act with their account in Teams, and its tokens are good as far as is known. At once. */
  acts(who: Named): boolean;
  /** Fills what `acts` answers with what is stored. */
  load(): Promise<void>;
}

const credentialKey = (who: Named): string => `person/${ownerId(who)}/cache`;

/** What a person's tokens are sealed with: nothing moved between people or tenants opens. */
export const personContext = ({ tenant, person }: Named): string => `person|${tenant}|${person}|cache`;

export function createSignedInPeople({
  records,
  vault,
  clock,
}: {
  records: Records;
  vault: Vault;
  clock: Clock;
}): SignedInPeople {
  /** The relay asks for them in the midst of a message. */
  const acting = new Set<string>();
  function note(id: string, person: SignedInPerson | undefined): void {
    if (person?.stages.includes('accountSync') && !person.expired) acting.add(id);
    else acting.delete(id);
  }

  /** Writes what `change` makes of the record as it is now; nothing where it answers nothing. */
  const update = (
    who: Named,
    change: (known: SignedInPerson | undefined) => SignedInPerson | undefined,
  ): Promise<SignedInPerson | undefined> =>
    untilSet(async () => {
      const stored = await records.get('person', ownerId(who));
      const body = change(stored?.body);
      if (!body) return undefined;
      await records.put('person', ownerId(who), body, stored?.revision ?? 0);
      note(ownerId(who), body);
      return body;
    });

  const remove = (kind: 'person' | 'credential', id: string): Promise<void> =>
    untilSet(async () => {
      const stored: Stored<typeof kind> | undefined = await records.get(kind, id);
      if (stored) await records.remove(kind, id, stored.revision);
    });

  const store = (who: Named, secret: string): Promise<number> =>
    untilSet(async () => {
      const revision = (await records.get('credential', credentialKey(who)))?.revision ?? 0;
      const sealed = vault.seal(secret, personContext(who));
      return await records.put('credential', credentialKey(who), { sealed }, revision);
    });

  async function forget(who: Named): Promise<void> {
    note(ownerId(who), undefined);
    await remove('person', ownerId(who));
    await remove('credential', credentialKey(who));
  }

  return {
    get: async (who) => (await records.get('person', ownerId(who)))?.body,

    async link(grant, stage) {
      const { tenant, person, account } = grant;
      await store(grant, grant.secret);
      const linked = await update(grant, (known) => ({
        tenant,
        person,
        account,
        stages: stages.filter((each) => each === stage || known?.stages.includes(each)),
        expired: false,
        signedInAt: clock.now(),
      }));
      return linked!;
    },

    async open(who) {
      const stored = await records.get('credential', credentialKey(who));
      if (!stored) return undefined;
      try {
        return { secret: vault.open(stored.body.sealed, personContext(who)), revision: stored.revision };
      } catch {
        return undefined;
      }
    },

    async replace(who, { revision }, secret) {
      const sealed = vault.seal(secret, personContext(who));
      await records.put('credential', credentialKey(who), { sealed }, revision);
    },

    async expire(person) {
      await update(person, (known) =>
        known?.signedInAt === person.signedInAt && !known.expired ? { ...known, expired: true } : undefined,
      );
    },

    async leave(who, stage) {
      const known = (await records.get('person', ownerId(who)))?.body;
      if (!known?.stages.includes(stage)) return false;
      const without = ({ stages: own }: SignedInPerson) => own.filter((each) => each !== stage);
      if (without(known).length === 0) await forget(who);
      else await update(who, (now) => now && { ...now, stages: without(now) });
      return true;
    },

    forget,

    acts: (who) => acting.has(ownerId(who)),
    async load() {
      for (const { id, body } of await records.list('person')) note(id, body);
    },
  };
}
