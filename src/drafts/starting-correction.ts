import { writePerson } from '../kernel/typed-field.ts';
import { changesField } from './amendment.ts';
import { contactOf } from './contact.ts';
import { startingContent, type Content } from './content.ts';
import { parseFields } from './fields.ts';
import type { InstructionTemplate } from './ports.ts';

// They say who writes, to whom, and who signs: those of the corrected letter.
const ofTheSender = [
  'issuingHeading',
  'author',
  'firstAddressees',
  'secondAddressees',
  'place',
  'signatoryFirstName',
  'signatoryLastName',
  'signatoryQuality',
  'signingCapacity',
  'delegationReference',
  'delegationValidFrom',
  'delegationValidUntil',
];

/**
 * What a rectificatif begins with in a template that is made for it: its starting texts, the corrected act
 * named, and the same people. Whom to write to is carried over whatever the older template held it in.
 */
export function startingCorrection(
  template: InstructionTemplate,
  corrected: { content: Content; title: string; signedOn: string; year: number },
  changes: string,
): Content {
  const { content, title, signedOn, year } = corrected;
  const begins = startingContent(template, year);
  const known: Content['fields'] = {
    ...Object.fromEntries(ofTheSender.map((key) => [key, content.fields[key] ?? ''])),
    contact: writePerson(contactOf(content.fields)),
    correctedTitle: title,
    correctedOn: signedOn,
  };
  const fields: Content['fields'] = { ...begins.fields, [changesField]: changes };
  for (const spec of template.fields) {
    const value = known[spec.key] ?? '';
    if (value !== '' && parseFields([spec], { [spec.key]: value }).ok) fields[spec.key] = value;
  }
  return { fields, sections: begins.sections };
}
