import { isReplySubject } from './automatic-reply.ts';
import { findReplyClass, findStatus, isFullMailbox, isPermanent } from './failure-status.ts';
import { isFromMailSystem } from './mail-system.ts';
import type { ReadRecipient } from './message-reading.ts';
import { tidy, type MimeMessage } from './mime-message.ts';
import { delayWords, endWords, failureWords, noticeForms } from './notice-forms.ts';
import {
  readAddressesBesideCodes,
  readAddressesInSentences,
  readNamedRecipients,
  type NamedRecipient,
} from './notice-lines.ts';
import { splitCopy, type ReturnedOriginal } from './returned-original.ts';

export interface NoticeText {
  kind: 'failure' | 'delay';
  why: string;
  recipients: ReadRecipient[];
}

const mostNotice = 40_000;
/** Whom a notice tells to write to for help. */
const helpers = /^(?:postmaster|abuse|support|helpdesk|help|assistance|admin|administrateur|no-?reply)@/i;

/**
 * A notice that a mail system wrote as plain text, in a form of its own; undefined when no mail system
 * wrote the message, or when it tells no failure and no delay.
 */
export function readNoticeText(
  message: MimeMessage,
  original: ReturnedOriginal,
  subject: string,
): NoticeText | undefined {
  if (!isFromMailSystem(message, subject)) return undefined;
  const notice = splitCopy(message.text.slice(0, mostNotice)).notice;
  const words = `${subject}\n${notice}`.replace(/\s+/g, ' ');
  const form = noticeForms.find(({ mark }) => mark.test(words));
  const delay = delayWords.test(words) && !endWords.test(notice.replace(/\s+/g, ' '));
  if (form === undefined && !delay && !failureWords.test(words)) return undefined;
  // A postmaster is a person too.
  if (form === undefined && isReplySubject(subject) && message.header('in-reply-to') !== '') return undefined;
  const recipients = namedIn(message, original, notice).map(({ address, words: said }) =>
    recipientOf(address, said === '' ? reasonIn(notice) : said, delay),
  );
  if (form === undefined && recipients.length === 0) return undefined;
  const why =
    form?.why ?? (message.header('x-failed-recipients') === '' ? 'notice-words' : 'failed-recipients-header');
  return { kind: delay ? 'delay' : 'failure', why, recipients };
}

/** Who it is about: the header that says so, the lines that list them, sentences, or whom the returned message was for. */
function namedIn(message: MimeMessage, original: ReturnedOriginal, notice: string): NamedRecipient[] {
  const sender = new Set(message.addresses('from').map(({ address }) => address.toLowerCase()));
  const named = readNamedRecipients(notice).filter(({ address }) => !sender.has(address.toLowerCase()));
  const declared = message
    .headers('x-failed-recipients')
    .flatMap((value) => value.match(/[^\s,<>]{1,320}/g) ?? []);
  if (declared.length > 0) {
    const said = new Map(named.map(({ address, words }) => [address.toLowerCase(), words]));
    return declared.map((address) => ({ address, words: said.get(address.toLowerCase()) ?? '' }));
  }
  const others = named.filter(({ address }) => !helpers.test(address));
  if (others.length > 0) return others;
  if (named.length > 0) return named;
  const inSentences = readAddressesInSentences(notice).filter(
    (address) => !sender.has(address.toLowerCase()),
  );
  const besideCodes = readAddressesBesideCodes(notice);
  const only = original.to.length === 1 ? original.to : [];
  const [first] = [inSentences, besideCodes, only].find((each) => each.length > 0) ?? [];
  return first === undefined ? [] : [{ address: first, words: '' }];
}

function recipientOf(address: string, words: string, delay: boolean): ReadRecipient {
  const diagnostic = tidy(words, 2000);
  const action = delay ? 'delayed' : 'failed';
  const status = findStatus(diagnostic);
  return {
    address: tidy(address, 320),
    action,
    status,
    permanent: isPermanent(action, status, diagnostic),
    diagnostic,
  };
}

/** The line that gives a reason when none follows the address: with a code, or with a full mailbox's words. */
function reasonIn(notice: string): string {
  const lines = notice.split('\n', 3000).map((line) => line.slice(0, 1000).trim());
  return (
    lines.find((line) => findStatus(line) !== null) ??
    lines.find((line) => findReplyClass(line) !== undefined) ??
    lines.find((line) => isFullMailbox(null, line)) ??
    lines.find((line) => failureWords.test(line)) ??
    ''
  );
}
