import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fieldModel } from '../../src/drafts/field-control.ts';
import { parseFields, type Fields } from '../../src/drafts/fields.ts';
import type { FieldSpec } from '../../src/drafts/ports.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createViews, type Views } from '../../src/web/views.ts';

const fields: FieldSpec[] = [
  { key: 'subject', label: 'Objet', type: 'text', required: true, max: 300 },
  { key: 'letterDate', label: 'Date', type: 'date', required: false },
  { key: 'tone', label: 'Ton', type: 'choice', required: false, choices: ['ferme', 'cordial'] },
  { key: 'total', label: 'Montant', type: 'amount', required: true },
  { key: 'contact', label: 'Affaire suivie par', type: 'person', required: true },
  { key: 'files', label: 'Pièces jointes', type: 'list', required: false },
  {
    key: 'dates',
    label: 'Calendrier',
    type: 'table',
    required: true,
    most: 4,
    columns: [
      { key: 'day', label: 'Date', type: 'date', required: true },
      { key: 'what', label: 'Échéance', type: 'text', required: true },
      { key: 'cost', label: 'Montant', type: 'amount', required: false },
      { key: 'who', label: 'Qui', type: 'choice', required: false, choices: ['région', 'département'] },
    ],
  },
];
const stored: Fields = {
  subject: 'Objet & date',
  letterDate: '2027-09-30',
  tone: 'ferme',
  total: '841241550',
  contact: '{"function":"Chargée de mission","mail":"c@x.example","name":"Camille Roussel","telephone":""}',
  files: '["Un","Deux"]',
  dates: '[{"cost":"1250","day":"2027-09-30","what":"Réponses","who":"région"}]',
};

/** What a browser would send of the page: every control's value, by its name without `fields[…]`. */
function sentBy(html: string): Record<string, string> {
  const entities: Record<string, string> = { quot: '"', '#x27': "'", amp: '&', lt: '<' };
  const plain = (text = '') => text.replace(/&([#\w]+);/g, (whole, name: string) => entities[name] ?? whole);
  const attribute = (element: string, name: string) =>
    plain(new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1]);
  const controls = html.match(/<input[^>]*>|<textarea[^>]*>[^<]*|<select[^>]*>[\s\S]*?<\/select>/g) ?? [];
  return Object.fromEntries(
    controls.map((control) => {
      const name = attribute(control, 'name').slice('fields['.length, -1);
      if (control.startsWith('<input')) return [name, attribute(control, 'value')];
      if (control.startsWith('<textarea')) return [name, plain(control.replace(/^[^>]*>/, ''))];
      return [name, plain(/<option value="([^"]*)" selected/.exec(control)?.[1])];
    }),
  );
}

describe('the control of a typed field', () => {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-views-'));
  let views: Views;

  before(() => {
    mkdirSync(join(folder, 'partials'));
    for (const partial of ['instruction-field', 'field', 'select'])
      symlinkSync(resolve(`templates/partials/${partial}.hbs`), join(folder, `partials/${partial}.hbs`));
    const model = /---\nmodel:\n([\s\S]*?)---/.exec(
      readFileSync('templates/partials/instruction-field.hbs', 'utf8'),
    )?.[1];
    const keys = (model ?? '')
      .trim()
      .split('\n')
      .map((line) => line.trim());
    mkdirSync(join(folder, 'pages'));
    writeFileSync(
      join(folder, 'pages/probe.hbs'),
      `---\nmodel:\n  fields: [{ ${keys.join(', ')} }]\n---\n{{#each fields}}{{> instruction-field this}}{{/each}}`,
    );
    views = createViews({ folder, messages: loadMessages('templates/messages') });
  });
  after(() => rmSync(folder, { recursive: true }));

  function shown(content: Fields, typed: Record<string, string> = {}, errors = new Map<string, string>()) {
    const models = fields.map((spec) => fieldModel(spec, { fields: content }, typed));
    return views.render('probe', { fields: models }, { formToken: 'token', errors });
  }

  it('is sent back by a browser as it stands, and changes nothing', () => {
    for (const content of [stored, Object.fromEntries(fields.map(({ key }) => [key, '']))])
      expect(parseFields(fields, sentBy(shown(content)), content)).to.deep.equal({
        ok: true,
        value: content,
      });
  });

  it('leaves rows to fill in a table, as many as it may have', () => {
    const rows = (content: Fields) => shown(content).match(/data-row-number>\d+/g)?.length ?? 0;
    const [row] = JSON.parse(stored['dates'] ?? '') as object[];
    // Four cells a row.
    expect(rows({})).to.equal(2 * 4);
    expect(rows(stored)).to.equal(3 * 4);
    expect(rows({ ...stored, dates: JSON.stringify([row, row, row]) })).to.equal(4 * 4);
  });

  it('shows what was typed when it was refused, beside its error', () => {
    const typed = {
      'fields[total.euros]': '1.5',
      'fields[dates.2.day]': '31/02/2027',
      'fields[contact.mail]': 'x',
    };
    const parsed = parseFields(
      fields,
      { 'total.euros': '1.5', 'dates.2.day': '31/02/2027', 'contact.mail': 'x' },
      stored,
    );
    const errors = new Map(parsed.ok ? [] : parsed.errors.map(({ field, key }) => [field, key]));
    const html = shown(stored, typed, errors);
    for (const [name, value] of Object.entries(typed)) {
      const [control = ''] =
        new RegExp(`<input[^>]* name="${name.replaceAll(/[[\].]/g, '\\$&')}"[^>]*>`).exec(html) ?? [];
      expect(control, name).to.contain(`value="${value}"`).and.to.contain('aria-invalid="true"');
    }
    expect(html.match(/fr-message--error/g)).to.have.length(3);
  });

  it('has a name that every reader of the screen hears, each cell its own', () => {
    const html = shown(stored);
    const ids = [...html.matchAll(/<(?:input|select|textarea)[^>]* id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(html, id).to.contain(`for="${id}"`);
  });
});
