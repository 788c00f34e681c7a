import { z } from 'zod';
import { faultOfDefault, faultsOfVariables } from './manifest-variables.ts';
import { startText } from './start-text.ts';

const key = z
  .string()
  .max(30, 'a key has at most 30 characters')
  .regex(/^[a-z][A-Za-z0-9]*$/, 'a key is letters and digits, the first one small');
const sectionKey = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a key is small letters, digits and hyphens');
const line = z.string().trim().min(1);
const lineTypes = ['text', 'date', 'year', 'amount', 'choice'] as const;

const ofLine = {
  key,
  label: line,
  required: z.boolean().default(false),
  max: z.int().min(1).max(1000).optional(),
  choices: z.array(line).min(2).optional(),
};

const column = z.strictObject({ ...ofLine, type: z.enum(lineTypes) }).refine(...choicesOfAChoice());

const field = z
  .strictObject({
    ...ofLine,
    type: z.enum([...lineTypes, 'person', 'list', 'table']),
    hint: line.optional(),
    default: z.string().optional(),
    /** Of a table, in the order of the page. */
    columns: z.array(column).min(1).max(6).refine(distinctKeys, 'two columns have the same key').optional(),
    /** Lines of a list, rows of a table. */
    most: z.int().min(1).max(60).optional(),
  })
  .refine(...choicesOfAChoice())
  .refine(
    (spec) => (spec.type === 'table') === (spec.columns !== undefined),
    'columns belong to a table, and to it alone',
  )
  .refine(
    (spec) => spec.most === undefined || ['list', 'table'].includes(spec.type),
    '“most” belongs to a list or a table',
  )
  .refine(
    (spec) => spec.max === undefined || ['text', 'list'].includes(spec.type),
    '“max” belongs to a text or a list',
  )
  .superRefine((spec, context) => {
    const fault = faultOfDefault(spec);
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['default'], message: fault });
  });

const ofSection = {
  key: sectionKey,
  title: line,
  guidance: line,
  required: z.boolean().default(true),
  locked: z.boolean().default(false),
  start: startText.default([]),
};

const annex = z.strictObject(ofSection).refine(...textOfALocked());

/** `part: annex` is how an annex was declared before annexes had a place of their own. */
const section = z
  .strictObject({ ...ofSection, part: z.enum(['letter', 'annex']).default('letter') })
  .refine(...textOfALocked());

/** Who a letter comes from, under the name of the time: `from` is the first day of that name. */
const issuer = z.strictObject({
  from: z.iso.date().optional(),
  heading: line,
  /** The service, line by line as it is printed. */
  mission: z.array(line).min(1),
});

export const manifestSchema = z
  .strictObject({
    name: sectionKey,
    version: z.string().regex(/^\d+(\.\d+)*$/, 'a version is numbers and points'),
    title: line,
    /** What it is for, in a sentence: who begins an instruction chooses by it. */
    purpose: line.optional(),
    kind: z.enum(['circular', 'instruction', 'note', 'letter']),
    /** Whether one year may have several of them. */
    recurrence: z.enum(['yearly', 'several']).default('yearly'),
    /** Written to amend another act: a rectificatif that leaves the first text standing begins from it. */
    amends: z.boolean().default(false),
    /** What the credits are entered by. */
    credits: z.enum(['regions', 'departments']).optional(),
    /** Name of the circuit of visas that is proposed first. */
    circuit: line.optional(),
    lang: z
      .string()
      .regex(/^[a-z]{2}$/)
      .default('fr'),
    /** The document's own title, with `{field}` in it. */
    documentTitle: line,
    fields: z
      .array(field)
      .refine(distinctKeys, 'two fields have the same key')
      .refine(
        (fields) => fields.some((spec) => spec.key === 'year' && spec.type === 'year'),
        'a template has a field “year”, of the type year',
      ),
    issuers: z.array(issuer).default([]),
    sections: z.array(section).min(1),
    /** After the letter, in this order. */
    annexes: z.array(annex).default([]),
  })
  .superRefine((manifest, context) => {
    const { sections, annexes } = manifest;
    const keys = new Set<string>();
    for (const [list, specs] of Object.entries({ sections, annexes }))
      specs.forEach((spec, index) => {
        if (keys.has(spec.key))
          context.addIssue({
            code: 'custom',
            path: [list, index, 'key'],
            message: `two sections have the same key “${spec.key}”`,
          });
        keys.add(spec.key);
      });
    for (const { path, message } of faultsOfVariables(manifest))
      context.addIssue({ code: 'custom', path, message });
  })
  .transform(({ sections, annexes, ...manifest }) => ({
    ...manifest,
    /** Those of the letter, and the annexes. */
    sections: [...sections, ...annexes.map((spec) => ({ ...spec, part: 'annex' as const }))],
  }));

function choicesOfAChoice(): [(spec: { type: string; choices?: string[] | undefined }) => boolean, string] {
  return [
    (spec) => (spec.type === 'choice') === (spec.choices !== undefined),
    'choices belong to a choice, and to it alone',
  ];
}

function textOfALocked(): [(spec: { locked: boolean; start: unknown[] }) => boolean, string] {
  return [
    ({ locked, start }) => !locked || start.length > 0,
    'a locked section has no text: nobody could write it, give it a start',
  ];
}

function distinctKeys(specs: { key: string }[]): boolean {
  return new Set(specs.map((spec) => spec.key)).size === specs.length;
}
