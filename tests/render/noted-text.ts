import { toHtml } from '../../src/drafts/section-html.ts';
import { parseSectionText } from '../../src/drafts/section-text.ts';

const text = (words: string, ...marks: object[]) => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
});
const note = (...content: object[]) => ({ type: 'note', content });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const cell = (type: string, ...content: object[]) => ({ type, content: [paragraph(...content)] });
const row = (...content: object[]) => ({ type: 'tableRow', content });

/** Two notes side by side, and a table with one in a header and one in a cell, as they are stored. */
export const notedText = {
  type: 'doc',
  content: [
    paragraph(
      text('Un chiffre'),
      note(text('Enquête de '), text('2026', { type: 'italic' }), text('.')),
      note(
        text('Voir aussi '),
        text('le site', { type: 'link', attrs: { href: 'https://www.drogues.gouv.fr/' } }),
      ),
      text(' et la suite.'),
    ),
    {
      type: 'table',
      content: [
        row(
          cell('tableHeader', text('Poste'), note(text('Au sens du plan.'))),
          cell('tableHeader', text('Part')),
        ),
        row(cell('tableHeader', text('Prévention')), cell('tableCell', text('80 %'), note(text('Au plus.')))),
      ],
    },
  ],
};

/** The same as the drafts give it to be printed. */
export function notedHtml(): string {
  const parsed = parseSectionText(notedText);
  if (!parsed.ok) throw new Error('the text with notes is refused');
  return toHtml(parsed.value);
}
