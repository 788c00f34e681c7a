import { PDFArray, PDFDict, PDFName, PDFRef, type PDFDocument, type PDFObject } from '@cantoo/pdf-lib';

/** One element of the tag tree, with the reference that others name it by. */
export interface TagElement {
  ref: PDFRef;
  dict: PDFDict;
}

export type TagTree = ReturnType<typeof openTagTree>;

const name = (text: string): PDFName => PDFName.of(text);
const keys = { type: name('Type'), kind: name('S'), parent: name('P'), kids: name('K'), page: name('Pg') };
const structElem = name('StructElem');

/** The tag tree of a printed document (ISO 32000-1, 14.7), to be read and mended in place. */
export function openTagTree(document: PDFDocument) {
  const { context } = document;
  const elements: TagElement[] = [];
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (object instanceof PDFDict && object.get(keys.type) === structElem)
      elements.push({ ref, dict: object });
  }

  function elementAt(object: PDFObject | undefined): TagElement | undefined {
    if (!(object instanceof PDFRef)) return undefined;
    const dict = context.lookup(object);
    return dict instanceof PDFDict && dict.get(keys.type) === structElem ? { ref: object, dict } : undefined;
  }

  /** What stands under an element, in order: elements, marks on a page, annotations. */
  function kidsOf({ dict }: TagElement): PDFObject[] {
    const kids = dict.get(keys.kids);
    const list = context.lookup(kids);
    if (list instanceof PDFArray) return list.asArray();
    return kids === undefined ? [] : [kids];
  }

  const childrenOf = (element: TagElement): TagElement[] =>
    kidsOf(element).flatMap((kid) => elementAt(kid) ?? []);

  /** Puts an element of its own around some of the things under another one, in the place of the first. */
  function wrapKids(parent: TagElement, wrapped: PDFObject[], kind: string): TagElement {
    const dict = context.obj({ Type: 'StructElem', S: kind, P: parent.ref, K: wrapped });
    const page = parent.dict.get(keys.page);
    if (page !== undefined) dict.set(keys.page, page);
    const ref = context.register(dict);
    for (const kid of wrapped) elementAt(kid)?.dict.set(keys.parent, ref);
    const kids = kidsOf(parent).flatMap((kid) =>
      kid === wrapped[0] ? [ref] : wrapped.includes(kid) ? [] : [kid],
    );
    parent.dict.set(keys.kids, context.obj(kids));
    return { ref, dict };
  }

  return {
    document,
    elements,
    kidsOf,
    childrenOf,
    wrapKids,
    parentOf: ({ dict }: TagElement): TagElement | undefined => elementAt(dict.get(keys.parent)),
    /** Names are compared as they are: one name is one object. */
    isKind: ({ dict }: TagElement, ...kinds: string[]): boolean => {
      const own = dict.get(keys.kind);
      return kinds.some((kind) => name(kind) === own);
    },
    setKind: ({ dict }: TagElement, kind: string): void => dict.set(keys.kind, name(kind)),
    /** Annotations that stand under an element: `Obj` of its object references. */
    annotationsOf: (element: TagElement): PDFDict[] =>
      kidsOf(element).flatMap((kid) => {
        const target = kid instanceof PDFDict ? context.lookup(kid.get(name('Obj'))) : undefined;
        return target instanceof PDFDict ? [target] : [];
      }),
  };
}
