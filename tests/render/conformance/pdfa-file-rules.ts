import { PDFArray, PDFDict, PDFString, type PDFDocument } from '@cantoo/pdf-lib';
import { asDict, nameOf, type OpenedPdf } from './opened-pdf.ts';
import { unless, type Rule } from './rule.ts';

const forbiddenActions = [
  'Launch',
  'Sound',
  'Movie',
  'ResetForm',
  'ImportData',
  'Hide',
  'SetOCGState',
  'Rendition',
  'Trans',
  'GoTo3DView',
  'JavaScript',
];

/** ISO 19005-3 on the file itself: its frame, its metadata, its attachments, what it may do. */
export const pdfaFileRules: Rule[] = [
  {
    clause: '19005-3 6.1.2',
    asks: 'a header, then a comment that shows that the file is binary',
    faults: ({ bytes }) =>
      unless(/^%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}/.test(bytes.subarray(0, 32).toString('latin1')), 'header'),
    broken: { bytes: (pdf) => Buffer.concat([Buffer.from('\n'), pdf]) },
  },
  {
    clause: '19005-3 6.1.3',
    asks: 'a file identifier, no encryption, and nothing after the end',
    faults: ({ trailer, bytes }) => [
      ...unless(trailer.ID instanceof PDFArray && trailer.ID.size() === 2, 'no identifier'),
      ...unless(trailer.Encrypt === undefined, 'encrypted'),
      ...unless(/%%EOF\r?\n?$/.test(bytes.subarray(-16).toString('latin1')), 'bytes after the end'),
    ],
    broken: (document) => void delete document.context.trailerInfo.ID,
  },
  {
    clause: '19005-3 6.1.7.1',
    asks: 'streams that lie in the file',
    faults: ({ streams }) =>
      streams.flatMap(({ dict }) =>
        ['F', 'FFilter', 'FDecodeParms'].filter((key) => dict.has(nameOf(key))).map((key) => `/${key}`),
      ),
    broken: (document) => {
      const stream = document.context.flateStream('x', { F: PDFString.of('elsewhere.bin') });
      document.catalog.set(nameOf('Odd'), document.context.register(stream));
    },
  },
  {
    clause: '19005-3 6.1.7.2',
    asks: 'no LZW compression',
    faults: ({ streams, get }) =>
      streams.filter(({ dict }) => String(get(dict, 'Filter')).includes('LZW')).map(() => 'LZWDecode'),
    broken: (document) => {
      const stream = document.context.stream('x', { Filter: 'LZWDecode' });
      document.catalog.set(nameOf('Odd'), document.context.register(stream));
    },
  },
  {
    clause: '19005-3 6.3.1',
    asks: 'no annotation that plays something',
    faults: ({ annotations, textAt }) =>
      annotations
        .map((annotation) => textAt(annotation, 'Subtype') ?? 'none')
        .filter((type) => ['3D', 'Sound', 'Screen', 'Movie', 'RichMedia', 'none'].includes(type)),
    broken: onFirstLink((link) => link.set(nameOf('Subtype'), nameOf('Movie'))),
  },
  {
    clause: '19005-3 6.3.2',
    asks: 'annotations that are printed and never hidden',
    faults: ({ annotations, get }) =>
      annotations.flatMap((annotation) => {
        const flags = Number(String(get(annotation, 'F') ?? '0'));
        return unless((flags & 4) !== 0 && (flags & 0b100100011) === 0, `flags ${flags}`);
      }),
    broken: onFirstLink((link) => link.delete(nameOf('F'))),
  },
  {
    clause: '19005-3 6.3.3',
    asks: 'an appearance for what is seen, links aside',
    faults: ({ annotations, textAt, listAt, dictAt }) =>
      annotations.flatMap((annotation) => {
        if (['Link', 'Popup'].includes(textAt(annotation, 'Subtype') ?? '')) return [];
        const [left, bottom, right, top] = listAt(annotation, 'Rect').map(String);
        if (left === right && bottom === top) return [];
        const appearance = dictAt(annotation, 'AP');
        return unless(appearance?.keys().map(String).join() === '/N', 'no normal appearance');
      }),
    broken: onFirstLink((link) => link.set(nameOf('Subtype'), nameOf('Square'))),
  },
  {
    clause: '19005-3 6.4',
    asks: 'no form that asks the reader to draw it, and no XFA',
    faults: ({ catalog, dictAt, get }) => {
      const form = dictAt(catalog, 'AcroForm');
      if (form === undefined) return [];
      return [
        ...unless(String(get(form, 'NeedAppearances') ?? 'false') === 'false', 'NeedAppearances'),
        ...unless(!form.has(nameOf('XFA')), 'XFA'),
      ];
    },
    broken: (document) =>
      document.catalog.set(nameOf('AcroForm'), document.context.obj({ Fields: [], XFA: 'x' })),
  },
  {
    clause: '19005-3 6.5.1',
    asks: 'no action but going somewhere',
    faults: ({ dicts, textAt }) =>
      dicts
        .filter((dict) => dict.has(nameOf('S')))
        .map((dict) => textAt(dict, 'S') ?? '')
        .filter((type) => forbiddenActions.includes(type)),
    broken: onFirstLink((link, document) =>
      link.set(nameOf('A'), document.context.obj({ S: 'JavaScript', JS: PDFString.of('app.beep()') })),
    ),
  },
  {
    clause: '19005-3 6.5.2',
    asks: 'nothing that happens by itself',
    faults: ({ catalog, pages, annotations }) =>
      [catalog, ...pages, ...annotations].filter((dict) => dict.has(nameOf('AA'))).map(() => '/AA'),
    broken: (document) => document.catalog.set(nameOf('AA'), document.context.obj({})),
  },
  {
    clause: '19005-3 6.6.2.1',
    asks: 'an XMP packet without the attributes that were given up',
    faults: ({ metadata }) => [
      ...unless(
        /^<\?xpacket begin=[^>]*\?>[\s\S]*<\/x:xmpmeta>[\s\S]*<\?xpacket end="[rw]"\?>\s*$/.test(metadata),
        'packet',
      ),
      ...unless(!/<\?xpacket[^>]*(bytes|encoding)=/.test(metadata), 'bytes or encoding'),
    ],
    broken: withMetadata((metadata) => metadata.replace('</x:xmpmeta>', '')),
  },
  {
    clause: '19005-3 6.6.2.3',
    asks: 'a described schema for every namespace that PDF/A does not know',
    faults: ({ metadata }) =>
      [...metadata.matchAll(/xmlns:(\w+)="([^"]+)"/g)]
        .filter(([, prefix = '']) => !['rdf', 'x', 'dc', 'xmp', 'pdf', 'pdfaid'].includes(prefix))
        .filter(([, prefix = '']) => !prefix.startsWith('pdfa'))
        .filter(
          ([, , uri = '']) => !metadata.includes(`<pdfaSchema:namespaceURI>${uri}</pdfaSchema:namespaceURI>`),
        )
        .map(([, prefix = '']) => prefix),
    broken: withMetadata((metadata) => metadata.replace(/<pdfaSchema:namespaceURI>.*?<\/.*?>/, '')),
  },
  {
    clause: '19005-3 6.6.3',
    asks: 'the same title, author and program in both places',
    faults(pdf) {
      const { metadata, textAt } = pdf;
      const information = asDict(pdf.document.context.lookup(pdf.trailer.Info));
      const pairs = [
        ['Title', /<dc:title>.*?<rdf:li[^>]*>(.*?)<\/rdf:li>/],
        ['Author', /<dc:creator>.*?<rdf:li[^>]*>(.*?)<\/rdf:li>/],
        ['Creator', /<xmp:CreatorTool>(.*?)</],
        ['Producer', /<pdf:Producer>(.*?)</],
      ] as const;
      return pairs.flatMap(([key, place]) => {
        const told = information && textAt(information, key);
        return unless(told !== undefined && place.exec(metadata)?.[1] === told, key);
      });
    },
    broken: withMetadata((metadata) => metadata.replace('<xmp:CreatorTool>', '<xmp:CreatorTool>Not ')),
  },
  {
    clause: '19005-3 6.6.4',
    asks: 'to be named PDF/A-3b',
    faults: ({ metadata }) => [
      ...unless(metadata.includes('<pdfaid:part>3</pdfaid:part>'), 'part'),
      ...unless(metadata.includes('<pdfaid:conformance>B</pdfaid:conformance>'), 'conformance'),
    ],
    broken: withMetadata((metadata) => metadata.replace('<pdfaid:part>3', '<pdfaid:part>2')),
  },
  {
    clause: '19005-3 6.8',
    asks: 'attachments that say their type, their date, their names and what they are to the document',
    faults(pdf) {
      const { catalog, listAt, dictAt, textAt } = pdf;
      const specs = filesOf(pdf);
      const associated = listAt(catalog, 'AF');
      const kinds = ['Source', 'Data', 'Alternative', 'Supplement', 'Unspecified'];
      return specs.flatMap((spec) => {
        const file = dictAt(dictAt(spec, 'EF') ?? spec, 'F');
        return [
          ...unless(associated.includes(spec), 'not associated with the document'),
          ...unless(kinds.includes(textAt(spec, 'AFRelationship') ?? ''), 'no relationship'),
          ...unless(spec.has(nameOf('F')) && spec.has(nameOf('UF')), 'not named twice'),
          ...unless(/^[\w-]+\/[\w.+-]+$/.test((file && textAt(file, 'Subtype')) ?? ''), 'no media type'),
          ...unless(file !== undefined && dictAt(file, 'Params')?.has(nameOf('ModDate')) === true, 'no date'),
        ];
      });
    },
    broken: (document) => document.catalog.delete(nameOf('AF')),
  },
  {
    clause: '19005-3 6.9–6.11',
    asks: 'no layers, no alternate presentations, no requirements on the reader',
    faults: ({ catalog, dictAt }) => [
      ...['OCProperties', 'Requirements'].filter((key) => catalog.has(nameOf(key))),
      ...unless(dictAt(catalog, 'Names')?.has(nameOf('AlternatePresentations')) !== true, 'presentations'),
    ],
    broken: (document) => document.catalog.set(nameOf('Requirements'), document.context.obj([])),
  },
];

