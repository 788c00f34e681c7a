/** One JSON object on standard output, and nothing else: what `--json` promises. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** A table of two columns, aligned. */
export function printFacts(facts: [label: string, value: string][]): void {
  const width = Math.max(...facts.map(([label]) => label.length));
  for (const [label, value] of facts) printLine(`${label.padEnd(width)}   ${value}`);
}
