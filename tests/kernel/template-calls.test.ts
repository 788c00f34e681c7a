import { expect } from 'chai';
import { readModel } from '../../src/kernel/template-model.ts';
import { accepts, options, reasons, refuses } from './checked-template.ts';

describe('the check of what a template prints and calls', () => {
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
