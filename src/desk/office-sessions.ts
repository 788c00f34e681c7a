import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import type { Journal } from '../journal/journal.ts';
import type { Prefectures } from '../prefectures/prefectures.ts';
import * as store from './office-sessions-store.ts';

// Half a working day: time to fill a questionnaire, not to leave an office's pages open overnight.
const sessionHours = 4;

/** The office that entered, and what it entered with. */
export interface EnteredOffice {
  id: string;
  name: string;
  timeZone: string;
  strength: 'code' | 'proconnect';
  /** Who entered, as ProConnect tells it; a code tells nobody. */
  holder?: { givenName: string; familyName: string };
  sessionId: string;
}

/** Who ProConnect says that somebody is. */
export interface AgentIdentity {
  issuer: string;
  subject: string;
  givenName: string;
  familyName: string;
}

export type OfficeSessions = ReturnType<typeof createOfficeSessions>;

/** The sessions of the offices, apart from those of staff: the cookie holds a token, the database its hash. */
export function createOfficeSessions(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  directory: Pick<Prefectures, 'isMailbox'>;
}) {
  const { database, journal, clock, directory } = deps;

  async function close(token: string): Promise<void> {
    await database.transaction(async (transaction) => {
      const session = await store.removeOfficeSession(transaction, sha256Hex(token));
      if (session === undefined) return;
      const { id, office_id: office } = session;
      await journal.append(transaction, {
        type: 'office.left',
        actor: `office:${office}`,
        subject: `office:${office}`,
        data: { office, session: id },
      });
    });
  }

  /** A code opens a session as long as the office's codes go to the address that received it. */
  async function isProved(session: NonNullable<Awaited<ReturnType<typeof store.findOfficeSession>>>) {
    const { office_id: officeId, contact_id: contactId, strength } = session;
    if (contactId === null) return strength === 'proconnect';
    return directory.isMailbox(officeId, contactId);
  }

  return {
    /**
     * Opens a session in the transaction that used up the code, or that checked the identity. `entranceId`:
     * of the code; there is none where ProConnect alone was enough.
     */
    async open(
      transaction: Knex.Transaction,
      entering: {
        officeId: string;
        entranceId?: string | undefined;
        identity?: AgentIdentity | undefined;
      },
    ): Promise<{ token: string; expires: Date }> {
      const { officeId, identity } = entering;
      const strength = identity === undefined ? 'code' : 'proconnect';
      const token = newToken();
      const now = instantOf(clock);
      const expires = new Date(clock.now().getTime() + sessionHours * 3_600_000);
      await store.removeExpiredOfficeSessions(transaction, now);
      const id = entering.entranceId ?? newId();
      await store.insertOfficeSession(transaction, {
        ...{ id, strength, token_hash: sha256Hex(token), office_id: officeId },
        ...{ opened_at: now, expires_at: expires.toISOString() },
        idp_id: identity?.issuer ?? null,
        subject: identity?.subject ?? null,
        given_name: identity?.givenName ?? null,
        family_name: identity?.familyName ?? null,
      });
      await journal.append(transaction, {
        type: 'office.entered',
        actor: `office:${officeId}`,
        subject: `office:${officeId}`,
        data: { office: officeId, session: id, strength },
      });
      return { token, expires };
    },

    /**
     * Which office holds this token now; undefined when it is unknown or over. One whose code went to an
     * address that is no longer the office's ends here.
     */
    async find(token: string): Promise<{ office: EnteredOffice; flash: string | undefined } | undefined> {
      const session = await store.findOfficeSession(database, sha256Hex(token), instantOf(clock));
      if (session === undefined) return undefined;
      if (!(await isProved(session))) {
        await close(token);
        return undefined;
      }
      const { given_name: givenName, family_name: familyName } = session;
      return {
        office: {
          ...{ id: session.office_id, name: session.name, timeZone: session.time_zone },
          ...{ strength: session.strength, sessionId: session.id },
          ...(givenName === null || familyName === null ? {} : { holder: { givenName, familyName } }),
        },
        flash: session.flash ?? undefined,
      };
    },

    /** Who ProConnect told that the holder of a session is; undefined when a code opened it, or it is over. */
    async identityOf(sessionId: string): Promise<AgentIdentity | undefined> {
      const session = await store.findOfficeSessionById(database, sessionId);
      const { idp_id: issuer, subject, given_name: givenName, family_name: familyName } = session ?? {};
      if (!issuer || !subject || !givenName || !familyName) return undefined;
      return { issuer, subject, givenName, familyName };
    },

    close,

    /** Keeps a sentence for the next page of this session, or forgets it. */
    async keepFlash(token: string, flash: string | null): Promise<void> {
      await store.markOfficeFlash(database, sha256Hex(token), flash);
    },
  };
}
