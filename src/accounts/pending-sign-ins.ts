import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newToken } from '../kernel/ids.ts';
import { findPerson } from './accounts-store.ts';
import type { SecretBox } from './secret-box.ts';
import * as store from './second-factor-store.ts';
import { newTotpSecret } from './totp.ts';

const minutes = 5;

/** Somebody whose password was right, and who is not in yet. */
export interface PendingSignIn {
  userId: string;
  login: string;
  next: string;
  /** What is awaited: enrolling, a code, or that the recovery codes were kept. */
  stage: 'enrolment' | 'code' | 'recovery-codes';
}

/**
 * Half-open sign-ins. Their token stands in the session's cookie, but no session has it: it opens these
 * few pages and nothing else, for five minutes.
 */
export function createPendingSignIns(deps: { database: Knex; clock: Clock; box: SecretBox }) {
  const { database, clock, box } = deps;

  async function find(
    token: string,
    within: Knex | Knex.Transaction = database,
  ): Promise<PendingSignIn | undefined> {
    const row = await store.findPending(within, sha256Hex(token), instantOf(clock));
    const person = row && (await findPerson(within, row.user_id));
    // The account may have been closed since the password was typed.
    if (row === undefined || person === undefined || person.disabledAt !== null) return undefined;
    const enrolled = (await store.findFactor(within, row.user_id)) !== undefined;
    const stage = row.sealed_codes !== null ? 'recovery-codes' : enrolled ? 'code' : 'enrolment';
    return { userId: row.user_id, login: person.login, next: row.next, stage };
  }

  return {
    find,

    /** Begins for a user whose password was just checked; gives the cookie's token and its end. */
    async open(userId: string, next: string): Promise<{ token: string; expires: Date }> {
      const token = newToken();
      const expires = new Date(clock.now().getTime() + minutes * 60_000);
      await database.transaction(async (trx) => {
        await store.removeExpiredPending(trx, instantOf(clock));
        await store.insertPending(trx, {
          ...{ token_hash: sha256Hex(token), user_id: userId, next },
          expires_at: expires.toISOString(),
        });
      });
      return { token, expires };
    },

    /** The secret proposed to somebody who enrols: the same at each reading of the page. */
    async propose(token: string): Promise<string | undefined> {
      const hash = sha256Hex(token);
      return database.transaction(async (trx) => {
        if ((await find(token, trx))?.stage !== 'enrolment') return undefined;
        await store.markProposed(trx, hash, box.close(newTotpSecret(), hash));
        const row = await store.findPending(trx, hash, instantOf(clock));
        return row?.sealed_secret ? box.open(row.sealed_secret, hash) : undefined;
      });
    },

    /** What was proposed, when it is still to be confirmed. */
    async proposalOf(
      trx: Knex.Transaction,
      token: string,
    ): Promise<{ userId: string; secret: string } | undefined> {
      const hash = sha256Hex(token);
      const found = await find(token, trx);
      const row = await store.findPending(trx, hash, instantOf(clock));
      if (found?.stage !== 'enrolment' || !row?.sealed_secret) return undefined;
      return { userId: found.userId, secret: box.open(row.sealed_secret, hash) };
    },

    keepCodes(trx: Knex.Transaction, token: string, codes: string[]): Promise<void> {
      const hash = sha256Hex(token);
      return store.markCodesShown(trx, hash, box.close(JSON.stringify(codes), hash));
    },

    /** The recovery codes that wait to be kept, and are shown until the person goes on. */
    async recoveryCodesOf(token: string): Promise<string[] | undefined> {
      const hash = sha256Hex(token);
      const row = await store.findPending(database, hash, instantOf(clock));
      return row?.sealed_codes ? (JSON.parse(box.open(row.sealed_codes, hash)) as string[]) : undefined;
    },

    /** The codes were kept: whom to open a session for; undefined when it is too late, or already done. */
    async goOn(token: string): Promise<{ userId: string; next: string } | undefined> {
      return database.transaction(async (trx) => {
        const found = await find(token, trx);
        if (found?.stage !== 'recovery-codes') return undefined;
        await store.removePending(trx, sha256Hex(token));
        return found;
      });
    },

    async end(trx: Knex.Transaction, token: string): Promise<void> {
      await store.removePending(trx, sha256Hex(token));
    },
  };
}
