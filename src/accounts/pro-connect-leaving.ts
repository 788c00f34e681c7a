import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newToken } from '../kernel/ids.ts';
import type { ProConnectClient } from './pro-connect-client.ts';
import type { ProConnectFailure } from './pro-connect-failure.ts';
import * as store from './pro-connect-store.ts';
import type { SecretBox } from './secret-box.ts';

export const leavingPath = '/deconnexion/proconnect';
const departureMinutes = 10;

/**
 * Leaving ProConnect with Estafette (OpenID Connect RP-Initiated Logout 1.0). ProConnect asks for the id
 * token that it gave: it is kept, encrypted, as long as the session that it opened.
 */
export function createProConnectLeaving(deps: {
  database: Knex;
  clock: Clock;
  client: ProConnectClient;
  box: SecretBox;
  siteUrl: (path: string) => string;
  declined: (error: unknown) => ProConnectFailure;
}) {
  const { database, clock, client, box, siteUrl } = deps;
  return {
    /** Keeps what leaving will need, beside the session that was just opened (a person's or an office's). */
    async keep(sessionToken: string, session: { idToken: string; expires: Date }): Promise<void> {
      const hash = sha256Hex(sessionToken);
      await database.transaction((trx) =>
        store.insertKeptSession(trx, {
          session_hash: hash,
          sealed: box.close(session.idToken, hash),
          expires_at: session.expires.toISOString(),
        }),
      );
    },

    /**
     * Keeps under another token too what is kept under one: whoever is to prove their office by a code goes
     * from an identity to an entrance, and from there to a session. Nothing when nothing is kept.
     */
    async carry(fromToken: string, toToken: string, expires: Date): Promise<void> {
      const [from, to] = [sha256Hex(fromToken), sha256Hex(toToken)];
      await database.transaction(async (trx) => {
        const kept = await store.findKeptSession(trx, from);
        if (kept === undefined || kept.expires_at <= instantOf(clock)) return;
        const sealed = box.close(box.open(kept.sealed, from), to);
        await store.insertKeptSession(trx, {
          ...{ session_hash: to, sealed, expires_at: expires.toISOString() },
        });
      });
    },

    /**
     * A session that is being closed: gives the page of ours that leads out of ProConnect too; undefined
     * when ProConnect did not open it.
     */
    async leave(sessionToken: string): Promise<string | undefined> {
      const handle = newToken();
      const handleHash = sha256Hex(handle);
      const sessionHash = sha256Hex(sessionToken);
      const left = await database.transaction(async (trx) => {
        const kept = await store.takeKeptSession(trx, sessionHash);
        if (kept === undefined) return false;
        await store.insertRequest(trx, {
          state_hash: handleHash,
          binding_hash: null,
          purpose: 'departure',
          sealed: box.close(box.open(kept.sealed, sessionHash), handleHash),
          expires_at: new Date(clock.now().getTime() + departureMinutes * 60_000).toISOString(),
        });
        return true;
      });
      return left ? `${leavingPath}?depart=${handle}` : undefined;
    },

    /** Where that page leads: ProConnect's own end of session; undefined when it is unknown or silent. */
    async departureUrl(handle: string): Promise<string | undefined> {
      const hash = sha256Hex(handle);
      const row = await store.findRequest(database, hash);
      if (row?.purpose !== 'departure' || row.expires_at <= instantOf(clock)) return undefined;
      const departure = {
        idToken: box.open(row.sealed, hash),
        state: handle,
        returnTo: siteUrl(leavingPath),
      };
      return client.endSessionUrl(departure).catch((error: unknown) => {
        deps.declined(error);
        return undefined;
      });
    },

    /** Whether somebody comes back from a departure of ours, once. */
    async hasLeft(state: string): Promise<boolean> {
      const hash = sha256Hex(state);
      return database.transaction(async (trx) => {
        const row = await store.findRequest(trx, hash);
        return row?.purpose === 'departure' && (await store.removeRequest(trx, hash));
      });
    },
  };
}
