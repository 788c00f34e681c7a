import type { Content } from './content.ts';
import { partsOf, readPart, withParts, type Part } from './parts.ts';
import type { InstructionTemplate } from './ports.ts';
import type { Submission } from './submission.ts';

export interface Merged {
  /** What stands, with what this person changed in its place. In a conflict, what stands. */
  content: Content;
  /** What both changed, each in their own way. */
  conflicts: Part[];
  /** True when it holds something that another person saved since. */
  others: boolean;
}

/**
 * Puts together what a person changed from `base` and what others saved since (`standing`), part by part:
 * only a part that both changed otherwise is left for a person to settle. Pure.
 */
export function mergeContents(
  template: InstructionTemplate,
  { base, mine, standing }: Record<'base' | 'mine' | 'standing', Content>,
): Merged {
  const parts = partsOf(template);
  const changed = (part: Part, content: Content) => readPart(content, part) !== readPart(base, part);
  const own = parts.filter((part) => changed(part, mine));
  const conflicts = own.filter(
    (part) => changed(part, standing) && readPart(mine, part) !== readPart(standing, part),
  );
  const taken = own.filter((part) => !conflicts.includes(part));
  return {
    content: withParts(
      standing,
      taken.map((part) => ({ part, value: readPart(mine, part) })),
    ),
    conflicts,
    others: parts.some(
      (part) => changed(part, standing) && readPart(mine, part) !== readPart(standing, part),
    ),
  };
}

/** What a submission was written on: each part as it was in the revision that it was changed from. Pure. */
export function baseOf(
  template: InstructionTemplate,
  { baseRevision, bases = {} }: Pick<Submission, 'baseRevision' | 'bases'>,
  revisions: ReadonlyMap<number, Content>,
): Content {
  const shown = revisions.get(baseRevision) ?? { fields: {}, sections: {} };
  const earlier = partsOf(template).flatMap((part) => {
    const content = revisions.get(bases[part.name] ?? baseRevision);
    return content === undefined ? [] : [{ part, value: readPart(content, part) }];
  });
  return Object.keys(bases).length === 0 ? shown : withParts(shown, earlier);
}

/** What a person changed and that does not stand, by the form's own names: what a refusal must not lose. */
export function changesOf(
  template: InstructionTemplate,
  { base, mine, standing }: Record<'base' | 'mine' | 'standing', Content>,
): { part: string; content: string }[] {
  return partsOf(template)
    .filter((part) => ![readPart(base, part), readPart(standing, part)].includes(readPart(mine, part)))
    .map((part) => ({ part: part.name, content: readPart(mine, part) }));
}
