import { parseSectionText, type SectionText } from '../../../src/drafts/section-text.ts';
import type { seededRandom } from '../../torture/seeded-random.ts';

type Random = ReturnType<typeof seededRandom>;
interface Json {
  type: string;
  attrs?: Record<string, unknown>;
  content?: Json[];
  text?: string;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
}

const vocabulary = [
  ...['la', 'prévention', 'des', 'préfets', 'l’année', '2027', 'crédits', '8 412 415 €', 'région', ','],
  ...['vous', 'réunirez', 'partenaires', '12 %', 'avant', 'le', '15 mars 2027', '«\u00a0plan\u00a0»', 'NOR'],
];

/** The text of these blocks, or of plain paragraphs. */
export function textOf(content: readonly unknown[]): SectionText {
  const blocks = content.map((block) =>
    typeof block === 'string' ? { type: 'paragraph', content: [{ type: 'text', text: block }] } : block,
  );
  const parsed = parseSectionText({ type: 'doc', content: blocks });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

/** A text that the schema accepts, of any kind of block. */
export function randomText(random: Random, blocks = 6): SectionText {
  const content = Array.from({ length: 1 + below(random, blocks) }, () => randomBlock(random));
  return textOf(content);
}

/** The same text with a few blocks dropped, moved, doubled or written again: always one that the schema accepts. */
export function randomEdit(random: Random, text: SectionText): SectionText {
  const content = (text.toJSON() as { content: Json[] }).content;
  for (let count = 1 + below(random, 4); count > 0; count -= 1) {
    const index = below(random, content.length);
    const [block] = content.splice(index, 1);
    const chance = below(random, 5);
    if (block === undefined || (chance === 0 && content.length > 0)) continue;
    if (chance === 1) content.splice(below(random, content.length + 1), 0, block);
    else if (chance === 2) content.splice(index, 0, block, structuredClone(block));
    else if (chance === 3) content.splice(index, 0, randomBlock(random));
    else content.splice(index, 0, rewritten(random, block));
  }
  return textOf(content);
}

/** One word of one text node is another one, or under other marks. */
function rewritten(random: Random, block: Json): Json {
  if (block.text !== undefined) {
    const words = block.text.split(' ');
    words[below(random, words.length)] = word(random);
    return below(random, 3) === 0
      ? { ...block, marks: randomMarks(random) }
      : { ...block, text: words.join(' ') };
  }
  const content = block.content ?? [];
  if (content.length === 0) return block;
  const chosen = below(random, content.length);
  return { ...block, content: content.map((each, i) => (i === chosen ? rewritten(random, each) : each)) };
}

function randomBlock(random: Random, depth = 0): Json {
  const kind = below(random, 7);
  const list = () =>
    Array.from({ length: 1 + below(random, 3) }, () => ({
      type: 'listItem',
      content: [
        paragraph(random),
        ...(below(random, 4) === 0 && depth < 2
          ? [{ type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(random)] }] }]
          : []),
      ],
    }));
  if (kind === 0) return { type: 'heading', attrs: { level: 2 + below(random, 3) }, content: words(random) };
  if (kind === 1) return { type: 'bulletList', content: list() };
  if (kind === 2) return { type: 'orderedList', attrs: { start: 1 + below(random, 2) }, content: list() };
  if (kind === 3) return randomTable(random);
  return paragraph(random);
}

function randomTable(random: Random): Json {
  const columns = 1 + below(random, 3);
  const row = (cell: string) => ({
    type: 'tableRow',
    content: Array.from({ length: columns }, () => ({ type: cell, content: [paragraph(random)] })),
  });
  const rows = Array.from({ length: below(random, 3) }, () => row('tableCell'));
  return { type: 'table', content: [row('tableHeader'), ...rows] };
}

function paragraph(random: Random): Json {
  if (below(random, 12) === 0) return { type: 'paragraph' };
  const note: Json[] =
    below(random, 5) === 0 ? [{ type: 'note', content: [{ type: 'text', text: word(random) }] }] : [];
  const line: Json[] = below(random, 6) === 0 ? [{ type: 'hardBreak' }] : [];
  return { type: 'paragraph', content: [...words(random), ...note, ...line, ...words(random)] };
}

function words(random: Random): Json[] {
  const text = Array.from({ length: 2 + below(random, 8) }, () => word(random)).join(' ');
  const marks = below(random, 3) === 0 ? randomMarks(random) : [];
  return [{ type: 'text', text: `${text} `, ...(marks.length === 0 ? {} : { marks }) }];
}

function randomMarks(random: Random) {
  const link = { type: 'link', attrs: { href: `https://www.example.fr/${below(random, 3)}` } };
  return [[{ type: 'bold' }], [{ type: 'italic' }], [link], []][below(random, 4)] ?? [];
}

const word = (random: Random): string => vocabulary[below(random, vocabulary.length)] ?? 'mot';

export const below = (random: Random, bound: number): number => Math.floor(random() * bound);
