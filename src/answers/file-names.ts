import { typeOfKind } from '../kernel/file-kind.ts';
import type { Answer, ContentKind } from './answer.ts';
import type { OwedLine } from './reading.ts';

const endings: Record<ContentKind, string> = {
  ...{ pdf: 'pdf', docx: 'docx', xlsx: 'xlsx', odt: 'odt' },
  ...{ date: 'txt', questionnaire: 'json' },
};

/** What a browser is told that an answer's content is. */
export function typeOfContent(kind: ContentKind): string {
  if (kind === 'date') return 'text/plain; charset=utf-8';
  return kind === 'questionnaire' ? 'application/json' : typeOfKind[kind];
}

/**
 * A name that no system refuses, and that carries nothing of what the office typed: lower-case letters, digits
 * and hyphens, bounded; « prefecture-de-l-ain » for « préfecture de l’Ain ».
 */
export function safeName(text: string, mostCharacters = 60): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/gi, 'oe')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, mostCharacters)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'sans-nom' : plain;
}

/** `01-prefecture-de-l-ain`, after the office's code. */
export function folderOf({ office }: Pick<OwedLine, 'office'>): string {
  return `${office.id.replace(/^OFF-/, '').toLowerCase()}-${safeName(office.name)}`;
}

/** `dep-01-plan-d-action-departemental-v2.pdf`: the territory, what was asked, the version. */
export function fileNameOf(
  requestTitle: string,
  { territoryId, number, contentKind }: Pick<Answer, 'territoryId' | 'number' | 'contentKind'>,
): string {
  return `${territoryId.toLowerCase()}-${safeName(requestTitle)}-v${number}.${endings[contentKind]}`;
}
