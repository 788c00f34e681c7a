import type { MimeMessage } from './mime-message.ts';
import { isReplySubject } from './automatic-reply.ts';

/** Whose name a mail system takes when it writes. */
const systemNames =
  /^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|mailerdaemon|mdaemon|mail[-_.]?delivery|mailer|mail-system|microsoftexchange[0-9a-f]{8,64}|double-bounce|bounces?|noreply-mail-delivery|system[-_.]?administrator|exchange|mail-administrator)(?:\+[^@]{1,64})?@/i;
const systemTitles =
  /^(?:mail delivery|mail administrator|system administrator|administrateur (?:syst[èe]me|de messagerie)|microsoft outlook|service de (?:messagerie|remise)|sous-système de remise|syst[èe]me de messagerie|internet mail|mailer[- ]daemon|postmaster|mail system|courier mail server)/i;
const failureSubject =
  /undeliver|failure notice|delivery (?:status|failure|report|has failed|delayed|notification|error|incomplete)|(?:mail|message|delivery) (?:delivery )?(?:failed|failure|delayed|error)|returned (?:mail|to sender|message)|(?:could not|couldn['’]t|not|wasn['’]t|cannot) (?:be )?(?:sent|deliver(?:ed)?)|undelivered|non[- ](?:remis|distribu|d[ée]livr)|[ée]chec (?:de (?:la )?)?(?:remise|distribution|livraison|l['’]envoi|d['’]envoi)|retour(?:n[ée])? [àa] l['’]exp[ée]diteur|(?:remise|distribution) (?:retard|diff[ée]r|impossible|[ée]chou)|retard[ée]|warning: (?:message|could not)|delayed mail|adresse introuvable|address not found|message (?:you sent )?blocked|rejected:|blocked by|nondeliverable|failed (?:mail|delivery)|permanent delivery|unzustellbar/i;

/** True for what may be a mailbox: some systems sign « <@> ». */
export function isAddress(address: string): boolean {
  return /[^@]@[^@]/.test(address);
}

/** True when a mail system, not a person, seems to have written the message: its envelope, its name or its subject says so. */
export function isFromMailSystem(message: MimeMessage, subject: string): boolean {
  if (message.header('x-failed-recipients') !== '') return true;
  if (/^multipart\/report/i.test(message.contentType)) return true;
  const from = message.addresses('from')[0] ?? { name: '', address: '' };
  if (systemNames.test(from.address) || systemTitles.test(from.name)) return true;
  if (message.headers('return-path').some((path) => /^<\s{0,4}>$/.test(path)) && failureSubject.test(subject))
    return true;
  return !isAddress(from.address) || (failureSubject.test(subject) && !isReplySubject(subject));
}
