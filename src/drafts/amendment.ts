import type { FieldError } from '../kernel/outcome.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Content } from './content.ts';
import { letterDateField, type State } from './instruction.ts';
import type { AmendmentNotice, FieldSpec, InstructionTemplate } from './ports.ts';
import { emptyDoc, toStoredText } from './section-text.ts';

/** `replaces`: the first text does not apply any more. `amends`: both apply together. */
export const relations = ['replaces', 'amends'] as const;
export type Relation = (typeof relations)[number];

/** A text that corrects another one, and where it stands in its chain. */
export interface Amendment {
  instructionId: string;
  correctsId: string;
  /** Of the corrected act's signed file. */
  correctedSha256: string;
  relation: Relation;
  /** The first text of the chain; `number` counts its rectificatifs from 1. */
  originId: string;
  number: number;
  begunAt: string;
  begunBy: string;
  /** When its campaign was opened; null before: nothing is replaced yet. */
  sentAt: string | null;
}

/** The field of every rectificatif, beside those of its template: what changes, in one paragraph. */
export const changesField = 'changes';
export const longestChanges = 1000;

// They name one letter: another one has its own.
const ofOneLetter = [letterDateField, 'acknowledgementDeadline', 'reference', 'nor'];

/** The template of the corrected text with the field that says what changes; nothing of the letter is required to amend. */
export function toAmendmentTemplate(
  template: InstructionTemplate,
  relation: Relation,
  messages: Messages,
): InstructionTemplate {
  const changes: FieldSpec = {
    key: changesField,
    label: messages('drafts.amendment.changes'),
    hint: messages('drafts.amendment.changes-hint'),
    type: 'text',
    required: true,
    max: longestChanges,
  };
  const sections =
    relation === 'replaces'
      ? template.sections
      : template.sections.map((section) => ({ ...section, required: false }));
  return { ...template, fields: [changes, ...template.fields], sections };
}

/** What a rectificatif begins with: the text that it replaces, or the same letter without a word. */
export function startingAmendment(
  template: InstructionTemplate,
  corrected: Content,
  { relation, changes }: { relation: Relation; changes: string },
): Content {
  const fields: Content['fields'] = { [changesField]: changes };
  for (const { key } of template.fields)
    fields[key] = ofOneLetter.includes(key) ? '' : (corrected.fields[key] ?? '');
  const empty = toStoredText(emptyDoc());
  const sections = Object.fromEntries(
    template.sections.map(({ key, locked }) => [
      key,
      relation === 'replaces' || locked ? (corrected.sections[key] ?? empty) : empty,
    ]),
  );
  return { fields, sections };
}

/** What is known of a text that someone wants to correct. */
export interface Correctable {
  state: State;
  /** What replaced it, signed and sent. */
  replacedBy?: { title: string } | undefined;
  /** Whether people recorded that another act repeals it. */
  isRepealed?: boolean;
  /** The rectificatif of it that is being written. */
  underWay?: { title: string } | undefined;
}

/** Why a text cannot be corrected now, beside the choice of what the rectificatif does. */
export function faultOfCorrection({
  state,
  replacedBy,
  isRepealed = false,
  underWay,
}: Correctable): FieldError | undefined {
  const field = 'relation';
  if (state !== 'dispatched' && state !== 'closed')
    return { field, key: `drafts.amendment.not-sent-${state === 'signed' ? 'signed' : 'draft'}` };
  if (replacedBy !== undefined)
    return { field, key: 'drafts.amendment.already-replaced', params: replacedBy };
  if (isRepealed) return { field, key: 'drafts.amendment.repealed' };
  if (underWay !== undefined) return { field, key: 'drafts.amendment.under-way', params: underWay };
  return undefined;
}

/** What is printed of the corrected act, and told in the data inside of the PDF. */
export function noticeOf(
  {
    title,
    relation,
    corrected,
  }: { title: string; relation: Relation; corrected: AmendmentNotice['corrected'] },
  { fields }: Content,
): AmendmentNotice {
  return { relation, title, corrected, changes: fields[changesField] ?? '' };
}
