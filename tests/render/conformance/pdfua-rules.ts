import { PDFArray, PDFDict, PDFName, PDFNumber } from '@cantoo/pdf-lib';
import { loosePainting, operationsOf } from './content-operators.ts';
import { all, kidsOf, nameOf, ofType, strip, walk, type OpenedPdf } from './opened-pdf.ts';
import { onFirstLink, filesOf, withMetadata } from './pdfa-file-rules.ts';
import { onFirstPage } from './pdfa-page-rules.ts';
import { unless, type Rule } from './rule.ts';

const standardTypes =
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split(
    ' ',
  );

/** ISO 14289-1: a file that those who do not see it can read. */
export const pdfuaRules: Rule[] = [
  {
    clause: '14289-1 5',
    asks: 'to be named PDF/UA-1',
    faults: ({ metadata }) => unless(metadata.includes('<pdfuaid:part>1</pdfuaid:part>'), 'not named'),
    broken: withMetadata((metadata) => metadata.replace('<pdfuaid:part>1', '<pdfuaid:part>9')),
  },
  {
    clause: '14289-1 7.1',
    asks: 'everything painted to be tagged or an artifact, never both',
    faults: ({ contents }) => contents.flatMap((content) => loosePainting(operationsOf(content))),
    broken: onFirstPage((content) => `${content}\n1 2 3 4 re f\n`),
  },
  {
    clause: '14289-1 7.1 (marked)',
    asks: 'to say that it is tagged, and surely',
    faults: ({ catalog, dictAt, textAt }) => {
      const mark = dictAt(catalog, 'MarkInfo');
      return [
        ...unless(mark !== undefined && textAt(mark, 'Marked') === 'true', 'not marked'),
        ...unless(mark === undefined || textAt(mark, 'Suspects') !== 'true', 'suspects'),
      ];
    },
    broken: (document) => document.catalog.delete(nameOf('MarkInfo')),
  },
  {
    clause: '14289-1 7.1 (types)',
    asks: 'every type of the tree to have a standard meaning',
    faults: (pdf) =>
      all(pdf)
        .map(({ type }) => type)
        .filter((type) => !standardTypes.includes(type)),
    broken: onElement('Strong', (element) => element.set(nameOf('S'), nameOf('Shout'))),
  },
  {
    clause: '14289-1 7.1 (title)',
    asks: 'a title, shown in the window instead of the file’s name',
    faults: ({ metadata, catalog, dictAt, textAt }) => [
      ...unless(/<dc:title>[\s\S]*?<rdf:li[^>]*>[^<]+</.test(metadata), 'no title'),
      ...unless(
        textAt(dictAt(catalog, 'ViewerPreferences') ?? catalog, 'DisplayDocTitle') === 'true',
        'not shown',
      ),
    ],
    broken: (document) => document.catalog.delete(nameOf('ViewerPreferences')),
  },
  {
    clause: '14289-1 7.2',
    asks: 'its language',
    faults: ({ catalog, textAt }) => unless(/^[a-z]{2}(-\w+)*$/.test(textAt(catalog, 'Lang') ?? ''), 'none'),
    broken: (document) => document.catalog.delete(nameOf('Lang')),
  },
  {
    clause: '14289-1 7.3',
    asks: 'words in the place of every figure',
    faults: (pdf) =>
      ofType(pdf, 'Figure', 'Formula').flatMap(({ dict }) =>
        unless((pdf.textAt(dict, 'Alt') ?? pdf.textAt(dict, 'ActualText') ?? '') !== '', 'no words'),
      ),
    broken: onElement('Figure', (element) => element.delete(nameOf('Alt'))),
  },
  {
    clause: '14289-1 7.3 (box)',
    asks: 'the place of every figure, within its page',
    faults: (pdf) =>
      ofType(pdf, 'Figure').flatMap(({ dict }) => {
        const attributes = pdf.dictAt(dict, 'A');
        const [left = -1, bottom = -1, right = 0, top = 0] =
          attributes === undefined ? [] : pdf.listAt(attributes, 'BBox').map((side) => Number(String(side)));
        const inside = left >= 0 && bottom >= 0 && right <= 596 && top <= 842;
        return unless(inside && left < right && bottom < top, `[${[left, bottom, right, top].join(' ')}]`);
      }),
    broken: onElement('Figure', (element) => element.delete(nameOf('A'))),
  },
  {
    clause: '14289-1 7.4.2',
    asks: 'headings that begin at 1 and skip no level',
    faults(pdf) {
      const levels = all(pdf).flatMap(({ type }) => (/^H[1-6]$/.test(type) ? [Number(type[1])] : []));
      return levels.flatMap((level, index) =>
        unless(
          level <= (levels[index - 1] ?? 0) + 1,
          `level ${level} after ${levels[index - 1] ?? 'nothing'}`,
        ),
      );
    },
    broken: onElement('H1', (element) => element.set(nameOf('S'), nameOf('H4'))),
  },
  {
    clause: '14289-1 7.5',
    asks: 'rows of as many cells, and header cells that say what they head',
    faults: (pdf) =>
      ofType(pdf, 'Table').flatMap((table) => {
        const rows = [...walk(table.children)].filter(({ type }) => type === 'TR');
        const widths = new Set(rows.map((row) => strip(row).length));
        const headers = [...walk(table.children)].filter(({ type }) => type === 'TH');
        return [
          ...unless(widths.size === 1, `rows of ${[...widths].join(' and ')} cells`),
          ...unless(headers.length > 0, 'no header'),
          ...rows
            .flatMap(strip)
            .flatMap(({ type }) => unless(['TH', 'TD'].includes(type), `a ${type} in a row`)),
          ...headers.flatMap(({ dict }) =>
            unless(scopeOf(pdf, dict) !== undefined, 'a header without scope'),
          ),
        ];
      }),
    broken: onElement('TH', (element) => element.delete(nameOf('A'))),
  },
  {
    clause: '14289-1 7.6',
    asks: 'lists of items, and items of a label and a body',
    faults: (pdf) => [
      ...ofType(pdf, 'L').flatMap((list) =>
        strip(list).flatMap(({ type }) =>
          unless(['L', 'LI', 'Caption'].includes(type), `a ${type} in a list`),
        ),
      ),
      ...ofType(pdf, 'LI').flatMap((item) =>
        strip(item).flatMap(({ type }) => unless(['Lbl', 'LBody'].includes(type), `a ${type} in an item`)),
      ),
    ],
    broken: onElement('LBody', (element) => element.set(nameOf('S'), nameOf('P'))),
  },
  {
    clause: '14289-1 7.11',
    asks: 'attachments that are named in both ways',
    faults: (pdf) =>
      filesOf(pdf).flatMap((spec) => ['F', 'UF'].filter((key) => (pdf.textAt(spec, key) ?? '') === '')),
    broken: (document) => {
      for (const [, object] of document.context.enumerateIndirectObjects())
        if (object instanceof PDFDict && object.get(nameOf('Type')) === nameOf('Filespec'))
          object.delete(nameOf('UF'));
    },
  },
  {
    clause: '14289-1 7.16',
    asks: 'nothing that keeps a screen reader out',
    faults: ({ trailer }) => unless(trailer.Encrypt === undefined, 'encrypted'),
    broken: (document) => {
      const handler = document.context.register(document.context.obj({ Filter: 'Standard', P: -3904 }));
      document.context.trailerInfo.Encrypt = handler;
    },
  },
  {
    clause: '14289-1 7.17',
    asks: 'bookmarks, since it has headings',
    faults: ({ catalog, dictAt }) =>
      unless(dictAt(catalog, 'Outlines')?.has(nameOf('First')) === true, 'no bookmark'),
    broken: (document) => document.catalog.delete(nameOf('Outlines')),
  },
  {
    clause: '14289-1 7.18.1',
    asks: 'what can be seen or followed on a page to be in the tree',
    faults: (pdf) => {
      const referred = pdf.dicts
        .filter((dict) => pdf.textAt(dict, 'Type') === 'OBJR')
        .map((dict) => pdf.dictAt(dict, 'Obj'));
      return pdf.annotations
        .filter((annotation) => hasArea(pdf, annotation))
        .flatMap((annotation) =>
          unless(annotation.has(nameOf('StructParent')) && referred.includes(annotation), 'loose annotation'),
        );
    },
    broken: onFirstLink((link) => link.delete(nameOf('StructParent'))),
  },
  {
    clause: '14289-1 7.18.3',
    asks: 'the tree’s order for the keyboard, on every page with something to follow',
    faults: ({ pages, textAt }) =>
      pages
        .filter((page) => page.has(nameOf('Annots')))
        .flatMap((page) => unless(textAt(page, 'Tabs') === 'S', 'another order')),
    broken: (document) => document.getPages().forEach(({ node }) => node.delete(nameOf('Tabs'))),
  },
  {
    clause: '14289-1 7.18.5',
    asks: 'links that stand under a link’s tag and say where they lead',
    faults(pdf) {
      const links = pdf.annotations.filter((annotation) => pdf.textAt(annotation, 'Subtype') === 'Link');
      const tagged = ofType(pdf, 'Link').flatMap(({ dict }) =>
        kidsOf(pdf, dict).flatMap((kid) => pdf.dictAt(kid, 'Obj') ?? []),
      );
      return links.flatMap((link) => [
        ...unless(tagged.includes(link), 'under no link’s tag'),
        ...unless(!['', '#'].includes(pdf.textAt(link, 'Contents') ?? ''), 'says nothing'),
      ]);
    },
    broken: onFirstLink((link) => link.delete(nameOf('Contents'))),
  },
];

function scopeOf(pdf: OpenedPdf, cell: PDFDict): string | undefined {
  const attributes = pdf.get(cell, 'A');
  const list = attributes instanceof PDFArray ? pdf.listAt(cell, 'A') : [attributes];
  for (const item of list) {
    const scope = item instanceof PDFDict ? pdf.textAt(item, 'Scope') : undefined;
    if (scope !== undefined && ['Row', 'Column', 'Both'].includes(scope)) return scope;
  }
  return undefined;
}

function hasArea(pdf: OpenedPdf, annotation: PDFDict): boolean {
  const [left = 0, bottom = 0, right = 0, top = 0] = pdf
    .listAt(annotation, 'Rect')
    .map((side) => (side instanceof PDFNumber ? side.asNumber() : 0));
  return left !== right && bottom !== top;
}

export function onElement(type: string, alter: (element: PDFDict) => void): Rule['broken'] {
  return (document) => {
    let found = false;
    for (const [, object] of document.context.enumerateIndirectObjects()) {
      if (!(object instanceof PDFDict) || object.get(nameOf('S')) !== PDFName.of(type)) continue;
      alter(object);
      found = true;
    }
    if (!found) throw new Error(`no ${type} to alter`);
  };
}
