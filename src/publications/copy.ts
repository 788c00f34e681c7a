import { findFileKind, typeOfKind } from '../kernel/file-kind.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';

export const mostCopyBytes = 20_000_000;

/** What a copy of a page may come as: printed to PDF, or a picture of the screen. */
const copyKinds = ['pdf', 'png', 'jpg'] as const;

export interface KeptFile {
  sha256: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** The copy of a page as it is kept, undefined when none was given; or why it is not taken. */
export async function judgeCopy({
  bytes,
  tooLarge = false,
}: {
  bytes?: Uint8Array | undefined;
  tooLarge?: boolean;
}): Promise<Outcome<KeptFile | undefined>> {
  const fault = (key: string) => refused({ field: 'copy', key: `publications.copy-${key}` });
  if (tooLarge || (bytes?.length ?? 0) > mostCopyBytes) return fault('too-large');
  if (bytes === undefined || bytes.length === 0) return accepted(undefined);
  const kind = await findFileKind(bytes);
  const known = copyKinds.find((each) => each === kind);
  if (known === undefined) return fault('other-kind');
  return accepted({ sha256: sha256Hex(bytes), mediaType: typeOfKind[known], bytes });
}
