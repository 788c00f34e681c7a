import { envelopeId, headerAddress, headerMessageId, headerName, headerText } from './header-text.ts';
import type { MailAddress, OutgoingMail } from './mailer.ts';
import { encodeAlternativePart, encodeMessageHeaders, type MimeHeaders } from './mime.ts';

const reservedHeaders = new Set([
  ...[
    'date',
    'from',
    'sender',
    'reply-to',
    'to',
    'cc',
    'bcc',
    'subject',
    'message-id',
    'return-path',
    'received',
  ],
  ...[
    'mime-version',
    'content-type',
    'content-transfer-encoding',
    'content-language',
    'auto-submitted',
    'precedence',
  ],
]);

/** A whole message as the pieces that follow each other on the wire; the attachments are never copied. */
export interface AssembledMessage {
  chunks: Buffer[];
  size: number;
}

/**
 * Writes the mail (RFC 5322, MIME), dated `date`. Throws `AppError invalid` when something that becomes
 * a header holds a line break or another control character, or when an address is not one.
 */
export async function assembleMessage(mail: OutgoingMail, date: Date): Promise<AssembledMessage> {
  const headers = headersOf(mail, date);
  const alternative = await encodeAlternativePart(mail);
  const { block, boundary } = encodeMessageHeaders(headers);
  const chunks = [Buffer.from(`${block}\r\n\r\n--${boundary}\r\n`), alternative];
  for (const part of mail.attachments) chunks.push(Buffer.from(`\r\n--${boundary}\r\n`), part.encoded);
  chunks.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  return { chunks, size: chunks.reduce((sum, chunk) => sum + chunk.length, 0) };
}

function headersOf(mail: OutgoingMail, date: Date): MimeHeaders {
  envelopeId(mail.envid);
  const headers: MimeHeaders = {
    'Message-ID': headerMessageId(mail.messageId),
    Date: date,
    From: mailboxOf(mail.from, 'from'),
    To: mailboxOf(mail.to, 'to'),
    Subject: headerText(mail.subject, 'subject'),
    // RFC 3834: no vacation responder answers; a person still can.
    'Auto-Submitted': 'auto-generated',
    'Content-Language': 'fr',
  };
  if (mail.replyTo !== undefined) headers['Reply-To'] = mailboxOf(mail.replyTo, 'reply-to');
  for (const [name, value] of Object.entries(mail.headers)) {
    headers[headerName(name, reservedHeaders)] = headerText(value, name);
  }
  return headers;
}

function mailboxOf(mailbox: MailAddress, where: string): MailAddress {
  const address = headerAddress(mailbox.address, where);
  return mailbox.name === undefined ? { address } : { name: headerText(mailbox.name, where), address };
}
