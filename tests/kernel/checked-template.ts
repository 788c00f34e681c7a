import { expect } from 'chai';
import Handlebars from 'handlebars';
import { checkTemplate, readModel, type CheckOptions } from '../../src/kernel/template-model.ts';

/** A model with one key of every kind. */
export const model = readModel({
  title: 'text',
  urgent: 'flag',
  body: 'html',
  'note?': 'text',
  'owner?': { name: 'text', 'phone?': 'text' },
  author: { name: 'text' },
  items: [{ name: 'text', 'date?': 'text', tags: ['text'], parts: [{ label: 'text' }] }],
  typed: { '*': 'text' },
  day: 'text',
});

export const options: CheckOptions = {
  file: 'letter.hbs',
  helpers: {
    day: { min: 1, max: 1 },
    eq: { min: 2, max: 2, optional: true },
    now: { min: 0, max: 0 },
    markdown: { min: 1, max: 1, html: true },
    box: { min: 1, max: 1, block: true },
  },
  partials: {
    field: readModel({ name: 'text', label: 'text', 'value?': 'text', 'required?': 'flag' }),
    person: readModel({ name: 'text' }),
    table: readModel({ rows: [{ name: 'text', tags: ['text'] }] }),
    raw: readModel({ content: 'html' }),
  },
  data: readModel({ token: 'text' }),
};

/** Every fault that the check finds in a template, in its words. */
export function reasons(source: string, changes: Partial<CheckOptions> = {}): string[] {
  return checkTemplate(Handlebars.parse(source), model, { ...options, ...changes }).map(
    (fault) => fault.reason,
  );
}

export function accepts(...sources: string[]): void {
  for (const source of sources) expect(reasons(source), source).to.deep.equal([]);
}

/** Each source has exactly one fault, whose reason contains the words given. */
export function refuses(faults: Record<string, string>): void {
  for (const [source, words] of Object.entries(faults)) {
    const found = reasons(source);
    expect(found, source).to.have.length(1);
    expect(found[0], source).to.contain(words);
  }
}
