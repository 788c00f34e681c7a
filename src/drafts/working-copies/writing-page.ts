import { newId } from '../../kernel/ids.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Content } from '../content.ts';
import { comparedPartModel } from '../history/compared-model.ts';
import { compareContents } from '../history/comparing.ts';
import type { InstructionTemplate } from '../ports.ts';
import { nameOfPart } from '../text-controls.ts';
import { carriedName } from './writing-form.ts';
import type { TypedPart } from './working-copies-store.ts';
import type { Conflict, WorkingText } from './working-copy.ts';

/** What the text's page says of the person's copy, and what it sends back with each of its sendings. */
export function writingModel(
  messages: Messages,
  template: InstructionTemplate,
  {
    working,
    standing,
    writer,
  }: { working: WorkingText & { parts: TypedPart[] }; standing: Content; writer: string },
) {
  const labelOf = (control: string) =>
    [
      ...template.fields.map(({ key, label }) => [`fields[${key}]`, label]),
      ...template.sections.map(({ key, title }) => [`sections[${key}]`, title]),
    ].find(([name]) => name === nameOfPart(control))?.[1] ?? control;
  return {
    writer,
    screen: newId(),
    seen:
      working.parts
        .map(({ typedAt }) => typedAt)
        .toSorted()
        .at(-1) ?? '',
    ...(working.typedAt === undefined ? {} : { copyAt: working.typedAt }),
    conflicts: working.conflicts.map((conflict) =>
      conflictModel(messages, template, { conflict, working, standing }),
    ),
    unread: working.unread.map(({ control, content }) => ({ label: labelOf(control), raw: content })),
  };
}

function conflictModel(
  messages: Messages,
  template: InstructionTemplate,
  { conflict, working, standing }: { conflict: Conflict; working: WorkingText; standing: Content },
) {
  const { part, baseRevision } = conflict;
  const alone = {
    fields: template.fields.filter(({ key }) => part.kind === 'fields' && key === part.key),
    sections: template.sections.filter(({ key }) => part.kind === 'sections' && key === part.key),
  };
  const [compared] = compareContents(
    { template: alone, content: standing },
    { template: alone, content: working.content },
  );
  const names = { before: messages('writing.side.theirs'), after: messages('writing.side.mine') };
  return {
    label: part.label,
    name: carriedName(part.name),
    base: String(baseRevision),
    href: part.kind === 'fields' ? `#champ-${part.name}` : `#rubrique-${part.key}`,
    ...(compared === undefined ? {} : { compared: comparedPartModel(messages, compared, names) }),
  };
}
