import { formatCount, formatDay } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { StepKind } from './ladder.ts';

/** What a letter tells, by which it is begun. */
export interface LetterFacts {
  kind: StepKind;
  title: string;
  openedOn: string;
  deadlineOn: string;
  /** Reminders that the first office received. */
  reminders: number;
  offices: readonly string[];
  acknowledged: number;
  asked: number;
  /** « Bretagne »; of a letter to a regional prefect. */
  regionName?: string | undefined;
}

/** The text that a person finds when they open a letter that nobody has written yet. */
export function proposeLetter(messages: Messages, facts: LetterFacts) {
  const { kind, offices, reminders, regionName = '' } = facts;
  const some = (count: number) => (count === 0 ? 'none' : count === 1 ? 'one' : 'many');
  const params = {
    title: facts.title,
    region: regionName,
    office: offices[0] ?? '',
    offices: offices.map((office) => messages('reminders.letter.office', { office })).join('\n'),
    opened: formatDay(facts.openedOn),
    deadline: formatDay(facts.deadlineOn),
    reminders: messages(`reminders.letter.reminded-${some(reminders)}`, { count: formatCount(reminders) }),
    answers: messages(`dispatch.sentence.acknowledged-${some(facts.acknowledged)}`, {
      count: formatCount(facts.acknowledged),
      frozen: formatCount(facts.asked),
    }),
  };
  return {
    addressee: messages(`reminders.letter.${kind}.addressee`, params),
    subject: messages(`reminders.letter.${kind}.subject`, params),
    body: messages(`reminders.letter.${kind}.body`, params).trim(),
  };
}