/** Every file specification of the names tree. */
export function filesOf({ catalog, dictAt, listAt }: OpenedPdf): PDFDict[] {
  const names = dictAt(dictAt(catalog, 'Names') ?? catalog, 'EmbeddedFiles');
  return names === undefined ? [] : listAt(names, 'Names').flatMap((item) => asDict(item) ?? []);
}

/** Alters the first link of the document. */
export function onFirstLink(alter: (link: PDFDict, document: PDFDocument) => void): Rule['broken'] {
  return (document) => {
    const links = document
      .getPages()
      .flatMap(({ node }) => node.Annots()?.asArray() ?? [])
      .map((reference) => document.context.lookup(reference, PDFDict));
    const link = links.find((annotation) => annotation.get(nameOf('Subtype')) === nameOf('Link'));
    if (link === undefined) throw new Error('no link to alter');
    alter(link, document);
  };
}

/** Alters the XMP packet. */
export function withMetadata(alter: (metadata: string) => string): Rule['broken'] {
  return (document) => {
    const { context, catalog } = document;
    const reference = catalog.get(nameOf('Metadata'));
    const stream = context.lookup(reference) as unknown as { getContents(): Uint8Array };
    const before = Buffer.from(stream.getContents()).toString('utf8');
    const after = alter(before);
    if (after === before) throw new Error('the metadata was not altered');
    const altered = context.stream(Buffer.from(after), { Type: 'Metadata', Subtype: 'XML' });
    catalog.set(nameOf('Metadata'), context.register(altered));
  };
}
