import { Mark, Node, type Attributes, type Extensions, type NodeViewRenderer } from '@tiptap/core';
import type { AttributeSpec, MarkSpec, NodeSpec } from '@tiptap/pm/model';
import { textSchema } from '../../../drafts/text-schema.ts';

/**
 * The closed schema as Tiptap takes one: an extension for each of its nodes and marks, made from the very
 * specifications that the server checks with, in their order. What they do is said elsewhere: nothing here
 * can let the editor write what the server would refuse. `views` say how nodes show while one writes.
 */
export function schemaExtensions(views: Record<string, NodeViewRenderer> = {}): Extensions {
  const { nodes, marks, topNode } = textSchema.spec;
  const made: Extensions = [];
  nodes.forEach((name, spec) => made.push(toNode(name, spec, name === (topNode ?? 'doc'), views[name])));
  marks.forEach((name, spec) => made.push(toMark(name, spec)));
  return made;
}

const nodeParts = [
  ...(['content', 'marks', 'group', 'inline', 'atom', 'selectable', 'draggable'] as const),
  ...(['defining', 'isolating'] as const),
];
const markParts = ['inclusive', 'excludes', 'group', 'spanning'] as const;

function partsOf<Spec extends object, Part extends keyof Spec>(spec: Spec, parts: readonly Part[]) {
  return Object.fromEntries(
    parts.filter((part) => spec[part] !== undefined).map((part) => [part, spec[part]]),
  );
}

function toNode(name: string, spec: NodeSpec, topNode: boolean, view: NodeViewRenderer | undefined): Node {
  const { toDOM, parseDOM, leafText } = spec;
  return Node.create({
    name,
    topNode,
    ...partsOf(spec, nodeParts),
    addAttributes: () => attributesOf(spec.attrs),
    ...(parseDOM === undefined ? {} : { parseHTML: () => parseDOM }),
    ...(toDOM === undefined ? {} : { renderHTML: ({ node }) => toDOM(node) }),
    ...(view === undefined ? {} : { addNodeView: () => view }),
    ...(leafText === undefined ? {} : { renderText: ({ node }) => leafText(node) }),
  });
}

function toMark(name: string, spec: MarkSpec): Mark {
  const { toDOM, parseDOM } = spec;
  return Mark.create({
    name,
    ...partsOf(spec, markParts),
    addAttributes: () => attributesOf(spec.attrs),
    ...(parseDOM === undefined ? {} : { parseHTML: () => parseDOM }),
    ...(toDOM === undefined ? {} : { renderHTML: ({ mark }) => toDOM(mark, true) }),
  });
}

function attributesOf(declared: Record<string, AttributeSpec> | undefined): Attributes {
  return Object.fromEntries(
    Object.entries(declared ?? {}).map(([name, { validate, ...spec }]) => [
      name,
      {
        ...('default' in spec ? { default: spec.default } : { isRequired: true, default: undefined }),
        ...(validate === undefined ? {} : { validate }),
        // The schema's own rules read what is pasted and write what is copied; an attribute of the same name does not.
        parseHTML: () => null,
        rendered: false,
      },
    ]),
  );
}
