type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
/** Left, bottom, right, top, in points from the page's corner. */
export type Box = [number, number, number, number];

// Numbers, names, marks and words; strings are leapt over.
const token = /\((?:\\[\s\S]|[^\\()])*\)|<<|>>|<[0-9A-Fa-f\s]*>|[[\]]|\/[^\s/<>[\]()]*|[^\s/<>[\]()]+/g;

/**
 * Where the marked content of this number is painted: the box around its paths and images (control points
 * included), for a figure has to say its own (ISO 32000-1, 14.8.5.4.3). Undefined when it paints nothing.
 */
export function findBox(content: string, mcid: number): Box | undefined {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  const saved: Matrix[] = [];
  const points: [x: number, y: number][] = [];
  let operands: string[] = [];
  let inside = false;
  const add = (x: number, y: number): void => {
    const [a, b, c, d, e, f] = matrix;
    if (inside) points.push([a * x + c * y + e, b * x + d * y + f]);
  };
  for (const [word] of content.matchAll(token)) {
    if (!/^[A-Za-z'"]/.test(word)) {
      operands.push(word);
      continue;
    }
    const numbers = operands.map(Number);
    if (word === 'q') saved.push(matrix);
    else if (word === 'Q') matrix = saved.pop() ?? matrix;
    else if (word === 'cm') matrix = multiply(numbers as Matrix, matrix);
    else if (word === 'BDC') inside = Number(operands[operands.indexOf('/MCID') + 1]) === mcid;
    else if (word === 'EMC' && inside) break;
    else if (word === 'Do') {
      for (const [x, y] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ] as const)
        add(x, y);
    } else if (word === 're') {
      const [x = 0, y = 0, width = 0, height = 0] = numbers;
      for (const across of [0, width]) for (const up of [0, height]) add(x + across, y + up);
    } else if (/^[mlcvy]$/.test(word)) {
      for (let at = 0; at + 1 < numbers.length; at += 2) add(numbers[at] ?? 0, numbers[at + 1] ?? 0);
    }
    operands = [];
  }
  if (points.length === 0) return undefined;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(rounded) as Box;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** `inner` first, then `outer`: how `cm` changes the current matrix (ISO 32000-1, 8.3.4). */
function multiply([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}
