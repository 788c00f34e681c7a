import { isPlace, placeOf } from './circuit/place.ts';
import { faultOfRecording } from './circuit/outside.ts';
import { outsideLines } from './circuit/outside-lines.ts';
import { peopleOf, progressModel, stuckSentence, whoDecided } from './circuit/progress-page.ts';
import { openStep } from './circuit/progress.ts';
import type { UnderReview } from './circuit/reviewing.ts';
import { comparisonModel } from './history/comparison-page.ts';
import type { Actor } from './instruction.ts';
import type { Instruction } from './instructions.ts';
import { addressOf, type DraftsRoutesDeps } from './page-frame.ts';

/** What the « Visas » tab shows to one person: their decision, the circuit's progress, every version. */
export async function visasModel(
  { instructions, messages, namesOf }: DraftsRoutesDeps,
  instruction: Instruction,
  actor: Actor,
  typed: Record<string, string>,
) {
  const { slug, state } = instruction;
  const versions = await instructions.circuitOf(instruction.id);
  const under = await instructions.underReview(instruction);
  const passed = await instructions.outsideOf(instruction.id);
  const names = await namesOf([
    ...passed.opinions.map(({ recordedBy }) => recordedBy),
    ...peopleOf(under),
    ...versions.flatMap(({ frozenBy, visas }) => [
      frozenBy,
      ...visas.flatMap(({ userId, onBehalfOf }) => [userId, onBehalfOf ?? userId]),
    ]),
  ]);
  const nameOf = (id: string) => names.get(id) ?? messages('journal.erased');
  const outside = { ...passed, fileOf: (id: string) => addressOf(slug, `/avis/${id}/fichier`) };
  const place = placeOf(actor, under.situation);
  const { version } = under;
  const open = openStep(under.situation.progress);
  const awaitsOutside =
    state === 'in_review' &&
    open?.step.kind === 'outside' &&
    faultOfRecording(actor, { authorIds: [] }) === undefined;
  // Why a reviewer decides nothing here is said; others are not told what they never had.
  const barred = !isPlace(place) && state === 'in_review' && actor.roles.includes('reviewer');
  const stuck = stuckSentence(messages, under);
  return {
    ...(version !== undefined && isPlace(place)
      ? {
          decision: {
            sha256: version.sha256,
            version: version.number,
            pages: version.pages,
            pdf: addressOf(slug, `/versions/${version.number}.pdf`),
            reason: typed['reason'] ?? '',
            step: open?.step.name ?? '',
            confirms: under.circuit.corrects !== undefined,
            ...(place.standIn && {
              standsIn: messages('circuit.page.stands-in', { name: nameOf(place.standIn.giverId) }),
            }),
          },
        }
      : {}),
    ...(barred ? { barred: messages(place.key) } : {}),
    ...(stuck === undefined ? {} : { stuck }),
    ...(version === undefined ? {} : { progress: progressModel(messages, nameOf, under, outside) }),
    ...(awaitsOutside ? { outsideHref: addressOf(slug, '/avis') } : {}),
    ...(await correctionModel(instructions, messages, instruction, under)),
    versions: versions.map((one) => ({
      number: one.number,
      sha256: one.sha256,
      frozenAt: one.frozenAt,
      frozenBy: nameOf(one.frozenBy),
      pdf: addressOf(slug, `/versions/${one.number}.pdf`),
      badgeKind: one.voidedAt === null ? 'success' : 'warning',
      badgeLabel: messages(`drafts.visa.${one.voidedAt === null ? 'standing' : 'voided'}`),
      outside: outsideLines(messages, nameOf, outside, { frozenVersionId: one.id }),
      visas: one.visas.map((visa) => ({
        at: visa.decidedAt,
        name: whoDecided(messages, nameOf, visa),
        badgeKind: visa.decision === 'given' ? 'success' : 'error',
        badgeLabel: messages(`drafts.visa.${visa.decision}`),
        reason: visa.reason ?? messages('drafts.visa.reason-erased'),
      })),
    })),
  };
}

/** What a signatory's correction changed since the visas, part by part: what each of them confirms. */
async function correctionModel(
  instructions: DraftsRoutesDeps['instructions'],
  messages: DraftsRoutesDeps['messages'],
  { id }: Instruction,
  { version, circuit }: UnderReview,
) {
  const versions = await instructions.circuitOf(id);
  const corrected = versions.find((one) => one.id === circuit.corrects?.versionId);
  if (version === undefined || corrected === undefined) return {};
  const { parts } = await instructions.comparedRevisions(id, corrected.revision, version.revision);
  return comparisonModel(messages, parts, {
    before: messages('circuit.correction.before', { version: corrected.number }),
    after: messages('circuit.correction.after', { version: version.number }),
  });
}
