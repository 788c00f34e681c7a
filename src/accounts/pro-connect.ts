import type { Redis } from 'ioredis';
import type { Knex } from 'knex';
import { createAttemptCounter } from '../kernel/attempt-counter.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newToken } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { createProConnectClient, newRequestSecrets, type ProConnectConfig } from './pro-connect-client.ts';
import { failureOf, type ProConnectFailure } from './pro-connect-failure.ts';
import { identityOf, isStrongEnough, type ProConnectIdentity } from './pro-connect-identity.ts';
import { createProConnectLeaving } from './pro-connect-leaving.ts';
import * as store from './pro-connect-store.ts';
import { createSecretBox } from './secret-box.ts';

export type { ProConnectConfig } from './pro-connect-client.ts';
export type { ProConnectFailure } from './pro-connect-failure.ts';
export type { ProConnectIdentity } from './pro-connect-identity.ts';
export type { ProConnectPurpose } from './pro-connect-store.ts';

export const callbackPath = '/connexion/proconnect/retour';
const requestMinutes = 10;
/** From one network address, in a minute: a whole prefecture or ministry may share one. */
const mostBegun = 60;

/** Whom the answer is for, and where they were going; kept with the request, never taken from the callback. */
interface Journey {
  purpose: store.ProConnectPurpose;
  next: string;
}

export type Begun = { ok: true; url: string } | { ok: false; failure: ProConnectFailure };
export type Finished =
  | ({ ok: true; identity: ProConnectIdentity } & Journey)
  | ({ ok: false; failure: ProConnectFailure } & Partial<Journey>);

export type ProConnect = ReturnType<typeof createProConnect>;

/**
 * Signing in with ProConnect. A request lives in the database, under its state's hash and bound to the
 * browser that made it, so that any web process may take the answer, once. `publicUrl` is the address that
 * browsers reach. It says who somebody is; what they may do is decided by those who call.
 */
export function createProConnect(deps: {
  database: Knex;
  clock: Clock;
  log: Log;
  /** Counts what is begun; undefined: each process counts for itself. */
  redis: Redis | undefined;
  secret: string;
  config: ProConnectConfig;
  insecure: boolean;
  publicUrl: () => string;
}) {
  const { database, clock, log, config } = deps;
  const client = createProConnectClient(deps);
  const box = createSecretBox({ secret: deps.secret, purpose: 'pro-connect' });
  const begins = createAttemptCounter({
    ...{ redis: deps.redis, name: 'pro-connect', most: mostBegun, seconds: 60 },
  });
  const siteUrl = (path: string) => `${deps.publicUrl().replace(/\/$/, '')}${path}`;

  /** The failure that an error means, said in the log without anything that the server answered. */
  function declined(error: unknown): ProConnectFailure {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    log.warn({ failure, code }, 'ProConnect did not answer as expected');
    return failure;
  }

  async function identify(
    callback: URL,
    request: { state: string; nonce: string; codeVerifier: string },
  ): Promise<{ identity: ProConnectIdentity } | { failure: ProConnectFailure }> {
    const exchanged = await client.exchange(callback, request).catch(declined);
    if (typeof exchanged === 'string') return { failure: exchanged };
    if (!isStrongEnough(config.acrValues, exchanged.acr)) return { failure: 'level' };
    const identity = identityOf(exchanged.userInfo, exchanged);
    return identity === undefined ? { failure: 'incomplete' } : { identity };
  }

  return {
    /**
     * Begins: where to send the browser that holds `binding`, a cookie's value that it will come back with.
     * `address`: the visitor's network address, from which only so many are begun.
     */
    async begin(journey: Journey & { binding: string; address: string }): Promise<Begun> {
      if ((await begins.take(journey.address)) !== undefined) return { ok: false, failure: 'too-many' };
      const state = newToken();
      const secrets = newRequestSecrets();
      const asked = { ...secrets, state, redirectUri: siteUrl(callbackPath) };
      const answer = await client
        .authorizationUrl(asked)
        .then((url) => ({ ok: true as const, url }))
        .catch((error: unknown) => ({ ok: false as const, failure: declined(error) }));
      if (!answer.ok) return answer;
      const stateHash = sha256Hex(state);
      await database.transaction(async (trx) => {
        await store.removeExpired(trx, instantOf(clock));
        await store.insertRequest(trx, {
          state_hash: stateHash,
          binding_hash: sha256Hex(journey.binding),
          purpose: journey.purpose,
          sealed: box.close(JSON.stringify({ ...secrets, next: journey.next }), stateHash),
          expires_at: new Date(clock.now().getTime() + requestMinutes * 60_000).toISOString(),
        });
      });
      return answer;
    },

    /**
     * Ends: who came back. `parameters` are the callback's, `bindings` the cookies of the browser that
     * brings them. The request is used up whatever the answer, so that no callback is played twice.
     */
    async finish(callback: {
      parameters: Record<string, string>;
      bindings: readonly string[];
    }): Promise<Finished> {
      const { parameters } = callback;
      const state = parameters.state ?? '';
      const stateHash = sha256Hex(state);
      const hashes = callback.bindings.map(sha256Hex);
      const row = await database.transaction(async (trx) => {
        const found = await store.findRequest(trx, stateHash);
        if (found === undefined || found.binding_hash === null || !hashes.includes(found.binding_hash))
          return undefined;
        return (await store.removeRequest(trx, stateHash)) ? found : undefined;
      });
      if (row === undefined || row.purpose === 'departure' || row.expires_at <= instantOf(clock))
        return { ok: false, failure: 'unknown-request' };
      const { next, ...secrets } = JSON.parse(box.open(row.sealed, stateHash)) as {
        nonce: string;
        codeVerifier: string;
        next: string;
      };
      const journey = { purpose: row.purpose, next };
      const url = new URL(siteUrl(callbackPath));
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      const answer = await identify(url, { state, ...secrets });
      return 'identity' in answer
        ? { ok: true, identity: answer.identity, ...journey }
        : { ok: false, failure: answer.failure, ...journey };
    },

    ...createProConnectLeaving({ database, clock, client, box, siteUrl, declined }),
  };
}
