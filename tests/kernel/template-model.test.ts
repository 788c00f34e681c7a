import { expect } from 'chai';
import Handlebars from 'handlebars';
import { checkTemplate, splitFrontMatter } from '../../src/kernel/template-model.ts';
import { accepts, model, options, reasons, refuses } from './checked-template.ts';

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
});
