import { hasForbiddenCharacters } from './text-characters.ts';
import { textSchema } from './text-schema.ts';

/** Why a submitted text was refused: the key of a French sentence and what to name in it. */
export interface ShapeFault {
  key: string;
  params?: Record<string, string | number>;
}

/** Far beyond what nested lists in a letter need; bounds the recursion on hostile input. */
const deepestNesting = 24;
const nodeKeys = new Set(['type', 'attrs', 'content', 'text', 'marks']);
const markKeys = new Set(['type', 'attrs']);

/**
 * Holds raw JSON against the schema's names, before ProseMirror reads it: ProseMirror drops what it
 * does not know (attributes, keys) in silence, and a text must never lose anything in silence.
 */
export function findShapeFault(json: unknown, depth = 0): ShapeFault | undefined {
  if (depth > deepestNesting) return { key: 'drafts.text.too-deep' };
  if (!isRecord(json)) return { key: 'drafts.text.unreadable' };
  const type = json['type'];
  const nodeType = typeof type === 'string' ? textSchema.nodes[type] : undefined;
  if (nodeType === undefined) return unknown(type);
  const strayKey = Object.keys(json).find((key) => !nodeKeys.has(key));
  if (strayKey !== undefined) return unknown(strayKey);
  if (nodeType.isText) {
    if (typeof json['text'] !== 'string' || json['text'] === '') return { key: 'drafts.text.unreadable' };
    if (hasForbiddenCharacters(json['text'])) return { key: 'drafts.text.control-characters' };
  } else if (json['text'] !== undefined) return unknown('text');
  return (
    findAttributeFault(json['attrs'], nodeType.spec.attrs) ??
    findSilentImage(nodeType.name, json['attrs']) ??
    findListFault(json['marks'], findMarkFault) ??
    findListFault(json['content'], (child) => findShapeFault(child, depth + 1))
  );
}

function findMarkFault(json: unknown): ShapeFault | undefined {
  if (!isRecord(json)) return { key: 'drafts.text.unreadable' };
  const type = json['type'];
  const markType = typeof type === 'string' ? textSchema.marks[type] : undefined;
  if (markType === undefined) return unknown(type);
  const strayKey = Object.keys(json).find((key) => !markKeys.has(key));
  return strayKey === undefined ? findAttributeFault(json['attrs'], markType.spec.attrs) : unknown(strayKey);
}

function findAttributeFault(
  attributes: unknown,
  declared: object | null | undefined,
): ShapeFault | undefined {
  if (attributes === undefined) return undefined;
  if (!isRecord(attributes)) return { key: 'drafts.text.unreadable' };
  const stray = Object.keys(attributes).find((name) => !Object.hasOwn(declared ?? {}, name));
  return stray === undefined ? undefined : unknown(stray);
}

/** The one attribute that a person forgets, rather than forges. */
function findSilentImage(type: string, attributes: unknown): ShapeFault | undefined {
  if (type !== 'image') return undefined;
  const alt = isRecord(attributes) ? attributes['alt'] : undefined;
  const said = typeof alt === 'string' && alt.trim() !== '';
  return said ? undefined : { key: 'drafts.text.no-alternative' };
}

function findListFault(
  list: unknown,
  findFault: (item: unknown) => ShapeFault | undefined,
): ShapeFault | undefined {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) return { key: 'drafts.text.unreadable' };
  for (const item of list) {
    const fault = findFault(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function unknown(name: unknown): ShapeFault {
  return { key: 'drafts.text.unknown-element', params: { name: String(name).slice(0, 40) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
