import { readPdf, type ReadablePdf } from './pdf-file.ts';
import { dictionaryOf, sameValue } from './pdf-values.ts';
import { isOnlySignedFurther } from './revisions.ts';

/** What was appended after a signed stretch, and the file as it was when it was signed. */
export interface Aftermath {
  validationData: boolean;
  content: boolean;
  /** Absent when those bytes are not a readable file. */
  signed?: ReadablePdf;
}

/**
 * Compares the file with what it was at the end of a signed stretch. Never throws.
 * @param end where that stretch ends, before the end of the file.
 * @param options see `isOnlySignedFurther`.
 */
export async function whatFollows(
  pdf: Uint8Array,
  end: number,
  current: ReadablePdf,
  options: { byTool?: boolean } = {},
): Promise<Aftermath> {
  if (end === pdf.length) return { validationData: false, content: false, signed: current };
  try {
    const signed = await readPdf(pdf.slice(0, end));
    const isAllowed =
      !signed.guessed && endsWithRevision(pdf, end) && isOnlySignedFurther(signed, current, options);
    return { signed, content: !isAllowed, validationData: !sameValue(dssOf(signed), dssOf(current)) };
  } catch {
    return { validationData: false, content: true };
  }
}

function dssOf(pdf: ReadablePdf) {
  return dictionaryOf(pdf.get(pdf.root))?.get('DSS') ?? null;
}

/** What was appended is a revision, with its own cross-reference section, and not bytes left after the end. */
function endsWithRevision(pdf: Uint8Array, end: number): boolean {
  const tail = Buffer.from(pdf.subarray(Math.max(end, pdf.length - 64))).toString('latin1');
  const offset = Number(/startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(tail)?.[1] ?? -1);
  return offset >= end;
}
