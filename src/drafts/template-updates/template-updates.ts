import { instantOf } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import { toAmendmentTemplate } from '../amendment.ts';
import { contentSha256 } from '../content.ts';
import { loadInstruction, subjectOf, type DraftingDeps, type Loaded } from '../drafting-deps.ts';
import { demand, faultOfDraftAct, type Actor } from '../instruction.ts';
import { insertPinnedTemplate, lockInstruction, markRevision } from '../instructions-store.ts';
import { followSave } from '../passages/anchoring.ts';
import type { InstructionTemplate } from '../ports.ts';
import { insertKeptAside, insertRevision } from '../revisions-store.ts';
import { carryOver, type Carried } from './carrying.ts';
import { differencesBetween, isNothing, type TemplateDifferences } from './differences.ts';
import { insertTemplateUpdate } from './template-updates-store.ts';

/** Another version of a draft's template, and what the text would become in it. */
export interface TemplateUpdate {
  /** The one that the text is written in. */
  before: InstructionTemplate;
  after: InstructionTemplate;
  differences: TemplateDifferences;
  loaded: Loaded;
  carried: Carried;
}

/** Offers a draft the version of its template that the release has, and takes it when a person says so. */
export function createTemplateUpdates(deps: DraftingDeps) {
  const { database, journal, clock, render } = deps;

  function updateIn(loaded: Loaded): TemplateUpdate | undefined {
    const { instruction, pinned, template: before, content, amendment } = loaded;
    if (instruction.state !== 'draft') return undefined;
    const installed = render.listTemplates().find(({ name }) => name === pinned.name);
    if (installed === undefined || installed.sha256 === pinned.sha256) return undefined;
    const differences = differencesBetween(pinned, installed);
    if (isNothing(differences)) return undefined;
    const after =
      amendment === undefined ? installed : toAmendmentTemplate(installed, amendment.relation, deps.messages);
    const options = { year: instruction.year, startsBlank: amendment !== undefined };
    const carried = carryOver({ template: before, content }, after, options);
    return { before, after, differences, loaded, carried };
  }

  return {
    /** Undefined when there is none that would change something, or when the text is not a draft. */
    templateUpdateOf: async (instructionId: string): Promise<TemplateUpdate | undefined> =>
      updateIn(await loadInstruction(deps, instructionId)),

    /**
     * Goes on in the other version, as a revision of its own: what was typed stays, what has no place any
     * more is kept aside. `seen` is what the person had before their eyes. Refused when the text or the
     * template is another one by now. Throws `forbidden`, `conflict` (not a draft).
     */
    async takeTemplateUpdate(
      actor: Actor,
      instructionId: string,
      seen: { revision: number; templateSha256: string },
    ): Promise<Outcome<{ revision: number; aside: number }>> {
      const loaded = await loadInstruction(deps, instructionId);
      demand(faultOfDraftAct(actor, loaded.instruction));
      const update = updateIn(loaded);
      if (update?.after.sha256 !== seen.templateSha256)
        return refused({ field: '', key: 'drafts.template.no-longer' });
      const { after, before, carried } = update;
      const { content, aside } = carried;
      return database.transaction(async (trx): Promise<Outcome<{ revision: number; aside: number }>> => {
        const instruction = await lockInstruction(trx, instructionId);
        demand(faultOfDraftAct(actor, instruction));
        if (instruction.revision !== seen.revision || instruction.revision !== loaded.instruction.revision)
          return refused({ field: '', key: 'drafts.template.saved-meanwhile' });
        const at = instantOf(clock);
        const revision = instruction.revision + 1;
        const { sha256, name, version, source } = after;
        await insertPinnedTemplate(trx, { sha256, name, version, source }, at);
        await insertTemplateUpdate(trx, {
          ...{ instructionId, fromRevision: revision, templateSha256: sha256 },
          ...{ takenAt: at, takenBy: actor.id },
        });
        const contentHash = contentSha256(content);
        await insertRevision(trx, {
          ...{ ...content, instructionId, number: revision, contentSha256: contentHash },
          ...{ savedAt: at, savedBy: actor.id },
        });
        await markRevision(trx, instructionId, revision, at);
        await followSave(trx, instructionId, { before: loaded.content, after: content });
        await insertKeptAside(
          trx,
          aside.map(({ part, content: text }) => ({
            ...{ id: newId(), instructionId, part, content: text, cause: 'template-updated' as const },
            ...{ baseRevision: instruction.revision, keptAt: at, keptBy: actor.id },
          })),
        );
        const line = { actor: actor.id, subject: subjectOf(instructionId) };
        await journal.append(
          trx,
          {
            ...line,
            type: 'instruction.template-updated',
            data: {
              ...{ instruction: instructionId, revision, template: name, aside: aside.length },
              ...{ fromVersion: before.version, version, fromSha256: before.sha256, templateSha256: sha256 },
            },
          },
          {
            ...line,
            type: 'instruction.saved',
            data: { instruction: instructionId, revision, contentSha256: contentHash },
          },
        );
        return accepted({ revision, aside: aside.length });
      });
    },
  };
}
