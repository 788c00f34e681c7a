import { getSchema } from '@tiptap/core';
import { expect } from 'chai';
import type { Schema } from 'prosemirror-model';
import { textSchema } from '../../../src/drafts/text-schema.ts';
import { sectionExtensions } from '../../../src/web/browser/editor/writing.ts';

/** All that decides what a document of the schema may hold. */
function lawOf(schema: Schema) {
  const attributes = (declared: object | null | undefined) =>
    Object.entries((declared ?? {}) as Record<string, { default?: unknown; validate?: unknown }>).map(
      ([name, spec]) => [name, 'default' in spec, spec.default, spec.validate],
    );
  const { nodes, marks } = schema;
  return {
    top: schema.topNodeType.name,
    nodes: Object.values(nodes).map(({ name, spec, isInline, isAtom, markSet }) => {
      const { content, group, marks: allowed, inline, isolating, defining } = spec;
      const words = { name, content, group, allowed, inline, isolating, defining, isInline, isAtom };
      return { ...words, markSet: markSet?.map((mark) => mark.name), attrs: attributes(spec.attrs) };
    }),
    marks: Object.values(marks).map(({ name, spec }) => {
      const { inclusive, excludes, group } = spec;
      return { name, inclusive, excludes, group, attrs: attributes(spec.attrs) };
    }),
  };
}

describe('the schema that the browser’s editor writes', () => {
  it('is the one that the server checks: names, contents, attributes, and their order', () => {
    expect(lawOf(getSchema(sectionExtensions()))).to.deep.equal(lawOf(textSchema));
  });
});
