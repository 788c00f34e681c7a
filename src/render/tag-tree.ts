import {
  PDFArray,
  PDFDict,
  PDFName,
  PDFRef,
  type PDFContext,
  type PDFDocument,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { UnreadElement } from './load-print.ts';

/** One element of the tag tree, with the reference that others name it by. */
export interface TagElement {
  readonly ref: PDFRef;
  readonly dict: PDFDict;
}

export type TagTree = ReturnType<typeof openTagTree>;

const known = new Map<string, PDFName>();
/** A name is one object; asking the library for it each time would read its escapes each time. */
const name = (text: string): PDFName => {
  const found = known.get(text) ?? PDFName.of(text);
  known.set(text, found);
  return found;
};
const keys = { type: name('Type'), kind: name('S'), parent: name('P'), kids: name('K'), page: name('Pg') };
const structElem = name('StructElem');

/** An element that is read when something of it is asked. */
class LazyElement implements TagElement {
  readonly ref: PDFRef;
  readonly #context: PDFContext;

  constructor(ref: PDFRef, context: PDFContext) {
    this.ref = ref;
    this.#context = context;
  }

  get dict(): PDFDict {
    const object = this.#context.lookup(this.ref);
    if (object instanceof PDFDict) return object;
    if (!(object instanceof UnreadElement)) throw new Error('an element of the tag tree that is gone');
    const read = object.read(this.#context);
    this.#context.assign(this.ref, read);
    return read;
  }
}

/** The type of an element of the tag tree; undefined for what is not one. */
function kindOf(object: PDFObject | undefined): string | undefined {
  if (object instanceof UnreadElement) return object.kind;
  if (!(object instanceof PDFDict) || object.get(keys.type) !== structElem) return undefined;
  const kind = object.get(keys.kind);
  return kind instanceof PDFName ? kind.decodeText() : '';
}

/** The tag tree of a printed document (ISO 32000-1, 14.7), to be read and mended in place. */
export function openTagTree(document: PDFDocument) {
  const { context } = document;
  const byKind = new Map<string, TagElement[]>();
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    const kind = kindOf(object);
    if (kind === undefined) continue;
    const element = new LazyElement(ref, context);
    const same = byKind.get(kind);
    if (same === undefined) byKind.set(kind, [element]);
    else same.push(element);
  }

  function elementAt(object: PDFObject | undefined): TagElement | undefined {
    if (!(object instanceof PDFRef) || kindOf(context.lookup(object)) === undefined) return undefined;
    return new LazyElement(object, context);
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
    kidsOf,
    childrenOf,
    wrapKids,
    parentOf: ({ dict }: TagElement): TagElement | undefined => elementAt(dict.get(keys.parent)),
    /** The elements that the print gave this type. */
    ofKind: (kind: string): readonly TagElement[] => byKind.get(kind) ?? [],
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
