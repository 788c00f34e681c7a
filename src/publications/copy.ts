import { findFileKind, typeOfKind } from '../kernel/file-kind.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';

export const mostCopyBytes = 20_000_000;

/** What a copy of a page may come as: printed to PDF, or a picture of the screen. */
const copyKinds = ['pdf', 'png', 'jpg'] as const;

/** The media type of a copy by its bytes, undefined when none was given; or why it is not taken. */
export async function judgeCopy(
  bytes: Uint8Array | undefined,
  { tooLarge = false }: { tooLarge?: boolean } = {},
): Promise<Outcome<string | undefined>> {
  const fault = (key: string) => refused({ field: 'copy', key: `publications.copy-${key}` });
  if (tooLarge || (bytes?.length ?? 0) > mostCopyBytes) return fault('too-large');
  if (bytes === undefined || bytes.length === 0) return accepted(undefined);
  const kind = await findFileKind(bytes);
  const known = copyKinds.find((each) => each === kind);
  return known === undefined ? fault('other-kind') : accepted(typeOfKind[known]);
}
