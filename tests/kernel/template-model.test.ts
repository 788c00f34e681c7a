import { expect } from 'chai';
import Handlebars from 'handlebars';
import {
  checkTemplate,
  readModel,
  splitFrontMatter,
  type CheckOptions,
} from '../../src/kernel/template-model.ts';

const model = readModel({
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

const options: CheckOptions = {
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

function reasons(source: string, changes: Partial<CheckOptions> = {}): string[] {
  return checkTemplate(Handlebars.parse(source), model, { ...options, ...changes }).map(
    (fault) => fault.reason,
  );
}

function accepts(...sources: string[]): void {
  for (const source of sources) expect(reasons(source), source).to.deep.equal([]);
}

/** Each source has exactly one fault, whose reason contains the words given. */
function refuses(faults: Record<string, string>): void {
  for (const [source, words] of Object.entries(faults)) {
    const found = reasons(source);
    expect(found, source).to.have.length(1);
    expect(found[0], source).to.contain(words);
  }
}

describe('the check of a template against its model', () => {
  it('accepts what the model declares', () => {
    accepts('{{title}} {{this.title}} {{./title}} {{author.name}} {{author/name}} {{{body}}} {{&body}}');
    accepts('plain text', '{{! a comment }}', '{{"a"}}'.replace('{{"a"}}', ''), '{{items.length}}');
  });

  it('refuses a path that nobody declared, wherever it stands', () => {
    refuses({
      '{{missing}}': '“missing” is not declared',
      '{{author.age}}': '“author.age” is not declared',
      '{{title.length}}': '“title.length” is not declared',
      '{{day missing}}': '“missing” is not declared',
      '{{eq title missing}}': '“missing” is not declared',
      '{{eq (day missing) title}}': '“missing” is not declared',
      '{{#if missing}}x{{/if}}': '“missing” is not declared',
      '{{#unless missing}}x{{/unless}}': '“missing” is not declared',
      '{{#each missing}}{{anything}}{{/each}}': '“missing” is not declared',
      '{{#with missing}}{{anything}}{{/with}}': '“missing” is not declared',
      '{{#if urgent}}{{else if missing}}x{{/if}}': '“missing” is not declared',
      '{{#if urgent}}x{{else}}{{missing}}{{/if}}': '“missing” is not declared',
      '{{#each items}}x{{else}}{{missing}}{{/each}}': '“missing” is not declared',
      '{{#if (eq missing title)}}x{{/if}}': '“missing” is not declared',
      '{{> field name="a" label=missing}}': '“missing” is not declared',
      '{{day day format=missing}}': '“missing” is not declared',
    });
  });

  it('is not deceived by what every JavaScript object has', () => {
    refuses({
      '{{constructor}}': 'not declared',
      '{{author.toString}}': 'not declared',
      '{{author.__proto__}}': 'not declared',
      '{{hasOwnProperty title}}': 'not a known helper',
      '{{> constructor}}': 'no partial',
    });
  });

  it('tells the file and the line', () => {
    const source = 'one\n{{title}}\n\n{{#if urgent}}\n  {{missing}}\n{{/if}}\n';
    expect(checkTemplate(Handlebars.parse(source), model, options)).to.deep.equal([
      { file: 'letter.hbs', line: 5, reason: '“missing” is not declared in the model' },
    ]);
  });

  it('counts lines from the top of the file, front matter included', () => {
    const source = '---\nmodel:\n  title: text\n---\n<h1>{{title}}</h1>\n{{missing}}\n';
    const { body, model: declared, firstLine } = splitFrontMatter(source);
    const faults = checkTemplate(Handlebars.parse(body), declared, { ...options, firstLine });
    expect(faults.map((fault) => fault.line)).to.deep.equal([6]);
    expect(source.split('\n')[5]).to.equal('{{missing}}');
  });

  it('tells every fault, not the first one only', () => {
    expect(reasons('{{a}}{{#if b}}{{c}}{{/if}}{{day d}}')).to.have.length(4);
  });

  describe('contexts', () => {
    it('follows each, with, and the way back up', () => {
      accepts(
        '{{#each items}}{{name}} {{../title}} {{#each tags}}{{this}} {{.}} {{../name}} {{../../title}}{{/each}}{{/each}}',
        '{{#with author}}{{name}} {{../title}}{{/with}}',
        '{{#each items}}{{#each parts}}{{label}}{{../name}}{{/each}}{{/each}}',
        '{{#each items}}{{#if ../urgent}}{{name}}{{../title}}{{/if}}{{/each}}',
        '{{#each items}}{{@root.title}} {{@root.author.name}}{{/each}}',
        '{{#each items}}x{{else}}{{title}}{{/each}}',
      );
      refuses({
        '{{#each items}}{{title}}{{/each}}': '“title” is not declared',
        '{{#each items}}{{../name}}{{/each}}': '“../name” is not declared',
        '{{#with author}}{{title}}{{/with}}': '“title” is not declared',
        '{{#each items}}x{{else}}{{name}}{{/each}}': '“name” is not declared',
        '{{../title}}': 'goes above',
        '{{#if urgent}}{{../title}}{{/if}}': 'goes above',
        '{{#each items}}{{../../title}}{{/each}}': 'goes above',
        '{{@root.missing}}': '“@root.missing” is not declared',
      });
    });

    it('agrees with Handlebars on what ../ means', () => {
      const source =
        '{{#each items}}{{#if ../urgent}}{{#with this}}{{../title}}{{/with}}{{#each parts}}{{../../title}}{{/each}}{{/if}}{{/each}}';
      accepts(source);
      const value = { title: 'T', urgent: true, items: [{ parts: [{ label: 'x' }] }] };
      expect(Handlebars.compile(source)(value)).to.equal('TT');
    });

    it('knows the data of a loop, and only in a loop', () => {
      accepts(
        '{{#each items}}{{@index}} {{@key}} {{#if @first}}x{{/if}}{{#unless @last}},{{/unless}}{{/each}}',
        '{{#each items}}{{#each tags}}{{@../index}}{{/each}}{{/each}}',
        '{{#each typed}}{{@key}} {{this}}{{/each}}',
        '{{@token}}',
      );
      refuses({
        '{{@index}}': 'outside of an each',
        '{{#if @first}}x{{/if}}': 'outside of an each',
        '{{#each items}}{{@../index}}{{/each}}': 'outside of an each',
        '{{#each items}}x{{else}}{{@index}}{{/each}}': 'outside of an each',
        '{{#with author}}{{@index}}{{/with}}': 'outside of an each',
        '{{@secret}}': '“@secret” is not known',
        '{{#each items}}{{@first}}{{/each}}': 'flag',
      });
    });

    it('knows block parameters', () => {
      accepts(
        '{{#each items as |item index|}}{{item.name}} {{index}} {{#each item.tags as |tag|}}{{tag}} {{item.name}}{{/each}}{{/each}}',
        '{{#with author as |person|}}{{person.name}}{{/with}}',
        '{{#each items as |now|}}{{now.name}}{{/each}}',
      );
      refuses({
        '{{#each items as |item|}}{{item.missing}}{{/each}}': '“item.missing” is not declared',
        '{{#each items as |item|}}{{/each}}{{item.name}}': '“item.name” is not declared',
        '{{#each items as |item|}}{{this.item}}{{/each}}': '“this.item” is not declared',
        '{{#each items as |item|}}{{item}}{{/each}}': 'object, it cannot be printed',
        '{{#box title as |x|}}{{/box}}': 'gives no block parameter',
      });
    });

    it('needs a list, or a map of anything, for each', () => {
      refuses({
        '{{#each title}}x{{/each}}': '“each” needs a list, not a text',
        '{{#each author}}x{{/each}}': '“each” needs a list, not a object',
      });
    });
  });

  describe('optional values', () => {
    it('have to stand under a condition that tests them', () => {
      accepts(
        '{{#if note}}{{note}}{{/if}}',
        '{{#if owner}}{{owner.name}}{{/if}}',
        '{{#with owner}}{{name}}{{#if phone}}{{phone}}{{/if}}{{/with}}',
        '{{#unless note}}none{{else}}{{note}}{{/unless}}',
        '{{#each items}}{{#if date}}{{day date}}{{/if}}{{/each}}',
        '{{#if owner.phone}}x{{/if}}',
        '{{#if (eq note "a")}}x{{/if}}',
        '{{#if typed.title}}{{typed.title}}{{/if}}',
        '{{> field name="a" label="b" value=note}}',
      );
      refuses({
        '{{note}}': '“note” may be absent',
        '{{day note}}': '“note” may be absent',
        '{{owner.name}}': '“owner.name” may be absent',
        '{{#if note}}x{{else}}{{note}}{{/if}}': '“note” may be absent',
        '{{#unless note}}{{note}}{{/unless}}': '“note” may be absent',
        '{{#if note}}x{{/if}}{{note}}': '“note” may be absent',
        '{{#each items}}{{day date}}{{/each}}': '“date” may be absent',
        '{{#if owner}}{{owner.phone}}{{/if}}': '“owner.phone” may be absent',
        '{{> field name="a" label=note}}': '“note” may be absent',
        '{{typed.title}}': '“typed.title” may be absent',
      });
    });
  });

  describe('printing', () => {
    it('keeps the triple braces for html, and html for the triple braces', () => {
      accepts('{{{markdown title}}}');
      refuses({
        '{{{title}}}': 'only for html',
        '{{&title}}': 'only for html',
        '{{body}}': 'print it with {{{ }}}',
        '{{{day title}}}': 'only for html',
        '{{markdown title}}': 'use {{{ }}}',
      });
    });

    it('prints neither a condition, nor a list, nor an object', () => {
      refuses({
        '{{urgent}}': 'flag, it cannot be printed',
        '{{items}}': 'list, it cannot be printed',
        '{{author}}': 'object, it cannot be printed',
        '{{12}}': 'only a path or a helper',
        '{{#each items}}{{this}}{{/each}}': 'object, it cannot be printed',
      });
    });
  });

  describe('helpers', () => {
    it('are called with the right number of arguments, each of them declared', () => {
      accepts(
        '{{day title}}',
        '{{now}}',
        '{{this.day}}',
        '{{day day}}',
        '{{#box title}}{{title}}{{else}}x{{/box}}',
      );
      refuses({
        '{{day title title}}': 'takes 1 to 1 arguments, it is given 2',
        '{{now title}}': 'takes 0 to 0 arguments, it is given 1',
        '{{unknown title}}': '“unknown” is not a known helper',
        '{{unknown size=title}}': '“unknown” is not a known helper',
        '{{this.day title}}': '“this.day” is not a known helper',
        '{{#unknown title}}x{{/unknown}}': '“unknown” is not a block helper',
        '{{#day title}}x{{/day}}': '“day” is not a block helper',
        '{{box title}}': '“box” is not a known helper',
        '{{if urgent}}': '“if” is not a known helper',
        '{{lookup items 0}}': '“lookup” is not a known helper',
        '{{log title}}': '“log” is not a known helper',
        '{{day null}}': 'empty literal',
        '{{day undefined}}': 'empty literal',
        '{{day}}': 'a helper and a key',
        '{{#box title}}{{missing}}{{/box}}': '“missing” is not declared',
        '{{#if urgent title}}x{{/if}}': '“if” takes one argument',
        '{{#each}}x{{/each}}': '“each” takes one argument',
      });
    });

    it('are the only blocks: a section named after a key says neither loop nor condition', () => {
      refuses({
        '{{#items}}x{{/items}}': '“items” is not a block helper',
        '{{^urgent}}x{{/urgent}}': '“urgent” is not a block helper',
      });
    });
  });

  describe('partials', () => {
    it('are given what they declare', () => {
      accepts(
        '{{> field name="a" label=title}}',
        '{{> field name="a" label=title required=true}}',
        '{{> field name="a" label=title required=urgent}}',
        '{{> person author}}',
        '{{> person name=author.name}}',
        '{{#with owner}}{{> person this}}{{/with}}',
        '{{> table rows=items}}',
        '{{> raw content=body}}',
        '{{> person name=(day title)}}',
      );
      refuses({
        '{{> unknown}}': 'no partial “unknown”',
        '{{> field name="a"}}': 'is not given “label”',
        '{{> field name="a" label="b" colour="red"}}': 'does not declare “colour”',
        '{{> person title}}': 'needs an object, not a text',
        '{{> person owner}}': '“owner” may be absent',
        '{{> raw content=title}}': 'must be html, it is text',
        '{{> person name=body}}': 'must be text, it is html',
        '{{> table rows=title}}': 'must be list, it is text',
        '{{> (day title)}}': 'fixed name',
      });
    });

    it('fit in depth: the items of a list, the keys of an object', () => {
      const partials = {
        ...options.partials,
        dated: readModel({ rows: [{ date: 'text', colour: 'text' }] }),
      };
      expect(reasons('{{> dated rows=items}}', { partials })).to.deep.equal([
        'an item of “rows” of partial “dated” may have no “date”',
        'an item of “rows” of partial “dated” has no “colour”',
      ]);
    });

    it('know nothing of their caller: @root is refused inside', () => {
      expect(reasons('{{@root.title}}', { partial: true })[0]).to.contain('not known in a partial');
    });
  });

  it('refuses the forms whose model cannot be checked', () => {
    refuses({
      '{{#> person}}x{{/person}}': 'PartialBlockStatement is not allowed',
      '{{#*inline "x"}}y{{/inline}}': 'DecoratorBlock is not allowed',
    });
  });
});
