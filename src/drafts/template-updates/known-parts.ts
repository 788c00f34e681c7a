import { getInstruction, getPinnedSource } from '../instructions-store.ts';
import type { DraftingDeps, Loaded } from '../drafting-deps.ts';
import type { InstructionTemplate } from '../ports.ts';
import { findPredecessor } from '../rolling-over/predecessors-store.ts';
import { listTemplateHashes } from './template-updates-store.ts';

export type KnownParts = Pick<InstructionTemplate, 'fields' | 'sections'>;

/**
 * Every field and section that a text, or the one that it was prepared from, was ever written in, those of
 * today first: what is kept aside has a name even when today's template has no place for it.
 */
export async function findKnownParts(
  { database, render }: Pick<DraftingDeps, 'database' | 'render'>,
  { instruction, template }: Loaded,
): Promise<KnownParts> {
  const { id, revision } = instruction;
  const [, ...hashes] = await listTemplateHashes(database, instruction, revision);
  const predecessor = await findPredecessor(database, id);
  if (predecessor !== undefined) {
    const from = await getInstruction(database, predecessor.fromId);
    hashes.push(...(await listTemplateHashes(database, from, predecessor.fromRevision)));
  }
  const former: InstructionTemplate[] = [];
  for (const sha256 of new Set(hashes))
    former.push(render.templateFromSource(await getPinnedSource(database, sha256)));
  return {
    fields: [template, ...former].flatMap(({ fields }) => fields),
    sections: [template, ...former].flatMap(({ sections }) => sections),
  };
}
