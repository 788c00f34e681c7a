import type { Knex } from 'knex';
import { refuseBeyond } from '../kernel/ceiling.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { localDayAndTime } from '../kernel/local-time.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import {
  hashPerson,
  mostAnswers,
  takesOneMore,
  type Answer,
  type ContentKind,
  type Person,
} from './answer.ts';
import type { ActingOffice, InstructionsPort } from './ports.ts';
import type { OpenRequest } from './reading.ts';
import { stateOfRequest } from './request.ts';
import { findRequest } from './requests-store.ts';
import { countGiven, insertAnswer, insertScan, listAnswers } from './returned-store.ts';

/** What an office hands in for one of its territories. */
export interface Given {
  requestId: string;
  territoryId: string;
  person: Person;
  /** The bytes of the file, or canonical text: what the hash is of. */
  content: Uint8Array;
  contentKind: ContentKind;
  /** As the office named its file; empty when it is not one. */
  fileName: string;
  /** Of a file only. */
  scan?: { state: 'clean' | 'unscanned'; reason: string; dueAt: string | undefined };
  /** One form gives once, however often it is posted. */
  formKey: string;
}

/** Something to be done in the transaction that writes an answer down: its mail, the end of its draft. */
export type AfterGiving = (transaction: Knex.Transaction, answer: Answer) => Promise<void>;

/** Writes down what offices answer: every version is kept, the latest counts, a first one is never too late. */
export function createGiving(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  instructions: Pick<InstructionsPort, 'lock'>;
  openFor(officeId: string, requestId: string): Promise<OpenRequest | undefined>;
}) {
  const { database, journal, clock } = deps;

  return {
    /**
     * Writes one more version down, with what follows from it. Throws `not-found` when the office does not owe
     * that territory's answer; refused once the request was withdrawn, once the day is over of what was
     * received in time, and beyond so many an hour or a day.
     */
    async give(office: ActingOffice, given: Given, ...after: AfterGiving[]): Promise<Outcome<Answer>> {
      const open = await deps.openFor(office.id, given.requestId);
      if (!open?.lines.some(({ territory }) => territory.id === given.territoryId))
        throw new AppError('not-found', 'the office does not owe this answer');
      const { instructionId } = open.request;
      return database.transaction(async (transaction): Promise<Outcome<Answer>> => {
        const instruction = await deps.instructions.lock(transaction, instructionId);
        const request = await findRequest(transaction, given.requestId);
        if (request === undefined || stateOfRequest(request, instruction.state) !== 'asked')
          return refused({ field: '', key: 'answers.state.not-asked' });
        const [repeated] = await listAnswers(transaction, { formKey: given.formKey });
        if (repeated !== undefined && repeated.officeId !== office.id)
          return refused({ field: '', key: 'answers.form-key.invalid' });
        if (repeated !== undefined) return accepted(repeated);
        const tooMany = await refuseBeyond(mostAnswers, {
          ...{ clock, keys: 'answers.too-many' },
          countSince: (since) => countGiven(transaction, { officeId: office.id, since }),
        });
        if (tooMany !== undefined) return tooMany;
        const { requestId: asked, territoryId: territory } = given;
        const answers = await listAnswers(transaction, { requestIds: [asked], territoryId: territory });
        const { day: today } = localDayAndTime(clock.now(), office.timeZone);
        if (!takesOneMore({ answers, dueOn: request.dueOn, today }))
          return refused({ field: '', key: 'answers.state.closed' });

        const answer = await write(transaction, office, given);
        const { requestId, territoryId, contentKind, ...standing } = answer;
        await journal.append(transaction, {
          type: 'return.given',
          actor: `office:${office.id}`,
          subject: `instruction:${instructionId}`,
          data: {
            ...{ instruction: instructionId, request: requestId, territory: territoryId, office: office.id },
            ...{ answer: answer.id, number: standing.number, contentKind, sha256: standing.sha256 },
            ...{ bytes: standing.bytes, strength: standing.strength, personHash: answer.personHash },
            ...{ givenOn: standing.givenOn, dueOn: request.dueOn },
          },
        });
        for (const follow of after) await follow(transaction, answer);
        return accepted(answer);
      });
    },
  };

  async function write(
    transaction: Knex.Transaction,
    office: ActingOffice,
    given: Given,
  ): Promise<Answer & { personHash: string }> {
    const { content, scan, formKey, ...said } = given;
    const salt = newToken(16);
    const answer = {
      ...said,
      ...{ id: newId(), officeId: office.id, strength: office.strength },
      givenAt: instantOf(clock),
      givenOn: localDayAndTime(clock.now(), office.timeZone).day,
      ...{ sha256: sha256Hex(content), bytes: content.length },
      personHash: hashPerson(salt, given.person),
      scan: scan && { state: scan.state, reason: scan.reason },
    };
    const number = await insertAnswer(transaction, { ...answer, salt, formKey, content });
    if (scan !== undefined)
      await insertScan(transaction, { ...scan, answerId: answer.id, at: answer.givenAt });
    return { ...answer, number };
  }
}

export type Giving = ReturnType<typeof createGiving>;
