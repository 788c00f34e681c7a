import { loadMessages } from '../../src/kernel/messages.ts';
import { createProposals } from '../../src/prefectures/prefectures.ts';
import { createLetterBench } from '../outbox/letter-bench.ts';

export const messages = loadMessages('templates/messages');
export const samir = { id: 'user-samir', roles: ['dispatcher'] };
export const ain = { id: 'OFF-01', strength: 'code' as const };

/** Proposals beside the directory and the outbox; the Ain and the Aisne were written to on 7 December 2026. */
export async function createProposalsBench() {
  const bench = await createLetterBench();
  const opened = { at: '2026-12-07T08:00:00.000Z' as string | undefined };
  const proposals = createProposals({
    ...{ ...bench, readDatabase: bench.database, messages },
    campaigns: { lastOpenedAt: async () => opened.at },
  });
  let keys = 0;
  const contacts = async () => (await bench.prefectures.findOffice('OFF-01'))?.contacts ?? [];
  await bench.prefectures.changeContact(samir.id, {
    ...{ officeId: 'OFF-01', rank: 2, kind: 'project-lead', validFrom: '2026-12-01' },
    ...{ address: 'lea.petit@ain.example', personName: 'Léa Petit' },
  });
  const [mailbox, lead] = await contacts();
  if (mailbox === undefined || lead === undefined) throw new Error('the demonstration has no contacts');
  const proposal = {
    ...{ action: 'replace' as const, contactId: lead.id, kind: lead.kind, fromOn: '2026-12-14' },
    ...{ address: 'ines.morel@ain.example', personName: 'Inès Morel', remark: 'Arrivée le 14.' },
    ...{ byName: 'Paul Cros', byFunction: 'Secrétariat du cabinet' },
  };
  const seen = async (officeId: string) =>
    ((await bench.prefectures.findOffice(officeId))?.contacts ?? []).map(({ id }) => id);
  return {
    /** An office says that all that it reads now is right. */
    confirm: async (person: { name: string; function: string }) =>
      proposals.confirmations.confirm(ain, { ...person, seen: await seen(ain.id) }),
    ...{ ...bench, proposals, opened, contacts, mailbox, lead },
    formKey: () => `a-form-key-of-a-page-${(keys += 1)}`,
    given: (change: Partial<Parameters<typeof proposals.propose>[1]> = {}) => ({
      ...{ ...proposal, formKey: `another-form-key-${(keys += 1)}`, ...change },
    }),
    /** Proposes, and gives what then waits. */
    async proposed(change: Partial<Parameters<typeof proposals.propose>[1]> = {}): Promise<string> {
      const outcome = await proposals.propose(ain, this.given(change));
      if (!outcome.ok) throw new Error(outcome.errors[0]?.key);
      return (await proposals.list({ state: 'proposed' })).at(-1)?.id ?? '';
    },
  };
}
