import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import { singleLine } from '../web/fields.ts';
import { capacities } from './acknowledgement.ts';

const words = (message: string) =>
  singleLine(120).pipe(z.string().refine((value) => /\p{L}/u.test(value), message));

/** What whoever acknowledges types, the same on the page that a mail's link opens and on the office's own. */
export const acknowledgementForm = z.object({
  name: words('acknowledgements.name.no-letter'),
  function: words('acknowledgements.function.no-letter'),
  capacity: z.enum(capacities, { error: 'acknowledgements.capacity.missing' }),
  formKey: z
    .string({ error: 'acknowledgements.form-key.invalid' })
    .regex(/^[\w-]{20,64}$/, 'acknowledgements.form-key.invalid'),
});

/** « Ce champ est à remplir » says too little in a summary of several fields. */
export function namedFault(error: FieldError): FieldError {
  return error.key === 'form.required' ? { ...error, key: `acknowledgements.${error.field}.missing` } : error;
}
