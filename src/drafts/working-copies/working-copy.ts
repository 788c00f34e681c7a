import { Node } from 'prosemirror-model';
import type { FieldError } from '../../kernel/outcome.ts';
import type { Content } from '../content.ts';
import { partsOf, readPart, withParts, type Part } from '../parts.ts';
import type { InstructionTemplate } from '../ports.ts';
import { findShapeFault } from '../section-text-shape.ts';
import { readSubmission, type Submission } from '../submission.ts';
import { splitName } from '../text-controls.ts';
import { textSchema } from '../text-schema.ts';
import { byPart } from './typing.ts';
import type { TypedPart } from './working-copies-store.ts';

/** A part that this person changed, and that someone saved otherwise since. */
export interface Conflict {
  part: Part;
  /** What both changed it from. */
  baseRevision: number;
  mine: string;
  theirs: string;
}

/** What a person works on: what stands, with what they typed in its place. */
export interface WorkingText {
  content: Content;
  /** What was typed and could not be read, by the form's own names: it is shown as it was typed. */
  typed: Record<string, string>;
  errors: FieldError[];
  conflicts: Conflict[];
  /** Texts that the editor cannot show, even faulty. */
  unread: TypedPart[];
  /** When the last of it was typed; undefined when nothing was, or when all of it has been saved since. */
  typedAt?: string;
}

interface Reading {
  /** The part that it is, when the template has it. */
  part?: Part;
  /** As it would be stored; none when a save would refuse it. */
  value?: string;
  errors: FieldError[];
  /** False when it is what it was changed from. */
  isChanged: boolean;
}

type TypedControl = Pick<TypedPart, 'control' | 'content'>;

/** All that was typed of one part against the schema, over the content that it was changed from. */
export function readTyped(
  template: InstructionTemplate,
  base: Content,
  name: string,
  typed: readonly TypedControl[],
): Reading {
  const part = partsOf(template).find((each) => each.name === name);
  if (part === undefined) return { errors: [{ field: name, key: 'form.invalid' }], isChanged: true };
  const read = readSubmission(template, underTyped(base, part, typed), toSubmission(typed));
  if (read.errors.length > 0) return { part, errors: read.errors, isChanged: true };
  const value = readPart(read.content, part);
  return { part, value, errors: [], isChanged: value !== readPart(base, part) };
}

/** Several controls are the whole of a field: a row that was taken away must not come back from below. */
function underTyped(base: Content, part: Part, typed: readonly TypedControl[]): Content {
  return typed.some(({ control }) => control.includes('.')) ? withParts(base, [{ part, value: '' }]) : base;
}

/** Typed controls as a save takes them, on the first revision until the caller says on which. */
export function toSubmission(typed: readonly TypedControl[]) {
  const submission = { baseRevision: 1, fields: {}, sections: {}, plain: {} } satisfies Submission;
  for (const { control, content } of typed) {
    const [form, key] = splitName(control) ?? [];
    if (form !== undefined) Object.assign(submission[form], { [key as string]: content });
  }
  return submission;
}

/** What a person works on, from what they typed, the revisions that it was typed on, and what stands. Pure. */
export function toWorkingText(
  template: InstructionTemplate,
  typed: readonly TypedPart[],
  { standing, revisions }: { standing: Content; revisions: ReadonlyMap<number, Content> },
): WorkingText {
  const text: WorkingText = { content: standing, typed: {}, errors: [], conflicts: [], unread: [] };
  for (const [name, controls] of byPart(typed, ({ control }) => control)) {
    const baseRevision = Math.min(...controls.map((each) => each.baseRevision));
    const base = revisions.get(baseRevision) ?? standing;
    const { part, value: mine, errors, isChanged } = readTyped(template, base, name, controls);
    if (part === undefined) text.unread.push(...controls);
    if (part === undefined || !isChanged || mine === readPart(standing, part)) continue;
    const last =
      controls
        .map(({ typedAt }) => typedAt)
        .toSorted()
        .at(-1) ?? '';
    if (last > (text.typedAt ?? '')) text.typedAt = last;
    text.errors.push(...errors);
    if (mine !== undefined) text.content = withParts(text.content, [{ part, value: mine }]);
    else for (const each of controls) showAsTyped(text, each);
    const theirs = readPart(standing, part);
    if (readPart(base, part) !== theirs)
      text.conflicts.push({
        ...{ part, baseRevision, theirs },
        mine: mine ?? controls.map(({ content }) => content).join('\n'),
      });
  }
  return text;
}

function showAsTyped(text: WorkingText, typed: TypedPart): void {
  text.typed[typed.control] = typed.content;
  if (isUnread(typed)) text.unread.push(typed);
}

/** True of a text that the editor cannot show, even to be mended. */
export function isUnread({ control, content }: TypedControl): boolean {
  return control.startsWith('sections[') && readForEditor(content) === undefined;
}

/** A text that the editor can show, though it may not be saved as it is: a blank note, a table being made. */
export function readForEditor(json: string): Node | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (findShapeFault(value) !== undefined) return undefined;
    const document = Node.fromJSON(textSchema, value);
    document.check();
    return document;
  } catch {
    return undefined;
  }
}
