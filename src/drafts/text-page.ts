import type { Messages } from '../kernel/messages.ts';
import { readStoredText, type Content } from './content.ts';
import type { SectionSpec } from './ports.ts';
import type { KnownParts } from './template-updates/known-parts.ts';
import type { KeptAsideText } from './revisions-store.ts';
import { readForEditor } from './working-copies/working-copy.ts';
import { toHtml, type Places } from './section-html.ts';
import { isBlank, isPlain, parseSectionText, toPlainText, toStoredText } from './section-text.ts';

/** A section as the form shows it: JSON for the editor, paragraphs or a reading for the form without it. */
export function sectionModel(
  messages: Messages,
  spec: SectionSpec,
  content: Content,
  typed: Record<string, string>,
  places: Places,
) {
  const standing = readStoredText(content.sections[spec.key]);
  // A text that may not be saved as it is can still be mended in the editor: a blank note, a table being made.
  const document = readForEditor(typed[`sections[${spec.key}]`] ?? '') ?? standing;
  const blank = isBlank(document);
  return {
    key: spec.key,
    /** As the printed document names it. */
    place: `${spec.part === 'annex' ? 'annexe' : 'rubrique'}-${spec.key}`,
    title: spec.title,
    guidance: spec.guidance,
    locked: spec.locked,
    json: toStoredText(document),
    html: toHtml(document, { ...places, lower: 1 }),
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
  template: KnownParts,
  names: ReadonlyMap<string, string>,
  places: Places,
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
    mayTakeBack: kept.cause === 'conflict' || kept.cause === 'other-screen',
    ...(document?.ok === true
      ? { html: toHtml(document.value, { ...places, lower: 1 }) }
      : { raw: kept.content }),
  };
}
