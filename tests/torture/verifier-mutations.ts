import { deflateSync } from 'node:zlib';

/** A file of which each signature is known: where it stands. */
export interface Base {
  name: string;
  pdf: Uint8Array;
}

type Random = () => number;

const words = [
  ...[
    '/Contents <00>',
    '/ByteRange [0 1 2 3]',
    '/Type /Sig',
    '/V 5 0 R',
    '/Kids [1 0 R]',
    '/AcroForm',
    '/DSS',
  ],
  ...['<<', '>>', '[', ']', '(', ')', '<', '>', '%', 'endobj', 'obj', 'stream', 'endstream', 'R', 'null'],
  ...[
    '9999999999',
    '-1',
    '0',
    '4294967296',
    'xref',
    'trailer',
    'startxref',
    '%%EOF',
    '/Prev 0',
    '/Encrypt 1 0 R',
  ],
];

/** Where a change may matter: outside the long runs of zeros kept for a CMS. */
export function changeable(pdf: Uint8Array): number[] {
  const offsets: number[] = [];
  for (let at = 0, run = 0; at < pdf.length; at++) {
    run = pdf[at] === 0x30 ? run + 1 : 0;
    if (run < 40 || at % 500 === 0) offsets.push(at);
  }
  return offsets;
}

/** The base hurt in one to four places, each in a way drawn by lot. */
export function mutate(
  base: Base,
  offsets: readonly number[],
  others: readonly Base[],
  random: Random,
): Buffer {
  let changed: Buffer = Buffer.from(base.pdf);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let times = 1 + below(4); times > 0; times--) {
    const at = Math.min(offsets[below(offsets.length)]!, Math.max(0, changed.length - 1));
    const length = 1 + below(60);
    const put = (piece: Buffer | string, drop: number) =>
      Buffer.concat([
        changed.subarray(0, at),
        typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece,
        changed.subarray(at + drop),
      ]);
    const ways: (() => Buffer)[] = [
      () => put(Buffer.from([changed[at]! ^ (1 << below(8))]), 1),
      () => put(Buffer.from([below(256)]), 1),
      () => put(String(below(10 ** (1 + below(9)))), below(2) * length),
      () => put('', length),
      () => put(words[below(words.length)]!, below(2) * length),
      () => overwrite(changed, at, words[below(words.length)]!),
      () => put(changed.subarray(below(at + 1)).subarray(0, length * 20), below(2) * length),
      () => changed.subarray(0, at),
      () => otherDigits(changed, below),
      () => swapCms(changed, others[below(others.length)]!.pdf),
      () => appendRevision(changed, below),
      () => Buffer.concat([changed, Buffer.from(words[below(words.length)]!)]),
      () => Buffer.concat([changed, changed.subarray(at)]),
      () => put(deflateSync(Buffer.alloc(1 + below(2_000_000))), length),
      () => put('[<<('.charAt(below(4)).repeat(1 + below(5_000)), 0),
    ];
    changed = ways[below(ways.length)]!();
  }
  return changed;
}

/** Same length, so that every offset stays true: the change must be found by what it says. */
function overwrite(pdf: Buffer, at: number, word: string): Buffer {
  const changed = Buffer.from(pdf);
  changed.write(word, Math.min(at, Math.max(0, changed.length - word.length)), 'latin1');
  return changed;
}

/** One number of the file becomes another of as many digits. */
function otherDigits(pdf: Buffer, below: (limit: number) => number): Buffer {
  const text = pdf.toString('latin1');
  const numbers = [...text.matchAll(/(?<![\dA-Fa-f])\d{1,10}(?![\dA-Fa-f])/g)];
  const chosen = numbers[below(numbers.length)];
  if (chosen === undefined) return pdf;
  const digits = String(below(10 ** chosen[0].length)).padStart(chosen[0].length, '0');
  return overwrite(pdf, chosen.index, digits);
}

/** The signature of another document in the place of the last one. */
function swapCms(pdf: Buffer, other: Uint8Array): Buffer {
  const place = lastContents(pdf);
  const wanted = lastContents(Buffer.from(other));
  if (place === undefined || wanted === undefined) return pdf;
  const hex = wanted.hex.replace(/0+$/, '').slice(0, place.hex.length);
  return overwrite(pdf, place.at, hex.padEnd(place.hex.length, '0'));
}

function lastContents(pdf: Buffer): { at: number; hex: string } | undefined {
  const found = [...pdf.toString('latin1').matchAll(/\/Contents ?<([0-9A-Fa-f]{200,})>/g)].at(-1);
  return found && { at: found.index + found[0].indexOf('<') + 1, hex: found[1]! };
}

/** A well-formed revision that gives one object of the file the text of another, or a text of its own. */
function appendRevision(pdf: Buffer, below: (limit: number) => number): Buffer {
  const text = pdf.toString('latin1');
  const objects = [...text.matchAll(/(\d{1,6}) 0 obj\s([\s\S]{0,3000}?)\sendobj/g)];
  const [from, to] = [objects[below(objects.length)], objects[below(objects.length)]];
  const trailer = [...text.matchAll(/trailer\s*<<([\s\S]{0,500}?)>>\s*startxref\s+(\d+)/g)].at(-1);
  if (from === undefined || to === undefined || trailer === undefined) return pdf;
  const body = `${to[1]} 0 obj\n${below(3) === 0 ? '<< /Type /Page >>' : from[2]}\nendobj\n`;
  const start = pdf.length + 1;
  const entries = trailer[1]!.replace(/\/Prev\s+\d+/, '');
  return Buffer.concat([
    pdf,
    Buffer.from(
      `\n${body}xref\n${to[1]} 1\n${String(start).padStart(10, '0')} 00000 n \n` +
        `trailer\n<<${entries}/Prev ${trailer[2]}>>\nstartxref\n${start + body.length}\n%%EOF\n`,
      'latin1',
    ),
  ]);
}
