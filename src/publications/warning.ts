import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { formatDay } from '../kernel/french-format.ts';
import { isWorkingDay } from '../kernel/french-calendar.ts';
import type { Messages } from '../kernel/messages.ts';
import type { OutboxPort, PeoplePort } from './ports.ts';
import { daysBetween, type Milestone } from './publication-clock.ts';
import { recorders } from './publication.ts';
import type { Unpublished } from './unpublished.ts';

export interface WarningDeps {
  database: Knex;
  journal: Journal;
  clock: Clock;
  messages: Messages;
  people: PeoplePort;
  outbox: OutboxPort;
  publicUrl(): string;
}

/** The hour, in Paris, from which a warning leaves: in somebody's mailbox when their day begins. */
const firstHour = 9;
const parisHour = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  hourCycle: 'h23',
});

/**
 * Writes to those who record publications that a text is not known to be published: once at each milestone, on
 * a working day. One that was missed, because nothing ran, is not made up for: only the latest is given.
 */
export function createWarning(deps: WarningDeps, listUnpublished: () => Promise<Unpublished[]>) {
  const { database, journal, clock, messages } = deps;

  async function addressesOfRecorders(): Promise<[string, string][]> {
    const people = await deps.people.listNames();
    const told = people.filter(({ roles }) => recorders.some((role) => roles.includes(role)));
    return [...(await deps.people.addressesOf(told.map(({ id }) => id)))];
  }

  /** The warning, its mails and its line, in one transaction: none twice, whatever dies on the way. */
  async function warn(act: Unpublished, milestone: Milestone, addresses: [string, string][]): Promise<void> {
    const { id, title, slug, signedOn, limitOn } = act;
    const today = parisDayOf(clock.now());
    const words = {
      ...{ title, signedOn: formatDay(signedOn), limitOn: formatDay(limitOn) },
      days: daysBetween(today, limitOn),
      link: `${deps.publicUrl().replace(/\/$/, '')}/instructions/${slug}/publication`,
    };
    await database.transaction(async (trx) => {
      const given = await trx('publication_warnings')
        .insert({ instruction_id: id, milestone, warned_at: instantOf(clock) })
        .onConflict(['instruction_id', 'milestone'])
        .ignore()
        .returning('milestone');
      if (given.length === 0) return;
      for (const [userId, address] of addresses)
        await deps.outbox.post(trx, {
          ...{ kind: 'publication-warning', officeId: '', writtenBy: 'system', address },
          ...{ about: `publication:${id}:${milestone}:${userId}`, journalSubject: `instruction:${id}` },
          subject: messages('publications.mail.subject', words),
          text: messages('publications.mail.text', words),
        });
      await journal.append(trx, {
        ...{ type: 'publication.warned', actor: 'system', subject: `instruction:${id}` },
        data: { instruction: id, milestone, limitOn, people: addresses.length },
      });
    });
  }

  return {
    /** Warns of what is due today. */
    async warnDue(): Promise<void> {
      const now = clock.now();
      if (!isWorkingDay(parisDayOf(now)) || Number.parseInt(parisHour.format(now), 10) < firstHour) return;
      const due = await listUnpublished();
      if (due.every(({ phase }) => phase === 'passed')) return;
      const addresses = await addressesOfRecorders();
      for (const act of due) if (act.phase !== 'passed') await warn(act, act.phase, addresses);
    },
  };
}
