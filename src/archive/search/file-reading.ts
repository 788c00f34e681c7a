import type { Extraction } from '../../extraction/extraction.ts';
import { looksLikePdf } from '../../extraction/extraction.ts';
import { findFileKind } from '../../kernel/file-kind.ts';
import { readXlsx } from '../../kernel/xlsx-reading.ts';

/** One text a page, or a sheet; or why there is none, as the end of a key `archive.search.unread.…`. */
export type ReadFile = { pages: string[] } | { fault: string };

const workbookBounds = { rows: 20_000, columns: 200 };

/**
 * Reads what the house already reads: PDF by the bounded processes of the extraction, workbooks without formulas.
 * Of the other kinds, which only their own programs open, nothing is read.
 * @throws AppError `unavailable` where the program that reads PDF is not installed.
 */
export function createFileReading({ extraction }: { extraction: Pick<Extraction, 'textOf'> }) {
  return async (bytes: Uint8Array): Promise<ReadFile> => {
    if (looksLikePdf(bytes)) {
      const text = await extraction.textOf(bytes);
      if (!text.ok) return { fault: text.reason === 'encrypted' ? 'encrypted' : 'unreadable' };
      return text.pages.some((page) => page.trim() !== '') ? { pages: text.pages } : { fault: 'no-text' };
    }
    if ((await findFileKind(bytes)) !== 'xlsx') return { fault: 'format' };
    const workbook = await readXlsx(bytes, workbookBounds);
    if ('fault' in workbook) return { fault: workbook.fault === 'encrypted' ? 'encrypted' : 'unreadable' };
    return {
      pages: workbook.sheets.map(({ name, rows }) =>
        [name, ...rows.map(({ cells }) => cells.filter((cell) => cell !== '').join(' '))].join('\n\n'),
      ),
    };
  };
}
