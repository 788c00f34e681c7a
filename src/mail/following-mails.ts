import type { InstructionMail } from './composer.ts';

/** What a reminder says beside what the first mail did. */
export interface ReminderMail extends Omit<InstructionMail, 'isCopy'> {
  reminder: { number: number; acknowledged: number; asked: number; isLate: boolean };
}

/** A letter that a person wrote, to somebody above an office. */
export interface LetterMail {
  subject: string;
  /** Paragraphs are parted by an empty line. */
  body: string;
  /** The document that it is about. */
  title: string;
  /** An office's own page; absent when the letter goes to somebody else. */
  link?: string;
  verifyLink: string;
  pdf: { name: string; size: number; sha256: string };
  isAttached: boolean;
  isTrial?: boolean;
  contact?: { name: string; telephone?: string };
}

export function reminderModel(mail: ReminderMail) {
  const { title, officeName, regionName, deadlineOn, link, verifyLink, pdf, contact, reminder } = mail;
  const { number, acknowledged, asked, isLate } = reminder;
  return {
    ...{ title, officeName, deadlineOn, link, verifyLink, number, acknowledged, asked, isLate },
    isNone: acknowledged === 0,
    isOne: acknowledged === 1,
    service: `${new URL(link).origin}/`,
    pdf: { name: pdf.name, size: pdf.size, sha256: pdf.sha256 },
    annexes: mail.annexes ?? [],
    isAttached: mail.downloadLink === undefined,
    downloadLink: mail.downloadLink ?? '',
    isTrial: mail.isTrial ?? false,
    ...(regionName === undefined ? {} : { regionName }),
    ...(contact === undefined ? {} : { contact: { ...contact } }),
  };
}

export function letterModel(mail: LetterMail) {
  const { subject, body, title, link, verifyLink, pdf, isAttached, contact } = mail;
  return {
    ...{ subject, title, verifyLink, isAttached },
    paragraphs: body
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== '')
      .map((paragraph) => ({ lines: paragraph.split('\n').map((text) => ({ text: text.trim() })) })),
    service: `${new URL(verifyLink).origin}/`,
    pdf: { name: pdf.name, size: pdf.size, sha256: pdf.sha256 },
    isTrial: mail.isTrial ?? false,
    ...(link === undefined ? {} : { link }),
    ...(contact === undefined ? {} : { contact: { ...contact } }),
  };
}
