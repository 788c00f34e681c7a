import { PDFDict, PDFString } from '@cantoo/pdf-lib';
import { all, kidsOf, nameOf, ofType, strip, walk, type Element, type OpenedPdf } from './opened-pdf.ts';
import { onElement } from './pdfua-rules.ts';
import { unless, type Rule } from './rule.ts';

/** ISO 14289-1 on what refers to another place of the document: its table of contents and its notes. */
export const pdfuaReferenceRules: Rule[] = [
  {
    clause: '14289-1 7.2 (contents)',
    ofContents: true,
    asks: 'tables of contents of items, and items that refer to a heading by a link',
    faults: (pdf) => [
      ...ofType(pdf, 'TOC').flatMap((contents) =>
        strip(contents).flatMap(({ type }) =>
          unless(['TOC', 'TOCI', 'Caption'].includes(type), `a ${type} in a table of contents`),
        ),
      ),
      ...all(pdf).flatMap(({ type, children }) =>
        unless(type === 'TOC' || !children.some((child) => child.type === 'TOCI'), `a TOCI in a ${type}`),
      ),
      ...ofType(pdf, 'TOCI').flatMap((item) =>
        unless(item.children.some(refers), 'an item that leads nowhere'),
      ),
      ...ofType(pdf, 'L').flatMap((list) =>
        unless(!isContents(pdf, list), 'a table of contents tagged as a list'),
      ),
    ],
    broken: onElement('TOC', (element) => element.set(nameOf('S'), nameOf('L'))),
  },
  {
    clause: '14289-1 7.9',
    asks: 'notes that have an identifier of their own',
    faults(pdf) {
      const identifiers = ofType(pdf, 'Note').map(({ dict }) => pdf.textAt(dict, 'ID') ?? '');
      return [
        ...unless(identifiers.length > 0, 'no note'),
        ...unless(!identifiers.includes(''), 'a note without identifier'),
        ...identifiers.flatMap((identifier) =>
          unless(identifiersOf(pdf).includes(identifier), `${identifier} is not in the tree of identifiers`),
        ),
        ...unless(new Set(identifiers).size === identifiers.length, 'an identifier twice'),
      ];
    },
    broken: onElement('Note', (element) => element.set(nameOf('ID'), PDFString.of('the same'))),
  },
  {
    clause: '14289-1 7.9 (links)',
    asks: 'a reference that leads to each note, and a label in the note that leads back to it',
    faults(pdf) {
      const placesIn = (element: Element) =>
        [...walk(element.children)].flatMap(({ type, dict }) => (type === 'Link' ? placesOf(pdf, dict) : []));
      const called = new Set(ofType(pdf, 'Reference').flatMap(placesIn));
      return ofType(pdf, 'Note').flatMap((note) => {
        const number = pdf.textAt(note.dict, 'ID')?.replace(/^note-/, '');
        const label = note.children[0];
        const back = label?.type === 'Lbl' ? placesIn(label) : [];
        return [
          ...unless(called.has(`note-${number}`), `note ${number} is called nowhere`),
          ...unless(back.join() === `appel-${number}`, `note ${number} does not lead back`),
        ];
      });
    },
    broken: onElement('Lbl', (element) => element.set(nameOf('S'), nameOf('Span'))),
  },
];

/** Every identifier of the tree that elements are found by. */
function identifiersOf(pdf: OpenedPdf): string[] {
  const root = pdf.dictAt(pdf.catalog, 'StructTreeRoot');
  const namesOf = (node: PDFDict): string[] => [
    ...pdf.listAt(node, 'Names').flatMap((item) => (item instanceof PDFString ? [item.decodeText()] : [])),
    ...pdf.listAt(node, 'Kids').flatMap((kid) => (kid instanceof PDFDict ? namesOf(kid) : [])),
  ];
  const tree = root && pdf.dictAt(root, 'IDTree');
  return tree === undefined ? [] : namesOf(tree);
}

const refers = ({ type, children }: Element): boolean =>
  type === 'Reference' && children.some((child) => child.type === 'Link');

/** Every item of the list is a link to a heading, and nothing else. */
function isContents(pdf: OpenedPdf, list: Element): boolean {
  const links = list.children.map((item) => [...walk(item.children)].filter(({ type }) => type === 'Link'));
  return links.every(([link, other]) => {
    const place = link === undefined || other !== undefined ? undefined : placesOf(pdf, link.dict)[0];
    return place !== undefined && /^(rubrique|annexe)-/.test(place);
  });
}

/** Where in the document the links under a link's tag lead. */
function placesOf(pdf: OpenedPdf, link: PDFDict): string[] {
  return kidsOf(pdf, link).flatMap((kid) => {
    const annotation = pdf.dictAt(kid, 'Obj');
    return (annotation && pdf.textAt(annotation, 'Dest')) ?? [];
  });
}
