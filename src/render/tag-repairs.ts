import { PDFArray, PDFDict, PDFName, PDFString, type PDFRef } from '@cantoo/pdf-lib';
import { noteAt } from './notes.ts';
import type { TagElement, TagTree } from './tag-tree.ts';

const name = (text: string): PDFName => PDFName.of(text);

/**
 * What Chromium's tag tree lacks of PDF/UA-1: custom types get their standard meaning, list items a body;
 * the table of contents, calls and notes get the tags that say what they are. `destinations` holds the
 * headings that a table of contents leads to.
 */
export function repairTags(tree: TagTree, destinations: ReadonlyMap<string, string>): void {
  const { document, ofKind } = tree;
  const root = document.catalog.lookup(name('StructTreeRoot'), PDFDict);
  root.set(name('RoleMap'), document.context.obj({ Strong: 'Span', Em: 'Span' }));
  const notes = new Map<string, PDFRef>();
  for (const link of ofKind('Link')) tagNote(tree, link, notes);
  listNotes(tree, root, notes);
  for (const list of ofKind('L')) tagContents(tree, list, destinations);
  for (const item of ofKind('LI')) if (tree.isKind(item, 'LI')) wrapItemBody(tree, item);
}

/** The place of the same document that a link leads to. */
function placeOf(tree: TagTree, link: TagElement): string {
  const place = tree.annotationsOf(link)[0]?.get(name('Dest'));
  return place instanceof PDFName ? place.decodeText() : '';
}

/** A call is a reference; the paragraph that leads back to it is a note, with an identifier (ISO 14289-1, 7.9). */
function tagNote(tree: TagTree, link: TagElement, notes: Map<string, PDFRef>): void {
  const note = noteAt(placeOf(tree, link));
  const parent = tree.parentOf(link);
  if (note === undefined || parent === undefined) return;
  if (!note.isCall) tree.wrapKids(parent, [link.ref], 'Reference');
  else if (
    !notes.has(`note-${note.number}`) &&
    tree.isKind(parent, 'P') &&
    tree.kidsOf(parent)[0] === link.ref
  ) {
    const identifier = `note-${note.number}`;
    notes.set(identifier, parent.ref);
    tree.setKind(parent, 'Note');
    parent.dict.set(name('ID'), PDFString.of(identifier));
    tree.wrapKids(parent, [link.ref], 'Lbl');
  }
}

/**
 * An element that has an identifier is found by it (ISO 32000-1, 14.7.2): the tree of identifiers, which holds
 * Chromium's own (`node00000001`), gets a branch after it.
 */
function listNotes(tree: TagTree, root: PDFDict, notes: ReadonlyMap<string, PDFRef>): void {
  if (notes.size === 0) return;
  const { context } = tree.document;
  const names = [...notes.keys()].sort();
  const branch = context.obj({
    Limits: [names[0], names.at(-1)].map((identifier = '') => PDFString.of(identifier)),
    Names: names.flatMap((identifier) => [PDFString.of(identifier), notes.get(identifier) as PDFRef]),
  });
  const identifiers = root.lookupMaybe(name('IDTree'), PDFDict);
  const own = identifiers?.lookupMaybe(name('Kids'), PDFArray);
  if (identifiers !== undefined && own === undefined)
    throw new Error('a tree of identifiers without branches');
  const branches = [...(own?.asArray() ?? []), context.register(branch)];
  root.set(name('IDTree'), context.register(context.obj({ Kids: branches })));
}

/** A list of links to the document's own headings is a table of contents (ISO 32000-1, 14.8.4.3). */
function tagContents(tree: TagTree, list: TagElement, destinations: ReadonlyMap<string, string>): void {
  const items = tree.childrenOf(list);
  const links = items.flatMap((item) => tree.childrenOf(item));
  const leads = (link: TagElement) => tree.isKind(link, 'Link') && destinations.has(placeOf(tree, link));
  if (items.length === 0 || items.length !== links.length || !links.every(leads)) return;
  tree.setKind(list, 'TOC');
  for (const item of items) {
    tree.setKind(item, 'TOCI');
    tree.wrapKids(item, tree.kidsOf(item), 'Reference');
  }
}

/** A list item holds a label and a body (ISO 14289-1, 7.6); Chromium gives it bare paragraphs. */
function wrapItemBody(tree: TagTree, item: TagElement): void {
  const own = tree.childrenOf(item).filter((child) => tree.isKind(child, 'Lbl', 'LBody'));
  const loose = tree.kidsOf(item).filter((kid) => !own.some(({ ref }) => ref === kid));
  if (loose.length > 0) tree.wrapKids(item, loose, 'LBody');
}
