/* The face of the mail room: what other rooms may use of it. */
export { readAddress, type ReadAddress } from './address.ts';
export { startCatchAll, type CatchAll, type CatchAllOptions } from './catch-all.ts';
export { createCaughtMails, type CaughtMail, type CaughtMails } from './caught-mails.ts';
export {
  createMailComposer,
  type AnswerMail,
  type CodeMail,
  type ComposedMail,
  type InstructionMail,
  type MailComposer,
} from './composer.ts';
export { createDkimSigner, type DkimKeyFile, type DkimSigner } from './dkim.ts';
export type { MailAddress, Mailer, MailerCheck, MailOutcome, OutgoingMail, SendHooks } from './mailer.ts';
export { framedMail, mailFrameCsp } from './mail-frame.ts';
export { sizeOfMail } from './mail-size.ts';
export { readMailbox } from './mime.ts';
export { decodePart, encodePart, type PreEncodedPart } from './pre-encoded-part.ts';
export { createReturnPaths, type ReturnPaths } from './return-path.ts';
export { createSmtpMailer, type SmtpMailerOptions } from './smtp-mailer.ts';
export { wordsOf } from './smtp-outcome.ts';
export { readSmtpUrl, type SmtpServerAddress } from './smtp-server-address.ts';
