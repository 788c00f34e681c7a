import data from './france-map.json' with { type: 'json' };

/** Left, top, right and bottom, in the map's units. */
export type Box = readonly [number, number, number, number];

/** A shape to draw, where it stands. A repeated one is drawn elsewhere too, larger. */
export interface Shape {
  /** Department or collectivity code: `01`, `2A`, `977`. */
  code: string;
  path: string;
  repeated: boolean;
}

/** An inset frame, with the words under it. */
export interface Frame {
  /** The codes of what it shows. */
  codes: readonly string[];
  box: Box;
  /** Its name, cut where a line ends. */
  words: readonly string[];
}

export const wholeMap: Box = [-6, -6, 1016, 1226];

const departments = data.departments as unknown as Record<string, { box: Box; path: string }>;
const nearParis = ['75', '92', '93', '94'];

// The source has no shape for the collectivities: a disc in a frame stands for islands that would be dots.
const disc = {
  box: [0, 0, 40, 40] as const,
  path: 'M20 0c11 0 20 9 20 20s-9 20-20 20-20-9-20-20 9-20 20-20z',
};

const overseas: [codes: string[], words: string[]][] = [
  [['971'], ['Guadeloupe']],
  [['972'], ['Martinique']],
  [['973'], ['Guyane']],
  [['974'], ['La Réunion']],
  [['976'], ['Mayotte']],
  [['975'], ['St-Pierre-', 'et-Miquelon']],
  [['977'], ['St-Barthélemy,', 'St-Martin']],
  [['986'], ['Wallis', 'et-Futuna']],
  [['987'], ['Polynésie', 'française']],
  [['988'], ['Nouvelle-', 'Calédonie']],
];

const cell = { width: 178, height: 134, gap: 6, top: 946, perRow: 5 };
const wordsHeight = 54;

const overseasFrames: Frame[] = overseas.map(([codes, words], index) => {
  const left = (index % cell.perRow) * (cell.width + cell.gap);
  const top = cell.top + Math.floor(index / cell.perRow) * (cell.height + cell.gap);
  return { codes, words, box: [left, top, left + cell.width, top + cell.height] };
});

const parisFrame: Frame = { codes: nearParis, words: ['Paris et alentours'], box: [0, 0, 190, 190] };

export const frames: readonly Frame[] = [parisFrame, ...overseasFrames];

/** Every shape, in the order of the codes; the small ones near Paris twice, in their place and in the frame. */
export const shapes: readonly Shape[] = [
  ...Object.entries(departments)
    .filter(([code]) => code.length < 3)
    .toSorted(([one], [other]) => (orderOf(one) < orderOf(other) ? -1 : 1))
    .map(([code, { path }]) => ({ code, path, repeated: nearParis.includes(code) })),
  ...frames.flatMap(inFrame),
];

/** What to show of the map so that these codes fill it: their shapes and frames, and some air around. */
export function boxAround(codes: readonly string[]): Box {
  const boxes = codes.flatMap((code) => {
    const frame = overseasFrames.find((each) => each.codes.includes(code));
    const box = frame?.box ?? departments[code]?.box;
    return box === undefined ? [] : [box];
  });
  if (boxes.length === 0) return wholeMap;
  const [left, top, right, bottom] = union(boxes);
  const air = 12;
  return [left - air, top - air, right + air, bottom + air];
}

/** The shapes of a frame, as large as it allows, above its words; they keep their places to each other. */
function inFrame({ codes, box: [left, top, right, bottom] }: Frame): Shape[] {
  const drawn = codes.map((code) => ({ code, ...(departments[code] ?? disc) }));
  const [x0, y0, x1, y1] = union(drawn.map(({ box }) => box));
  const room = { width: right - left - 24, height: bottom - top - wordsHeight - 16 };
  const scale = Math.min(room.width / (x1 - x0), room.height / (y1 - y0));
  const x = left + (right - left - scale * (x1 - x0)) / 2 - scale * x0;
  const y = top + 8 + (room.height - scale * (y1 - y0)) / 2 - scale * y0;
  return drawn.map(({ code, path }) => ({ code, path: moved(path, scale, x, y), repeated: false }));
}

/**
 * The same path, larger and elsewhere. Written in the path itself: under a `transform`, the patterns that
 * fill it would grow too. The source has no arc, whose flags are not lengths.
 */
function moved(path: string, scale: number, x: number, y: number): string {
  return path.replace(/([a-zA-Z])([^a-zA-Z]*)/g, (_whole, command: string, numbers: string, at: number) => {
    const isAbsolute = command === command.toUpperCase();
    const offsetOf = (index: number) => {
      // A path begins somewhere: the first pair of its first command is a place, even of an « m ».
      if (!isAbsolute && (at > 0 || index > 1)) return 0;
      if (command === 'H') return x;
      return command === 'V' || index % 2 === 1 ? y : x;
    };
    const values = numbers.match(/-?(\d+\.?\d*|\.\d+)/g) ?? [];
    return command + values.map((value, index) => rounded(Number(value) * scale + offsetOf(index))).join(' ');
  });
}

function union(boxes: readonly Box[]): Box {
  const each = (side: 0 | 1 | 2 | 3) => boxes.map((box) => box[side]);
  return [Math.min(...each(0)), Math.min(...each(1)), Math.max(...each(2)), Math.max(...each(3))];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

// Corsica took the place of the former department 20.
function orderOf(code: string): string {
  return code.replace(/^2([AB])$/, '20$1');
}
