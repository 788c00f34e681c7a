import type { ReadAddress } from './address.ts';
import { envelopeId, headerMailbox, headerMessageId, headerName, headerText } from './header-text.ts';
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
  /** The header fields, folded, each with its CRLF, without the empty line after them. */
  headers: string;
  /** What follows that empty line. */
  body: Buffer[];
  /** Those pieces of the body that may go on the wire untouched, because they were looked through once for all. */
  asIs: ReadonlySet<Buffer>;
  /** Both as the envelope names them. */
  sender: ReadAddress;
  recipient: ReadAddress;
}

/**
 * Writes the mail (RFC 5322, MIME), dated `date`. Throws `AppError invalid` when something that becomes
 * a header holds a line break or another control character, or when an address is not one.
 */
export async function assembleMessage(mail: OutgoingMail, date: Date): Promise<AssembledMessage> {
  const sender = headerMailbox(mail.from.address, 'from');
  const recipient = headerMailbox(mail.to.address, 'to');
  const headers = headersOf(mail, date);
  const alternative = encodeAlternativePart(mail);
  const { block, boundary } = encodeMessageHeaders(headers);
  const body = [Buffer.from(`--${boundary}\r\n`), alternative];
  for (const part of mail.attachments) body.push(Buffer.from(`\r\n--${boundary}\r\n`), part.encoded);
  body.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  const asIs = new Set(mail.attachments.map(({ encoded }) => encoded));
  return { headers: `${block}\r\n`, body, asIs, sender, recipient };
}

/** A message as it is sent: its pieces, and those of them that nothing has to look through any more. */
export interface Pieces {
  chunks: readonly Buffer[];
  asIs: ReadonlySet<Buffer>;
  size: number;
}

/** The pieces to send, with further header fields on top (a signature). */
export function chunksOf(message: AssembledMessage, further = ''): Pieces {
  const chunks = [Buffer.from(`${further}${message.headers}\r\n`), ...message.body];
  return { chunks, asIs: message.asIs, size: chunks.reduce((sum, chunk) => sum + chunk.length, 0) };
}

function headersOf(mail: OutgoingMail, date: Date): MimeHeaders {
  envelopeId(mail.envid);
  const headers: MimeHeaders = {
    'Message-ID': headerMessageId(mail.messageId),
    Date: date,
    From: mailboxOf(mail.from, 'from'),
    To: mailboxOf(mail.to, 'to'),
    Subject: headerText(mail.subject, 'subject'),
    'Content-Language': 'fr',
  };
  // RFC 3834: no vacation responder answers; a person still can.
  if (mail.writtenByHand !== true) headers['Auto-Submitted'] = 'auto-generated';
  if (mail.replyTo !== undefined)
    headers['Reply-To'] = [mail.replyTo].flat().map((mailbox) => mailboxOf(mailbox, 'reply-to'));
  for (const [name, value] of Object.entries(mail.headers)) {
    headers[headerName(name, reservedHeaders)] = headerText(value, name);
  }
  return headers;
}

function mailboxOf(mailbox: MailAddress, where: string): MailAddress {
  const { address } = headerMailbox(mailbox.address, where);
  return mailbox.name === undefined ? { address } : { name: headerText(mailbox.name, where), address };
}
