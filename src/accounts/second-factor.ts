import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { createPendingSignIns } from './pending-sign-ins.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-code.ts';
import * as store from './second-factor-store.ts';
import { createSecretBox } from './secret-box.ts';
import { removeSessionsOf } from './sessions-store.ts';
import { stepOfCode } from './totp.ts';

export type { PendingSignIn } from './pending-sign-ins.ts';

export type SecondFactor = ReturnType<typeof createSecondFactor>;

/**
 * The second factor of accounts that a password opens: a time-based code (RFC 6238), and ten recovery
 * codes. A demonstration, whose people have no password, asks for none.
 */
export function createSecondFactor(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  secret: string;
  demonstration: boolean;
}) {
  const { database, journal, clock } = deps;
  const box = createSecretBox({ secret: deps.secret, purpose: 'second-factor' });
  const pending = createPendingSignIns({ database, clock, box });

  function note(
    trx: Knex.Transaction,
    type:
      | 'user.second-factor-enrolled'
      | 'user.second-factor-reset'
      | 'user.recovery-code-used'
      | 'user.recovery-codes-renewed',
    userId: string,
    actor = userId,
  ) {
    return journal.append(trx, { type, actor, subject: `user:${userId}`, data: { user: userId } });
  }

  /** The fault of a code, or undefined once it is accepted, which uses it up. */
  async function useCode(trx: Knex.Transaction, userId: string, code: string) {
    const factor = await store.findFactor(trx, userId);
    const step = factor && stepOfCode(box.open(factor.sealed_secret, userId), code, clock.now());
    if (step === undefined) return 'accounts.code.wrong';
    return (await store.markStep(trx, userId, step)) ? undefined : 'accounts.code.used';
  }

  async function renew(trx: Knex.Transaction, userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await store.replaceRecoveryCodes(trx, userId, codes.map(hashOfRecoveryCode));
    return codes;
  }

  return {
    pending,
    /** Whether a password alone opens no session. */
    isRequired: !deps.demonstration,

    /** Ends the enrolment with a first code; the recovery codes then wait to be read by this sign-in alone. */
    async enrol(token: string, code: string): Promise<Outcome<null>> {
      return database.transaction(async (trx) => {
        const proposal = await pending.proposalOf(trx, token);
        if (proposal === undefined) return refused({ field: 'code', key: 'accounts.code.too-late' });
        const { userId, secret } = proposal;
        const step = stepOfCode(secret, code, clock.now());
        if (step === undefined) return refused({ field: 'code', key: 'accounts.code.wrong' });
        const enrolled_at = instantOf(clock);
        const sealed_secret = box.close(secret, userId);
        await store.insertFactor(trx, { user_id: userId, sealed_secret, enrolled_at, last_step: step });
        await pending.keepCodes(trx, token, await renew(trx, userId));
        await note(trx, 'user.second-factor-enrolled', userId);
        return accepted(null);
      });
    },

    /** The code of somebody whose password was right: gives whom to open a session for, and where they were going. */
    async answer(token: string, code: string): Promise<Outcome<{ userId: string; next: string }>> {
      return database.transaction(async (trx) => {
        const found = await pending.find(token, trx);
        if (found?.stage !== 'code') return refused({ field: 'code', key: 'accounts.code.too-late' });
        const fault = await useCode(trx, found.userId, code);
        if (fault !== undefined) return refused({ field: 'code', key: fault });
        await pending.end(trx, token);
        return accepted({ userId: found.userId, next: found.next });
      });
    },

    /** The same, with a recovery code: it serves once. */
    async recover(token: string, typed: string): Promise<Outcome<{ userId: string; next: string }>> {
      return database.transaction(async (trx) => {
        const found = await pending.find(token, trx);
        if (found?.stage !== 'code') return refused({ field: 'code', key: 'accounts.code.too-late' });
        const { userId, next } = found;
        const code = { userId, hash: hashOfRecoveryCode(typed), at: instantOf(clock) };
        if (!(await store.markRecoveryCodeUsed(trx, code)))
          return refused({ field: 'code', key: 'accounts.recovery-code.wrong' });
        await pending.end(trx, token);
        await note(trx, 'user.recovery-code-used', userId);
        return accepted({ userId, next });
      });
    },

    /** Ten new recovery codes in the place of the others, against a code of the moment. */
    async renewRecoveryCodes(userId: string, code: string): Promise<Outcome<string[]>> {
      return database.transaction(async (trx) => {
        const fault = await useCode(trx, userId, code);
        if (fault !== undefined) return refused({ field: 'code', key: fault });
        await note(trx, 'user.recovery-codes-renewed', userId);
        return accepted(await renew(trx, userId));
      });
    },

    /** Forgets somebody's factor and ends their sessions: they enrol again when they next sign in. */
    async reset(actor: string, userId: string): Promise<void> {
      await database.transaction(async (trx) => {
        if (!(await store.removeFactor(trx, userId))) return;
        await removeSessionsOf(trx, userId);
        await note(trx, 'user.second-factor-reset', userId, actor);
      });
    },

    /** Since when somebody has a factor, and how many recovery codes are left; undefined without one. */
    async stateOf(userId: string): Promise<{ enrolledAt: string; codesLeft: number } | undefined> {
      const factor = await store.findFactor(database, userId);
      if (factor === undefined) return undefined;
      const codesLeft = await store.countRecoveryCodes(database, userId);
      return { enrolledAt: factor.enrolled_at, codesLeft };
    },

    listEnrolled: () => store.listEnrolled(database),
  };
}
