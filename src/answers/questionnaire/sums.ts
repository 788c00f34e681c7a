import { numberOf, type Answer } from './answer.ts';
import { fieldsOf, isNumeric, type Column, type Definition, type Field } from './definition.ts';

/** A territory whose answer is asked, and what it answered. */
export interface Respondent {
  territoryId: string;
  kind: string;
  name: string;
  /** Of a department. */
  regionId?: string | undefined;
  answer?: Answer | undefined;
}

/** What numbers come to. `answered` of the `asked` territories gave one; a percentage has a mean, never a sum. */
export interface Total {
  value: number | undefined;
  answered: number;
  asked: number;
}

/** A number that is asked: a field of its own, or a column of a table, whose rows are added up. */
export interface Measure {
  /** `field`, or `table.column`. */
  id: string;
  label: string;
  tableLabel?: string;
  field: Field | Column;
  valuesIn(answer: Answer): number[];
}

export interface RegionTotal extends Total {
  id: string;
  name: string;
  departments: (Total & { id: string; name: string })[];
}

/** A measure, summed up. Departments and collectivities make one country; regions that answer are summed apart. */
export interface Summary {
  country: Total;
  regions: RegionTotal[];
  collectivities: (Total & { id: string; name: string })[];
  /** What regions answer themselves, when they are asked: never added to what their departments say. */
  regional: { total: Total; regions: (Total & { id: string; name: string })[] } | undefined;
}

export function measuresOf(definition: Definition): Measure[] {
  return fieldsOf(definition).flatMap((field): Measure[] => {
    const { key, label } = field;
    if (field.type === 'table')
      return (field.columns ?? [])
        .filter(({ type }) => isNumeric(type))
        .map((column) => ({
          ...{ id: `${key}.${column.key}`, label: column.label, tableLabel: label, field: column },
          valuesIn: ({ tables }) => (tables[key] ?? []).flatMap((row) => numberOf(row[column.key]) ?? []),
        }));
    if (!isNumeric(field.type)) return [];
    return [
      {
        id: key,
        label,
        field,
        valuesIn: ({ values }) => [values[key]].flatMap((one) => numberOf(one) ?? []),
      },
    ];
  });
}

/** Adds up one measure, in integers. A territory counts once, whatever other mandate its office holds. */
export function sumUp(
  measure: Measure,
  respondents: readonly Respondent[],
  regionNames: ReadonlyMap<string, string>,
): Summary {
  const total = (among: readonly Respondent[]) => totalOf(measure, among);
  const named = (one: Respondent) => ({ id: one.territoryId, name: one.name, ...total([one]) });
  const local = respondents.filter(({ kind }) => kind !== 'region');
  const own = respondents.filter(({ kind }) => kind === 'region');
  const departments = Map.groupBy(
    local.filter(({ kind }) => kind === 'department'),
    ({ regionId = '' }) => regionId,
  );
  return {
    country: total(local),
    regions: [...departments]
      .map(([id, of]) => ({ id, name: regionNames.get(id) ?? id, ...total(of), departments: of.map(named) }))
      .toSorted((one, other) => one.name.localeCompare(other.name, 'fr')),
    collectivities: local.filter(({ kind }) => kind === 'collectivity').map(named),
    regional: own.length === 0 ? undefined : { total: total(own), regions: own.map(named) },
  };
}

/** What the rows of one table come to, in one answer: shown under it before it is sent. */
export function totalsOfTable(field: Field, answer: Answer): { column: Column; value: number }[] {
  return (field.columns ?? [])
    .filter(({ type }) => type === 'amount' || type === 'whole')
    .map((column) => ({
      column,
      value: (answer.tables[field.key] ?? []).reduce((sum, row) => sum + (numberOf(row[column.key]) ?? 0), 0),
    }));
}

function totalOf(measure: Measure, among: readonly Respondent[]): Total {
  const given = among.map(({ answer }) => (answer === undefined ? [] : measure.valuesIn(answer)));
  const values = given.flat();
  const sum = values.reduce((before, value) => before + value, 0);
  const isMean = measure.field.type === 'percentage';
  return {
    value: values.length === 0 ? undefined : isMean ? Math.round(sum / values.length) : sum,
    answered: given.filter(({ length }) => length > 0).length,
    asked: among.length,
  };
}
