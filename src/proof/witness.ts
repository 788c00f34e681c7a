import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { formatLongInstant } from '../kernel/french-format.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import { encodePart, type MailAddress, type Mailer, type OutgoingMail } from '../mail/mail.ts';
import { anchorText, type Anchor } from './anchor.ts';
import { findLastAnchor } from './anchors-store.ts';
import { findLastSent, insertSent } from './witness-store.ts';

const minute = 60_000;
/** A server that does not take it is asked again after this long. */
const retryMs = 15 * minute;
/** Nothing left for so long: somebody is told. */
const lateMs = 48 * 60 * minute;

export interface WitnessDeps {
  database: Knex;
  readDatabase: Knex;
  clock: Clock;
  log: Log;
  messages: Messages;
  mailer: Pick<Mailer, 'send'>;
  compose(words: { subject: string; text: string }): Pick<OutgoingMail, 'subject' | 'text' | 'html'>;
  from: MailAddress;
  mailDomain: string;
  /** The outside address; undefined: heads stay here, but for the sealed statements. */
  to: string | undefined;
}

/**
 * Mails the last anchored head to an outside address, once a day: with its text and its token, whoever holds them
 * shows a tail that was cut or a history that was written again. Nothing waits for it.
 */
export function createWitness(deps: WitnessDeps) {
  const { database, readDatabase, clock, log, messages, to } = deps;
  let notBefore = new Date(0);

  async function mailOf(anchor: Anchor, address: string, id: string): Promise<OutgoingMail> {
    const { line, hash, stampedAt, service } = anchor;
    const name = `estafette-journal-${line}`;
    const said = { line, hash, service, at: formatLongInstant(stampedAt), name };
    const words = {
      subject: messages('proof.witness.subject', { line }),
      text: messages('proof.witness.text', said),
    };
    const text = new TextEncoder().encode(anchorText(anchor));
    return {
      ...deps.compose(words),
      ...{ messageId: `<${id}@${deps.mailDomain}>`, envid: id, from: deps.from, to: { address } },
      attachments: [
        await encodePart({ name: `${name}.txt`, type: 'text/plain', bytes: text }),
        await encodePart({ name: `${name}.tst`, type: 'application/timestamp-token', bytes: anchor.token }),
      ],
      headers: {},
    };
  }

  return {
    /** For a worker's rounds. */
    async sendWhenDue(): Promise<void> {
      const now = clock.now();
      if (to === undefined || now < notBefore) return;
      const anchor = await findLastAnchor(readDatabase);
      const sent = await findLastSent(readDatabase);
      if (anchor === undefined || anchor.line === sent?.line) return;
      if (sent !== undefined && parisDayOf(new Date(sent.sentAt)) === parisDayOf(now)) return;
      notBefore = new Date(now.getTime() + retryMs);
      const mail = await mailOf(anchor, to, newId());
      const { outcome } = await deps.mailer.send(mail, { beforeFinalDot: async () => true });
      // Twice the same head harms nobody: what may have arrived is not sent again, all else is.
      if (outcome !== 'accepted' && outcome !== 'unknown')
        return log.error({ outcome, line: anchor.line }, 'the head of the journal could not be sent');
      const { messageId } = mail;
      await insertSent(database, { line: anchor.line, messageId, outcome, sentAt: instantOf(clock) });
    },

    /** Since when no head leaves, though an address is configured and there is one to send. */
    async lateSince(): Promise<string | undefined> {
      if (to === undefined) return undefined;
      const anchor = await findLastAnchor(readDatabase);
      const sent = await findLastSent(readDatabase);
      if (anchor === undefined || anchor.line === sent?.line) return undefined;
      const since = sent?.sentAt ?? anchor.keptAt;
      return clock.now().getTime() - Date.parse(since) > lateMs ? since : undefined;
    },
  };
}

export type Witness = ReturnType<typeof createWitness>;
