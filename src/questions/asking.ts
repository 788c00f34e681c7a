import type { Knex } from 'knex';
import { refuseBeyond } from '../kernel/ceiling.ts';
import { instantOf } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { countWritten, hasEntry, insertEntry, listEntries } from './entries-store.ts';
import { createNoticing } from './noticing.ts';
import { journalSubjectOf, mostQuestions, type EntryKind, type Question, type Topic } from './question.ts';
import type { QuestionsDeps } from './questions.ts';
import { insertQuestion, listQuestions, lockQuestion, markQuestion } from './questions-store.ts';

/** The office that asks, and with what it entered its page. */
export interface AskingOffice {
  id: string;
  strength: 'code' | 'proconnect';
}

export interface AskedWords {
  text: string;
  /** Who asks, as they typed it. */
  name: string;
  function: string;
  /** Of the form: posted twice, it asks once. */
  formKey: string;
}

export function createAsking(deps: QuestionsDeps) {
  const { database, journal, clock } = deps;
  const { noticeFrom } = createNoticing(deps);

  async function write(
    transaction: Knex.Transaction,
    entry: { question: Question; kind: EntryKind; number: number; at: string },
    office: AskingOffice,
    words: AskedWords,
  ): Promise<void> {
    const { question, kind, number, at } = entry;
    const id = newId();
    const salt = newToken(16);
    const textHash = saltedHash(salt, words.text);
    const person = { personName: words.name, personFunction: words.function };
    await insertEntry(transaction, {
      ...{ id, questionId: question.id, number, kind, writtenAt: at, writtenBy: `office:${office.id}` },
      ...{ strength: office.strength, mailId: undefined, salt, textHash, formKey: words.formKey },
      words: { text: words.text, ...person },
    });
    await journal.append(transaction, {
      type: kind === 'question' ? 'question.asked' : 'question.followed-up',
      actor: `office:${office.id}`,
      subject: journalSubjectOf(question),
      data: {
        ...{ question: question.id, entry: id, office: office.id, strength: office.strength, textHash },
        personHash: saltedHash(salt, JSON.stringify([words.name, words.function])),
      },
    });
  }

  const refuseTooMany = (transaction: Knex.Transaction, { id }: AskingOffice) =>
    refuseBeyond(mostQuestions, {
      ...{ clock, keys: 'questions.too-many' },
      countSince: (since) => countWritten(transaction, { writtenBy: `office:${id}`, since }),
    });

  return {
    /**
     * Asks; about one act when it is given, which the office must have received (refused beside `about`).
     * Gives the question's id, the same when the form is posted again. Refused beyond so many an hour or a day.
     */
    async ask(
      office: AskingOffice,
      asked: AskedWords & { instructionId: string | undefined; topic: Topic },
    ): Promise<Outcome<{ id: string }>> {
      const { instructionId, topic, formKey } = asked;
      const received = await deps.acts.listReceived(office.id);
      if (instructionId !== undefined && !received.some((act) => act.instructionId === instructionId))
        return refused({ field: 'about', key: 'questions.ask.not-received' });
      const notice = await noticeFrom(office.id, received);
      return database.transaction(async (transaction): Promise<Outcome<{ id: string }>> => {
        const isPosted = await hasEntry(transaction, formKey);
        const tooMany = isPosted ? undefined : await refuseTooMany(transaction, office);
        if (tooMany !== undefined) return tooMany;
        const at = instantOf(clock);
        const about = { officeId: office.id, instructionId, topic };
        const question: Question = { ...about, id: newId(), state: 'asked', askedAt: at, changedAt: at };
        if (!(await insertQuestion(transaction, { ...question, formKey }))) {
          const [known] = await listQuestions(transaction, { formKey, officeId: office.id });
          return known === undefined
            ? refused({ field: '', key: 'form.invalid' })
            : accepted({ id: known.id });
        }
        await write(transaction, { question, kind: 'question', number: 1, at }, office, asked);
        await notice(transaction, question);
        return accepted({ id: question.id });
      });
    },

    /**
     * Asks again, or further: the question waits for an answer once more. Refused beyond so many an hour or a
     * day; undefined when it is not the office's.
     */
    async followUp(
      office: AskingOffice,
      questionId: string,
      words: AskedWords,
    ): Promise<Outcome<undefined> | undefined> {
      const notice = await noticeFrom(office.id, await deps.acts.listReceived(office.id));
      return database.transaction(async (transaction): Promise<Outcome<undefined> | undefined> => {
        const at = instantOf(clock);
        const question = await lockQuestion(transaction, { id: questionId, officeId: office.id });
        if (question === undefined) return undefined;
        if (await hasEntry(transaction, words.formKey)) return accepted(undefined);
        const tooMany = await refuseTooMany(transaction, office);
        if (tooMany !== undefined) return tooMany;
        await markQuestion(transaction, questionId, { to: 'asked', at });
        const entries = (await listEntries(transaction, [questionId])).get(questionId) ?? [];
        const number = entries.length + 1;
        await write(transaction, { question, kind: 'follow-up', number, at }, office, words);
        await notice(transaction, question);
        return accepted(undefined);
      });
    },
  };
}
