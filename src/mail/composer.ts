import { letterModel, reminderModel, type LetterMail, type ReminderMail } from './following-mails.ts';
import { createMailEngine } from './mail-engine.ts';

/** What the mail that brings an instruction to an office says. */
export interface InstructionMail {
  /** The document’s whole title, printed as it is: Instruction « Chefs de projets 2027 ». */
  title: string;
  /** The letter’s own « objet », which ends without a stop. */
  summary?: string;
  /** « préfecture de l’Ain ». */
  officeName: string;
  /** The region whose mandate this office holds too: one acknowledgement is enough for both. */
  regionName?: string;
  /** YYYY-MM-DD: the last day to acknowledge. */
  deadlineOn: string;
  /** The office's own page for this instruction. */
  link: string;
  /** The public page that verifies a document. */
  verifyLink: string;
  /** A document that bears only the service's seal is « scellée », never « signée ». */
  mark: 'signature' | 'seal';
  /** YYYY-MM-DD: the act was signed with a pen on that day, and the document is its sealed copy. */
  byHandOn?: string;
  /** Whose seal it is, when it is not the service's own. */
  sealName?: string;
  signatory: { name: string; function: string };
  /** The instant of the signature, ISO UTC. */
  signedAt: string;
  pdf: { name: string; size: number; sha256: string };
  /** The office's own notifications; `link`: where it takes one from that is not attached. */
  annexes?: { title: string; name: string; size: number; sha256: string; link?: string }[];
  /** What the act asks the office to send back, and until when. */
  asked?: { title: string; dueOn: string }[];
  /** The document is too big to travel: where the office takes it from. Absent when it is attached. */
  downloadLink?: string;
  /** Sent for information: no acknowledgement is asked. */
  isCopy?: boolean;
  /** Written to oneself, before anything leaves. */
  isTrial?: boolean;
  /** Sent again, because the link of the mail before opens nothing any more. */
  replacesLink?: boolean;
  /** Of a rectificatif: which act it corrects, signed on which day, and what changes. */
  corrects?: { replaces: boolean; title: string; signedOn: string; changes: string };
  /** « Affaire suivie par… ». */
  contact?: { name: string; telephone?: string };
}

/** What staff write by hand, in answer to an office. */
export interface AnswerMail {
  subject: string;
  text: string;
}

/** The one-time code that opens an office's pages. */
export interface CodeMail {
  /** « préfecture de l’Ain ». */
  officeName: string;
  /** As it is read aloud: « 1234 5678 ». */
  code: string;
  /** How long it opens. */
  minutes: number;
  /** The site that asks for it. */
  service: string;
}

export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

/**
 * Writes the French mails from `*.subject.hbs`, `*.text.hbs` and `*.html.hbs`. Text and HTML say the same.
 * `demonstration` marks every subject and body « Démonstration, sans valeur ».
 * Throws at once if a template names something that its front matter does not declare.
 */
export function createMailComposer(options: { templatesFolder: string; demonstration: boolean }) {
  const engine = createMailEngine({ folder: options.templatesFolder });
  const { demonstration } = options;

  function compose(name: string, value: Record<string, unknown>): ComposedMail {
    return {
      // A subject is one line, whatever lines its template is written on.
      subject: engine.print(`${name}.subject`, value).replace(/\n+$/, ''),
      text: engine.print(`${name}.text`, value),
      html: engine.print(`${name}.html`, value),
    };
  }

  return {
    instruction(mail: InstructionMail): ComposedMail {
      // Named one by one: callers may pass richer things (a whole encoded part), templates take no more than this.
      const { title, summary, officeName, regionName, deadlineOn, link, verifyLink, signedAt } = mail;
      const { signatory, pdf, contact, byHandOn, sealName, corrects } = mail;
      return compose('instruction', {
        title,
        officeName,
        deadlineOn,
        link,
        verifyLink,
        signedAt,
        service: `${new URL(link).origin}/`,
        sealed: mail.mark === 'seal',
        signatory: { name: signatory.name, function: signatory.function },
        pdf: { name: pdf.name, size: pdf.size, sha256: pdf.sha256 },
        annexes: mail.annexes ?? [],
        asked: (mail.asked ?? []).map(({ title, dueOn }) => ({ title, dueOn })),
        isAttached: mail.downloadLink === undefined,
        downloadLink: mail.downloadLink ?? '',
        isCopy: mail.isCopy ?? false,
        isTrial: mail.isTrial ?? false,
        replacesLink: mail.replacesLink ?? false,
        demonstration,
        ...(byHandOn === undefined ? {} : { byHandOn }),
        ...(sealName === undefined ? {} : { sealName }),
        ...(corrects === undefined ? {} : { corrects: { ...corrects } }),
        ...(summary === undefined ? {} : { summary }),
        ...(regionName === undefined ? {} : { regionName }),
        ...(contact === undefined ? {} : { contact: { ...contact } }),
      });
    },

    reminder: (mail: ReminderMail): ComposedMail =>
      compose('reminder', { ...reminderModel(mail), demonstration }),

    letter: (mail: LetterMail): ComposedMail => compose('letter', { ...letterModel(mail), demonstration }),

    code: ({ officeName, code, minutes, service }: CodeMail): ComposedMail =>
      compose('office-code', { officeName, code, minutes, service, demonstration }),

    answer({ subject, text }: AnswerMail): ComposedMail {
      const paragraphs = text
        .split(/\n\s*\n/)
        .map((paragraph) => ({ lines: paragraph.split('\n').map((line) => ({ text: line })) }));
      return compose('answer', { subject, text, paragraphs, demonstration });
    },
  };
}

export type MailComposer = ReturnType<typeof createMailComposer>;
