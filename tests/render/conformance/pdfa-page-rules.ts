import { PDFArray, PDFDict, PDFName, PDFRawStream, type PDFDocument } from '@cantoo/pdf-lib';
import { deepestState, operationsOf } from './content-operators.ts';
import { asDict, decode, nameOf, type OpenedPdf } from './opened-pdf.ts';
import { unless, type Rule } from './rule.ts';

const blendModes =
  'Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color Luminosity'.split(
    ' ',
  );

const ofType = ({ dicts, textAt }: OpenedPdf, type: string) =>
  dicts.filter((dict) => textAt(dict, 'Type') === type);

/** ISO 19005-3 on what is painted: colours, states, images, fonts. */
export const pdfaPageRules: Rule[] = [
  {
    clause: '19005-3 6.1.13',
    asks: 'at most 28 graphics states within each other, and names of at most 127 bytes',
    faults: ({ contents, dicts }) => [
      ...contents.filter((content) => deepestState(operationsOf(content)) > 28).map(() => 'states'),
      ...dicts
        .flatMap((dict) => dict.keys())
        .filter((key) => key.decodeText().length > 127)
        .map(String),
    ],
    broken: onFirstPage((content) => `${'q\n'.repeat(29)}${content}\n${'Q\n'.repeat(29)}`),
  },
  {
    clause: '19005-3 6.2.3',
    asks: 'one output intent, with the profile of an RGB device',
    faults(pdf) {
      const intents = pdf
        .listAt(pdf.catalog, 'OutputIntents')
        .flatMap((item) => asDict(item) ?? [])
        .filter((dict) => pdf.textAt(dict, 'S') === 'GTS_PDFA1');
      const profile = intents[0] && pdf.get(intents[0], 'DestOutputProfile');
      const data = decode(profile);
      return [
        ...unless(intents.length === 1, `${intents.length} intents`),
        ...unless(data.subarray(36, 40).toString('latin1') === 'acsp', 'not a profile'),
        ...unless(data.subarray(16, 20).toString('latin1') === 'RGB ', 'not of RGB'),
        ...unless(
          profile instanceof PDFRawStream && String(pdf.get(profile.dict, 'N')) === '3',
          'not 3 colours',
        ),
      ];
    },
    broken: (document) => document.catalog.delete(nameOf('OutputIntents')),
  },
  {
    clause: '19005-3 6.2.4.3',
    asks: 'no colour of another device than the intent’s',
    faults: ({ contents }) =>
      contents.flatMap((content) =>
        operationsOf(content)
          .filter(({ operator, operands }) => /^[kK]$/.test(operator) || operands.includes('/DeviceCMYK'))
          .map(({ operator }) => operator),
      ),
    broken: onFirstPage((content) => `${content}\n0 0 0 1 k\n`),
  },
  {
    clause: '19005-3 6.2.5',
    asks: 'no transfer function, nor halftone of a device',
    faults: (pdf) =>
      pdf.dicts
        .filter((dict) => pdf.textAt(dict, 'Type') === 'ExtGState' || dict.has(nameOf('TR')))
        .flatMap((state) => ['TR', 'HTP'].filter((key) => state.has(nameOf(key)))),
    broken: (document) =>
      document.catalog.set(nameOf('Odd'), document.context.obj({ Type: 'ExtGState', TR: 'Identity' })),
  },
  {
    clause: '19005-3 6.2.8',
    asks: 'images that are not smoothed, nor stand for others',
    faults: ({ streams, get, textAt }) =>
      streams
        .filter(({ dict }) => textAt(dict, 'Subtype') === 'Image')
        .flatMap(({ dict }) => [
          ...unless(String(get(dict, 'Interpolate') ?? 'false') === 'false', 'Interpolate'),
          ...['Alternates', 'OPI'].filter((key) => dict.has(nameOf(key))),
        ]),
    broken: (document) => {
      const image = document.context.stream('x', { Subtype: 'Image', Interpolate: true });
      document.catalog.set(nameOf('Odd'), document.context.register(image));
    },
  },
  {
    clause: '19005-3 6.2.9',
    asks: 'no form that is of PostScript or of another file',
    faults: ({ streams, textAt }) =>
      streams
        .filter(({ dict }) => ['Form', 'PS'].includes(textAt(dict, 'Subtype') ?? ''))
        .flatMap(({ dict }) => [
          ...unless(textAt(dict, 'Subtype') === 'Form', 'PostScript'),
          ...['Ref', 'PS', 'OPI'].filter((key) => dict.has(nameOf(key))),
        ]),
    broken: (document) => {
      const form = document.context.stream('', { Subtype: 'Form', Ref: {} });
      document.catalog.set(nameOf('Odd'), document.context.register(form));
    },
  },
  {
    clause: '19005-3 6.2.10',
    asks: 'blend modes of the standard',
    faults: ({ dicts, textAt }) =>
      dicts
        .filter((dict) => dict.has(nameOf('BM')))
        .map((dict) => textAt(dict, 'BM') ?? '')
        .filter((mode) => !blendModes.includes(mode)),
    broken: (document) =>
      document.catalog.set(nameOf('Odd'), document.context.obj({ Type: 'ExtGState', BM: 'Sparkle' })),
  },
  {
    clause: '19005-3 6.2.11.3',
    asks: 'a map from characters to glyphs in every composite TrueType font',
    faults: (pdf) =>
      ofType(pdf, 'Font')
        .filter((font) => pdf.textAt(font, 'Subtype') === 'CIDFontType2')
        .flatMap((font) => unless(font.has(nameOf('CIDToGIDMap')), 'no map')),
    broken: onFont('CIDFontType2', (font) => font.delete(nameOf('CIDToGIDMap'))),
  },
  {
    clause: '19005-3 6.2.11.4.1',
    asks: 'fonts that are all in the file, as TrueType and not as drawings',
    faults: (pdf) => [
      ...ofType(pdf, 'FontDescriptor').flatMap((font) =>
        unless(pdf.get(font, 'FontFile2') instanceof PDFRawStream, pdf.textAt(font, 'FontName') ?? 'a font'),
      ),
      ...ofType(pdf, 'Font')
        .map((font) => pdf.textAt(font, 'Subtype') ?? '')
        .filter((type) => !['Type0', 'CIDFontType2', 'TrueType'].includes(type)),
    ],
    broken: (document) => {
      for (const [, object] of document.context.enumerateIndirectObjects())
        if (object instanceof PDFDict) object.delete(nameOf('FontFile2'));
    },
  },
  {
    clause: '14289-1 7.21.7',
    asks: 'the Unicode of every character that is painted',
    faults: (pdf) =>
      ofType(pdf, 'Font')
        .filter((font) => pdf.textAt(font, 'Subtype') === 'Type0')
        .flatMap((font) =>
          unless(
            decode(pdf.get(font, 'ToUnicode')).includes('beginbfrange') ||
              decode(pdf.get(font, 'ToUnicode')).includes('beginbfchar'),
            'no ToUnicode',
          ),
        ),
    broken: onFont('Type0', (font) => font.delete(nameOf('ToUnicode'))),
  },
];

function onFont(type: string, alter: (font: PDFDict) => void): Rule['broken'] {
  return (document) => {
    for (const [, object] of document.context.enumerateIndirectObjects())
      if (object instanceof PDFDict && object.get(nameOf('Subtype')) === PDFName.of(type)) alter(object);
  };
}

/** Rewrites what the first page paints. */
export function onFirstPage(alter: (content: string) => string): Rule['broken'] {
  return (document: PDFDocument) => {
    const { node } = document.getPage(0);
    const contents = document.context.lookup(node.get(nameOf('Contents')));
    const first = contents instanceof PDFArray ? contents.lookup(0) : contents;
    const content = decode(first).toString('latin1');
    const altered = document.context.flateStream(Buffer.from(alter(content), 'latin1'));
    node.set(nameOf('Contents'), document.context.register(altered));
  };
}
