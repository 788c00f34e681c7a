import Handlebars from 'handlebars';
import { formatAmount, formatDay } from '../kernel/french-format.ts';
import { personParts, type FieldType, type Person, type Row } from '../kernel/typed-field.ts';
import {
  checkTemplate,
  checkValue,
  readModel,
  type Fault,
  type HelperSpec,
} from '../kernel/template-model.ts';

/** Fills a document's body: what it is given has to be exactly what the body may name. */
export type FillBody = (value: unknown) => string;

const helpers: Record<string, { spec: HelperSpec; run: (...given: unknown[]) => unknown }> = {
  /** `2026-12-07` → « 7 décembre 2026 ». */
  day: { spec: { min: 1, max: 1 }, run: (day) => formatDay(String(day)) },
  /** Cents → « 8 412 415 € ». */
  amount: { spec: { min: 1, max: 1 }, run: (cents) => formatAmount(Number(cents)) },
  eq: { spec: { min: 2, max: 2, optional: true }, run: (left, right) => left === right },
};

/** What every body may name besides its own fields (see `DocumentValue`). */
const sectionModel = { key: 'text', id: 'text', number: 'text', title: 'text', 'html?': 'html' };
const contentsModel = { id: 'text', number: 'text', title: 'text', page: 'text', annex: 'flag' };
const verificationModel = { address: 'text', 'qr?': 'html' };

/** A field as the body names it: `fields.contact.name`, `{{#each fields.dates}}{{day}}{{/each}}`. */
export type FieldValue = string | Person | { line: string }[] | Row[];

type BodyField = { key: string; type: FieldType; columns?: { key: string }[] | undefined };

/** The values of one document, as `body.hbs` sees them. An empty field is an empty text. */
export interface DocumentValue {
  title: string;
  /** True when what it corrects is printed under its title, whatever the template. */
  corrects: boolean;
  fields: Record<string, FieldValue>;
  sections: SectionValue[];
  annexes: SectionValue[];
  /** Who the letter comes from, under the name of its day. */
  issuer?: { heading: string; mission: { line: string }[] };
  /** The table of contents, of a document long enough to have one. */
  contents?: ContentsEntry[];
  /** Where the document can be checked: an address, and the same as a QR code. */
  verification?: { address: string; qr?: string };
}

export interface ContentsEntry {
  /** Of the heading that it leads to. */
  id: string;
  number: number;
  title: string;
  /** The page on which that heading stands; a stand-in while it is not known. */
  page: string;
  annex: boolean;
}

export interface SectionValue {
  key: string;
  /** What a link to it names; the heading bears it. */
  id: string;
  /** Its rank in its part, from 1. */
  number: number;
  title: string;
  /** Absent in a preview whose section is still empty. */
  html?: string;
}

/**
 * Compiles a document's body. Gives every fault of it instead when it does not parse, or names
 * something that is not declared: Handlebars alone would print nothing in its place.
 */
export function compileBody(
  body: string,
  options: { fields: BodyField[]; file: string },
): { fill: FillBody } | { faults: Fault[] } {
  const { file } = options;
  const fields = Object.fromEntries(options.fields.map((field) => [field.key, modelOfField(field)]));
  const model = readModel({
    title: 'text',
    corrects: 'flag',
    fields,
    sections: [sectionModel],
    annexes: [sectionModel],
    'issuer?': { heading: 'text', mission: [{ line: 'text' }] },
    'contents?': [contentsModel],
    'verification?': verificationModel,
  });
  return compileAgainst(body, model, file);
}

/** What a body may name of a field: see `FieldValue`. */
function modelOfField({ type, columns = [] }: BodyField): unknown {
  if (type === 'person') return Object.fromEntries(personParts.map((part) => [part, 'text']));
  if (type === 'list') return [{ line: 'text' }];
  if (type === 'table') return [Object.fromEntries(columns.map(({ key }) => [key, 'text']))];
  return 'text';
}

/** Compiles a body against the model of all that it may name; gives every fault of it instead. */
export function compileAgainst(
  body: string,
  model: ReturnType<typeof readModel>,
  file: string,
): { fill: FillBody } | { faults: Fault[] } {
  const engine = Handlebars.create();
  for (const [name, { run }] of Object.entries(helpers))
    engine.registerHelper(name, run as Handlebars.HelperDelegate);
  let ast: ReturnType<typeof Handlebars.parse>;
  try {
    ast = engine.parse(body);
  } catch (error) {
    return { faults: [syntaxFault(error, file)] };
  }
  const specs = Object.fromEntries(Object.entries(helpers).map(([name, { spec }]) => [name, spec]));
  const faults = checkTemplate(ast, model, { file, helpers: specs, partials: {} });
  if (faults.length > 0) return { faults };
  const print = engine.compile(body, { strict: true, explicitPartialContext: true });
  return {
    fill: (value) => {
      checkValue(value, model, file);
      return print(value);
    },
  };
}

function syntaxFault(error: unknown, file: string): Fault {
  const message = String(error instanceof Error ? error.message : error);
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
  return { file, line, reason: message.split('\n').join(' ') };
}
