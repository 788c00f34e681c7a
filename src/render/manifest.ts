import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import type { Fault } from '../kernel/template-model.ts';
import { startText } from './start-text.ts';

const key = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a key is letters and digits, the first one small');
const sectionKey = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a key is small letters, digits and hyphens');
const line = z.string().trim().min(1);

const field = z
  .strictObject({
    key,
    label: line,
    type: z.enum(['text', 'date', 'year', 'choice']),
    required: z.boolean().default(false),
    hint: line.optional(),
    max: z.int().min(1).max(1000).optional(),
    choices: z.array(line).min(2).optional(),
    default: z.string().optional(),
  })
  .refine(
    (spec) => (spec.type === 'choice') === (spec.choices !== undefined),
    'choices belong to a choice, and to it alone',
  )
  .refine(
    (spec) => !spec.choices || !spec.default || spec.choices.includes(spec.default),
    'the default is none of the choices',
  );

const section = z.strictObject({
  key: sectionKey,
  title: line,
  guidance: line,
  required: z.boolean().default(true),
  locked: z.boolean().default(false),
  part: z.enum(['letter', 'annex']).default('letter'),
  start: startText.default([]),
});

/** Who a letter comes from, under the name of the time: `from` is the first day of that name. */
const issuer = z.strictObject({
  from: z.iso.date().optional(),
  heading: line,
  /** The service, line by line as it is printed. */
  mission: z.array(line).min(1),
});

const manifestSchema = z
  .strictObject({
    name: sectionKey,
    version: z.string().regex(/^\d+(\.\d+)*$/, 'a version is numbers and points'),
    title: line,
    kind: z.enum(['circular', 'instruction', 'note', 'letter']),
    lang: z
      .string()
      .regex(/^[a-z]{2}$/)
      .default('fr'),
    /** The document's own title, with `{field}` in it. */
    documentTitle: line,
    fields: z.array(field).refine(distinctKeys, 'two fields have the same key'),
    issuers: z.array(issuer).default([]),
    sections: z.array(section).min(1).refine(distinctKeys, 'two sections have the same key'),
  })
  .superRefine((manifest, context) => {
    for (const [, name = ''] of manifest.documentTitle.matchAll(/\{(\w+)\}/g)) {
      if (manifest.fields.some((spec) => spec.key === name)) continue;
      context.addIssue({
        code: 'custom',
        path: ['documentTitle'],
        message: `“${name}” is not a declared field`,
      });
    }
  });

export type Manifest = z.infer<typeof manifestSchema>;

/** Reads `manifest.yaml`; the faults carry the line on which each wrong value stands. */
export function readManifest(source: string, file: string): { manifest: Manifest } | { faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
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
      line: lines.linePos(offsetOf(document, issue.path)).line,
      reason: `${issue.path.join('.') || 'manifest'}: ${issue.message}`,
    })),
  };
}

/** Where a value stands in the file; for a missing one, where the nearest thing around it does. */
function offsetOf(document: Document, path: PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function distinctKeys(specs: { key: string }[]): boolean {
  return new Set(specs.map((spec) => spec.key)).size === specs.length;
}
