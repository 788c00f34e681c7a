import { createAcknowledgements } from '../../src/acknowledgements/acknowledgements.ts';
import { createAnswers, createInbox, createOwnAddresses } from '../../src/inbox/inbox.ts';
import type { MailSource } from '../../src/inbox/ports.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createReturnPaths } from '../../src/mail/mail.ts';
import { createCampaignBench, signed, testDirectory, type TestContact } from '../dispatch/campaign-bench.ts';
import { createFakeMailbox } from '../fakes/fake-mailbox.ts';

const secret = new Uint8Array(32).fill(9);
export const pattern = 'retours+*@estafette.example';
export const service = 'circulaires@estafette.example';
export const samir = { id: 'user-samir', roles: ['dispatcher'] };
export const returnPaths = createReturnPaths({ pattern, secret });

/** The inbox beside a campaign's bench: a fake mailbox, and real rules on a real database. */
export async function createInboxBench(
  given: { contacts?: TestContact[]; offices?: string[]; limits?: { whole: number; beginning: number } } = {},
) {
  const directory = testDirectory(given.offices ?? ['A', 'B', 'C'], given.contacts);
  const bench = await createCampaignBench({
    directory,
    acknowledgements: { listOffices: (campaignId) => acknowledgements.listOffices(campaignId) },
  });
  const { database, journal, clock, dispatch, mailer } = bench;
  const mailbox = createFakeMailbox();
  const acknowledgements = createAcknowledgements({
    ...{ database, readDatabase: database, journal, clock, dispatch },
    instructions: bench.instructions as never,
  });
  const common = { database, readDatabase: database, journal, clock, log: silentLog, dispatch };
  const answers = createAnswers({
    ...common,
    mailer,
    compose: ({ subject, text }) => ({ subject, text, html: `<p>${text}</p>` }),
    from: { address: service },
    mailDomain: 'estafette.example',
  });
  const ownAddresses = createOwnAddresses({ returnPaths, pattern, written: [service] });

  /** Another process that reads the same mailbox. */
  function createReader(source: MailSource = mailbox, over = dispatch) {
    const limits = given.limits === undefined ? {} : { limits: given.limits };
    return createInbox({
      ...common,
      dispatch: over,
      source,
      ownAddresses,
      acknowledgements,
      answers,
      ...limits,
    });
  }
  const inbox = createReader();

  return {
    ...bench,
    mailbox,
    inbox,
    answers,
    acknowledgements,
    createReader,

    /** A campaign whose mails were all accepted. */
    async sent() {
      const campaign = await bench.open();
      await bench.settle();
      return campaign;
    },

    async only() {
      const [message, ...others] = await inbox.list();
      if (message === undefined || others.length > 0) throw new Error(`${others.length + 1} messages`);
      return message;
    },

    async stateOf(officeId: string) {
      return (await bench.deliveryOf(officeId))?.state;
    },

    /** A notice of failure from a common server, for the office's first mail. */
    async failureOf(officeId: string, returnPath?: string) {
      const { envid, message_id: messageId } = await database('deliveries')
        .where({ office_id: officeId })
        .first();
      return failure({
        to: returnPath ?? returnPaths.addressOf(envid),
        recipient: `${officeId}@prefecture.example`,
        messageId,
      });
    },

    async replyOf(officeId: string, text = 'Bien reçu, merci.') {
      const { message_id: messageId } = await database('deliveries').where({ office_id: officeId }).first();
      return reply({ from: `${officeId}@prefecture.example`, inReplyTo: messageId, text });
    },
    signed,
  };
}

export type InboxBench = Awaited<ReturnType<typeof createInboxBench>>;

export function failure(given: { to: string; recipient: string; messageId: string }): string {
  return `Return-Path: <>
Delivered-To: ${given.to}
From: MAILER-DAEMON@relais.example (Mail Delivery System)
To: ${given.to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Message-ID: <notice-${given.recipient}@relais.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example

Final-Recipient: rfc822; ${given.recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: ${given.messageId}
From: ${service}

--b--
`;
}

export function reply(given: { from: string; inReplyTo?: string; text: string }): string {
  return `Delivered-To: ${service}
From: Camille Duval <${given.from}>
To: ${service}
Subject: =?utf-8?Q?Re:_Instruction_=C2=AB_Chefs_de_projets_=C2=BB?=
Message-ID: <reply-${given.from}>
${given.inReplyTo === undefined ? '' : `In-Reply-To: ${given.inReplyTo}\nReferences: ${given.inReplyTo}\n`}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

${given.text}
`;
}
