import type { Instructions } from '../../drafts/instructions.ts';
import { actReaders, type Act, type Acts } from './acts.ts';
import type { SearchableDocument, SearchSource } from './document.ts';
import type { FileTexts } from './file-texts.ts';
import { placeOnPages } from './paging.ts';

/**
 * Every instruction: its title, its subject, what it changes, its sections, each passage on its page of the frozen
 * or signed document, once that was read.
 */
export function instructionsSource({
  instructions,
  acts,
  files,
}: {
  instructions: Pick<Instructions, 'contentForSearch' | 'documentBytes'>;
  acts: Acts;
  files: FileTexts;
}): SearchSource {
  async function read({ id, slug, title, documentSha256, facts }: Act): Promise<SearchableDocument> {
    const { subject, changes, sections } = await instructions.contentForSearch(id);
    const passages = [
      ...[subject, changes].map((text) => ({ heading: '', text })),
      ...sections.map((section) => ({ heading: section.title, text: section.text })),
    ].filter(({ text }) => text !== '');
    const pages = documentSha256 === undefined ? undefined : await files.pagesOf(documentSha256);
    return {
      ...{ ...facts, source: 'instruction', reference: id, title, audience: actReaders },
      href: `/instructions/${slug}`,
      fileHref: documentSha256 && `/instructions/${slug}/document.pdf`,
      alsoTitle: `${subject} ${facts.year}`,
      passages: pages === undefined ? passages : placeOnPages(passages, pages),
    };
  }

  const frozen = [...acts.values()].flatMap(({ documentSha256: sha256 }) => sha256 ?? []);
  return {
    name: 'instruction',

    list: async () =>
      [...acts.values()].map((act) => ({
        reference: act.id,
        stamp: [act.stamp, act.revision, act.updatedAt, files.stateOf(act.documentSha256)].join(' '),
        read: () => read(act),
      })),

    files: async () => frozen.map((sha256) => ({ sha256, bytes: () => instructions.documentBytes(sha256) })),
  };
}
