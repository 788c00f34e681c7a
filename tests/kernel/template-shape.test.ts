import { expect } from 'chai';
import { checkValue, readModel, splitFrontMatter } from '../../src/kernel/template-model.ts';

const model = readModel({
  title: 'text',
  urgent: 'flag',
  'note?': 'text',
  'body?': 'html',
  items: [{ name: 'text', 'date?': 'text' }],
  'typed?': { '*': 'text' },
});

const right = {
  title: 'Objet',
  urgent: false,
  items: [{ name: 'Ain' }, { name: 'Aisne', date: '2026-12-07' }],
};

function refusal(value: unknown): string {
  try {
    checkValue(value, model, 'letter.hbs');
  } catch (error) {
    return String(error);
  }
  return '';
}

describe('the value given to a template', () => {
  it('passes when it is what the model declares', () => {
    checkValue(right, model, 'letter.hbs');
    checkValue({ ...right, note: 'x', typed: { any: 'y' }, body: '<p>x</p>' }, model, 'letter.hbs');
    checkValue({ ...right, title: 106, note: undefined }, model, 'letter.hbs');
  });

  it('is refused when a key is missing or undeclared, however deep', () => {
    expect(refusal({ urgent: true, items: [] })).to.contain('title is missing');
    expect(refusal({ ...right, items: [{ name: 'Ain' }, {}] })).to.contain('items[1].name is missing');
    expect(refusal({ ...right, extra: 1 })).to.contain('extra is not declared');
    expect(refusal({ ...right, items: [{ name: 'x', town: 'y' }] })).to.contain(
      'items[0].town is not declared',
    );
  });

  it('is refused when a leaf is empty, even an optional one', () => {
    expect(refusal({ ...right, title: null })).to.contain('title is null');
    expect(refusal({ ...right, title: undefined })).to.contain('title is missing');
    expect(refusal({ ...right, note: null })).to.contain('note is null');
  });

  it('is refused when a value is of another kind', () => {
    expect(refusal({ ...right, title: true })).to.contain('title must be text, it is boolean');
    expect(refusal({ ...right, title: Number.NaN })).to.contain('title must be text');
    expect(refusal({ ...right, urgent: 'yes' })).to.contain('urgent must be flag, it is string');
    expect(refusal({ ...right, items: {} })).to.contain('items must be a list');
    expect(refusal({ ...right, items: ['x'] })).to.contain('items[0] must be an object');
    expect(refusal({ ...right, body: 12 })).to.contain('body must be html');
    expect(refusal({ ...right, typed: { any: null } })).to.contain('typed.any is null');
    expect(refusal('text')).to.contain('the value must be an object');
  });

  it('is refused once, with every fault, the file, and never the value itself', () => {
    const text = refusal({ title: null, urgent: 'confidential', items: [] });
    expect(text).to.contain('letter.hbs').and.to.contain('title').and.to.contain('urgent');
    expect(text).not.to.contain('confidential');
  });

  it('does not take what every JavaScript object has for a key', () => {
    const tricky = readModel({ constructor: 'text' });
    expect(() => checkValue({}, tricky, 'x')).to.throw('constructor is missing');
  });
});

describe('the declaration of a model', () => {
  it('is refused when a word is not known, with where it stands', () => {
    expect(() => readModel({ owner: { name: 'string' } }, 'page.hbs: model')).to.throw(
      'page.hbs: model.owner.name: expected text, flag, html, a map or a list, found "string"',
    );
    expect(() => readModel({ items: ['text', 'text'] })).to.throw('exactly one item');
    expect(() => readModel(['text'])).to.throw('must be a map');
    expect(() => readModel({ title: null })).to.throw('found null');
  });

  it('stands in the front matter, with other keys beside it', () => {
    const source = '---\nsubject: Bonjour\nmodel:\n  items: [{ name: text, date?: text }]\n---\nHello\n---\n';
    const { model: declared, meta, body } = splitFrontMatter(source);
    expect(body).to.equal('Hello\n---\n');
    expect(meta).to.deep.equal({ subject: 'Bonjour' });
    checkValue({ items: [{ name: 'x' }] }, declared, 'x');
  });

  it('may be absent, and must be closed', () => {
    expect(splitFrontMatter('<p>x</p>')).to.include({ body: '<p>x</p>', firstLine: 1 });
    expect(() => splitFrontMatter('---\nmodel: {}\n', 'page.hbs')).to.throw(
      'page.hbs: the front matter is not closed',
    );
  });
});
