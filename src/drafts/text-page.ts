import type { Messages } from '../kernel/messages.ts';
import { readStoredText, type Content } from './content.ts';
import type { FieldSpec, InstructionTemplate, SectionSpec } from './ports.ts';
import type { KeptAsideText } from './revisions-store.ts';
import { toHtml } from './section-html.ts';
import { isBlank, isPlain, parseSectionText, toPlainText, toStoredText } from './section-text.ts';

/** What the form's field shows: what was typed when it was refused, what stands otherwise. */
export function fieldModel(spec: FieldSpec, content: Content, typed: Record<string, string>) {
  const name = `fields[${spec.key}]`;
  const value = typed[name] ?? content.fields[spec.key] ?? '';
  return {
    name,
    label: spec.label,
    value,
    required: spec.required,
    fixed: spec.key === 'year',
    isChoice: spec.type === 'choice',
    choices: (spec.choices ?? []).map((choice) => ({
      value: choice,
      label: choice,
      selected: choice === value,
    })),
    inputType: inputTypeOf(spec, value),
    hint: spec.hint ?? '',
    maximum: String(spec.max ?? 200),
  };
}

// A browser empties a date field whose value is not a day: what was typed would be lost.
function inputTypeOf(spec: FieldSpec, value: string): string {
  return spec.type === 'date' && /^(\d{4}-\d{2}-\d{2})?$/.test(value) ? 'date' : 'text';
}

/** A section as the form shows it: JSON for the editor, paragraphs or a reading for the form without it. */
export function sectionModel(
  messages: Messages,
  spec: SectionSpec,
  content: Content,
  typed: Record<string, string>,
) {
  const standing = readStoredText(content.sections[spec.key]);
  const retyped = parseSectionText(typed[`sections[${spec.key}]`]);
  const document = retyped.ok ? retyped.value : standing;
  const blank = isBlank(document);
  return {
    key: spec.key,
    title: spec.title,
    guidance: spec.guidance,
    locked: spec.locked,
    json: toStoredText(document),
    html: toHtml(document, { lower: 1 }),
    isPlain: isPlain(standing),
    plain: typed[`plain[${spec.key}]`] ?? toPlainText(document),
    badgeKind: blank && spec.required ? 'warning' : blank ? 'info' : 'success',
    badgeLabel: messages(`drafts.section.${blank ? (spec.required ? 'to-write' : 'empty') : 'written'}`),
  };
}

/** A text kept aside, with what it was and why, readable and copiable. */
export function keptModel(
  messages: Messages,
  kept: KeptAsideText,
  template: InstructionTemplate,
  names: ReadonlyMap<string, string>,
) {
  const key = /\[(.+)\]$/.exec(kept.part)?.[1];
  const label =
    template.fields.find((field) => field.key === key)?.label ??
    template.sections.find((section) => section.key === key)?.title ??
    kept.part;
  const document = kept.part.startsWith('sections[') ? parseSectionText(kept.content) : undefined;
  return {
    id: kept.id,
    label,
    cause: messages(`drafts.kept.${kept.cause}`, { revision: kept.baseRevision }),
    by: names.get(kept.keptBy) ?? messages('journal.erased'),
    at: kept.keptAt,
    mayTakeBack: kept.cause === 'conflict',
    ...(document?.ok === true ? { html: toHtml(document.value, { lower: 1 }) } : { raw: kept.content }),
  };
}
