import type { Instruction, Instructions } from '../../drafts/instructions.ts';
import { actReaders } from './acts.ts';
import type { SearchableDocument, SearchSource } from './document.ts';

/** Every instruction: its title, its subject, what it changes, its sections. */
export function instructionsSource(
  instructions: Pick<Instructions, 'list' | 'contentForSearch' | 'corrected' | 'signedVersion'>,
): SearchSource {
  async function read(id: string, replacedOn: string | undefined): Promise<SearchableDocument> {
    const content = await instructions.contentForSearch(id);
    const signed = await instructions.signedVersion(id);
    const { slug, title, template: kind, year, state, subject, changes, sections } = content;
    return {
      ...{ source: 'instruction', reference: id, slug, title, kind, year, state, replacedOn },
      ...{ href: `/instructions/${slug}`, audience: actReaders },
      alsoTitle: `${subject} ${year}`,
      ...{ signatory: signed?.signatoryName ?? undefined, signedOn: signed?.signedOn },
      passages: [
        ...[subject, changes].map((text) => ({ heading: '', text })),
        ...sections.map((section) => ({ heading: section.title, text: section.text })),
      ],
    };
  }

  return {
    name: 'instruction',

    async list() {
      const corrected = await instructions.corrected();
      return (await instructions.list()).map(({ id, revision, state, updatedAt }: Instruction) => {
        const { relation, sentOn } = corrected.get(id) ?? {};
        const replacedOn = relation === 'replaces' ? sentOn : undefined;
        return {
          reference: id,
          stamp: [revision, state, updatedAt, replacedOn ?? ''].join(' '),
          read: () => read(id, replacedOn),
        };
      });
    },
  };
}
