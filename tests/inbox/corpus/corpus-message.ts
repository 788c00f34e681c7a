import type { MessageKind } from '../../../src/inbox/message-reading.ts';

/** A message of the corpus, and how it must be read. All of it is invented: forms are documented, words are ours. */
export interface CorpusMessage {
  /** The program that writes so. */
  server: string;
  language: 'fr' | 'en';
  name: string;
  source: Buffer;
  kind: MessageKind;
  /** Address, action, enhanced status, permanence. */
  recipients?: Expected[];
}

export type Expected = [address: string, action: string, status: string | null, permanent: boolean];

/** What happened to a mail, in a server's words, and what is to be understood. */
export interface Situation {
  name: string;
  /** `550 5.1.1 …`, as the last server of the way said it. */
  reply: string;
  action: 'failed' | 'delayed';
  status: string | null;
  permanent: boolean;
}

export const ours = 'bureau-national@ministere.example';
export const returnPath = 'retours+k7h2m9-4f0a1b2c3d4e@ministere.example';
export const sentId = 'k7h2m9@ministere.example';

/** A message from its header fields and its body, with the line ends of SMTP. */
export function mail(fields: Record<string, string>, body: string): Buffer {
  const head = Object.entries({ To: returnPath, Date: 'Mon, 07 Dec 2026 09:12:44 +0100', ...fields })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  return Buffer.from(`${head}\n\n${body}`.replaceAll('\n', '\r\n'));
}

/** The head of the mail that comes back. */
export const original = (to: string) =>
  `Return-Path: <${returnPath}>\nFrom: ${ours}\nTo: ${to}\nSubject: Instruction\nMessage-ID: <${sentId}>\n`;

/** A multipart of a type, its parts given with their own header. */
export function multipart(
  type: string,
  fields: Record<string, string>,
  parts: [type: string, content: string][],
): Buffer {
  const boundary = '=_corpus-7c21';
  const body = parts
    .map(([partType, content]) => `--${boundary}\nContent-Type: ${partType}\n\n${content}\n`)
    .join('');
  return mail(
    { 'MIME-Version': '1.0', ...fields, 'Content-Type': `${type}; boundary="${boundary}"` },
    `${body}--${boundary}--\n`,
  );
}

/** A delivery notice (RFC 3464): its sentence, the fields about the message and about each recipient, what comes back. */
export function deliveryReport(
  fields: Record<string, string>,
  report: { note: string; groups: string[]; returned?: [type: string, content: string]; noteType?: string },
): Buffer {
  return multipart('multipart/report; report-type=delivery-status', fields, [
    [report.noteType ?? 'text/plain; charset=utf-8', report.note],
    ['message/delivery-status', report.groups.join('\n\n')],
    report.returned ?? ['message/rfc822', `${original('x@prefecture.example')}\nBonjour.\n`],
  ]);
}
