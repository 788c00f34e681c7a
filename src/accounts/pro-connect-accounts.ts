import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { findPerson, getSalt } from './accounts-store.ts';
import type { ProConnectIdentity } from './pro-connect-identity.ts';
import * as store from './pro-connect-store.ts';

export type ProConnectAccounts = ReturnType<typeof createProConnectAccounts>;

type Known = Pick<ProConnectIdentity, 'idpId' | 'sub' | 'email' | 'emailVerified'>;

/**
 * Which account an identity opens. An administrator names an address for an account; the first identity
 * that comes with it is bound to the account, and from then on the identity alone opens it. An identity
 * that nobody awaits opens nothing and creates nothing.
 */
export function createProConnectAccounts(deps: { database: Knex; journal: Journal; clock: Clock }) {
  const { database, journal, clock } = deps;

  async function bind(trx: Knex.Transaction, userId: string, identity: Known): Promise<void> {
    await store.removeInvitation(trx, userId);
    await store.insertLink(trx, {
      id: newId(),
      user_id: userId,
      idp_id: identity.idpId,
      sub_hash: sha256Hex(identity.sub),
      linked_at: instantOf(clock),
    });
    await journal.append(trx, {
      type: 'user.pro-connect-linked',
      actor: userId,
      subject: `user:${userId}`,
      data: { user: userId },
    });
  }

  return {
    /** The account that this identity opens; undefined when there is none, or when it is closed. */
    async findOrBind(identity: Known): Promise<string | undefined> {
      return database.transaction(async (trx) => {
        const key = { idpId: identity.idpId, subHash: sha256Hex(identity.sub) };
        const linked = await store.findLinkedUser(trx, key);
        const invited =
          linked === undefined && identity.emailVerified
            ? await store.findInvitedUser(trx, normalise(identity.email))
            : undefined;
        const userId = linked ?? invited;
        if (userId === undefined || (await findPerson(trx, userId))?.disabledAt !== null) return undefined;
        if (invited !== undefined) await bind(trx, invited, identity);
        return userId;
      });
    },

    /** Lets an account be opened by the first identity of this address. Refused: an address already awaited elsewhere. */
    async allow(actor: string, userId: string, email: string): Promise<Outcome<null>> {
      return database.transaction(async (trx) => {
        const address = normalise(email);
        const awaited = await store.findInvitedUser(trx, address);
        if (awaited !== undefined && awaited !== userId)
          return refused({ field: 'proConnectEmail', key: 'accounts.pro-connect.awaited-elsewhere' });
        await store.removeInvitation(trx, userId);
        const invitation = { user_id: userId, email: address };
        await store.insertInvitation(trx, { ...invitation, invited_at: instantOf(clock), invited_by: actor });
        const emailHash = saltedHash(await getSalt(trx, userId), address);
        await journal.append(trx, {
          type: 'user.pro-connect-allowed',
          actor,
          subject: `user:${userId}`,
          data: { user: userId, emailHash },
        });
        return accepted(null);
      });
    },

    /** Takes back what was allowed: ProConnect no longer opens the account. Sessions that are open stay so. */
    async forbid(actor: string, userId: string): Promise<void> {
      await database.transaction(async (trx) => {
        const invited = await store.removeInvitation(trx, userId);
        if (!(await store.removeLinks(trx, userId)) && !invited) return;
        await journal.append(trx, {
          type: 'user.pro-connect-forbidden',
          actor,
          subject: `user:${userId}`,
          data: { user: userId },
        });
      });
    },

    /** For the administrator's page: whose account is bound, and which addresses are awaited. */
    async listStates(): Promise<Map<string, { linked: boolean; awaited: string | undefined }>> {
      const linked = new Set(await store.listLinkedUsers(database));
      const awaited = new Map(
        (await store.listInvitations(database)).map(({ user_id, email }) => [user_id, email]),
      );
      return new Map(
        [...new Set([...linked, ...awaited.keys()])].map((id) => [
          id,
          { linked: linked.has(id), awaited: awaited.get(id) },
        ]),
      );
    },
  };
}

/** Two writings of one address are one: the domain never had a case, and mailboxes no longer have one. */
function normalise(email: string): string {
  return email.trim().toLowerCase();
}
