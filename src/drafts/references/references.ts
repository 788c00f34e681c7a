import type { Knex } from 'knex';
import { formatDay } from '../../kernel/french-format.ts';
import type { Content } from '../content.ts';
import { createCorrections, standingOf, type ActStanding } from '../corrections.ts';
import type { DraftingDeps } from '../drafting-deps.ts';
import { listImageNames } from '../images/images-store.ts';
import { mentionsOf } from '../mentions.ts';
import { listSignedActs, type SignedAct } from './references-store.ts';

/** An act of the archive as a text may cite it. */
export interface CitableAct {
  instructionId: string;
  /** Its title and its day: the words that are printed. */
  label: string;
  slug: string;
  standing: ActStanding;
}

const mostProposed = 10;

/** What a text may name, and whether what it names is there. */
export function createReferences(deps: Pick<DraftingDeps, 'database' | 'readDatabase' | 'messages'>) {
  const { database, readDatabase, messages } = deps;
  const { corrected } = createCorrections(deps);
  const labelOf = ({ title, signedOn }: SignedAct) =>
    messages('drafts.reference.label', { title, day: formatDay(signedOn) });

  /** Why a section cannot be saved: a picture that is not kept here, an act that the archive does not have so. */
  async function faultOf(trx: Knex, before: string | undefined, after: string) {
    const [had, has] = [mentionsOf(before), mentionsOf(after)];
    const images = has.images.filter((name) => !had.images.includes(name));
    const kept = await listImageNames(trx, images);
    if (images.some((name) => !kept.has(name))) return 'drafts.text.unknown-image';
    const acts = has.acts.filter(
      ({ instructionId, label }) =>
        !had.acts.some((act) => act.instructionId === instructionId && act.label === label),
    );
    if (acts.length === 0) return undefined;
    const signed = await listSignedActs(
      trx,
      acts.map(({ instructionId }) => instructionId),
    );
    const labels = new Map(signed.map((act) => [act.id, labelOf(act)]));
    const unknown = acts.some(({ instructionId, label }) => labels.get(instructionId) !== label);
    return unknown ? 'drafts.text.unknown-act' : undefined;
  }

  return {
    /** The acts whose title or day has all these words, the latest first; or those that have these ids. */
    async listCitable(asked: { words: string } | { ids: readonly string[] }): Promise<CitableAct[]> {
      const acts = await listSignedActs(readDatabase, 'ids' in asked ? asked.ids : undefined);
      const words = 'words' in asked ? fold(asked.words).split(/\s+/) : [];
      const found = acts.filter((act) => {
        const label = fold(labelOf(act));
        return words.every((word) => label.includes(word));
      });
      const corrections = await corrected();
      return found.slice(0, 'ids' in asked ? undefined : mostProposed).map((act) => {
        const standing = standingOf(corrections.get(act.id)?.relation);
        return { instructionId: act.id, label: labelOf(act), slug: act.slug, standing };
      });
    },

    /** The sections of `after` that name, anew since `before`, what is not there; `key` tells why in words. */
    async unknownMentions(before: Content, after: Content) {
      const unknown: { part: string; content: string; key: string }[] = [];
      for (const [section, content] of Object.entries(after.sections)) {
        if (content === before.sections[section]) continue;
        const key = await faultOf(database, before.sections[section], content);
        if (key !== undefined) unknown.push({ part: `sections[${section}]`, content, key });
      }
      return unknown;
    },
  };
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
