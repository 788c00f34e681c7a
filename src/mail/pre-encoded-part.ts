import { sha256Hex } from '../kernel/hash.ts';
import { headerText } from './header-text.ts';
import { encodeAttachmentPart } from './mime.ts';

/**
 * An attachment encoded once and shared, as the same bytes in memory, by every mail of a campaign:
 * encoding the same PDF again for each recipient is most of the processor time of a campaign.
 */
export interface PreEncodedPart {
  readonly name: string;
  /** Size and SHA-256 of the file itself, before its encoding: what the mail tells its reader. */
  readonly size: number;
  readonly sha256: string;
  /** The body part: its own headers, an empty line, base64 lines ending with CRLF. */
  readonly encoded: Buffer;
}

/** Throws `AppError invalid` when the name holds a line break or another control character. */
export async function encodePart(file: {
  name: string;
  type: string;
  bytes: Uint8Array;
}): Promise<PreEncodedPart> {
  headerText(file.name, 'attachment name');
  headerText(file.type, 'attachment type');
  const encoded = await encodeAttachmentPart(file);
  if (!isWireReady(encoded)) throw new Error('an encoded part cannot go on the wire as it is');
  return { name: file.name, size: file.bytes.byteLength, sha256: sha256Hex(file.bytes), encoded };
}

/** Whole lines, none with a dot first, no lone CR nor LF: what SMTP's transparency would change (RFC 5321, 4.5.2). */
function isWireReady(encoded: Buffer): boolean {
  const text = encoded.toString('latin1');
  return !/^\.|\r(?!\n)|(?<!\r)\n|\n\./.test(text) && text.endsWith('\r\n');
}

/** The file that was encoded, byte for byte: what a reader of the mail will get. */
export function decodePart(part: PreEncodedPart): Buffer {
  const start = part.encoded.indexOf('\r\n\r\n') + 4;
  return Buffer.from(part.encoded.toString('latin1', start), 'base64');
}
