import { automaticReplyRule, isReplySubject } from './automatic-reply.ts';
import { readDeliveryStatus } from './delivery-status.ts';
import { readDisposition } from './disposition.ts';
import { isFullMailbox } from './failure-status.ts';
import { isAddress, isFromMailSystem } from './mail-system.ts';
import type { MessageKind, ReadRecipient } from './message-reading.ts';
import { tidy, type MimeMessage } from './mime-message.ts';
import { readNoticeText } from './notice-text.ts';
import type { ReturnedOriginal } from './returned-original.ts';

/** What a message is, by which rule, and what its report says. */
export interface Reading {
  kind: MessageKind;
  why: string;
  recipients?: ReadRecipient[];
  envids?: string[];
  messageIds?: string[];
  addresses?: string[];
  cut?: boolean;
}

/** RFC 5321, 6.3 counts Received lines to find a loop; no ordinary way has as many. */
const mostHops = 40;
const mostReports = 20;

/** The rules in turn, what a machine declares first: the first one that says something has the last word. */
export function classify(message: MimeMessage, original: ReturnedOriginal, subject: string): Reading {
  return (
    deliveryNotice(message, subject) ??
    readReceipt(message) ??
    complaint(message) ??
    loop(message) ??
    readNoticeText(message, original, subject) ??
    writtenReceipt(message, subject) ??
    challenge(message, subject) ??
    automaticReply(message, subject) ??
    personalReply(message, subject) ?? { kind: 'unclassified', why: 'nothing-known' }
  );
}

function deliveryNotice(message: MimeMessage, subject: string): Reading | undefined {
  const parts = partsOf(message, 'message/delivery-status', 'message/global-delivery-status');
  // Some relays turn the machine's part into text.
  const isText = parts.length === 0 && asText.test(message.text) && isFromMailSystem(message, subject);
  const texts = isText ? [message.text] : parts;
  const reports = texts.map(readDeliveryStatus);
  const recipients = reports.flatMap((report) => report.recipients);
  if (recipients.length === 0) return undefined;
  const some = (...actions: string[]) => recipients.some(({ action }) => actions.includes(action));
  return {
    kind: some('failed') ? 'failure' : some('delayed') ? 'delay' : 'success',
    why: isText ? 'rfc3464-as-text' : 'rfc3464',
    recipients,
    envids: reports.flatMap((report) => report.envids),
    addresses: reports.flatMap((report) => report.addresses),
    cut: reports.some((report) => report.cut),
  };
}

const asText = /^final-recipient:[^\n]{3,400}\n(?:[^\n]{1,400}\n){0,6}action:/im;

function readReceipt(message: MimeMessage): Reading | undefined {
  const texts = partsOf(
    message,
    'message/disposition-notification',
    'message/global-disposition-notification',
  );
  const found = texts.map(readDisposition).find((each) => each !== undefined);
  if (found === undefined) return undefined;
  const { address, type, automatic, ...ties } = found;
  const said = message.text.slice(0, 4000);
  // A filter that refuses mail may say so by a receipt (RFC 5429, 2.1.1): nobody has read anything.
  const refused =
    automatic && type === 'deleted' && /reject|refus|quota/i.test(`${message.header('subject')} ${said}`);
  const permanent = refused && !isFullMailbox(null, said);
  const recipient: ReadRecipient = {
    address,
    action: refused ? 'failed' : type,
    status: null,
    permanent,
    diagnostic: refused ? tidy(said, 2000) : '',
  };
  return {
    kind: refused ? 'failure' : 'read-receipt',
    why: refused ? 'rfc5429-reject' : 'rfc8098',
    recipients: address === '' ? [] : [recipient],
    ...ties,
  };
}

/** Someone calls our mail unwanted (RFC 5965): a person has to know, and nothing is to be done by itself. */
function complaint(message: MimeMessage): Reading | undefined {
  const found = message.parts.some(({ type }) => type === 'message/feedback-report');
  return found ? { kind: 'unclassified', why: 'rfc5965-complaint' } : undefined;
}

function loop(message: MimeMessage): Reading | undefined {
  const looped = message.headers('received').length > mostHops || message.header('x-loop') !== '';
  return looped ? { kind: 'unclassified', why: 'loop' } : undefined;
}

/** A receipt without its part for machines: the subject's word, and a sentence that says the same. */
function writtenReceipt(message: MimeMessage, subject: string): Reading | undefined {
  const said = message.text.slice(0, 2000);
  if (!/^(?:lu|non lu|read|not read|opened|affiché) ?:/i.test(subject)) return undefined;
  const found = /a été (?:lu|affiché|ouvert|supprimé)|was (?:read|displayed|opened|deleted)/i.exec(said)?.[0];
  const [from] = message.addresses('from');
  if (found === undefined || from === undefined || from.address === '') return undefined;
  const action = /supprimé|deleted/i.test(found) ? 'deleted' : 'displayed';
  const recipient = { address: from.address, action, status: null, permanent: false, diagnostic: '' };
  return { kind: 'read-receipt', why: 'receipt-words', recipients: [recipient] };
}

/** A filter that holds our mail until someone proves to be a person: it has not arrived, and someone has to act. */
function challenge(message: MimeMessage, subject: string): Reading | undefined {
  if (isReplySubject(subject) && automaticReplyRule(message, subject) === undefined) return undefined;
  const said = `${subject} ${message.text.slice(0, 4000)}`.replace(/\s+/g, ' ');
  return holding.test(said) ? { kind: 'unclassified', why: 'challenge' } : undefined;
}

const holding =
  /mailinblack|spam ?arrest|boxbe|(?:authentifi|identifi|vérifi|confirm)\S{1,12} .{0,160}(?:pour|afin) que votre (?:message|mail|e-?mail|courriel)|votre (?:message|mail|e-?mail|courriel) (?:sera|est) (?:mis|placé) en attente|(?:click|verify|confirm) .{0,160}(?:to (?:have|get|release|deliver)|before) your (?:message|e-?mail)/i;

function automaticReply(message: MimeMessage, subject: string): Reading | undefined {
  const rule = automaticReplyRule(message, subject);
  return rule === undefined ? undefined : { kind: 'auto-reply', why: rule };
}

/** A person's answer: it says whose, holds something, and bears a sign that it answers. */
function personalReply(message: MimeMessage, subject: string): Reading | undefined {
  if (/bulk|list|junk/i.test(message.header('precedence')) || message.header('list-id') !== '') {
    return { kind: 'unclassified', why: 'bulk' };
  }
  const from = message.addresses('from').some(({ address }) => isAddress(address));
  if (!from || (message.text.trim() === '' && message.parts.length === 0)) return undefined;
  if (message.header('in-reply-to') !== '' || message.header('references') !== '')
    return { kind: 'reply', why: 'reply-header' };
  if (isReplySubject(subject)) return { kind: 'reply', why: 'reply-subject' };
  return quoting.test(message.text.slice(0, 50_000)) ? { kind: 'reply', why: 'reply-quotation' } : undefined;
}

/** A line that a mail program writes above what it quotes. */
const quoting =
  /^(?:>|-{2,20} ?(?:original message|message d['’]origine|message original|forwarded message|message transféré)|(?:le|on) .{4,200} (?:a écrit|wrote) ?:$|_{10,80}$)/im;

function partsOf(message: MimeMessage, ...types: string[]): string[] {
  return message.parts
    .filter(({ type }) => types.includes(type))
    .slice(0, mostReports)
    .map(({ content }) => Buffer.from(content).subarray(0, mostReport).toString('utf8'));
}

const mostReport = 1024 * 1024;
