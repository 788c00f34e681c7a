import type { Knex } from 'knex';
import type { ReceivedAct } from './ports.ts';
import { journalSubjectOf, type Question } from './question.ts';
import type { QuestionsDeps } from './questions.ts';

type NoticeDeps = Pick<QuestionsDeps, 'messages' | 'outbox' | 'directory' | 'noticeTo' | 'publicUrl'>;

/** Tells staff by mail that an office asks. Its words stay on the pages: a mail goes farther than its readers. */
export function createNoticing({ messages, outbox, directory, noticeTo, publicUrl }: NoticeDeps) {
  return {
    /** What posts the notice of a question of this office, in the transaction that writes it down. */
    async noticeFrom(officeId: string, received: readonly ReceivedAct[]) {
      const office = (noticeTo && (await directory.findOffice(officeId))?.name) || officeId;
      return async (transaction: Knex.Transaction, question: Question): Promise<void> => {
        if (noticeTo === undefined) return;
        const { id, topic, instructionId } = question;
        const act = received.find((each) => each.instructionId === instructionId);
        const words = {
          office,
          topic: messages(`questions.topic.${topic}`),
          act: act?.title ?? messages('questions.general'),
          link: `${publicUrl().replace(/\/$/, '')}/questions/${id}`,
        };
        await outbox.post(transaction, {
          // Apart from what the office is answered: it never saw this mail.
          ...{ kind: 'question-notice', officeId, about: `question-notice:${id}`, writtenBy: 'system' },
          ...{ journalSubject: journalSubjectOf(question), address: noticeTo },
          subject: messages('questions.notice.subject', words),
          text: messages('questions.notice.text', words),
        });
      };
    },
  };
}
