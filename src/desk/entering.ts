import { timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import type { Journal } from '../journal/journal.ts';
import { mailboxOf, type Office } from '../prefectures/prefectures.ts';
import { createAgents } from './agents.ts';
import type { createCodeSending } from './code-sending.ts';
import {
  codeMinutes,
  codesAnHour,
  codeTries,
  entranceHours,
  hashCode,
  hashToken,
  newCode,
  readCode,
} from './entrance.ts';
import * as store from './entrances-store.ts';
import type { AgentIdentity, OfficeSessions } from './office-sessions.ts';

export interface EnteringDeps {
  database: Knex;
  journal: Journal;
  clock: Clock;
  directory: {
    isMailbox(officeId: string, contactId: string): Promise<boolean>;
    findOffice(id: string): Promise<Office | undefined>;
    listOffices(query: { on: string }): Promise<Office[]>;
  };
  sessions: OfficeSessions;
  codes: ReturnType<typeof createCodeSending>;
  /** The installation's own. */
  secret: Uint8Array;
}

export type Entering = ReturnType<typeof createEntering>;

/** An entrance as a browser names it: the token of its address, and the cookies that the browser came with. */
export interface Ticket {
  token: string;
  bindings: readonly string[];
}

/** An entrance that waits for its code, as its page shows it. */
export interface Waiting {
  officeId: string;
  officeName: string;
  next: string;
  /** The mail could not leave: another code is to be asked for. */
  mailFailed: boolean;
}

export type Tried =
  | { state: 'entered'; token: string; expires: Date; to: string }
  | { state: 'wrong'; left: number }
  /** Used, too old, tried too often, or never asked from this browser. */
  | { state: 'over' };

/** How an office comes in: with a code that its own mailbox receives, or by ProConnect. */
export function createEntering(deps: EnteringDeps) {
  const { database, journal, clock, directory, sessions, codes } = deps;
  const agents = createAgents(deps);
  const before = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000).toISOString();
  const secretKey = Buffer.from(deps.secret).toString('base64url');

  async function isTooMany(transaction: Knex.Transaction, officeId: string, from: string): Promise<boolean> {
    const since = before(1);
    const own = { office_id: officeId, asked_from: from };
    return (
      (await store.countUnused(transaction, own, since)) >= codesAnHour.fromOneAddress ||
      (await store.countUnused(transaction, { office_id: officeId }, since)) >= codesAnHour.ofOneOffice
    );
  }

  const rowOf = ({ token, bindings }: Ticket) =>
    store.findEntrance(
      database,
      bindings.map((binding) => hashToken(token, binding)),
    );

  async function identityIn(ticket: Ticket): Promise<AgentIdentity | undefined> {
    const row = ticket.token === '' ? undefined : await rowOf(ticket);
    return row === undefined || row.expires_at <= instantOf(clock) ? undefined : store.identityOf(row);
  }

  return {
    /** Whom ProConnect told this browser to be, while it may still be said for which office. */
    identityIn,

    /**
     * Writes a code to the office's mailbox, if it has one, and gives the token under which it is to be typed.
     * What is answered is the same in both cases. Undefined: too many were asked for within an hour.
     * `bindings`: the cookies of the browser that asks; it alone may type the code.
     */
    async ask(asked: {
      officeId: string;
      /** The visitor's network address. */
      address: string;
      next: string;
      bindings: readonly string[];
      /** Where ProConnect told who asks; empty otherwise. */
      identityToken: string;
    }): Promise<{ token: string; expires: Date; identified: boolean } | undefined> {
      const office = await directory.findOffice(asked.officeId);
      if (office === undefined) throw new Error('no such office');
      const { bindings } = asked;
      const identity = await identityIn({ token: asked.identityToken, bindings });
      const contact = mailboxOf(office);
      const [token, code, id] = [newToken(), newCode(), newId()];
      const expiresAt = inMinutes(clock, codeMinutes);
      const askedFrom = saltedHash(secretKey, `asked-from:${asked.address}`);
      const isWritten = await database.transaction(async (transaction) => {
        await store.removeOldEntrances(transaction, before(entranceHours));
        if (await isTooMany(transaction, office.id, askedFrom)) return false;
        await store.insertEntrance(transaction, {
          ...{
            id,
            token_hash: hashToken(token, bindingOf(bindings)),
            office_id: office.id,
            next: asked.next,
          },
          ...{ code_hash: hashCode(token, code), asked_from: askedFrom },
          ...{ asked_at: instantOf(clock), expires_at: expiresAt },
          ...{ contact_id: contact?.id ?? null, mail_state: contact === undefined ? 'none' : 'sending' },
          ...store.identityColumns(identity),
        });
        if (contact === undefined) return true;
        await journal.append(transaction, {
          type: 'office.code-sent',
          actor: 'system',
          subject: `office:${office.id}`,
          data: {
            ...{ office: office.id, entrance: id, contact: contact.id },
            addressHash: saltedHash(contact.addressSalt, contact.address),
          },
        });
        return true;
      });
      if (!isWritten) return undefined;
      if (contact !== undefined)
        codes.begin({ id, officeId: office.id, officeName: office.name }, contact.address, code);
      return { token, expires: new Date(expiresAt), identified: identity !== undefined };
    },

    /** What waits for a code in this browser; undefined when nothing does any more. */
    async find(ticket: Ticket): Promise<Waiting | undefined> {
      const row = await rowOf(ticket);
      if (row === undefined || row.office_id === null || row.ended_at !== null) return undefined;
      if (row.tries >= codeTries || row.expires_at <= instantOf(clock)) return undefined;
      const office = await directory.findOffice(row.office_id);
      if (office === undefined) return undefined;
      return {
        ...{ officeId: office.id, officeName: office.name },
        ...{ next: row.next, mailFailed: row.mail_state === 'failed' },
      };
    },

    /** Tries a code, once more of the few times that it may be; the right one opens a session and is used up. */
    async enter(ticket: Ticket, typed: string): Promise<Tried> {
      const { token } = ticket;
      const row = await rowOf(ticket);
      if (row === undefined) return { state: 'over' };
      const { token_hash: tokenHash } = row;
      return database.transaction(async (transaction): Promise<Tried> => {
        const now = instantOf(clock);
        const tries = await store.markTry(transaction, { tokenHash, now, most: codeTries });
        if (tries === undefined) return { state: 'over' };
        const { office_id: officeId, code_hash: codeHash } = row;
        if (officeId === null || codeHash === null) return { state: 'over' };
        if (!isSame(codeHash, hashCode(token, readCode(typed) ?? ''))) {
          if (tries < codeTries) return { state: 'wrong', left: codeTries - tries };
          await store.markEntranceEnded(transaction, tokenHash, { at: now, entered: false });
          return { state: 'over' };
        }
        await store.markEntranceEnded(transaction, tokenHash, { at: now, entered: true });
        const identity = store.identityOf(row);
        if (identity !== undefined && row.contact_id !== null)
          await agents.bind(transaction, identity, { officeId, contactId: row.contact_id });
        const opened = await sessions.open(transaction, { officeId, entranceId: row.id, identity });
        return { state: 'entered', ...opened, to: row.next };
      });
    },

    /**
     * Whom ProConnect tells: the session of the office that knows them, or the token with which this browser
     * is to prove one.
     */
    async identify(
      identity: AgentIdentity & { email: string; emailVerified: boolean },
      { next, bindings }: { next: string; bindings: readonly string[] },
    ): Promise<{ state: 'entered' | 'unknown'; token: string; expires: Date }> {
      const offices = await directory.listOffices({ on: parisDayOf(clock.now()) });
      const officeId = await agents.officeOf(identity, offices);
      return database.transaction(async (transaction) => {
        if (officeId !== undefined)
          return { state: 'entered', ...(await sessions.open(transaction, { officeId, identity })) };
        const token = newToken();
        const expiresAt = inMinutes(clock, codeMinutes);
        await store.insertEntrance(transaction, {
          ...{ id: newId(), token_hash: hashToken(token, bindingOf(bindings)), next },
          ...{ office_id: null, code_hash: null },
          ...{ asked_at: instantOf(clock), expires_at: expiresAt, asked_from: '' },
          ...{ contact_id: null, mail_state: 'none', ...store.identityColumns(identity) },
        });
        return { state: 'unknown', token, expires: new Date(expiresAt) };
      });
    },
  };
}

/** The visitor's own cookie, which outlives the sessions, comes last. */
function bindingOf(bindings: readonly string[]): string {
  const binding = bindings.at(-1);
  if (binding === undefined) throw new AppError('bad-request', 'a browser without any cookie of ours');
  return binding;
}

function inMinutes(clock: Clock, minutes: number): string {
  return new Date(clock.now().getTime() + minutes * 60_000).toISOString();
}

function isSame(known: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(known), Buffer.from(given));
}
