import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import { readAnchorText, type KeptHead } from '../proof/proof.ts';

/** The head typed as LINE:HASH. Throws AppError `invalid`. */
export function readTypedHead(typed: string): KeptHead {
  const [, line, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(typed.trim()) ?? [];
  if (line === undefined || hash === undefined) throw wrong('head', { typed: typed.slice(0, 100) });
  return { line: Number(line), hash: hash.toLowerCase(), file: `--head ${line}` };
}

/**
 * The heads of a folder, as the mails to the outside address brought them: each a text, with its token (`.tst`) of the same
 * name when it is there. Throws AppError `invalid` on a folder without any.
 */
export async function readHeadsFolder(folder: string): Promise<KeptHead[]> {
  const names = await readdir(folder).catch(() => {
    throw wrong('no-folder', { file: folder });
  });
  const heads: KeptHead[] = [];
  for (const name of names.filter((each) => each.endsWith('.txt')).toSorted()) {
    // Mail programs and editors end lines their own way: what was stamped ends them with one character.
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
    const head = readAnchorText(text.endsWith('\n') ? text : `${text}\n`);
    if (head === undefined) continue;
    const token = `${name.slice(0, -'.txt'.length)}.tst`;
    const bytes = names.includes(token) ? await readFile(join(folder, token)) : undefined;
    heads.push({ ...head, file: name, ...(bytes === undefined ? {} : { token: new Uint8Array(bytes) }) });
  }
  if (heads.length === 0) throw wrong('no-anchors', { file: folder });
  return heads;
}

const wrong = (key: string, params: Record<string, string>): AppError =>
  new AppError('invalid', 'these heads cannot be read', { messageKey: `proof.question.${key}`, params });
