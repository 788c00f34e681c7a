import type { Fault } from '../kernel/template-model.ts';

/**
 * What a style would leave out in silence: a variable that it does not declare, something to be filled (a
 * style never is), an address (the printing browser has no network), a brace that is not closed.
 */
export function faultsOfStyle(css: string, file: string): Fault[] {
  // Comments keep their place, so that lines stay what they are.
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const lineAt = (index: number): number => bare.slice(0, index).split('\n').length;
  const faults: Fault[] = [];
  const report = (index: number, reason: string): void => {
    faults.push({ file, line: lineAt(index), reason });
  };
  const declared = new Set([...bare.matchAll(/(?<=[{;\s])(--[\w-]+)\s*:/g)].map(([, name]) => name));
  for (const { 1: name = '', index } of bare.matchAll(/var\(\s*(--[\w-]+)/g))
    if (!declared.has(name)) report(index, `“${name}” is not a declared variable of the style`);
  for (const { index } of bare.matchAll(/\{\{/g)) report(index, 'nothing is filled in a style: no {{ }}');
  for (const { index } of bare.matchAll(/@import\b|url\(/g))
    report(index, 'a style brings nothing from elsewhere: no @import, no url()');
  const depth = unclosedAt(bare);
  if (depth !== undefined) report(depth, 'a brace is not closed, or closes nothing');
  return faults;
}

/** Where the first brace stands that has no other one. */
function unclosedAt(css: string): number | undefined {
  const open: number[] = [];
  for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
    if (brace === '{') open.push(index);
    else if (open.pop() === undefined) return index;
  }
  return open.at(-1);
}
