import { z } from 'zod';
import type { StartDocument, StartNode } from './template.ts';

const line = z.string().trim().min(1);

/**
 * A section's starting text as an author writes it in the manifest: a line is a paragraph, with
 * `**bold**` in it; `heading`, `bullets` and `numbers` say what they are.
 */
export const startText = z.array(
  z.union([
    line,
    z.strictObject({ heading: line }),
    z.strictObject({ bullets: z.array(line).min(1) }),
    z.strictObject({ numbers: z.array(line).min(1) }),
  ]),
);

/** The ProseMirror document of a starting text; an empty text is one empty paragraph. */
export function toStartDocument(blocks: z.infer<typeof startText>): StartDocument {
  if (blocks.length === 0) return { type: 'doc', content: [{ type: 'paragraph' }] };
  const content = blocks.map((block): StartNode => {
    if (typeof block === 'string') return paragraph(block);
    if ('heading' in block) return { type: 'heading', attrs: { level: 2 }, content: inline(block.heading) };
    if ('bullets' in block) return { type: 'bulletList', content: block.bullets.map(item) };
    return { type: 'orderedList', attrs: { start: 1 }, content: block.numbers.map(item) };
  });
  return { type: 'doc', content };
}

function item(text: string): StartNode {
  return { type: 'listItem', content: [paragraph(text)] };
}

function paragraph(text: string): StartNode {
  return { type: 'paragraph', content: inline(text) };
}

function inline(text: string): StartNode[] {
  // Every second piece stood between two pairs of stars.
  return text.split('**').flatMap((piece, index): StartNode[] => {
    if (piece === '') return [];
    return [{ type: 'text', text: piece, ...(index % 2 === 1 ? { marks: [{ type: 'bold' }] } : {}) }];
  });
}
