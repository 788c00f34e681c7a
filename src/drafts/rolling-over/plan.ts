import { linesOfField } from '../../kernel/typed-field.ts';
import { changesField } from '../amendment.ts';
import { readStoredText, startingContent, type Content } from '../content.ts';
import { anchorText } from '../passages/anchor-text.ts';
import type { FieldSpec, InstructionTemplate } from '../ports.ts';
import { isBlank } from '../section-text.ts';
import { rollField } from './shifting.ts';
import { findYearBound, type YearBoundKind } from './year-bound.ts';

/** A passage to look at again, as the passages of a text are marked. */
export interface RolledPassage {
  /** `fields[key]` or `sections[key]`. */
  part: string;
  kind: YearBoundKind;
  /** Offsets in the part's anchor text; without them, all of it. */
  from?: number;
  to?: number;
}

/** What a roll-over will write, and what it will say of it. */
export interface Plan {
  content: Content;
  passages: RolledPassage[];
  /** Titles of the fields and sections that are taken from last year's text. */
  copied: string[];
  /** Titles of those that nobody had changed, or that are new: they begin with today's template. */
  begun: string[];
  emptied: string[];
  shifted: { title: string; before: string; after: string }[];
  /** What today's template has no place for: kept aside and shown. */
  keptAside: { part: string; title: string; content: string }[];
}

/**
 * Last year's text in today's template: sections matched by their key, the year and the days shifted, the
 * letter's own numbers emptied, and every passage listed that carries a date, an amount or a year. Pure.
 */
export function planRollOver(
  before: { template: InstructionTemplate; content: Content; year: number },
  today: { template: InstructionTemplate; year: number },
): Plan {
  const { template } = today;
  const began = startingContent(before.template, before.year);
  const begins = startingContent(template, today.year);
  const plan: Plan = {
    content: { fields: { ...begins.fields }, sections: { ...begins.sections } },
    ...{ passages: [], copied: [], begun: [], emptied: [], shifted: [], keptAside: [] },
  };
  for (const spec of template.fields) rollOneField(plan, spec, { before, began, begins, year: today.year });
  for (const { key, title, locked } of template.sections) {
    const old = before.content.sections[key];
    const isUnchanged = old === undefined || old === began.sections[key];
    if (!locked && !isUnchanged) plan.content.sections[key] = old;
    (locked || isUnchanged ? plan.begun : plan.copied).push(title);
    if (!locked) plan.passages.push(...passagesOfSection(key, plan.content.sections[key] ?? ''));
  }
  plan.keptAside.push(...withoutPlace(before, template));
  return plan;
}

function rollOneField(
  plan: Plan,
  spec: FieldSpec,
  given: {
    before: { template: InstructionTemplate; content: Content; year: number };
    began: Content;
    begins: Content;
    year: number;
  },
): void {
  const { key, label: title } = spec;
  const old = given.before.template.fields.find((candidate) => candidate.key === key);
  const value = given.before.content.fields[key] ?? '';
  const part = `fields[${key}]`;
  const rolled = rollField(
    spec,
    { old, value, began: given.began.fields[key] ?? '', begins: given.begins.fields[key] ?? '' },
    { from: given.before.year, to: given.year },
  );
  if (rolled.how === 'displaced') plan.keptAside.push({ part, title, content: value });
  else if (rolled.how === 'emptied') {
    plan.content.fields[key] = '';
    plan.emptied.push(title);
  } else {
    plan.content.fields[key] = rolled.value;
    if (rolled.how === 'begun') plan.begun.push(...(rolled.value === '' ? [] : [title]));
    else {
      plan.passages.push(...rolled.marks.map((mark) => ({ part, ...mark })));
      plan.copied.push(title);
    }
    if (rolled.how === 'shifted' && rolled.value !== value) {
      const read = (stored: string) => linesOfField(spec, stored).join(' ; ');
      plan.shifted.push({ title, before: read(value), after: read(rolled.value) });
    }
  }
}

function passagesOfSection(key: string, stored: string): RolledPassage[] {
  return findYearBound(anchorText(readStoredText(stored)).text).map(({ kind, from, to }) => ({
    part: `sections[${key}]`,
    ...{ kind, from, to },
  }));
}

/** Fields and sections of last year's text that today's template does not have, and that are not empty. */
function withoutPlace(
  { template: old, content }: { template: InstructionTemplate; content: Content },
  today: InstructionTemplate,
): Plan['keptAside'] {
  const isGone = (specs: readonly { key: string }[]) => (spec: { key: string }) =>
    !specs.some(({ key }) => key === spec.key);
  // What a rectificatif says of its own change belongs to it alone.
  const fields = old.fields
    .filter(({ key }) => key !== changesField)
    .filter(isGone(today.fields))
    .map((spec) => ({ spec, value: content.fields[spec.key] ?? '' }))
    .filter(({ value }) => value !== '')
    .map(({ spec: { key, label }, value }) => ({ part: `fields[${key}]`, title: label, content: value }));
  const sections = old.sections
    .filter(isGone(today.sections))
    .filter(({ key }) => !isBlank(readStoredText(content.sections[key])))
    .map(({ key, title }) => ({ part: `sections[${key}]`, title, content: content.sections[key] ?? '' }));
  return [...fields, ...sections];
}
