import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Messages } from '../../kernel/messages.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import { isSent } from '../request.ts';
import type { SentContent } from './answer.ts';
import { answerSections } from './answer-page.ts';
import { emptyDefinition, faultsOf, sealDefinition, type Definition } from './definition.ts';
import { createDrafting } from './drafting.ts';
import type { Model } from './exchange.ts';
import type { ActsPort, AskingRequest, Composer, RequestsPort } from './ports.ts';
import * as store from './questionnaires-store.ts';
import { readSent } from './respondents.ts';

export type Questionnaires = ReturnType<typeof createQuestionnaires>;

/** Who writes what is asked. */
const composers = ['drafter', 'dispatcher'];

/**
 * Typed questionnaires: what a request asks field by field, and what its offices type before they give it.
 * One is written freely until it is said to be ready and its act is sent; from then on it stays, under its hash.
 */
export function createQuestionnaires(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  requests: RequestsPort;
  instructions: ActsPort;
  models: readonly Model[];
}) {
  const { database, readDatabase, journal, clock } = deps;

  /** Throws `not-found` for what is no questionnaire. */
  async function demandRequest(requestId: string): Promise<AskingRequest> {
    const request = await deps.requests.find(requestId);
    if (request?.kind === 'questionnaire') return request;
    throw new AppError('not-found', 'no such questionnaire');
  }

  const wasSent = async ({ instructionId }: AskingRequest): Promise<boolean> =>
    isSent((await deps.instructions.find(instructionId))?.state ?? '');

  /** Whether it may still be written. One that was not ready when its act left is finished afterwards. */
  async function mayCompose(request: AskingRequest): Promise<boolean> {
    const standing = await store.findQuestionnaire(readDatabase, request.id);
    return standing?.readyAt === undefined || !(await wasSent(request));
  }

  async function demandComposable(actor: Composer, requestId: string): Promise<AskingRequest> {
    if (!actor.roles.some((role) => composers.includes(role)))
      throw new AppError('forbidden', 'composes no questionnaire', {
        messageKey: 'questionnaires.role.composers-only',
      });
    const request = await demandRequest(requestId);
    if (!(await mayCompose(request)))
      throw new AppError('conflict', 'the questionnaire was sent', {
        messageKey: 'questionnaires.state.sent',
      });
    return request;
  }

  const line = (actor: Composer, { id, instructionId }: AskingRequest, sha256: string) => ({
    actor: actor.id,
    subject: `instruction:${instructionId}` as const,
    data: { instruction: instructionId, request: id, sha256 },
  });

  return {
    models: deps.models,
    drafting: createDrafting(deps),
    demandRequest,
    mayCompose,

    /** What territories sent last, by the id of each version; an erased one is not there. */
    sentOf: (lines: Parameters<typeof readSent>[1]) => readSent(readDatabase, lines),

    /** An answer as it was sent, in words, section by section: `label: value`, a line a field. */
    async sayAnswer(
      requestId: string,
      content: Uint8Array,
      messages: Messages,
    ): Promise<{ title: string; text: string }[]> {
      const standing = await store.findQuestionnaire(readDatabase, requestId);
      if (standing === undefined) return [];
      const sent = JSON.parse(Buffer.from(content).toString('utf8')) as SentContent;
      return answerSections(standing.definition, sent, messages).map(({ title, fields }) => ({
        title,
        text: fields.flatMap(sayField).join('\n'),
      }));
    },

    /** As it stands; one that nobody wrote yet has its request's title and nothing else. */
    async open(requestId: string): Promise<store.Questionnaire> {
      const request = await demandRequest(requestId);
      const definition = emptyDefinition(request.title);
      const nothing = { requestId, definition, sha256: '', revision: 0, readyAt: undefined };
      return (await store.findQuestionnaire(readDatabase, requestId)) ?? nothing;
    },

    /**
     * Applies a change to what stands. A ready one has to be said ready again.
     * Throws `forbidden`, `not-found`, and `conflict` once it was sent.
     */
    async compose(
      actor: Composer,
      requestId: string,
      change: (definition: Definition) => Definition,
    ): Promise<Definition> {
      const request = await demandComposable(actor, requestId);
      return database.transaction(async (transaction) => {
        const standing = await store.findQuestionnaire(transaction, requestId);
        const definition = change(standing?.definition ?? emptyDefinition(request.title));
        const written = { requestId, ...sealDefinition(definition), at: instantOf(clock), by: actor.id };
        if (standing === undefined) await store.insertQuestionnaire(transaction, written);
        else {
          const { revision } = standing;
          if (!(await store.markQuestionnaireChanged(transaction, { ...written, revision })))
            throw new AppError('conflict', 'somebody else wrote it', {
              messageKey: 'questionnaires.state.changed',
            });
        }
        if (standing?.readyAt !== undefined)
          await journal.append(transaction, {
            type: 'questionnaire.reopened',
            ...line(actor, request, standing.sha256),
          });
        return definition;
      });
    },

    /**
     * Says that it may be asked as it is, under the hash that the person looked at; refused with every fault.
     * Throws `forbidden`, `not-found`, and `conflict` once it was sent.
     */
    async declareReady(actor: Composer, requestId: string, sha256: string): Promise<Outcome<undefined>> {
      const request = await demandComposable(actor, requestId);
      return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        const standing = await store.findQuestionnaire(transaction, requestId);
        const definition = standing?.definition ?? emptyDefinition(request.title);
        const faults = faultsOf(definition);
        if (faults.length > 0)
          return refused(...faults.map(({ key, at }) => ({ field: '', key, params: { at } })));
        if (standing?.readyAt !== undefined) return accepted(undefined);
        const marked = { requestId, sha256, at: instantOf(clock) };
        if (!(await store.markQuestionnaireReady(transaction, marked)))
          return refused({ field: '', key: 'questionnaires.state.changed' });
        await journal.append(transaction, {
          type: 'questionnaire.made-ready',
          ...line(actor, request, sha256),
        });
        return accepted(undefined);
      });
    },
  };
}

/** What was answered to a field; nothing for one that was left empty. */
function sayField({
  label,
  value,
  table,
}: ReturnType<typeof answerSections>[number]['fields'][number]): string[] {
  if (value !== undefined) return [`${label}\u00a0: ${value}`];
  return (table?.rows ?? []).map(({ cells }) =>
    cells.map((cell) => `${cell.label}\u00a0: ${cell.text}`).join(', '),
  );
}
