import { ZipFile } from 'yazl';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';

/** An archive of named texts. */
export async function zipOf(entries: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(entries))
    archive.addBuffer(Buffer.from(content), name, { compress: name !== 'mimetype' });
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** A Word document, with other parts in it when they are given. */
export const docx = (others: Record<string, string | Buffer> = {}) =>
  zipOf({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${wordType}"/></Types>`,
    'word/document.xml': '<document/>',
    ...others,
  });

export const odt = () =>
  zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<office/>' });

export const xlsx = () =>
  writeXlsx({ sheet: 'Plan', columns: [{ title: 'Action', width: 9 }], rows: [['a']] });

export const pdf = (words = 'a plan') => Buffer.from(`%PDF-1.7\n${words}`);

/** A document that says of its one large part that it is small: what an archive may lie about. */
export async function lyingDocx(): Promise<Buffer> {
  const bytes = await docx({ 'word/media.bin': Buffer.alloc(2_000_000) });
  const name = bytes.lastIndexOf(Buffer.from('word/media.bin'));
  // The size in the central directory: PKWARE APPNOTE 4.3.12.
  bytes.writeUInt32LE(10, name - 46 + 24);
  return bytes;
}
