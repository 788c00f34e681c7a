import { parisDayOf } from '../../kernel/clock.ts';
import { readStoredText, type Content } from '../content.ts';
import { loadInstruction, type DraftingDeps, type Loaded } from '../drafting-deps.ts';
import { createActs } from './acts.ts';
import { referredActs } from './act-references.ts';
import { toCheckedText } from './checked-text.ts';
import { heldBack } from './held-back.ts';
import type { Finding } from './finding.ts';
import { runChecks } from './run-checks.ts';

export type { Finding, Severity } from './finding.ts';

/** What is to be looked at before a text is submitted. Nothing here writes. */
export function createChecks(deps: DraftingDeps) {
  const { findActs } = createActs(deps);
  const knownAcronyms = new Set(deps.messages('checks.known-acronyms').split(' '));

  /** Of a text that was loaded, as it is to be frozen. */
  async function judge({ instruction, template, content, credits }: Loaded): Promise<Finding[]> {
    const sections = template.sections.map(({ key, title }) => ({
      key,
      title,
      text: readStoredText(content.sections[key]),
    }));
    const facts = {
      slug: instruction.slug,
      today: parisDayOf(deps.clock.now()),
      acts: await findActs(referredActs(sections)),
      credits,
      pages: deps.pagesOf?.(instruction.id),
      ...(await heldBack(deps.database, instruction.id)),
    };
    return runChecks(toCheckedText(template, content, facts), knownAcronyms);
  }

  return {
    judge,

    /**
     * Errors first, then warnings: of the text that stands, or of another content of it (what a person has
     * typed and not saved). Throws `not-found`.
     */
    async checksOf(instructionId: string, content?: Content): Promise<Finding[]> {
      const loaded = await loadInstruction(deps, instructionId);
      return judge(content === undefined ? loaded : { ...loaded, content });
    },
  };
}
