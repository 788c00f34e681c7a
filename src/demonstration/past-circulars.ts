import { readdir, readFile } from 'node:fs/promises';
import type { Estafette } from '../compose.ts';
import { AppError } from '../kernel/errors.ts';

const source = new URL('./past-circulars/', import.meta.url);

/** Three invented circulars from before Estafette, by the import that any folder takes. Run again, it doubles nothing. */
export async function seedPastCirculars({ pastCirculars }: Pick<Estafette, 'pastCirculars'>): Promise<void> {
  const names = (await readdir(source)).filter((name) => name.endsWith('.pdf'));
  const csv = await readFile(new URL('known.csv', source));
  const folder = { names, read: (name: string) => readFile(new URL(name, source)) };
  try {
    await pastCirculars.importFolder('system', { csv, folder });
  } catch (error) {
    // A demonstration starts all the same where nothing reads a PDF.
    if (!(error instanceof AppError && error.code === 'unavailable')) throw error;
  }
}
