import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { DeskTask, DeskTasks } from '../desk/ports.ts';
import type { Questions } from './questions.ts';

/** How long an answer stays on the office's first page; the question itself stays for ever. */
const shownForMs = 30 * 24 * 3_600_000;

/** What an office asked and waits for, and what it was answered lately. */
export function createQuestionTasks(deps: {
  questions: Pick<Questions, 'ofOffice'>;
  messages: Messages;
  clock: Clock;
}): DeskTasks {
  const { messages, clock } = deps;
  return {
    async tasksOf(officeId: string): Promise<DeskTask[]> {
      const since = new Date(clock.now().getTime() - shownForMs).toISOString();
      const threads = await deps.questions.ofOffice(officeId);
      return threads.flatMap(({ question: { id, topic, state, instructionId, changedAt } }) => {
        if (state !== 'asked' && changedAt < since) return [];
        const key = state === 'asked' ? 'task-asked' : 'task-answered';
        const label =
          state === 'asked' ? messages('questions.desk.waits') : messages(`questions.state.${state}`);
        return {
          title: messages(`questions.desk.${key}`, { topic: messages(`questions.topic.${topic}`) }),
          state: { kind: state === 'answered' ? ('success' as const) : ('info' as const), label },
          href: `/guichet/questions/${id}`,
          ...(instructionId === undefined ? {} : { instructionId }),
        };
      });
    },
  };
}
