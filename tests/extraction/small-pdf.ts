import { deflateSync } from 'node:zlib';

/** A PDF written by hand, object by object (the first is the catalogue): what a library would refuse to write. */
export function pdfOf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Uint8Array[] = [];
  const places: number[] = [];
  let length = 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    length += part.length;
  };
  add(Buffer.from('%PDF-1.7\n'));
  objects.forEach((object, index) => {
    places.push(length);
    add(
      Buffer.concat([
        Buffer.from(`${index + 1} 0 obj\n`),
        typeof object === 'string' ? Buffer.from(object, 'latin1') : object,
        Buffer.from('\nendobj\n'),
      ]),
    );
  });
  const start = length;
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  add(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${lines}trailer\n<</Size ${size} /Root 1 0 R>>\n`));
  add(Buffer.from(`startxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

export function streamOf(content: Buffer | string, extra = ''): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  return Buffer.concat([
    Buffer.from(`<</Length ${bytes.length} ${extra}>>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>';
const pageOf = (contents: number, resources = '/Font<</F1 3 0 R>>') =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<${resources}>>/Contents ${contents} 0 R>>`;

/** Each page says its text, a line a row. Latin letters only; `catalogue` is added to the document's. */
export function textPdf(pages: readonly string[], catalogue = ''): Buffer {
  const kids = pages.map((_page, index) => `${4 + 2 * index} 0 R`).join(' ');
  return pdfOf([
    `<</Type/Catalog/Pages 2 0 R${catalogue}>>`,
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    font,
    ...pages.flatMap((text, index) => [pageOf(5 + 2 * index), streamOf(typed(text))]),
  ]);
}

function typed(text: string): string {
  const rows = text.split('\n').map((row) => `(${row.replace(/[()\\]/g, '\\$&')}) Tj 0 -18 Td`);
  return `BT /F1 12 Tf 60 780 Td ${rows.join(' ')} ET`;
}

/** One page whose content unfolds to so many megabytes of spaces, or of words. */
export function bombPdf(megabytes: number, words: boolean): Buffer {
  const row = Buffer.alloc(1_000_000, words ? 'BT /F1 12 Tf 60 780 Td (bombe) Tj ET\n' : ' ');
  const unfolded = Buffer.concat(Array.from({ length: megabytes }, () => row));
  const content = streamOf(deflateSync(unfolded), '/Filter/FlateDecode');
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[4 0 R]/Count 1>>',
    font,
    pageOf(5),
    content,
  ]);
}

/** A page tree of six levels, each of ten times the same: a million pages in a kilobyte. */
export function millionPagesPdf(): Buffer {
  const levels = Array.from(
    { length: 6 },
    (_level, depth) =>
      `<</Type/Pages/Kids[${Array<string>(10)
        .fill(`${depth + 3} 0 R`)
        .join(' ')}]/Count ${10 ** (6 - depth)}>>`,
  );
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    ...levels,
    '<</Type/Page/MediaBox[0 0 595 842]/Contents 9 0 R/Resources<<>>>>',
    streamOf(''),
  ]);
}

/** A sheet that was scanned: one picture (JPEG, three colours) as wide as the page. */
export function scannedPdf(jpeg: Buffer, width: number, height: number): Buffer {
  return pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[4 0 R]/Count 1>>',
    streamOf(
      jpeg,
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`,
    ),
    pageOf(5, '/XObject<</X 3 0 R>>'),
    streamOf('q 595 0 0 842 0 0 cm /X Do Q'),
  ]);
}
