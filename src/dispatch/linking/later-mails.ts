import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { Journal } from '../../journal/journal.ts';
import { wordsOf, type Mailer, type MailOutcome, type OutgoingMail } from '../../mail/mail.ts';
import { findCampaign } from '../campaigns-store.ts';
import {
  findLaterAddress,
  insertLaterMail,
  listLaterMails,
  markLaterMail,
  type LaterMail,
  type LaterMailState,
} from './later-mails-store.ts';

const minute = 60_000;
/** After each deferral; then the mail is given up, as if refused. */
const waits = [1, 5, 15, 60, 240, 240, 240, 240].map((minutes) => minutes * minute);
/** A worker that has not ended an attempt for so long is gone. */
const goneAfterMs = 15 * minute;

export type LaterMails = ReturnType<typeof createLaterMails>;

/** Writes a mail from what it is about; undefined when that is gone. The same ids give the same mail. */
export type WriteLaterMail = (mail: LaterMail, address: string) => Promise<OutgoingMail | undefined>;

/** In the transaction that decides it: a mail beside the ledger, which leaves with the next round. */
export async function planLaterMail(
  transaction: Knex.Transaction,
  planned: Pick<LaterMail, 'deliveryId' | 'about'> & { at: string; mailDomain: string },
): Promise<string> {
  const id = newId();
  const { mailDomain, ...mail } = planned;
  await insertLaterMail(transaction, { ...mail, id, headerId: `<${id}@${mailDomain}>` });
  return id;
}

/**
 * Sends receipts and new links as the ledger sends its own: the last word is committed before the final
 * dot, so that a crash never sends twice; an attempt whose end nobody knows is `unknown`, and is not tried
 * again. No link stands in the database: a mail is written when it leaves.
 */
export function createLaterMails(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  mailer: Pick<Mailer, 'send'>;
  write: Record<LaterMail['about']['kind'], WriteLaterMail>;
}) {
  const { database, clock, log } = deps;

  async function attempt(mail: LaterMail): Promise<MailOutcome> {
    try {
      const address = await findLaterAddress(database, mail);
      const written = address && (await deps.write[mail.about.kind](mail, address));
      if (!written) return { outcome: 'refused', reply: 'not sent: erased', code: 0 };
      return await deps.mailer.send(written, {
        beforeFinalDot: () =>
          markLaterMail(database, mail, { from: ['sending'], to: 'ending', at: instantOf(clock) }),
      });
    } catch (error) {
      log.error({ mail: mail.id, error: String(error) }, 'a mail beside the ledger could not be written');
      return { outcome: 'deferred', reply: 'not sent: internal error' };
    }
  }

  async function record(mail: LaterMail, result: MailOutcome): Promise<void> {
    const again = ['deferred', 'misconfigured', 'dropped'].includes(result.outcome);
    const wait = waits[mail.attempts];
    const reply = result.outcome === 'dropped' ? '' : wordsOf(result);
    if (again && wait !== undefined) {
      const at = instantOf(clock);
      const dueAt = new Date(clock.now().getTime() + wait).toISOString();
      const move = { at, dueAt, ended: true, reply } as const;
      await markLaterMail(database, mail, { from: ['sending', 'ending'], to: 'pending', ...move });
      return;
    }
    await end(mail, again ? 'refused' : (result.outcome as LaterMailState), reply);
  }

  async function end(mail: LaterMail, to: LaterMailState, reply?: string): Promise<void> {
    await database.transaction(async (transaction) => {
      const moved = await markLaterMail(transaction, mail, {
        from: ['sending', 'ending'],
        to,
        at: instantOf(clock),
        ended: true,
        ...(reply === undefined ? {} : { reply }),
      });
      if (!moved) return;
      const campaign = await findCampaign(transaction, { id: mail.campaignId });
      await deps.journal.append(transaction, {
        type: 'mail.ended',
        actor: 'system',
        subject: `instruction:${campaign?.instructionId ?? ''}`,
        data: {
          ...{ mail: mail.id, kind: mail.about.kind, delivery: mail.deliveryId, office: mail.officeId },
          outcome: to,
        },
      });
    });
  }

  /** What a process that died left: not sent for certain, or nobody knows. */
  async function sweep(): Promise<void> {
    const before = new Date(clock.now().getTime() - goneAfterMs).toISOString();
    const at = instantOf(clock);
    for (const mail of await listLaterMails(database, { state: 'sending', before }))
      await markLaterMail(database, mail, { from: ['sending'], to: 'pending', at, dueAt: at, ended: true });
    for (const mail of await listLaterMails(database, { state: 'ending', before }))
      await end(mail, 'unknown');
  }

  return {
    /** Sends what is due, one after the other; tells how many were tried. */
    async sendDue(): Promise<number> {
      await sweep();
      const due = await listLaterMails(database, { state: 'pending', before: instantOf(clock) });
      for (const mail of due) {
        const at = instantOf(clock);
        if (!(await markLaterMail(database, mail, { from: ['pending'], to: 'sending', at }))) continue;
        await record(mail, await attempt(mail));
      }
      return due.length;
    },
  };
}
