import { compareTables, type Compared } from '../../allocations/allocations.ts';
import { comparisonModel, countChanges, stateLabel, type Instruction } from '../../drafts/instructions.ts';
import { formatAmount, formatDay, formatDifference, formatEvolution } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { ComparedTexts } from './comparison.ts';

/** The form that chooses the two texts; `outside`: how many exist that the reader's mission does not open. */
export function choiceModel(
  messages: Messages,
  given: { texts: readonly Instruction[]; outside: number; before: string; after: string },
) {
  const choices = (chosen: string) => [
    { value: '', label: messages('story.compare.choose'), selected: chosen === '' },
    ...given.texts.map(({ slug, title, year }) => ({
      value: slug,
      label: title.includes(String(year)) ? title : `${title} (${year})`,
      selected: slug === chosen,
    })),
  ];
  return {
    before: choices(given.before),
    after: choices(given.after),
    ...(given.outside === 0 ? {} : { outside: given.outside }),
  };
}

/** Two texts side by side: what differs in figures, then the letter's fields, the text, the credits. */
export function comparedModel(messages: Messages, { before, after, parts }: ComparedTexts) {
  const [left, right] = [sideModel(messages, before), sideModel(messages, after)];
  const names = namesOf(left, right);
  const counts = countChanges(parts);
  const of = (kind: 'field' | 'section') => {
    const own = parts.filter((part) => part.kind === kind);
    const { comparison } = comparisonModel(messages, own, names);
    const count = comparison.parts.length;
    const many = count === 0 ? 'none' : count === 1 ? 'one' : 'several';
    return { ...comparison, summary: messages(`story.compare.${kind}.${many}`, { count }) };
  };
  const order = ['same', 'edited', 'replaced', 'added', 'removed', 'moved', 'fields'] as const;
  return {
    title: messages('story.compare.title', { before: names.before, after: names.after }),
    ...{ left, right },
    swap: `/comparer/${right.slug}/${left.slug}`,
    isSame: left.slug === right.slug,
    figures: order.map((key) => ({
      value: counts[key],
      label: messages(`story.compare.count.${key}.${counts[key] > 1 ? 'several' : 'one'}`),
    })),
    fields: of('field'),
    sections: of('section'),
    credits: creditsModel(messages, { before, after, names }),
  };
}

function sideModel(messages: Messages, { instruction, seal, signedOn }: ComparedTexts['before']) {
  const { slug, title, year, state } = instruction;
  return {
    ...{ slug, title, year },
    href: `/instructions/${slug}`,
    dossier: `/instructions/${slug}/dossier`,
    state: stateLabel(messages, state, seal),
    ...(signedOn === undefined ? {} : { signedOn: formatDay(signedOn) }),
  };
}

/** The years, or the titles where the years say nothing: what the two columns are called. */
function namesOf(left: { year: number; title: string }, right: { year: number; title: string }) {
  if (left.year === right.year) return { before: left.title, after: right.title };
  return { before: String(left.year), after: String(right.year) };
}

function creditsModel(
  messages: Messages,
  {
    before,
    after,
    names,
  }: Pick<ComparedTexts, 'before' | 'after'> & { names: { before: string; after: string } },
) {
  if (before.credits.length === 0 && after.credits.length === 0)
    return { ...names, nothing: messages('story.compare.no-credits'), tables: [] };
  const { lines, total } = compareTables(before.credits, after.credits);
  const keys = ['commitmentAuthority', 'paymentAppropriation'] as const;
  return {
    ...names,
    tables: keys.map((key) => ({
      caption: messages(`story.compare.${key}`),
      ...names,
      rows: lines.map((line) => ({ name: line.name, isPart: line.isPart, ...cellsOf(messages, line[key]) })),
      total: cellsOf(messages, total[key]),
    })),
  };
}

function cellsOf(messages: Messages, { before, now, difference, perMille }: Compared) {
  return {
    before: before === undefined ? '—' : formatAmount(before),
    now: now === undefined ? '—' : formatAmount(now),
    difference: formatDifference(difference),
    evolution: perMille === undefined ? messages('allocations.comparison.new') : formatEvolution(perMille),
  };
}
