import { toHtml } from '../../src/drafts/section-html.ts';
import { startingContent } from '../../src/drafts/content.ts';
import { parseSectionText } from '../../src/drafts/section-text.ts';
import type { DocumentInput, InstructionTemplate } from '../../src/render/render.ts';

const contact = {
  name: 'Camille Roussel',
  function: 'Chargée de mission',
  telephone: '01 99 00 00 00',
  mail: 'camille.roussel@mildeca.example',
};

/** What each template asks besides what every letter does, filled in for a year that is over. */
const own: Record<string, Record<string, unknown>> = {
  'chefs-de-projets': {
    contactName: contact.name,
    contactFunction: contact.function,
    contactTelephone: contact.telephone,
    contactMail: contact.mail,
  },
  'instruction-cadre': {
    calendar: [
      {
        on: '2027-04-30',
        what: 'État des lieux partagé avec les partenaires',
        who: 'la région et le département',
      },
      { on: '2027-09-30', what: 'Feuille de route arrêtée et adressée à la mission', who: 'la région' },
      { on: '2027-12-15', what: 'Plan d’action arrêté et adressé à la région', who: 'le département' },
    ],
    partners: [
      'Rectorat et établissements scolaires',
      'Agence régionale de santé',
      'Associations de prévention',
    ],
  },
  'enquete-annuelle': {
    answerDeadline: '2027-09-15',
    surveyedAmount: '841241550',
    contents: [
      {
        part: 'Emploi des crédits',
        asked: 'Montants engagés et payés, action par action',
        who: 'le département',
      },
      { part: 'Répartition', asked: 'Critères suivis entre les départements', who: 'la région' },
      { part: 'Appréciation', asked: 'Ce que l’année a appris', who: 'la région et le département' },
    ],
    attachments: ['Questionnaire', 'Notice de remplissage'],
  },
  rectificatif: {
    correctedTitle: 'Instruction « Chefs de projets 2027 »',
    correctedOn: '2026-12-07',
    effectiveOn: '2027-02-01',
    corrections: [
      {
        place: 'Rubrique 4, deuxième alinéa',
        was: 'au plus tard le 31 mars',
        becomes: 'au plus tard le 30 avril',
      },
      { place: 'Annexe 1, troisième ligne', was: 'En été', becomes: 'À l’automne' },
    ],
    replacedAnnexes: ['Annexe « Répartition des crédits »'],
  },
};

/** A document of any of the templates as it starts, its fields filled in by people who do not exist. */
export function filledTemplate(
  template: InstructionTemplate,
  changes: Partial<DocumentInput> = {},
): DocumentInput {
  const content = startingContent(template, 2027);
  const given = {
    contact,
    letterDate: '2026-12-07',
    acknowledgementDeadline: '2026-12-21',
    signatoryFirstName: 'Claude',
    signatoryLastName: 'Vasseur',
    ...own[template.name],
  };
  for (const [key, value] of Object.entries(given))
    if (template.fields.some((field) => field.key === key))
      content.fields[key] = typeof value === 'string' ? value : JSON.stringify(value);
  const sections = template.sections.map(({ key, title }) => {
    const parsed = parseSectionText(content.sections[key]);
    if (!parsed.ok) throw new Error(`the starting text of ${key} is refused`);
    return { key, title, html: toHtml(parsed.value) };
  });
  return { template, fields: content.fields, sections, mark: 'frozen', demonstration: true, ...changes };
}
