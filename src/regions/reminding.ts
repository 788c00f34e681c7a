import type { Knex } from 'knex';
import { instantOf, parisDayOf } from '../kernel/clock.ts';
import { formatDay } from '../kernel/french-format.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { mailboxOf, type Office } from '../prefectures/prefectures.ts';
import type { RegionsDeps } from './regions.ts';
import type { ActLine, CurrentAct } from './ports.ts';

/** Who reminds, as they typed it; `text`: what they add, or nothing. */
export interface RemindingPerson {
  name: string;
  function: string;
  text: string;
}

/** An office that was reminded in the name of its region's chef de projet. */
export interface GivenReminder {
  officeId: string;
  remindedOn: string;
  remindedAt: string;
}

interface Reminded {
  act: CurrentAct;
  region: { id: string; name: string };
  offices: { office: Office; line: ActLine }[];
}

/** A chef de projet régional writes to the silent offices of the region, in their own name, through the outbox. */
export function createRegionalReminding(deps: RegionsDeps) {
  const { database, readDatabase, journal, clock, messages, outbox } = deps;
  const today = () => parisDayOf(clock.now());

  const listGiven = (db: Knex | Knex.Transaction, instructionId: string): Promise<GivenReminder[]> =>
    db('region_reminders')
      .where({ instruction_id: instructionId })
      .orderBy('reminded_at', 'desc')
      .select({ officeId: 'office_id', remindedOn: 'reminded_on', remindedAt: 'reminded_at' });

  function letterTo(to: Office, { act, region }: Reminded, person: RemindingPerson) {
    return {
      subject: messages('regions.reminder.mail-subject', { title: act.title }),
      text: messages('regions.reminder.mail', {
        ...{ title: act.title, day: formatDay(act.deadlineOn), region: region.name, office: to.name },
        ...{ name: person.name, function: person.function, link: `${deps.publicUrl()}/guichet` },
        text: person.text === '' ? '' : `${person.text}\n\n`,
      }),
    };
  }

  return {
    /** The reminders of an act, newest first. */
    given: (instructionId: string): Promise<GivenReminder[]> => listGiven(readDatabase, instructionId),

    /**
     * Writes to each of these offices, once a day at most for an act, whoever reminds. An answer reaches the
     * service, and `replyTo`: the region's own mailbox. Gives how many were written to; refused when nobody was.
     */
    async remind(
      by: { id: string; mailbox: string | undefined },
      reminded: Reminded,
      person: RemindingPerson,
    ): Promise<Outcome<number>> {
      const { act, region } = reminded;
      const on = today();
      return database.transaction(async (transaction): Promise<Outcome<number>> => {
        await transaction('instructions').where({ id: act.instructionId }).forUpdate().first('id');
        const before = await listGiven(transaction, act.instructionId);
        const done = new Set(
          before.filter(({ remindedOn }) => remindedOn === on).map((each) => each.officeId),
        );
        let count = 0;
        for (const { office, line } of reminded.offices) {
          const contact = mailboxOf(office);
          if (done.has(office.id) || contact === undefined) continue;
          const journalSubject = `instruction:${act.instructionId}`;
          const { id: mail, textHash } = await outbox.post(transaction, {
            ...{ kind: 'regional-reminder', officeId: office.id, journalSubject },
            ...{ about: `regional-reminder:${act.instructionId}`, writtenBy: `office:${by.id}` },
            ...{ address: contact.address, ...letterTo(office, reminded, person) },
            ...(by.mailbox === undefined ? {} : { replyTo: [by.mailbox] }),
            ...(line.place === undefined ? {} : { place: line.place }),
          });
          await transaction('region_reminders').insert({
            ...{ instruction_id: act.instructionId, office_id: office.id, reminded_on: on },
            ...{ region_id: region.id, by_office_id: by.id, reminded_at: instantOf(clock), mail_id: mail },
          });
          await journal.append(transaction, {
            type: 'region.reminded',
            actor: `office:${by.id}`,
            subject: journalSubject,
            data: {
              ...{ instruction: act.instructionId, region: region.id, by: by.id },
              ...{ office: office.id, mail, textHash },
            },
          });
          count += 1;
        }
        return count === 0 ? refused({ field: '', key: 'regions.reminder.nobody' }) : accepted(count);
      });
    },
  };
}
