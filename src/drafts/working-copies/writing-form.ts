import { z } from 'zod';
import type { SavingTyped } from './saving-typed.ts';
import type { Typing } from './typing.ts';

/** A form of the text may be this large: a schema says better than a limit what is too long in it. */
export const largestForm = { maxBytes: 12_000_000, maxFields: 3_000 };

const number = z.coerce.number<string | number>({ error: 'form.invalid' }).int('form.invalid');
const revision = number.min(1, 'form.invalid');
const texts = z.record(z.string().max(60), z.string().max(4_000_000, 'form.too-long')).default({});
const screen = {
  revision,
  screen: z.string().max(60).default(''),
  seen: z.string().max(30).default(''),
  turn: number.min(0, 'form.invalid').default(0),
  /** By the part's name without its brackets, which a form's own names would take apart: `fields:subject`. */
  bases: z.record(z.string().max(80), revision).default({}),
};
const choices = z.record(z.string().max(80), z.enum(['mine', 'theirs'])).default({});

/** The form itself, sent whole by its button. */
export const writingForm = z.object({ ...screen, choices, fields: texts, sections: texts, plain: texts });

/** What the page sends as it is typed, and when it saves: the controls of the parts that changed. */
export const writingBody = z.object({
  ...screen,
  choices,
  /** Who opened the page: another person may have signed in since, in the same browser. */
  writer: z.string().max(60),
  controls: z.record(z.string().max(80), z.string().max(4_000_000, 'form.too-long')),
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
