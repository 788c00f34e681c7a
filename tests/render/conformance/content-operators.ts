/** One operator of a content stream, and the words before it. */
export interface Operation {
  operator: string;
  operands: string[];
}

const token =
  /%[^\r\n]*|\((?:\\[\s\S]|[^\\()])*\)|<<|>>|<[0-9A-Fa-f\s]*>|[[\]]|\/[^\s/<>[\]()%]*|[^\s/<>[\]()%]+/g;

export function operationsOf(content: string): Operation[] {
  const operations: Operation[] = [];
  let operands: string[] = [];
  for (const [word] of content.matchAll(token)) {
    if (/^[A-Za-z'"][A-Za-z0-9*]*$/.test(word) && !['true', 'false', 'null'].includes(word)) {
      operations.push({ operator: word, operands });
      operands = [];
    } else operands.push(word);
  }
  return operations;
}

/** The deepest nesting of saved graphics states. */
export function deepestState(operations: Operation[]): number {
  let [depth, deepest] = [0, 0];
  for (const { operator } of operations) {
    if (operator === 'q') depth += 1;
    if (operator === 'Q') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

const painting = new Set(['Tj', 'TJ', "'", '"', 'Do', 'sh', 'S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);

/** What is painted neither under a tag nor as an artifact, and tags within artifacts or the reverse. */
export function loosePainting(operations: Operation[]): string[] {
  const open: ('tag' | 'artifact' | 'other')[] = [];
  const faults: string[] = [];
  for (const { operator, operands } of operations) {
    if (operator === 'BDC' || operator === 'BMC') {
      const isArtifact = operands[0] === '/Artifact';
      const kind = isArtifact ? 'artifact' : operands.includes('/MCID') ? 'tag' : 'other';
      if (kind === 'artifact' && open.includes('tag')) faults.push('an artifact within a tag');
      if (kind === 'tag' && open.includes('artifact')) faults.push('a tag within an artifact');
      open.push(kind);
    } else if (operator === 'EMC') open.pop();
    else if (painting.has(operator) && !open.includes('tag') && !open.includes('artifact'))
      faults.push(`${operator} is neither`);
  }
  return faults;
}
