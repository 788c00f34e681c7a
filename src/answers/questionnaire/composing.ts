import { fieldsOf, type Column, type Definition, type Field, type Section } from './definition.ts';

/** Which way something goes among its own. */
export type Direction = 'up' | 'down';

/** A field or a section is changed by its key, which it keeps whatever its words become. */
export function withHeading(
  definition: Definition,
  { title, introduction }: { title: string; introduction: string },
): Definition {
  const { introduction: _before, ...rest } = definition;
  return { ...rest, title, ...(introduction === '' ? {} : { introduction }) };
}

export function withSection(definition: Definition, { title, explanation }: Omit<Section, 'key' | 'fields'>) {
  const key = freshKey(
    title,
    definition.sections.map((section) => section.key),
  );
  return {
    ...definition,
    sections: [...definition.sections, { key, title, ...optional({ explanation }), fields: [] }],
  };
}

export function withSectionSaying(
  definition: Definition,
  key: string,
  { title, explanation }: Omit<Section, 'key' | 'fields'>,
): Definition {
  return mapSections(definition, (section) =>
    section.key === key ? { key, title, ...optional({ explanation }), fields: section.fields } : section,
  );
}

export function withoutSection(definition: Definition, key: string): Definition {
  return { ...definition, sections: definition.sections.filter((section) => section.key !== key) };
}

export function withSectionMoved(definition: Definition, key: string, direction: Direction): Definition {
  return { ...definition, sections: moved(definition.sections, key, direction) };
}

/** A new field at the end of its section; its key is made of its label, and is its own in the questionnaire. */
export function withField(definition: Definition, sectionKey: string, field: Omit<Field, 'key'>): Definition {
  const key = freshKey(
    field.label,
    fieldsOf(definition).map((one) => one.key),
  );
  return mapSections(definition, (section) =>
    section.key === sectionKey ? { ...section, fields: [...section.fields, { ...field, key }] } : section,
  );
}

export function withFieldSaying(definition: Definition, key: string, field: Omit<Field, 'key'>): Definition {
  return mapFields(definition, (one) => (one.key === key ? { ...field, key } : one));
}

export function withoutField(definition: Definition, key: string): Definition {
  return mapSections(definition, (section) => ({
    ...section,
    fields: section.fields.filter((field) => field.key !== key),
  }));
}

/** Among the fields of its section; at its end, into the section that is next that way. */
export function withFieldMoved(definition: Definition, key: string, direction: Direction): Definition {
  const from = definition.sections.findIndex(({ fields }) => fields.some((field) => field.key === key));
  const section = definition.sections[from];
  if (section === undefined) return definition;
  const atEdge = (direction === 'up' ? section.fields[0] : section.fields.at(-1))?.key === key;
  if (!atEdge)
    return mapSections(definition, (one) =>
      one === section ? { ...one, fields: moved(one.fields, key, direction) } : one,
    );
  const target = definition.sections[from + (direction === 'up' ? -1 : 1)];
  const field = section.fields.find((one) => one.key === key);
  if (target === undefined || field === undefined) return definition;
  return mapSections(withoutField(definition, key), (one) => {
    if (one.key !== target.key) return one;
    return { ...one, fields: direction === 'up' ? [...one.fields, field] : [field, ...one.fields] };
  });
}

export function findField(definition: Definition, key: string): Field | undefined {
  return fieldsOf(definition).find((field) => field.key === key);
}

/** A key of plain letters made of a label, that none of the others has. */
export function freshKey(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  const base = plain === '' ? 'champ' : plain;
  let key = base;
  for (let number = 2; taken.includes(key); number += 1) key = `${base}-${number}`;
  return key;
}

/** The columns of a table as staff write them again: a label that stays keeps its key. */
export function keyed<T extends { label: string }>(
  written: readonly T[],
  before: readonly Pick<Column, 'key' | 'label'>[],
): (T & { key: string })[] {
  const known = new Map(before.map(({ key, label }) => [label, key]));
  const taken: string[] = before.map(({ key }) => key);
  const used = new Set<string>();
  return written.map((one) => {
    const own = known.get(one.label);
    const key = own === undefined || used.has(own) ? freshKey(one.label, taken) : own;
    used.add(key);
    taken.push(key);
    return { ...one, key };
  });
}

function mapSections(definition: Definition, change: (section: Section) => Section): Definition {
  return { ...definition, sections: definition.sections.map(change) };
}

function mapFields(definition: Definition, change: (field: Field) => Field): Definition {
  return mapSections(definition, (section) => ({ ...section, fields: section.fields.map(change) }));
}

function moved<T extends { key: string }>(list: readonly T[], key: string, direction: Direction): T[] {
  const from = list.findIndex((one) => one.key === key);
  const to = from + (direction === 'up' ? -1 : 1);
  const [one, other] = [list[from], list[to]];
  if (one === undefined || other === undefined) return [...list];
  return list.with(from, other).with(to, one);
}

/** What was left empty is absent. */
function optional<T extends Record<string, string | undefined>>(given: T) {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
}
