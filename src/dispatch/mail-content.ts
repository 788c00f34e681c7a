import type { OutgoingMail } from '../mail/mail.ts';
import type { RecipientRole } from './audience.ts';
import type { PdfBy } from './campaigns-store.ts';
import type { SignedInstruction } from './ports.ts';

/** What a reminder says beside what the first mail did. */
export interface ReminderContent {
  /** The how manieth the office receives. */
  number: number;
  /** The offices that had acknowledged when it was decided, of those that were asked. */
  acknowledged: number;
  asked: number;
  /** The deadline is over. */
  isLate: boolean;
}

/** A letter that a person wrote and sends, to somebody above an office. */
export interface LetterContent {
  addressee: string;
  subject: string;
  body: string;
  /** Whether the office's own link is given too. */
  hasLink: boolean;
}

/** What is written to one contact. */
export interface MailToOffice {
  instruction: SignedInstruction;
  deadlineOn: string;
  officeId: string;
  officeName: string;
  timeZone: string;
  regionName: string | undefined;
  /** « cc » is for information: no acknowledgement is asked. */
  role: RecipientRole;
  pdfBy: PdfBy;
  /** How the office's own notifications of credits travel. */
  annexesBy: PdfBy;
  /** Set on a reminder, or on a letter; the first mail has neither. */
  reminder?: ReminderContent;
  letter?: LetterContent;
  /** Written again because the link of the mail before was revoked: it says so. */
  replacesLink?: boolean;
  /** A mail to oneself before the campaign: it says that it is one, and its link opens nothing. */
  isTrial?: boolean;
  address: string;
  messageId: string;
  envid: string;
  linkToken: string;
}

/** Writes the mail, attachment included; the same input gives the same mail. */
export type BuildMail = (content: MailToOffice) => Promise<OutgoingMail>;
