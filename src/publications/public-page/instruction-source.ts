import { contactOf, endsText, type Instruction, type Instructions } from '../../drafts/instructions.ts';
import type { Journal } from '../../journal/journal.ts';
import { AppError } from '../../kernel/errors.ts';
import type { PublicEffect, PublicFacts, PublicSource } from './source.ts';

export type InstructionsOfPage = Pick<
  Instructions,
  'find' | 'listSigned' | 'correctionsOf' | 'signedVersion'
>;

const weights = ['replaces', 'repeals', 'amends'];

/** The signed instructions: everyone reads the bytes that were signed, never a later copy of them. */
export function createInstructionSource(deps: {
  instructions: InstructionsOfPage;
  journal: Pick<Journal, 'list'>;
}): PublicSource {
  const { instructions, journal } = deps;

  /** When it was last known here that something corrects or repeals a text; undefined before. */
  async function lastChangeOf(id: string): Promise<string | undefined> {
    const [line] = await journal.list({
      subjects: [`instruction:${id}`],
      types: ['instruction.corrected', 'instruction.repeal-recorded', 'instruction.repeal-taken-back'],
      ...{ newestFirst: true, limit: 1 },
    });
    return line?.at;
  }

  async function factsOf({ id, slug, title, year }: Instruction, signedOn: string): Promise<PublicFacts> {
    const corrections = await instructions.correctionsOf(id);
    const effects = corrections
      .map(({ relation, title: by, slug, sentOn }): PublicEffect => ({
        relation,
        title: by,
        slug,
        on: sentOn,
      }))
      .toSorted((one, other) => weights.indexOf(one.relation) - weights.indexOf(other.relation));
    const changedAt = await lastChangeOf(id);
    return { id, slug, title, year, signedOn, effects, ...(changedAt !== undefined && { changedAt }) };
  }

  return {
    async list(ids) {
      const signed = await instructions.listSigned(ids);
      const found = signed.map(async ({ id, signedOn }) => {
        const instruction = await instructions.find(id);
        return instruction === undefined ? [] : [await factsOf(instruction, signedOn)];
      });
      return (await Promise.all(found)).flat();
    },

    async find(id) {
      const instruction = await instructions.find(id);
      const signed = instruction && (await instructions.signedVersion(id));
      if (instruction === undefined || signed === undefined) return undefined;
      const { signatoryName, quality, corrects, fields, how, mark } = signed;
      const inQuality = quality ?? fields['signatoryQuality'];
      return {
        ...(await factsOf(instruction, signed.signedOn)),
        ...{ sha256: signed.sha256, bytes: (await signed.pdf()).byteLength },
        ...{ pages: signed.pages, html: signed.html, words: [], nor: fields['nor'] || undefined },
        markKey: `public-page.mark.${how === 'by-hand' ? how : mark}`,
        signatory:
          signatoryName === null ? undefined : { name: signatoryName, quality: inQuality || undefined },
        corrects: corrects && { title: corrects.title, slug: corrects.slug, relation: corrects.relation },
        contact: contactOf(fields),
      };
    },

    async bytesOf(id) {
      const signed = await instructions.signedVersion(id);
      if (signed === undefined) throw new AppError('not-found', 'not signed');
      return signed.pdf();
    },
  };
}

/** Whether a text does not apply any more: the page says so before anything else. */
export const isEnded = ({ effects }: PublicFacts): boolean =>
  effects.some(({ relation }) => endsText(relation));
