import { toHtml } from '../../src/drafts/section-html.ts';
import { parseSectionText } from '../../src/drafts/section-text.ts';
import type { DocumentInput, InstructionTemplate } from '../../src/render/render.ts';

/** The annual instruction as it starts, its fields filled in by people who do not exist. */
export function chefsDeProjets(
  template: InstructionTemplate,
  changes: Partial<DocumentInput> = {},
): DocumentInput {
  const defaults = Object.fromEntries(
    template.fields.map((field) => [field.key, (field.default ?? '').replaceAll('{year}', '2027')]),
  );
  const fields = {
    ...defaults,
    year: '2027',
    letterDate: '2026-12-07',
    contactName: 'Camille Roussel',
    contactFunction: 'Chargée de mission',
    contactTelephone: '01 99 00 00 00',
    contactMail: 'camille.roussel@mildeca.example',
    acknowledgementDeadline: '2026-12-21',
    signatoryFirstName: 'Claude',
    signatoryLastName: 'Vasseur',
  };
  const sections = template.sections.map(({ key, title, start }) => {
    const parsed = parseSectionText(start);
    if (!parsed.ok) throw new Error(`the starting text of ${key} is refused`);
    return { key, title, html: toHtml(parsed.value) };
  });
  return { template, fields, sections, mark: 'frozen', demonstration: true, ...changes };
}
