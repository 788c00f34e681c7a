import type { PDFDocument } from '@cantoo/pdf-lib';
import type { OpenedPdf } from './opened-pdf.ts';

/** One rule of a standard, and a file that breaks it. */
export interface Rule {
  /** The clause of ISO 19005-3 or ISO 14289-1. */
  clause: string;
  /** What the rule asks. */
  asks: string;
  /** What in the file goes against it; nothing when all is well. */
  faults(pdf: OpenedPdf): string[];
  /** Looks at what only a document with a table of contents has. */
  ofContents?: true;
  /** Does to a sound file what the rule has to see: on the opened document, or on its bytes. */
  broken: ((document: PDFDocument) => void) | { bytes(pdf: Buffer): Buffer };
}

/** The items for which a condition does not hold, in words. */
export function unless(condition: boolean, fault: string): string[] {
  return condition ? [] : [fault];
}
