import type { Model, Shape } from './template-shape.ts';

/** What a call hands to a partial: its context, if it names one, and its hash (undefined: kind unknown). */
export interface PartialCall {
  name: string;
  context: Shape | undefined;
  hash: ReadonlyMap<string, Shape | undefined>;
}

/** Everything that does not fit between a partial's call and its model. */
export function partialFaults(call: PartialCall, partial: Model): string[] {
  const faults: string[] = [];
  const { name, context, hash } = call;
  if (context !== undefined && context.kind !== 'object') {
    return [`partial “${name}” needs an object, not a ${context.kind}`];
  }
  for (const key of hash.keys()) {
    if (!partial.keys.has(key)) faults.push(`partial “${name}” does not declare “${key}”`);
  }
  for (const [key, wanted] of partial.keys) {
    const own = context?.keys.get(key);
    const given = hash.has(key) ? hash.get(key) : own;
    const absent = !hash.has(key) && (own === undefined || own.optional);
    if (absent && !wanted.optional) faults.push(`partial “${name}” is not given “${key}”`);
    if (given !== undefined) faults.push(...mismatches(wanted, given, `“${key}” of partial “${name}”`));
  }
  return faults;
}

function mismatches(wanted: Shape, given: Shape, what: string): string[] {
  // Anything may stand where only a condition is wanted.
  if (wanted.kind === 'flag') return [];
  if (wanted.kind !== given.kind) return [`${what} must be ${wanted.kind}, it is ${given.kind}`];
  if (wanted.kind === 'list' && given.kind === 'list')
    return mismatches(wanted.item, given.item, `an item of ${what}`);
  if (wanted.kind !== 'object' || given.kind !== 'object') return [];
  return [...wanted.keys].flatMap(([key, child]) => {
    const own = given.keys.get(key);
    if (own === undefined) return child.optional ? [] : [`${what} has no “${key}”`];
    if (own.optional && !child.optional) return [`${what} may have no “${key}”`];
    return mismatches(child, own, `“${key}” in ${what}`);
  });
}
