import type { Field } from './definition.ts';
import type { Respondent } from './sums.ts';

export interface ChoiceCount {
  key: string;
  label: string;
  count: number;
  /** Of those who answered the question, in hundredths of a percent. */
  share: number;
}

/** How often each option was chosen, in the order of the questionnaire. Of yes and no, the words are given. */
export function countChoices(
  field: Field,
  respondents: readonly Respondent[],
  yesNo: { yes: string; no: string },
): { options: ChoiceCount[]; answered: number; asked: number } {
  const options =
    field.type === 'yes-no'
      ? [
          { key: 'yes', label: yesNo.yes },
          { key: 'no', label: yesNo.no },
        ]
      : (field.options ?? []);
  const given = respondents.map(({ answer }) => [answer?.values[field.key] ?? []].flat().map(String));
  const answered = given.filter(({ length }) => length > 0).length;
  return {
    options: options.map(({ key, label }) => {
      const count = given.filter((chosen) => chosen.includes(key)).length;
      return { key, label, count, share: answered === 0 ? 0 : Math.round((count * 10_000) / answered) };
    }),
    answered,
    asked: respondents.length,
  };
}

/** What was written in a text field, by whom. */
export function listTexts(field: Field, respondents: readonly Respondent[]) {
  return respondents.flatMap(({ territoryId, name, answer }) => {
    const text = answer?.values[field.key];
    return typeof text === 'string' ? [{ territoryId, name, text }] : [];
  });
}
