import type { Messages } from '../kernel/messages.ts';
import type { CaughtMail } from './caught-mails.ts';
import { encodeMessage } from './mime.ts';

/** What a visitor of the demonstration may play, in the place of an office that got a mail. */
export const officeActs = ['received', 'absence', 'bounce'] as const;
export type OfficeAct = (typeof officeActs)[number];

/** A message as an office or its server would send it back, and the envelope that it travels in. */
export interface PlayedMessage {
  sender: string;
  recipients: string[];
  bytes: Buffer;
}

/** Undefined when the mail cannot be answered so: it names no sender, or nobody to write back to. */
export async function playOffice(
  act: OfficeAct,
  mail: CaughtMail,
  deps: { messages: Messages; now: Date },
): Promise<PlayedMessage | undefined> {
  const [office] = mail.recipients;
  const writer = /<([^<>]+)>/.exec(mail.from)?.[1] ?? mail.from;
  if (office === undefined || mail.sender === '' || writer === '') return undefined;
  const domain = office.slice(office.lastIndexOf('@') + 1);
  const words = (key: string, params: Record<string, string> = {}) =>
    deps.messages(`mail.play.${act}.${key}`, { subject: mail.subject, office, ...params });
  const headers = {
    Date: deps.now,
    Subject: words('subject'),
    'Message-ID': `<${act}-${deps.now.getTime()}@${domain}>`,
    'In-Reply-To': mail.messageId,
    References: mail.messageId,
  };
  if (act === 'received') {
    const from = { name: words('name'), address: office };
    const bytes = await encodeMessage({ ...headers, From: from, To: { address: writer } }, [
      { type: 'text/plain', text: words('text') },
    ]);
    return { sender: office, recipients: [writer], bytes };
  }
  const to = { To: { address: mail.sender }, 'Auto-Submitted': 'auto-replied' };
  if (act === 'absence') {
    const bytes = await encodeMessage({ ...headers, ...to, From: { name: words('name'), address: office } }, [
      { type: 'text/plain', text: words('text') },
    ]);
    return { sender: '', recipients: [mail.sender], bytes };
  }
  const daemon = { name: 'Mail Delivery System', address: `MAILER-DAEMON@${domain}` };
  const bytes = await encodeMessage(
    { ...headers, ...to, From: daemon },
    [
      { type: 'text/plain', text: words('text') },
      { type: 'message/delivery-status', text: statusOf(office, domain) },
      { type: 'text/rfc822-headers', text: `Message-ID: ${mail.messageId}\r\n` },
    ],
    'delivery-status',
  );
  return { sender: '', recipients: [mail.sender], bytes };
}

/** RFC 3464, 2: about the message, then about its one recipient. */
function statusOf(office: string, domain: string): string {
  return [
    `Reporting-MTA: dns; ${domain}`,
    '',
    `Final-Recipient: rfc822; ${office}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 no such mailbox here',
    '',
  ].join('\r\n');
}
