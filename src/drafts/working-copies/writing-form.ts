import { z } from 'zod';
import type { SavingTyped } from './saving-typed.ts';
import type { Typing } from './typing.ts';

/** A form of the text may be this large: a schema says better than a limit what is too long in it. */
export const largestForm = { maxBytes: 12_000_000, maxFields: 3_000 };

/** What a column of the database holds, on each engine. */
const largestNumber = 2_147_483_647;
const number = z.coerce
  .number<string | number>({ error: 'form.invalid' })
  .int('form.invalid')
  .max(largestNumber, 'form.invalid');
const revision = number.min(1, 'form.invalid');
/** Word for word, but for NUL, which is no character and which PostgreSQL does not keep. */
const words = z
  .string()
  .max(4_000_000, 'form.too-long')
  .transform((text) => text.replaceAll('\0', ''));
const name = (longest: number) => z.string().regex(new RegExp(`^[\\w.:[\\]-]{1,${longest}}$`));
const texts = z.record(name(60), words).default({});
const screen = {
  revision,
  screen: name(60).or(z.literal('')).default(''),
  seen: name(30).or(z.literal('')).default(''),
  turn: number.min(0, 'form.invalid').default(0),
  /** By the part's name without its brackets, which a form's own names would take apart: `fields:subject`. */
  bases: z.record(name(80), revision).default({}),
};
const choices = z.record(name(80), z.enum(['mine', 'theirs'])).default({});

/** The form itself, sent whole by its button. */
export const writingForm = z.object({ ...screen, choices, fields: texts, sections: texts, plain: texts });

/** What the page sends as it is typed, and when it saves: the controls of the parts that changed. */
export const writingBody = z.object({
  ...screen,
  choices,
  /** Who opened the page: another person may have signed in since, in the same browser. */
  writer: z.string().max(60),
  controls: z.record(name(80), words),
});

export type WritingForm = z.infer<typeof writingForm>;
export type WritingBody = z.infer<typeof writingBody>;

/** `fields[subject]`, as a form can carry it inside another name. */
export function carriedName(part: string): string {
  return part.replace('[', ':').replace(']', '');
}

const partNames = <T>(carried: Record<string, T>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(carried).map(([name, value]) => [name.replace(/^(\w+):(.*)$/, '$1[$2]'), value]),
  );

/** What a sending says that was typed. */
export function typingOf(sent: WritingForm | WritingBody): Typing {
  const { revision: baseRevision, screen: page, seen, turn } = sent;
  const controls = 'controls' in sent ? sent.controls : controlsOf(sent);
  return { baseRevision, screen: page, seen, turn, bases: partNames(sent.bases), controls };
}

/** What a sending asks to be saved. */
export function savingOf(sent: WritingForm | WritingBody): SavingTyped {
  const { revision: baseRevision, screen: page, seen } = sent;
  return { baseRevision, screen: page, seen, choices: partNames(sent.choices) };
}

function controlsOf({ fields, sections, plain }: WritingForm): Record<string, string> {
  const named = Object.entries({ fields, sections, plain });
  return Object.fromEntries(
    named.flatMap(([form, values]) =>
      Object.entries(values).map(([key, value]): [string, string] => [`${form}[${key}]`, value]),
    ),
  );
}
