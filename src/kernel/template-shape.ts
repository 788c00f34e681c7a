import { AppError } from './errors.ts';

/** What a template declares about one value it is given. */
export type Shape = { optional: boolean } & (
  | { kind: 'text' | 'flag' | 'html' }
  | { kind: 'object'; keys: ReadonlyMap<string, Shape>; rest?: Shape }
  | { kind: 'list'; item: Shape }
);

/** A template's model is an object: its keys are what the template may name. */
export type Model = Extract<Shape, { kind: 'object' }>;

const leaves = ['text', 'flag', 'html'] as const;

/**
 * Reads a declaration, as it stands in YAML: `text` (printable), `flag` (a condition), `html` (already
 * safe), `{…}`, `[…]` with one example item, a key that ends with `?` is optional, and the key `'*'`
 * stands for any other key. Throws on any other word, naming where it stands.
 */
export function readModel(declaration: unknown, where = 'model'): Model {
  const shape = readShape(declaration ?? {}, where, false);
  if (shape.kind !== 'object') throw new AppError('internal', `${where} must be a map of keys`);
  return shape;
}

function readShape(declaration: unknown, where: string, optional: boolean): Shape {
  const leaf = leaves.find((word) => word === declaration);
  if (leaf !== undefined) return { kind: leaf, optional };
  if (Array.isArray(declaration)) {
    if (declaration.length !== 1)
      throw new AppError('internal', `${where}: a list declares exactly one item`);
    return { kind: 'list', optional, item: readShape(declaration[0], `${where}[]`, false) };
  }
  if (typeof declaration !== 'object' || declaration === null) {
    const found = JSON.stringify(declaration) ?? 'nothing';
    throw new AppError('internal', `${where}: expected text, flag, html, a map or a list, found ${found}`);
  }
  const keys = new Map<string, Shape>();
  let rest: Shape | undefined;
  for (const [written, child] of Object.entries(declaration)) {
    const isOptional = written.endsWith('?');
    const key = isOptional ? written.slice(0, -1) : written;
    // A key read by a path that nobody declared may be absent: it has to be guarded like an optional one.
    const shape = readShape(child, `${where}.${key}`, isOptional || key === '*');
    if (key === '*') rest = shape;
    else keys.set(key, shape);
  }
  return { kind: 'object', optional, keys, ...(rest === undefined ? {} : { rest }) };
}

/**
 * Refuses a value that is not exactly what the model declares: a missing key, an empty (`null`,
 * `undefined`) leaf, a leaf of another type, a key that nobody declared. Throws one error that lists
 * every fault, each with its path, never with the value itself (it may be personal).
 */
export function checkValue(value: unknown, model: Model, file: string): void {
  const faults: string[] = [];
  compare(value, model, '', faults);
  if (faults.length > 0) throw new AppError('internal', `${file}: ${faults.join('; ')}`);
}

function compare(value: unknown, shape: Shape, path: string, faults: string[]): void {
  const name = path === '' ? 'the value' : path;
  if (value === undefined && shape.optional) return;
  if (value === undefined || value === null) faults.push(`${name} is ${value === null ? 'null' : 'missing'}`);
  else if (shape.kind === 'list') {
    if (!Array.isArray(value)) faults.push(`${name} must be a list`);
    else value.forEach((item, index) => compare(item, shape.item, `${path}[${index}]`, faults));
  } else if (shape.kind === 'object') {
    if (typeof value !== 'object' || Array.isArray(value)) faults.push(`${name} must be an object`);
    else compareKeys(value as Record<string, unknown>, shape, path, faults);
  } else if (!isLeaf(value, shape.kind)) faults.push(`${name} must be ${shape.kind}, it is ${typeof value}`);
}

function compareKeys(value: Record<string, unknown>, shape: Model, path: string, faults: string[]): void {
  const prefix = path === '' ? '' : `${path}.`;
  for (const [key, child] of shape.keys) {
    compare(Object.hasOwn(value, key) ? value[key] : undefined, child, prefix + key, faults);
  }
  for (const key of Object.keys(value).filter((candidate) => !shape.keys.has(candidate))) {
    if (shape.rest === undefined) faults.push(`${prefix}${key} is not declared`);
    else compare(value[key], shape.rest, prefix + key, faults);
  }
}

function isLeaf(value: unknown, kind: 'text' | 'flag' | 'html'): boolean {
  if (kind === 'flag') return typeof value === 'boolean';
  return typeof value === 'string' || (kind === 'text' && Number.isFinite(value));
}
