import { expect } from 'chai';
import { createVisaReminding } from '../../../src/drafts/instructions.ts';
import { reminderDue } from '../../../src/drafts/circuit/reminder.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import type { MailOutcome, OutgoingMail } from '../../../src/mail/mail.ts';
import { take } from '../drafting-room.ts';
import { openCircuitRoom, type CircuitRoom } from './circuit-room.ts';

describe('a reminder of a visa', () => {
  it('is due in French working days, each number once', () => {
    const due = (openedOn: string, today: string) => reminderDue({ after: 2, every: 2 }, { openedOn, today });
    // Friday 18 December 2026; Christmas is on the next Friday.
    expect(due('2026-12-18', '2026-12-21')).to.equal(undefined);
    expect(due('2026-12-18', '2026-12-22')).to.equal(1);
    expect(due('2026-12-18', '2026-12-24')).to.equal(2);
    expect(due('2026-12-18', '2026-12-28')).to.equal(2);
    expect(due('2026-12-18', '2026-12-29')).to.equal(3);
  });
});

describe('reminding reviewers', () => {
  let room: CircuitRoom;
  let mails: OutgoingMail[];
  let outcome: MailOutcome;
  let reminding: ReturnType<typeof createVisaReminding>;
  beforeEach(async () => {
    room = await openCircuitRoom();
    mails = [];
    outcome = { outcome: 'accepted', reply: '250' };
    reminding = createVisaReminding({
      ...{ database: room.database, readDatabase: room.database, journal: room.journal, clock: room.clock },
      ...{ log: silentLog, messages: loadMessages('templates/messages'), people: room.peoplePort },
      mailer: {
        async send(mail, hooks) {
          if (!(await hooks.beforeFinalDot())) return { outcome: 'dropped' };
          mails.push(mail);
          return outcome;
        },
      },
      compose: ({ subject, text }) => ({ subject, text, html: text }),
      ...{ from: { address: 'circulaires@mildeca.example' }, mailDomain: 'mildeca.example' },
      publicUrl: () => 'https://estafette.example/',
    });
  });
  afterEach(() => room.close());

  const to = () => mails.map((mail) => mail.to.address).sort();

  it('writes on the second working day to those who are awaited, once each, and says so in the journal', async () => {
    const { hugo, marie, leo, clock } = room;
    const { id, sha256 } = await room.submit([room.named('all', hugo, marie), room.named(1, leo)]);
    await reminding.remindDue();
    clock.moveTo('2026-12-09T07:30:00.000Z');
    await reminding.remindDue();
    expect(mails).to.deep.equal([]);
    clock.moveTo('2026-12-09T08:30:00.000Z');
    take(await room.give(hugo, id, sha256));
    await Promise.all([reminding.remindDue(), reminding.remindDue()]);
    await reminding.remindDue();
    expect(to()).to.deep.equal(['marie@mildeca.example']);
    expect(mails[0]?.text).to.contain('/instructions/2027-chefs-de-projets/visas').and.to.contain(sha256);
    expect((await room.typesOf(id)).filter((type) => type === 'visa.reminded')).to.have.length(1);
  });

  it('writes to who stands in for somebody who is away, and not on a public holiday', async () => {
    const { hugo, leo, clock, instructions } = room;
    const days = { fromOn: '2026-12-07', untilOn: '2026-12-31' };
    take(await instructions.declareDelegation(hugo, { giverId: hugo.id, takerId: leo.id, ...days }));
    await room.submit([room.named(1, hugo)]);
    clock.moveTo('2026-12-25T10:00:00.000Z');
    await reminding.remindDue();
    expect(mails).to.deep.equal([]);
    clock.moveTo('2026-12-28T10:00:00.000Z');
    await reminding.remindDue();
    expect(to()).to.deep.equal(['leo@mildeca.example']);
  });

  it('tries again what was put off, drops what is no longer awaited, and never repeats what may have left', async () => {
    const { hugo, clock, database } = room;
    const { id, sha256 } = await room.submit([room.named(1, hugo)]);
    clock.moveTo('2026-12-09T09:00:00.000Z');
    outcome = { outcome: 'unknown', cause: 'silence' };
    await reminding.remindDue();
    clock.advance(3_600_000);
    await reminding.remindDue();
    expect(mails).to.have.length(1);
    outcome = { outcome: 'deferred', reply: '451' };
    clock.moveTo('2026-12-11T09:00:00.000Z');
    await reminding.remindDue();
    take(await room.give(hugo, id, sha256));
    clock.advance(3_600_000);
    await reminding.remindDue();
    expect(mails).to.have.length(2);
    const states = await database('visa_reminders').orderBy('number').pluck('state');
    expect(states).to.deep.equal(['unknown', 'dropped']);
  });
});
