import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import type { FieldSpec, InstructionTemplate, SectionSpec } from '../ports.ts';

/** What a part of a template is changed in; each has its French word. */
export type Aspect =
  | 'label'
  | 'type'
  | 'required'
  | 'hint'
  | 'default'
  | 'choices'
  | 'columns'
  | 'length'
  | 'guidance'
  | 'locked'
  | 'place'
  | 'start';

export interface PartDifference {
  kind: 'field' | 'section';
  key: string;
  title: string;
  state: 'added' | 'removed' | 'changed';
  /** Of a changed one. */
  aspects: Aspect[];
}

export interface TemplateDifferences {
  parts: PartDifference[];
  /** The printed document, its body or its style, is not what it was. */
  layout: boolean;
  /** What the credits are entered by, or the circuit that is proposed first. */
  settings: boolean;
}

/** What two versions of a template differ in, as far as a text that is written in them is concerned. Pure. */
export function differencesBetween(
  before: InstructionTemplate,
  after: InstructionTemplate,
): TemplateDifferences {
  return {
    parts: [
      ...partsOf('field', before.fields, after.fields, aspectsOfField, ({ label }) => label),
      ...partsOf('section', before.sections, after.sections, aspectsOfSection, ({ title }) => title),
    ],
    layout: documentOf(before) !== documentOf(after) || before.documentTitle !== after.documentTitle,
    settings: before.credits !== after.credits || before.circuit !== after.circuit,
  };
}

/** True when taking the update would change nothing: a new purpose, a version, a comment in its file. */
export function isNothing({ parts, layout, settings }: TemplateDifferences): boolean {
  return parts.length === 0 && !layout && !settings;
}

function partsOf<Spec extends { key: string }>(
  kind: PartDifference['kind'],
  before: readonly Spec[],
  after: readonly Spec[],
  aspectsOf: (before: Spec, after: Spec) => Aspect[],
  titleOf: (spec: Spec) => string,
): PartDifference[] {
  const orderBefore = before.map(({ key }) => key).filter((key) => after.some((spec) => spec.key === key));
  const orderAfter = after.map(({ key }) => key).filter((key) => before.some((spec) => spec.key === key));
  const there = after.flatMap((spec): PartDifference[] => {
    const old = before.find(({ key }) => key === spec.key);
    const part = { kind, key: spec.key, title: titleOf(spec) };
    if (old === undefined) return [{ ...part, state: 'added', aspects: [] }];
    const moved = orderBefore.indexOf(spec.key) !== orderAfter.indexOf(spec.key);
    const aspects = [...aspectsOf(old, spec), ...(moved ? (['place'] as const) : [])];
    return aspects.length === 0 ? [] : [{ ...part, state: 'changed', aspects: [...new Set(aspects)] }];
  });
  const gone = before
    .filter(({ key }) => !after.some((spec) => spec.key === key))
    .map((spec): PartDifference => ({
      kind,
      key: spec.key,
      title: titleOf(spec),
      state: 'removed',
      aspects: [],
    }));
  return [...there, ...gone];
}

function aspectsOfField(before: FieldSpec, after: FieldSpec): Aspect[] {
  return aspectsIn(before, after, {
    label: 'label',
    type: 'type',
    required: 'required',
    hint: 'hint',
    default: 'default',
    choices: 'choices',
    columns: 'columns',
    max: 'length',
    most: 'length',
  });
}

function aspectsOfSection(before: SectionSpec, after: SectionSpec): Aspect[] {
  return aspectsIn(before, after, {
    title: 'label',
    guidance: 'guidance',
    required: 'required',
    locked: 'locked',
    part: 'place',
    start: 'start',
  });
}

function aspectsIn<Spec extends object>(
  before: Spec,
  after: Spec,
  names: Partial<Record<keyof Spec, Aspect>>,
): Aspect[] {
  return (Object.entries(names) as [keyof Spec, Aspect][])
    .filter(([key]) => textOf(before[key]) !== textOf(after[key]))
    .map(([, aspect]) => aspect);
}

/** Equal values, whatever the order of their keys, have one text. */
function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value as Json);
}

/** The body and the style, which the source holds beside the manifest. */
function documentOf({ source }: InstructionTemplate): string {
  const { body = '', css = '' } = JSON.parse(source) as { body?: string; css?: string };
  return JSON.stringify([body, css]);
}
