import type { Messages } from '../../kernel/messages.ts';
import { comparedPartModel, type SideNames } from './compared-model.ts';
import type { ComparedPart } from './comparing.ts';

/** A whole comparison as the « comparison » partial declares it: what differs, then what does not, by name. */
export function comparisonModel(messages: Messages, parts: readonly ComparedPart[], names: SideNames) {
  const differing = parts.filter(({ state }) => state !== 'same');
  return {
    comparison: {
      summary: messages(`history.compare.${summaryKey(differing.length)}`, { count: differing.length }),
      parts: differing.map((part) => comparedPartModel(messages, part, names)),
      identical: parts.filter(({ state }) => state === 'same').map(({ title }) => ({ title })),
    },
  };
}

/** The same, with every part and its unchanged paragraphs: to read a text beside another from end to end. */
export function wholeComparisonModel(messages: Messages, parts: readonly ComparedPart[], names: SideNames) {
  const { comparison } = comparisonModel(messages, parts, names);
  return {
    comparison: {
      ...comparison,
      parts: parts
        .filter((part) => part.state !== 'same' || part.kind === 'section')
        .map((part) => comparedPartModel(messages, part, names)),
      identical: parts
        .filter(({ state, kind }) => state === 'same' && kind === 'field')
        .map(({ title }) => ({ title })),
    },
  };
}

/** The two numbers of a comparison that a form asked for, the earlier first; undefined when there is no such one. */
export function compareNumbers(from: number | undefined, to: number | undefined, last: number) {
  const known = [from, to].filter((each) => each !== undefined && each <= last);
  return known.sort((a, b) => Number(a) - Number(b)).length === 2 ? known : [];
}

function summaryKey(count: number): string {
  if (count === 0) return 'none';
  return count === 1 ? 'one' : 'several';
}
