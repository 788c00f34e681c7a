import { findFileKind, typeOfKind } from '../../kernel/file-kind.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';

/** What an outside body's answer may come as; `eml`: a message, as a mail program saves it. */
export const receivedKinds = ['pdf', 'docx', 'odt', 'eml'] as const;
export type ReceivedKind = (typeof receivedKinds)[number];

export const mostReceivedBytes = 20_000_000;

/** What a browser is told that such a file is: a message is never shown, only saved. */
export function typeOfReceived(kind: string): string {
  if (kind === 'pdf' || kind === 'docx' || kind === 'odt') return typeOfKind[kind];
  return 'application/octet-stream';
}

/** The kind of the file by its bytes, whatever its name says; or why it is not taken, beside its field. */
export async function judgeReceived(file: { bytes: Uint8Array } | undefined): Promise<Outcome<ReceivedKind>> {
  const fault = (key: string) => refused({ field: 'file', key: `circuit.outside.file-${key}` });
  if (file === undefined || file.bytes.length === 0) return fault('missing');
  if (file.bytes.length > mostReceivedBytes) return fault('too-large');
  const found = await findFileKind(file.bytes);
  const kind = receivedKinds.find((known) => known === found) ?? (isMessage(file.bytes) ? 'eml' : undefined);
  return kind === undefined || (found !== undefined && kind === 'eml') ? fault('other-kind') : accepted(kind);
}

const longestHead = 200_000;

/** A head of header fields that names a sender and a date, before an empty line (RFC 5322, 2.1 and 3.6). */
function isMessage(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, longestHead)).toString('latin1');
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  if (head.length === text.length || head.includes('\0')) return false;
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const names = lines.map((line) => /^([!-9;-~]+)[ \t]*:/.exec(line)?.[1]?.toLowerCase());
  return names.every((name) => name !== undefined) && names.includes('from') && names.includes('date');
}
