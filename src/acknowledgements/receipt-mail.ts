import type { Knex } from 'knex';
import { formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { encodePart, type ComposedMail, type MailAddress } from '../mail/mail.ts';
import type { WriteLaterMail } from '../dispatch/dispatch.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { findAcknowledgement } from './acknowledgements-store.ts';
import { findReceiptPdf } from './receipts-store.ts';

/** Writes the mail that brings a receipt; nothing once the receipt was erased. */
export function createReceiptMail(deps: {
  readDatabase: Knex;
  messages: Messages;
  acknowledgements: Pick<Acknowledgements, 'openFor'>;
  compose(words: { subject: string; text: string }): ComposedMail;
  verificationUrl(): string;
  from: MailAddress;
  replyTo?: MailAddress;
}): WriteLaterMail {
  const { readDatabase, messages, from, replyTo } = deps;
  return async ({ about, headerId, id }, address) => {
    if (about.kind !== 'receipt') return undefined;
    const found = await findAcknowledgement(readDatabase, about.acknowledgementId);
    const pdf = await findReceiptPdf(readDatabase, about.acknowledgementId);
    if (found === undefined || pdf === undefined) return undefined;
    const letter = await deps.acknowledgements.openFor(found.officeId, { campaignId: found.campaignId });
    if (letter.state !== 'open') return undefined;
    const part = await encodePart({ name: receiptName(found.id), type: 'application/pdf', bytes: pdf });
    const person = found.person;
    const said = {
      title: letter.version.title,
      office: letter.link.officeName,
      at: formatLongInstant(found.acknowledgedAt),
      who:
        person === undefined
          ? messages('acknowledgements.person.erased')
          : messages('acknowledgements.person.known', { ...person }),
      ...{ number: found.id, sha256: part.sha256, verify: deps.verificationUrl() },
    };
    return {
      ...deps.compose({
        subject: messages('acknowledgements.receipt.mail-subject', said),
        text: messages('acknowledgements.receipt.mail-text', said),
      }),
      ...{ messageId: headerId, envid: id, from, headers: {}, attachments: [part] },
      to: { name: letter.link.officeName, address },
      ...(replyTo === undefined ? {} : { replyTo }),
    };
  };
}

export function receiptName(acknowledgementId: string): string {
  return `recu-${acknowledgementId}.pdf`;
}
