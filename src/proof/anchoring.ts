import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';
import type { Signing } from '../signing/signing.ts';
import {
  anchorDue,
  anchorText,
  silentTypes,
  urgentTypes,
  type AnchorCause,
  type Head,
  type Unanchored,
} from './anchor.ts';
import {
  findAnchorFault,
  findLastAnchor,
  insertAnchor,
  markAnchorFault,
  removeAnchorFault,
} from './anchors-store.ts';

const linesAtOnce = 1000;
/** An authority that fails is asked again after this long. */
const retryMs = 60_000;
const withoutAuthorityMs = 3_600_000;

export type Anchoring = ReturnType<typeof createAnchoring>;

/**
 * Has the journal's head stamped by the authority of the signatures, from a round of a worker: no act waits for it,
 * and nothing is asked inside a transaction. Without an authority nothing is anchored, and the verification says so.
 */
export function createAnchoring(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  signing: Pick<Signing, 'timestamp'>;
  /** Seals what is to be covered by the anchor, before its head is read. */
  sealRows(): Promise<unknown>;
}) {
  const { database, journal, clock, log, signing } = deps;

  /** How far the lines after an anchor were read: a round reads those that came since. */
  let seen: { after: number; upTo: number; oldestAt?: string } = { after: -1, upTo: -1 };
  let notBefore = new Date(0);

  /** What no anchor covers yet. */
  async function readWaiting(after: number): Promise<Unanchored | undefined> {
    if (seen.after !== after) seen = { after, upTo: after };
    for (;;) {
      const lines = await journal.list({ afterLine: seen.upTo, limit: linesAtOnce });
      for (const { type, at } of lines) {
        if (silentTypes.has(type)) continue;
        seen.oldestAt ??= at;
        const urgent = urgentTypes.get(type);
        // Not read past: it is asked for until it is anchored.
        if (urgent !== undefined) return { oldestAt: seen.oldestAt, urgent };
      }
      seen.upTo = lines.at(-1)?.line ?? seen.upTo;
      if (lines.length < linesAtOnce) break;
    }
    return seen.oldestAt === undefined ? undefined : { oldestAt: seen.oldestAt, urgent: undefined };
  }

  async function keep(head: Head, cause: AnchorCause): Promise<'kept' | 'no-authority'> {
    const stamped = await signing.timestamp(new TextEncoder().encode(anchorText(head)));
    if (stamped === undefined) return 'no-authority';
    const { token, service } = stamped;
    const tokenSha256 = sha256Hex(token);
    const stampedAt = stamped.at.toISOString();
    await database.transaction(async (transaction) => {
      const last = await findLastAnchor(transaction);
      // Another worker was quicker, or went further.
      if (last !== undefined && last.line >= head.line) return;
      await insertAnchor(transaction, {
        ...{ ...head, cause, token, tokenSha256, stampedAt, service },
        keptAt: instantOf(clock),
      });
      await removeAnchorFault(transaction);
      await journal.append(transaction, {
        type: 'journal.anchored',
        actor: 'system',
        subject: 'journal:chain',
        data: { anchored: head.line, hash: head.hash, cause, tokenSha256, stampedAt, service },
      });
    });
    return 'kept';
  }

  async function note(error: unknown): Promise<void> {
    if (!(error instanceof AppError)) throw error;
    const reason = error.messageKey?.replace('signing.service.', 'signing.lowered.') ?? 'proof.anchor.failed';
    log.error({ reason, error: String(error) }, 'the journal could not be anchored');
    await markAnchorFault(database, { reason, at: instantOf(clock) });
  }

  /** Seals the rows, then has the head stamped. Throws what the authority throws. */
  async function anchorNow(cause: AnchorCause): Promise<'kept' | 'no-authority' | 'nothing'> {
    await deps.sealRows();
    const head = await journal.standing();
    if (head === undefined || head === 'moved') return 'nothing';
    return keep({ line: head.line, hash: head.hash }, cause);
  }

  return {
    anchorNow,

    /** For a worker's rounds: anchors when it is due; a failure is written down, and tried again a minute later. */
    async anchorWhenDue(): Promise<void> {
      const now = clock.now();
      if (now < notBefore) return;
      const fault = await findAnchorFault(database);
      if (fault !== undefined && now.getTime() - Date.parse(fault.triedAt) < retryMs) return;
      const last = await findLastAnchor(database);
      const waiting = await readWaiting(last?.line ?? 0);
      const lastOn = last && parisDayOf(new Date(last.stampedAt));
      const cause = anchorDue(waiting, { lastOn, now });
      if (cause === undefined) return;
      // Without an authority, rows are sealed all the same, from time to time.
      if ((await anchorNow(cause).catch(note)) === 'no-authority')
        notBefore = new Date(now.getTime() + withoutAuthorityMs);
    },
  };
}
