type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
/** Left, bottom, right, top, in points from the page's corner. */
export type Box = [number, number, number, number];

// Strings are leapt over; a name, a number, a mark or a word.
const token = /\((?:\\[\s\S]|[^\\()])*\)|<<|>>|<[0-9A-Fa-f\s]*>|[[\]]|\/[^\s/<>[\]()]*|[^\s/<>[\]()]+/g;
const stateChange = /\((?:\\[\s\S]|[^\\()])*\)|(?<!\S)(?:[qQ]|((?:[-+\d.]+\s+){6})cm)(?!\S)/g;

/**
 * Where the marked content of this number is painted: the box around its paths and images (control points
 * included), for a figure has to say its own (ISO 32000-1, 14.8.5.4.3). Undefined when it paints nothing.
 */
export function findBox(content: string, mcid: number): Box | undefined {
  const mark = `<</MCID ${mcid} >>BDC`;
  const start = content.indexOf(mark);
  if (start === -1) return undefined;
  const saved = statesAt(content, start);
  let matrix = saved.pop() ?? identity;
  const points: [x: number, y: number][] = [];
  const add = (x: number, y: number): void => {
    const [a, b, c, d, e, f] = matrix;
    points.push([a * x + c * y + e, b * x + d * y + f]);
  };
  let numbers: number[] = [];
  token.lastIndex = start + mark.length;
  for (let word = nextWord(content); word !== undefined && word !== 'EMC'; word = nextWord(content)) {
    if (!/^[A-Za-z'"]/.test(word)) {
      numbers.push(Number(word));
      continue;
    }
    const [x = 0, y = 0, width = 1, height = 1] = word === 'Do' ? [] : numbers;
    if (word === 'q') saved.push(matrix);
    else if (word === 'Q') matrix = saved.pop() ?? matrix;
    else if (word === 'cm') matrix = multiply(numbers as Matrix, matrix);
    else if (word === 're' || word === 'Do') {
      // An image fills the unit square.
      for (const across of [0, width]) for (const up of [0, height]) add(x + across, y + up);
    } else if (/^[mlcvy]$/.test(word)) {
      for (let at = 0; at + 1 < numbers.length; at += 2) add(numbers[at] ?? 0, numbers[at + 1] ?? 0);
    }
    numbers = [];
  }
  if (points.length === 0) return undefined;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(rounded) as Box;
}

const nextWord = (content: string): string | undefined => token.exec(content)?.[0];

const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** The matrices at a place of a page's content: those that are saved, then the one in force. */
function statesAt(content: string, end: number): Matrix[] {
  let matrix = identity;
  const saved: Matrix[] = [];
  for (const [word, numbers] of content.slice(0, end).matchAll(stateChange)) {
    if (word === 'q') saved.push(matrix);
    else if (word === 'Q') matrix = saved.pop() ?? matrix;
    else if (numbers !== undefined)
      matrix = multiply(numbers.trim().split(/\s+/).map(Number) as Matrix, matrix);
  }
  return [...saved, matrix];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** `inner` first, then `outer`: how `cm` changes the current matrix (ISO 32000-1, 8.3.4). */
function multiply([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}
