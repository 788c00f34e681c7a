import { formatCount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Board } from '../answers.ts';
import { countChoices, listTexts } from './counting.ts';
import { fieldsOf, type Field } from './definition.ts';
import type { Results } from './results.ts';
import { measuresOf, sumUp, type Measure, type Summary, type Total } from './sums.ts';
import { writeNumber } from './values.ts';

/** Who answered, what numbers come to, how often each option was chosen, what was written. */
export function resultsModel(
  results: Results,
  board: Board,
  given: { messages: Messages; address(rest: string): string },
) {
  const { definition, respondents, returned } = results;
  const { messages, address } = given;
  const yesNo = { yes: messages('questionnaires.yes'), no: messages('questionnaires.no') };
  const measures = measuresOf(definition);
  const among = (answered: number, asked: number) =>
    messages('questionnaires.results.among', { answered, asked });
  return {
    answered: messages('questionnaires.results.answered', {
      answered: formatCount(returned.size),
      asked: formatCount(respondents.length),
    }),
    sums: measures.map((measure) => {
      const { country, regional } = sumUp(measure, respondents, results.regionNames);
      const { total } = regional ?? {};
      return {
        ...{ label: measure.label, of: measure.tableLabel ?? '', href: address(`/sommes/${measure.id}`) },
        ...{ value: sayTotal(measure, country, messages), among: among(country.answered, country.asked) },
        ...(total === undefined
          ? {}
          : {
              regional: {
                value: sayTotal(measure, total, messages),
                among: among(total.answered, total.asked),
              },
            }),
      };
    }),
    choices: fieldsOf(definition)
      .filter(({ type }) => ['choice', 'choices', 'yes-no'].includes(type))
      .map((field) => {
        const { options, answered, asked } = countChoices(field, respondents, yesNo);
        return {
          ...{ label: field.label, among: among(answered, asked) },
          options: options.map(({ label, count, share }) => ({
            ...{
              label,
              count,
              share: writeNumber({ type: 'percentage' }, Math.round(share / 10) * 10),
            },
            width: `${share / 100}%`,
          })),
        };
      }),
    texts: fieldsOf(definition)
      .filter((field) => isWritten(field))
      .map((field) => {
        const texts = listTexts(field, respondents);
        return {
          label: field.label,
          among: among(texts.length, respondents.length),
          texts: texts.map((one) => ({ ...one, href: address(`/reponses/${one.territoryId}`) })),
        };
      }),
    received: [...returned].map(([territoryId, { number, givenAt }]) => ({
      name: respondents.find((one) => one.territoryId === territoryId)?.name ?? territoryId,
      ...{ number, givenAt, href: address(`/reponses/${territoryId}`) },
    })),
    owed: board.lines
      .filter(({ answers }) => answers.length === 0)
      .map(({ territory, office, state }) => ({
        ...{ name: territory.name, office: office.name },
        begun: state === 'draft' ? messages('questionnaires.results.begun') : '',
      })),
    workbook: address('.xlsx'),
    files: [
      { href: address('/reponses.csv'), label: messages('questionnaires.results.file-answers') },
      ...fieldsOf(definition)
        .filter(({ type }) => type === 'table')
        .map(({ key, label }) => ({
          href: address(`/${key}.csv`),
          label: messages('questionnaires.results.file-table', { label }),
        })),
      { href: address('/sommes.csv'), label: messages('questionnaires.results.file-sums') },
    ],
  };
}

/** One number, by region and by department. */
export function measureModel(measure: Measure, summary: Summary, messages: Messages) {
  const { country, regions, collectivities, regional } = summary;
  const row = (name: string, total: Total, isPart: boolean) => ({
    ...{ name, isPart, value: sayTotal(measure, total, messages) },
    among: messages('questionnaires.results.among', { answered: total.answered, asked: total.asked }),
  });
  return {
    ...{ label: measure.label, of: measure.tableLabel ?? '' },
    isMean: measure.field.type === 'percentage',
    rows: [
      ...regions.flatMap((region) => [
        row(region.name, region, false),
        ...region.departments.map((one) => row(one.name, one, true)),
      ]),
      ...collectivities.map((one) => row(one.name, one, false)),
    ],
    total: row(messages('questionnaires.file.france'), country, false),
    regional: (regional?.regions ?? []).map((one) => row(one.name, one, false)),
    ...(regional === undefined
      ? {}
      : { regionalTotal: row(messages('questionnaires.file.france'), regional.total, false) }),
  };
}

function sayTotal({ field }: Measure, { value }: Total, messages: Messages): string {
  if (value === undefined) return messages('questionnaires.results.none');
  const said = writeNumber(field, value);
  return field.type === 'percentage' ? messages('questionnaires.results.mean', { said }) : said;
}

function isWritten({ type }: Field): boolean {
  return type === 'text' || type === 'line';
}
