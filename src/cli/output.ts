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

/**
 * A reader that leaves before the end (`| head`) has what it wanted: what is left goes nowhere, the command goes on
 * to its own exit code.
 */
export function letReadersLeave(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
