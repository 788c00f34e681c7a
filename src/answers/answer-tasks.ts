import type { Messages } from '../kernel/messages.ts';
import type { DeskTask, DeskTasks } from '../desk/ports.ts';
import { owingStates } from './answer.ts';
import { answerBadge } from './office-page.ts';
import { officeAddress } from './paths.ts';
import { owes, type OpenRequest } from './reading.ts';

/** What an office's own page says of the answers that it owes and gave: one line a request, the worst state first. */
export function createAnswerTasks(deps: {
  askedOf(officeId: string): Promise<OpenRequest[]>;
  messages: Messages;
}): DeskTasks {
  return {
    async tasksOf(officeId): Promise<DeskTask[]> {
      return (await deps.askedOf(officeId)).flatMap((opened): DeskTask[] => {
        const { request, lines, instruction } = opened;
        const owing = lines.filter((line) => owes(opened, line));
        const shown = owing.find(({ state }) => owingStates.indexOf(state) > 0) ?? owing[0] ?? lines.at(-1);
        if (shown === undefined) return [];
        const [only] = lines.length === 1 ? lines : [];
        return [
          {
            title: request.title,
            state: answerBadge(deps.messages, opened, shown),
            dueOn: request.dueOn,
            href: officeAddress(request.id, only?.territory.id),
            instructionId: instruction.id,
          },
        ];
      });
    },
  };
}
