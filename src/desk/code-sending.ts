import type { Knex } from 'knex';
import type { Log } from '../kernel/log.ts';
import type { Journal } from '../journal/journal.ts';
import type { CodeMail, ComposedMail, MailAddress, Mailer } from '../mail/mail.ts';
import { codeMinutes, spacedCode } from './entrance.ts';
import { markEntranceMail } from './entrances-store.ts';

export interface CodeSendingDeps {
  database: Knex;
  journal: Journal;
  log: Log;
  mailer: Pick<Mailer, 'send'>;
  compose(mail: CodeMail): ComposedMail;
  from: MailAddress;
  replyTo?: MailAddress;
  /** What follows the @ in Message-IDs. */
  mailDomain: string;
  publicUrl(): string;
}

/**
 * Sends codes as soon as they are asked for, once: whoever waits for it asks for another rather than for the
 * same, later. The code is written nowhere but in its mail.
 */
export function createCodeSending(deps: CodeSendingDeps) {
  const { database, journal, log, mailer } = deps;
  const underWay = new Set<Promise<void>>();

  async function send(entranceId: string, to: MailAddress, mail: CodeMail): Promise<string> {
    const sent = await mailer.send(
      {
        ...deps.compose(mail),
        messageId: `<${entranceId}@${deps.mailDomain}>`,
        envid: entranceId,
        from: deps.from,
        ...(deps.replyTo === undefined ? {} : { replyTo: deps.replyTo }),
        to,
        attachments: [],
        headers: {},
      },
      { beforeFinalDot: () => markEntranceMail(database, entranceId, { from: ['sending'], to: 'ending' }) },
    );
    return sent.outcome;
  }

  async function sendAndTell(
    entrance: { id: string; officeId: string },
    to: MailAddress,
    mail: CodeMail,
  ): Promise<void> {
    const outcome = await send(entrance.id, to, mail).catch((error: unknown) => {
      log.error({ entrance: entrance.id, error: String(error) }, 'a code could not be written to an office');
      return 'refused';
    });
    // Nobody knows of an unknown one: it may well have arrived.
    const hasLeft = outcome === 'accepted' || outcome === 'unknown';
    await database.transaction(async (transaction) => {
      const to = hasLeft ? 'sent' : 'failed';
      await markEntranceMail(transaction, entrance.id, { from: ['sending', 'ending'], to });
      if (hasLeft) return;
      await journal.append(transaction, {
        type: 'office.code-not-sent',
        actor: 'system',
        subject: `office:${entrance.officeId}`,
        data: { office: entrance.officeId, entrance: entrance.id, outcome },
      });
    });
  }

  return {
    /** Does not wait for the mail server: how long it takes would tell whether an office has a mailbox. */
    begin(
      entrance: { id: string; officeId: string; officeName: string },
      address: string,
      code: string,
    ): void {
      const mail = {
        officeName: entrance.officeName,
        code: spacedCode(code),
        minutes: codeMinutes,
        service: `${new URL(deps.publicUrl()).origin}/`,
      };
      const sending = sendAndTell(entrance, { address }, mail)
        .catch((error: unknown) =>
          log.error({ entrance: entrance.id, error: String(error) }, 'a code was not followed'),
        )
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    },

    /** Waits for what is under way. */
    async settle(): Promise<void> {
      await Promise.all(underWay);
    },
  };
}
