import { z } from 'zod';
import { optionalLine } from '../../web/fields.ts';
import type { Circuit, Definition, Step } from './circuit.ts';
import { mostSteps } from './circuit.ts';

// What is no number is none: the definition's own rules say what is wrong with it, and the form keeps the rest.
const whole = (otherwise: number) =>
  z.coerce.number<string>().int().min(0).max(99).default(otherwise).catch(otherwise);

/** A step as its fields are typed; one without a name, or ticked to be removed, is none. */
const typedStep = z.object({
  name: optionalLine(80),
  position: whole(99),
  kind: z.enum(['reviewers', 'outside']).default('reviewers'),
  body: optionalLine(120),
  needed: z
    .string()
    .regex(/^(all|\d{1,2})$/, 'form.invalid')
    .default('1'),
  reviewers: z.record(z.string().max(60), z.string()).default({}),
  remove: z.string().optional(),
});

export const circuitForm = z.object({
  name: optionalLine(80),
  version: whole(0),
  reminderAfter: whole(0),
  reminderEvery: whole(0),
  outsideAgain: z.string().optional(),
  steps: z.record(z.string().max(3), typedStep).default({}),
});

type Typed = z.infer<typeof circuitForm>;

/** The definition that was typed, its steps in the order of their positions. */
export function definitionOf(typed: Typed): Definition {
  const steps = Object.entries(typed.steps)
    .filter(([, step]) => step.name !== '' && step.remove === undefined)
    .sort(([one, a], [other, b]) => a.position - b.position || one.localeCompare(other))
    .map(([, step]): Step => {
      const { name, body } = step;
      if (step.kind === 'outside') return { kind: 'outside', name, body: body === '' ? name : body };
      const needed = step.needed === 'all' ? 'all' : Number(step.needed);
      return { kind: 'reviewers', name, reviewers: Object.keys(step.reviewers), needed };
    });
  return {
    steps,
    reminders: { after: typed.reminderAfter, every: typed.reminderEvery },
    asksOutsideAgain: typed.outsideAgain !== undefined,
  };
}

const neededChoices = ['1', 'all', '2', '3', '4', '5'];

/** The form as it is shown: a circuit's steps, and room for two more. */
export function formModel(
  { name, version, definition }: Pick<Circuit, 'name' | 'version' | 'definition'>,
  people: readonly { id: string; name: string }[],
  labelOf: (needed: string) => string,
) {
  const { steps, reminders, asksOutsideAgain } = definition;
  const blank: Step = { kind: 'reviewers', name: '', reviewers: [], needed: 1 };
  const room = Math.max(0, Math.min(steps.length === 0 ? 3 : 2, mostSteps - steps.length));
  const shown = [...steps, ...Array.from({ length: room }, () => blank)];
  return {
    name,
    version,
    reminderAfter: reminders.after,
    reminderEvery: reminders.every,
    outsideAgain: asksOutsideAgain,
    steps: shown.map((step, index) => {
      const reviewers = step.kind === 'reviewers' ? step.reviewers : [];
      const needed = step.kind === 'reviewers' ? String(step.needed) : '1';
      const choices = neededChoices.includes(needed) ? neededChoices : [...neededChoices, needed];
      return {
        // Not a bare number: a form's reader would take the steps for a list, and lose their names.
        key: `e${index}`,
        position: index + 1,
        name: step.name,
        isNew: step.name === '',
        isOutside: step.kind === 'outside',
        body: step.kind === 'outside' ? step.body : '',
        needed: choices.map((value) => ({ value, label: labelOf(value), selected: value === needed })),
        reviewers: people.map((person) => ({
          id: person.id,
          name: person.name,
          checked: reviewers.includes(person.id),
        })),
      };
    }),
  };
}
