import type { Knex } from 'knex';
import { instantOf } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import {
  changesField,
  faultOfCorrection,
  longestChanges,
  relations,
  startingAmendment,
  type Amendment,
  type Correctable,
} from './amendment.ts';
import {
  countOfChain,
  findAmendment,
  insertAmendment,
  listCorrections,
  listSentCorrections,
  markRelation,
  markSent,
} from './amendments-store.ts';
import { insertBeginning } from './beginning.ts';
import { loadInstruction, subjectOf, type DraftingDeps } from './drafting-deps.ts';
import { singleLine } from './fields.ts';
import { demand, faultOfBeginning, faultOfDraftAct, type Actor } from './instruction.ts';
import { findInstruction, getInstruction, lockInstruction, type Instruction } from './instructions-store.ts';
import { listStandingRepeals } from './repeals/repeals-store.ts';
import { startingCorrection } from './starting-correction.ts';
import { findSigned, listVersions } from './versions-store.ts';

const changesText = singleLine(longestChanges).min(1, 'drafts.amendment.changes-missing');

/** Begins rectificatifs, and says in the ledger's own transaction that one was sent. */
export function createAmending(deps: DraftingDeps) {
  const { database, journal, clock, messages, render } = deps;

  async function correctable(
    database: Knex | Knex.Transaction,
    { id, state }: Instruction,
  ): Promise<Correctable> {
    const sent = await listSentCorrections(database, id);
    const all = await listCorrections(database, id);
    return {
      state,
      replacedBy: titleOf(sent.find(({ relation }) => relation === 'replaces')),
      isRepealed: (await listStandingRepeals(database, { instructionId: id })).length > 0,
      underWay: titleOf(all.find(({ sentAt }) => sentAt === null)),
    };
  }

  return {
    /** Why a text cannot be corrected now; undefined when it can. */
    faultOfCorrecting: async (instructionId: string) =>
      faultOfCorrection(await correctable(database, await getInstruction(database, instructionId))),

    /**
     * Begins a rectificatif of a text that was sent: from its words to replace it; to amend it, from the
     * template that is made for it, or from the same letter without a word when there is none. Refused: a text
     * that was not sent, that is replaced already, or of which another rectificatif is being written; no word on
     * what changes, or too many. Throws `forbidden`, `not-found`.
     */
    async beginAmendment(
      actor: Actor,
      correctsId: string,
      wanted: { relation: string; changes: string },
    ): Promise<Outcome<Instruction>> {
      demand(faultOfBeginning(actor));
      const relation = relations.find((each) => each === wanted.relation);
      if (relation === undefined)
        return refused({ field: 'relation', key: 'drafts.amendment.relation-missing' });
      const changes = changesText.safeParse(wanted.changes);
      if (!changes.success) return refused(faultOfChanges(changes.error.issues[0]?.message));
      const { instruction: corrected, pinned, content } = await loadInstruction(deps, correctsId);
      const before = await findAmendment(database, correctsId);
      const origin = before === undefined ? corrected : await getInstruction(database, before.originId);
      const signed = await findSigned(database, correctsId);
      return database.transaction(async (trx): Promise<Outcome<Instruction>> => {
        // Two people at once: the second waits here, then finds the first one's rectificatif.
        const standing = await lockInstruction(trx, correctsId);
        const fault = faultOfCorrection(await correctable(trx, standing));
        if (fault !== undefined) return refused(fault);
        if (signed === undefined) throw new Error('an instruction that was sent is signed');
        const number = await freeNumber(trx, origin);
        const at = instantOf(clock);
        const { year } = corrected;
        const form =
          relation === 'amends' ? render.listTemplates().find(({ amends }) => amends === true) : undefined;
        const template = form ?? pinned;
        const instruction: Instruction = {
          ...{
            id: newId(),
            templateSha256: template.sha256,
            kind: template.kind,
            year,
            state: 'draft',
            revision: 1,
          },
          slug: slugOf(origin, number),
          title: messages('drafts.amendment.title', { title: origin.title, number }),
          ...{ createdAt: at, createdBy: actor.id, updatedAt: at },
        };
        const amendment: Amendment = {
          instructionId: instruction.id,
          correctsId,
          correctedSha256: signed.sha256,
          relation,
          originId: origin.id,
          number,
          begunAt: at,
          begunBy: actor.id,
          sentAt: null,
        };
        await insertBeginning(trx, journal, {
          instruction,
          template,
          content:
            form === undefined
              ? startingAmendment(pinned, content, { relation, changes: changes.data })
              : startingCorrection(
                  form,
                  { content, title: corrected.title, signedOn: signed.signedOn, year },
                  changes.data,
                ),
        });
        await insertAmendment(trx, amendment);
        await journal.append(trx, {
          type: 'instruction.amendment-begun',
          actor: actor.id,
          subject: subjectOf(instruction.id),
          data: {
            instruction: instruction.id,
            corrects: correctsId,
            correctedSha256: signed.sha256,
            relation,
          },
        });
        return accepted(instruction);
      });
    },

    /**
     * Makes a draft replace what it was begun to amend, or the reverse; its text stays as it is. Refused once
     * a version was frozen: it was printed with what it does. Throws `forbidden`, `conflict` (not a draft).
     */
    changeRelation: (actor: Actor, instructionId: string, wanted: string): Promise<Outcome<undefined>> =>
      database.transaction(async (trx): Promise<Outcome<undefined>> => {
        demand(faultOfDraftAct(actor, await lockInstruction(trx, instructionId)));
        const amendment = await findAmendment(trx, instructionId);
        const relation = relations.find((each) => each === wanted);
        if (amendment === undefined || relation === undefined)
          return refused({ field: 'relation', key: 'drafts.amendment.relation-missing' });
        if (relation === amendment.relation) return accepted(undefined);
        if ((await listVersions(trx, instructionId)).length > 0)
          return refused({ field: 'relation', key: 'drafts.amendment.relation-frozen' });
        await markRelation(trx, instructionId, relation);
        await journal.append(trx, {
          type: 'instruction.amendment-changed',
          actor: actor.id,
          subject: subjectOf(instructionId),
          data: { instruction: instructionId, relation },
        });
        return accepted(undefined);
      }),

    /**
     * In the transaction that opens its campaign, before the instruction's own move: from then on, and not
     * before, the corrected text is said to be replaced or amended. Nothing for a text that corrects none.
     */
    async markCorrectionSent(trx: Knex.Transaction, instructionId: string, actorId: string): Promise<void> {
      const amendment = await findAmendment(trx, instructionId);
      if (amendment === undefined) return;
      const { correctsId, relation } = amendment;
      await markSent(trx, instructionId, instantOf(clock));
      const signed = await findSigned(trx, instructionId);
      await journal.append(trx, {
        type: 'instruction.corrected',
        actor: actorId,
        subject: subjectOf(correctsId),
        data: { instruction: correctsId, by: instructionId, sha256: signed?.sha256 ?? '', relation },
      });
    },
  };

  /** The next number of the chain whose address is free. */
  async function freeNumber(trx: Knex.Transaction, origin: Instruction): Promise<number> {
    let number = (await countOfChain(trx, origin.id)) + 1;
    while ((await findInstruction(trx, { slug: slugOf(origin, number) })) !== undefined) number += 1;
    return number;
  }
}

function slugOf(origin: Instruction, number: number): string {
  return `${origin.slug}-rectificatif-${number}`;
}

function titleOf(correction: { title: string } | undefined) {
  return correction && { title: correction.title };
}

function faultOfChanges(key = 'form.invalid') {
  const said = {
    'form.too-long': 'drafts.amendment.changes-too-long',
    'form.control-characters': 'drafts.amendment.changes-lines',
  };
  const own = Object.entries(said).find(([general]) => general === key)?.[1] ?? key;
  return { field: changesField, key: own, params: { maximum: longestChanges } };
}
