import type { Model, Shape } from './template-shape.ts';

/** A path as Handlebars parses it: `../owner.name` has depth 1 and two parts; `@index` is `data`. */
export interface TemplatePath {
  original: string;
  parts: readonly string[];
  depth: number;
  data: boolean;
}

/** What a place in a template can see. */
export interface Scope {
  /** The contexts, innermost first: `each` and `with` open one, `if` and `unless` do not. */
  contexts: readonly Shape[];
  /** How many `each` are around: each has its own `@index`. */
  loops: number;
  /** Block parameters (`as |item index|`). */
  locals: ReadonlyMap<string, Shape>;
  /** Optional values that a condition around has found present. */
  present: ReadonlySet<Shape>;
  /** What `@root` is; a partial cannot know. */
  root: Model | undefined;
  /** What the engine itself gives as `@name`. */
  data: ReadonlyMap<string, Shape>;
}

export type Resolution = { shape: Shape; certain: boolean } | { fault: string };

const text: Shape = { kind: 'text', optional: false };
const flag: Shape = { kind: 'flag', optional: false };
const loopData = new Map<string, Shape>([
  ['index', text],
  ['key', text],
  ['first', flag],
  ['last', flag],
]);

/** `this.x`, `./x` and `../x` never mean a helper nor a block parameter. */
export function isScoped(path: TemplatePath): boolean {
  return path.depth > 0 || path.original.startsWith('.') || /^this\b/.test(path.original);
}

/** Finds what a path names, and whether it is certain to be there (no optional key on the way). */
export function resolvePath(path: TemplatePath, scope: Scope): Resolution {
  const start = startOf(path, scope);
  if ('fault' in start) return start;
  let { shape } = start;
  let certain = isPresent(shape, scope);
  for (const part of start.parts) {
    const next = childOf(shape, part);
    if (next === undefined) return { fault: `“${path.original}” is not declared in the model` };
    shape = next;
    certain = certain && isPresent(shape, scope);
  }
  return { shape, certain };
}

function startOf(
  path: TemplatePath,
  scope: Scope,
): { shape: Shape; parts: readonly string[] } | { fault: string } {
  const [head = '', ...tail] = path.parts;
  if (path.data) return startOfData(path, scope, head, tail);
  const local = isScoped(path) ? undefined : scope.locals.get(head);
  if (local !== undefined) return { shape: local, parts: tail };
  const context = scope.contexts[path.depth];
  if (context === undefined) return { fault: `“${path.original}” goes above the template's own model` };
  return { shape: context, parts: path.parts };
}

function startOfData(path: TemplatePath, scope: Scope, head: string, tail: readonly string[]) {
  if (head === 'root' && path.depth === 0) {
    if (scope.root === undefined) return { fault: '“@root” is not known in a partial: pass what it needs' };
    return { shape: scope.root, parts: tail };
  }
  const loop = loopData.get(head);
  if (loop !== undefined) {
    if (path.depth >= scope.loops) return { fault: `“${path.original}” stands outside of an each` };
    return { shape: loop, parts: tail };
  }
  const given = path.depth === 0 ? scope.data.get(head) : undefined;
  return given === undefined ? { fault: `“${path.original}” is not known` } : { shape: given, parts: tail };
}

function childOf(shape: Shape, part: string): Shape | undefined {
  if (shape.kind === 'list') return part === 'length' ? text : undefined;
  if (shape.kind !== 'object') return undefined;
  return shape.keys.get(part) ?? shape.rest;
}

function isPresent(shape: Shape, scope: Scope): boolean {
  return !shape.optional || scope.present.has(shape);
}
