import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import type { Actor, InstructionsPort } from './ports.ts';
import {
  findRequestFaults,
  isSent,
  stateOfRequest,
  tidied,
  type AnswerRequest,
  type RequestDraft,
  type RequestState,
} from './request.ts';
import * as store from './requests-store.ts';

/** Who may ask for answers, and change what is asked. */
const askers = ['drafter', 'dispatcher'];

/**
 * What an instruction asks back. It is written with the text and changes freely until the act is sent; then
 * the day may only come later, and the request may be withdrawn with a reason.
 */
export function createRequests(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  instructions: Pick<InstructionsPort, 'lock'>;
}) {
  const { database, readDatabase, journal, clock } = deps;
  const today = () => parisDayOf(clock.now());

  /** Does something to a request while its instruction stays as it is. Throws `not-found`, `forbidden`. */
  function withRequest<T>(
    actor: Actor,
    requestId: string,
    act: (held: {
      transaction: Knex.Transaction;
      request: AnswerRequest;
      state: RequestState;
    }) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    demandAsker(actor);
    return database.transaction(async (transaction) => {
      const found = await store.findRequest(transaction, requestId);
      if (found === undefined) throw new AppError('not-found', 'no such request');
      const instruction = await deps.instructions.lock(transaction, found.instructionId);
      const request = (await store.findRequest(transaction, requestId)) ?? found;
      return act({ transaction, request, state: stateOfRequest(request, instruction.state) });
    });
  }

  const lineOf = (actor: Actor, { id, instructionId }: AnswerRequest) => ({
    actor: actor.id,
    subject: `instruction:${instructionId}` as const,
    ids: { instruction: instructionId, request: id },
  });

  async function write(transaction: Knex.Transaction, event: JournalEvent): Promise<void> {
    await journal.append(transaction, event);
  }

  return {
    find: (id: string): Promise<AnswerRequest | undefined> => store.findRequest(readDatabase, id),

    /** In the order in which they were made; of one instruction when it is given. */
    list: (where: { instructionId?: string } = {}): Promise<AnswerRequest[]> =>
      store.listRequests(readDatabase, where),

    reasonsOf: (requestIds: string[]) => store.listReasons(readDatabase, requestIds),

    /** Asks for something more; refused beside its fields, or once the act was sent. Throws `forbidden`. */
    create(actor: Actor, instructionId: string, draft: RequestDraft): Promise<Outcome<AnswerRequest>> {
      demandAsker(actor);
      return database.transaction(async (transaction): Promise<Outcome<AnswerRequest>> => {
        const instruction = await deps.instructions.lock(transaction, instructionId);
        if (isSent(instruction.state)) return refused({ field: '', key: 'answers.state.sent' });
        const faults = findRequestFaults(draft, today());
        if (faults.length > 0) return { ok: false, errors: faults };
        const request: AnswerRequest = {
          ...tidied(draft),
          ...{ id: newId(), instructionId, reminders: true },
          ...{ createdAt: instantOf(clock), createdBy: actor.id, withdrawnAt: undefined },
        };
        await store.insertRequest(transaction, request);
        const { ids, ...line } = lineOf(actor, request);
        await write(transaction, { type: 'request.created', ...line, data: { ...ids, ...told(request) } });
        return accepted(request);
      });
    },

    /** Writes a request anew, while its act was not sent; its kind stays. */
    change: (actor: Actor, requestId: string, draft: RequestDraft): Promise<Outcome<AnswerRequest>> =>
      withRequest(actor, requestId, async ({ transaction, request, state }) => {
        if (state !== 'prepared') return refused({ field: '', key: 'answers.state.sent' });
        const changed = { ...request, ...tidied({ ...draft, kind: request.kind }) };
        const faults = findRequestFaults(changed, today());
        if (faults.length > 0) return { ok: false, errors: faults };
        await store.markRequestChanged(transaction, requestId, changed);
        const { ids, ...line } = lineOf(actor, request);
        await write(transaction, { type: 'request.changed', ...line, data: { ...ids, ...told(changed) } });
        return accepted(changed);
      }),

    /** Takes it away, while its act was not sent, with what hangs on it. */
    remove: (actor: Actor, requestId: string): Promise<Outcome<undefined>> =>
      withRequest(actor, requestId, async ({ transaction, request, state }) => {
        if (state !== 'prepared') return refused({ field: '', key: 'answers.state.sent' });
        await store.removeRequest(transaction, requestId);
        const { ids, ...line } = lineOf(actor, request);
        await write(transaction, { type: 'request.removed', ...line, data: ids });
        return accepted(undefined);
      }),

    /** Moves the day of a request that was sent: later only. */
    extend: (actor: Actor, requestId: string, dueOn: string): Promise<Outcome<undefined>> =>
      withRequest(actor, requestId, async ({ transaction, request, state }) => {
        if (state !== 'asked') return refused({ field: '', key: 'answers.state.not-asked' });
        if (dueOn <= request.dueOn) return refused({ field: 'dueOn', key: 'answers.due.not-later' });
        await store.markRequestExtended(transaction, requestId, dueOn);
        const { ids, ...line } = lineOf(actor, request);
        const data = { ...ids, previousDueOn: request.dueOn, dueOn };
        await write(transaction, { type: 'request.extended', ...line, data });
        return accepted(undefined);
      }),

    /** Nothing is owed any more; what was received stays. */
    withdraw: (actor: Actor, requestId: string, reason: string): Promise<Outcome<undefined>> =>
      withRequest(actor, requestId, async ({ transaction, request, state }) => {
        if (state !== 'asked') return refused({ field: '', key: 'answers.state.not-asked' });
        const salt = newToken(16);
        const withdrawn = { at: instantOf(clock), by: actor.id, reason, salt };
        await store.markRequestWithdrawn(transaction, requestId, withdrawn);
        const { ids, ...line } = lineOf(actor, request);
        const data = { ...ids, reasonHash: saltedHash(salt, reason) };
        await write(transaction, { type: 'request.withdrawn', ...line, data });
        return accepted(undefined);
      }),

    /** Reminds, or not, the offices that owe. */
    setReminders: (actor: Actor, requestId: string, on: boolean): Promise<Outcome<undefined>> =>
      withRequest(actor, requestId, async ({ transaction, request, state }) => {
        if (state === 'withdrawn') return refused({ field: '', key: 'answers.state.not-asked' });
        if (request.reminders === on) return accepted(undefined);
        await store.markRequestReminders(transaction, requestId, on);
        const { ids, ...line } = lineOf(actor, request);
        const data = { ...ids, change: on ? ('on' as const) : ('off' as const) };
        await write(transaction, { type: 'request.reminders-set', ...line, data });
        return accepted(undefined);
      }),
  };
}

export type Requests = ReturnType<typeof createRequests>;

function demandAsker(actor: Actor): void {
  if (actor.roles.some((role) => askers.includes(role))) return;
  throw new AppError('forbidden', 'asks for no answers', { messageKey: 'answers.role.askers-only' });
}

/** What the journal keeps of what is asked: enough to see that it was changed, and when it was due. */
function told(request: RequestDraft) {
  const { kind, audience, dueOn, title, guidance, officeIds, acceptedKinds } = request;
  const words = JSON.stringify([title, guidance, officeIds, acceptedKinds]);
  return { kind, audience, dueOn, contentSha256: sha256Hex(words) };
}
