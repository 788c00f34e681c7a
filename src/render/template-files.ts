import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../kernel/template-model.ts';
import { TemplateError } from './template-error.ts';

/** The style of every template that has none of its own, beside their folders. */
const houseStyle = 'letter.css';

/** The names of the templates, in the order of the alphabet: every folder, whatever it holds. */
export function listTemplateFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The three files of one template. Throws a TemplateError that names each one that is missing or not text. */
export function readTemplateFiles(
  folder: string,
  name: string,
): { manifest: string; body: string; css: string } {
  const faults: Fault[] = [];
  const read = (file: string): string => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(folder, file)));
    } catch (error) {
      faults.push({ file, line: 1, reason: reasonOf(error) });
      return '';
    }
  };
  const own = `${name}/style.css`;
  const files = {
    manifest: read(`${name}/manifest.yaml`),
    body: read(`${name}/body.hbs`),
    css: read(existsSync(join(folder, own)) ? own : houseStyle),
  };
  if (faults.length > 0) throw new TemplateError(name, faults);
  return files;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'the file is missing';
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    ? 'the file is not UTF-8 text'
    : `it cannot be read (${code})`;
}
