import { linesOfField } from '../../kernel/typed-field.ts';
import { readStoredText } from '../content.ts';
import { pagePlaces } from '../images/page-places.ts';
import type { Instruction } from '../instructions.ts';
import { addressOf, type DraftsRoutesDeps } from '../page-frame.ts';
import type { InstructionTemplate } from '../ports.ts';
import type { Revision } from '../revisions-store.ts';
import { toHtml } from '../section-html.ts';
import { written } from './history.ts';

/** One revision as it was, to be read. */
export async function revisionModel(
  { messages, namesOf }: Pick<DraftsRoutesDeps, 'messages' | 'namesOf'>,
  { slug, revision: last }: Instruction,
  pinned: InstructionTemplate,
  revision: Revision,
) {
  const { number, savedAt, savedBy } = revision;
  const { template } = written(pinned, revision);
  const names = await namesOf([savedBy]);
  const places = pagePlaces(slug, pinned, messages);
  return {
    number,
    savedAt,
    savedBy: names.get(savedBy) ?? messages('journal.erased'),
    isLast: number === last,
    ...(number === 1 ? {} : { before: addressOf(slug, `/historique/${number - 1}/${number}`) }),
    ...(number === last ? {} : { now: addressOf(slug, `/historique/${number}/${last}`) }),
    fields: template.fields.map((spec) => ({
      label: spec.label,
      lines: linesOfField(spec, revision.fields[spec.key] ?? '').map((line) => ({ line })),
    })),
    sections: template.sections.map(({ key, title }) => ({
      key,
      title,
      html: toHtml(readStoredText(revision.sections[key]), { ...places, lower: 2 }),
    })),
  };
}
