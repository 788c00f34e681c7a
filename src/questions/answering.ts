import type { Knex } from 'knex';
import { instantOf } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { mailboxOf } from '../prefectures/prefectures.ts';
import { hasEntry, insertEntry, listEntries } from './entries-store.ts';
import { journalSubjectOf, type Question, type QuestionState } from './question.ts';
import type { QuestionsDeps } from './questions.ts';
import { listQuestions, lockQuestion, markQuestion } from './questions-store.ts';

/** Who acts, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

/** What staff write, from the page where they had read `seen` words of either side. */
export interface StaffWords {
  text: string;
  seen: number;
  formKey: string;
}

const answerers = ['drafter', 'dispatcher'];
const moves: Record<'answer' | 'closing', { from: QuestionState[]; to: QuestionState }> = {
  // A second answer completes the first.
  answer: { from: ['asked', 'answered'], to: 'answered' },
  closing: { from: ['asked'], to: 'closed' },
};

export function createAnswering(deps: QuestionsDeps) {
  const { database, journal, clock } = deps;

  /** The mail that says an answer; undefined when the office has no contact today. */
  async function letterOf(question: Question, text: string, by: string) {
    const { id, officeId, instructionId, topic } = question;
    const office = await deps.directory.findOffice(officeId);
    const contact = office && mailboxOf(office);
    if (office === undefined || contact === undefined) return undefined;
    const received = await deps.acts.listReceived(officeId);
    const act = received.find((each) => each.instructionId === instructionId);
    const subject =
      act === undefined
        ? deps.messages('questions.mail.subject', { topic: deps.messages(`questions.topic.${topic}`) })
        : deps.messages('questions.mail.subject-about', { title: act.title });
    const place = act ?? received[0];
    return {
      ...{ kind: 'question-answer' as const, officeId, about: `question:${id}`, writtenBy: by },
      ...{ journalSubject: journalSubjectOf(question), address: contact.address, subject, text },
      ...(place === undefined
        ? {}
        : { place: { campaignId: place.campaignId, deliveryId: place.deliveryId } }),
    };
  }

  async function write(
    transaction: Knex.Transaction,
    actor: Actor,
    given: {
      question: Question;
      kind: 'answer' | 'closing';
      words: StaffWords;
      number: number;
      mailId?: string;
    },
  ): Promise<Outcome<undefined>> {
    const { question, kind, words, number, mailId } = given;
    const id = newId();
    const salt = newToken(16);
    const textHash = saltedHash(salt, words.text);
    await insertEntry(transaction, {
      ...{ id, questionId: question.id, number, kind },
      ...{ writtenAt: instantOf(clock), writtenBy: actor.id, strength: undefined, mailId },
      ...{ salt, textHash, formKey: words.formKey },
      words: { text: words.text, personName: '', personFunction: '' },
    });
    const data = { question: question.id, entry: id, office: question.officeId, textHash };
    const subject = journalSubjectOf(question);
    await journal.append(
      transaction,
      kind === 'answer'
        ? { type: 'question.answered', actor: actor.id, subject, data: { ...data, mail: mailId ?? '' } }
        : { type: 'question.closed', actor: actor.id, subject, data },
    );
    return accepted(undefined);
  }

  async function say(
    actor: Actor,
    questionId: string,
    kind: 'answer' | 'closing',
    words: StaffWords,
  ): Promise<Outcome<undefined>> {
    if (!actor.roles.some((role) => answerers.includes(role)))
      return refused({ field: '', key: 'questions.role.answerers-only' });
    const [asked] = await listQuestions(deps.readDatabase, { id: questionId });
    const letter =
      asked && kind === 'answer' ? await letterOf(asked, textOf(asked, words.text), actor.id) : undefined;
    return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
      if (await hasEntry(transaction, words.formKey)) return accepted(undefined);
      const question = await lockQuestion(transaction, { id: questionId });
      const move = moves[kind];
      if (question === undefined || !move.from.includes(question.state))
        return refused({ field: '', key: `questions.${kind}.not-open` });
      const entries = (await listEntries(transaction, [questionId])).get(questionId) ?? [];
      if (entries.length !== words.seen) return refused({ field: 'text', key: 'questions.answer.overtaken' });
      await markQuestion(transaction, questionId, { to: move.to, at: instantOf(clock) });
      const posted = letter && (await deps.outbox.post(transaction, letter));
      return write(transaction, actor, {
        ...{ question, kind, words, number: entries.length + 1 },
        ...(posted === undefined ? {} : { mailId: posted.id }),
      });
    });
  }

  function textOf(question: Question, text: string): string {
    const topic = deps.messages(`questions.topic.${question.topic}`);
    return deps.messages('questions.mail.text', { topic, text });
  }

  return {
    /** Answers on the office's page, and by mail to its functional mailbox, once. */
    answer: (actor: Actor, questionId: string, words: StaffWords) => say(actor, questionId, 'answer', words),

    /** Ends a question without an answer; the reason is shown to the office. */
    closeUnanswered: (actor: Actor, questionId: string, words: StaffWords) =>
      say(actor, questionId, 'closing', words),
  };
}
