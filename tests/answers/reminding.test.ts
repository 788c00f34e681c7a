import { expect } from 'chai';
import { dayOfReminder, reminderDue } from '../../src/answers/reminder.ts';
import { take } from '../drafts/drafting-room.ts';
import { openAnswersRoom, type AnswersRoom } from './answers-room.ts';

const paris = { id: 'OFF-01', timeZone: 'Europe/Paris' };

describe('the day of a reminder', () => {
  it('is a working day where the office is', () => {
    // 1 March 2027 is a Monday.
    const days = (dueOn: string, office = 'OFF-01') =>
      (['week-before', 'day-before', 'day-after'] as const).map((step) => dayOfReminder(step, dueOn, office));
    expect(days('2027-03-01')).to.deep.equal(['2027-02-22', '2027-02-26', '2027-03-02']);
    expect(days('2027-02-28'), 'a Sunday').to.deep.equal(['2027-02-22', '2027-02-26', '2027-03-01']);
    // Good Friday and 26 December are holidays in Moselle alone.
    expect(days('2027-03-25', 'OFF-57')[2]).to.equal('2027-03-30');
    expect(days('2027-03-25')[2]).to.equal('2027-03-26');
  });

  const at = (instant: string, office = paris, sentOn = '2026-12-07') =>
    reminderDue({ dueOn: '2027-03-01', sentOn, office, now: new Date(instant) });

  it('begins at nine by the office’s own clock, and ends at five', () => {
    expect(at('2027-02-22T07:59:00Z')).to.equal(undefined);
    expect(at('2027-02-22T08:00:00Z')).to.equal('week-before');
    expect(at('2027-02-22T16:00:00Z')).to.equal(undefined);
    const papeete = { id: 'OFF-987', timeZone: 'Pacific/Tahiti' };
    expect(at('2027-02-22T08:00:00Z', papeete)).to.equal(undefined);
    expect(at('2027-02-22T19:00:00Z', papeete)).to.equal('week-before');
  });

  it('is that of the last step that has come, and no other', () => {
    expect(at('2027-02-25T09:00:00Z')).to.equal('week-before');
    expect(at('2027-02-26T09:00:00Z')).to.equal('day-before');
    expect(at('2027-02-27T09:00:00Z'), 'a Saturday').to.equal(undefined);
    expect(at('2027-03-03T09:00:00Z')).to.equal('day-after');
    expect(at('2027-03-15T09:00:00Z'), 'long after').to.equal(undefined);
  });

  it('leaves two working days after the sending', () => {
    expect(at('2027-02-22T09:00:00Z', paris, '2027-02-19')).to.equal(undefined);
    expect(at('2027-02-23T09:00:00Z', paris, '2027-02-19')).to.equal('week-before');
  });
});

describe('offices that owe an answer', () => {
  let room: AnswersRoom;
  let id: string;
  beforeEach(async () => {
    room = await openAnswersRoom();
    room.sentTo.offices = new Set(['OFF-01', 'OFF-38', 'OFF-69']);
    id = (await room.ask({ audience: 'all' })).id;
    await room.send();
  });
  afterEach(() => room.close());

  const reminded = () =>
    room.mails.filter(({ kind }) => kind === 'answer-reminder').map(({ officeId }) => officeId);

  it('are reminded once of each step, one mail an office whatever it owes', async () => {
    room.clock.moveTo('2027-02-22T09:00:00Z');
    await room.answers.remindDue();
    await room.answers.remindDue();
    expect(reminded()).to.deep.equal(['OFF-01', 'OFF-38', 'OFF-69']);
    const lyon = room.mails.find(({ officeId }) => officeId === 'OFF-69');
    expect(lyon?.text).to.contain('Rhône, Auvergne-Rhône-Alpes').and.to.contain(`/guichet/reponses/${id}`);
    expect(lyon?.address).to.match(/^circulaires@/);
    room.clock.moveTo('2027-02-26T09:00:00Z');
    await room.answers.remindDue();
    expect(reminded()).to.have.length(6);
    expect(await room.answers.remindersOf(id)).to.have.length(6);
    expect(await room.journal.list({ types: ['request.reminded'] })).to.have.length(6);
  });

  it('are late once the last day is over where they are, and no more once they answered', async () => {
    const late = () => room.answers.listLate(room.instructionId);
    room.clock.moveTo('2027-03-01T20:00:00Z');
    expect(await late()).to.deep.equal([]);
    room.clock.moveTo('2027-03-02T09:00:00Z');
    const [before] = await late();
    expect(before).to.include({ id, title: 'Plan d’action départemental' });
    take(await room.hand(id));
    expect(await late()).to.deep.equal([{ ...before, count: (before?.count ?? 0) - 1 }]);
    take(await room.answers.requests.withdraw(room.people.claire, id, 'Reporté'));
    expect(await late()).to.deep.equal([]);
  });

  it('are left in peace once they answered, and while reminders are off', async () => {
    take(await room.hand(id));
    room.clock.moveTo('2027-02-22T09:00:00Z');
    take(await room.answers.requests.setReminders(room.people.claire, id, false));
    await room.answers.remindDue();
    expect(reminded()).to.deep.equal([]);
    take(await room.answers.requests.setReminders(room.people.claire, id, true));
    await room.answers.remindDue();
    expect(reminded()).to.deep.equal(['OFF-38', 'OFF-69']);
  });

  it('are reminded anew of a day that was moved, and of nothing that was withdrawn', async () => {
    room.clock.moveTo('2027-02-22T09:00:00Z');
    await room.answers.remindDue();
    take(await room.answers.requests.extend(room.people.claire, id, '2027-03-15'));
    room.clock.moveTo('2027-03-08T09:00:00Z');
    await room.answers.remindDue();
    expect(reminded()).to.have.length(6);
    take(await room.answers.requests.withdraw(room.people.claire, id, 'No more.'));
    room.clock.moveTo('2027-03-12T09:00:00Z');
    await room.answers.remindDue();
    expect(reminded()).to.have.length(6);
  });

  it('are never reminded twice, whatever writes the row', async () => {
    room.clock.moveTo('2027-02-22T09:00:00Z');
    await Promise.all([room.answers.remindDue(), room.answers.remindDue()]);
    expect(reminded()).to.have.length(3);
    const again = room.database('answer_reminders').insert(await room.database('answer_reminders').first());
    expect(await again.then(() => 'written', String)).to.match(/UNIQUE|unique|duplicate/);
  });

  it('are told on their own page what is due, and when', async () => {
    const [task] = await room.answers.tasks.tasksOf('OFF-69');
    expect(task).to.deep.include({ title: 'Plan d’action départemental', dueOn: '2027-03-01' });
    expect(task?.state).to.deep.equal({ kind: 'info', label: 'Attendue' });
    room.clock.moveTo('2027-03-02T09:00:00Z');
    expect((await room.answers.tasks.tasksOf('OFF-01'))[0]?.state.label).to.equal('En retard');
    expect(await room.answers.tasks.tasksOf('OFF-02'), 'not sent to').to.deep.equal([]);
    take(await room.hand(id));
    expect((await room.answers.tasks.tasksOf('OFF-01'))[0]?.state.label).to.equal('Reçue en retard');
  });
});
