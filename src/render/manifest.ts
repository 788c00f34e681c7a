import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Fault } from '../kernel/template-model.ts';
import { manifestSchema } from './manifest-schema.ts';

export type Manifest = z.infer<typeof manifestSchema>;

/** Reads `manifest.yaml`; the faults carry the line on which each wrong value stands. */
export function readManifest(source: string, file: string): { manifest: Manifest } | { faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        reason: error.message,
      })),
    };
  }
  const parsed = manifestSchema.safeParse(document.toJS());
  if (parsed.success) return { manifest: parsed.data };
  return {
    faults: parsed.error.issues.map((issue) => ({
      file,
      line: lines.linePos(offsetOf(document, placeOf(issue))).line,
      reason: `${issue.path.join('.') || 'manifest'}: ${issue.message}`,
    })),
  };
}

/** A key that has no business there is where it is written, not where what holds it begins. */
function placeOf(issue: z.core.$ZodIssue): PropertyKey[] {
  const [extra] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return extra === undefined ? issue.path : [...issue.path, extra];
}

/** Where a value stands in the file; for a missing one, where the nearest thing around it does. */
function offsetOf(document: Document, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
