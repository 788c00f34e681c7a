import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { DeskTask, DeskTasks } from '../desk/ports.ts';
import { badgeOfProposal } from './proposal.ts';
import type { Proposals } from './proposals.ts';

/** How long a decision stays on the office's first page; its page of contacts keeps it. */
const shownForMs = 30 * 24 * 3_600_000;
const href = '/guichet/contacts';

/** What an office is asked of its contacts, and what became of what it proposed. */
export function createContactTasks(deps: {
  proposals: Pick<Proposals, 'list' | 'confirmations'>;
  messages: Messages;
  clock: Clock;
}): DeskTasks {
  const { proposals, messages, clock } = deps;
  return {
    async tasksOf(officeId: string): Promise<DeskTask[]> {
      const since = new Date(clock.now().getTime() - shownForMs).toISOString();
      const asked: DeskTask[] = (await proposals.confirmations.isAsked(officeId))
        ? [
            {
              title: messages('proposals.desk.task-confirm'),
              state: { kind: 'warning', label: messages('proposals.desk.to-confirm') },
              href,
            },
          ]
        : [];
      const told = (await proposals.list({ officeId })).filter(
        ({ decided }) => decided === undefined || decided.at >= since,
      );
      return asked.concat(
        told.map(({ state, action }) => ({
          title: messages('proposals.desk.task-proposal', { action: messages(`proposals.action.${action}`) }),
          state: {
            kind: state === 'proposed' ? 'info' : badgeOfProposal[state],
            label: messages(`proposals.state.${state}`),
          },
          href,
        })),
      );
    },
  };
}
