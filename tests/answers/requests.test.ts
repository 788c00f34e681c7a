import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { take } from '../drafts/drafting-room.ts';
import { openAnswersRoom, plan, type AnswersRoom } from './answers-room.ts';

describe('a request for answers', () => {
  let room: AnswersRoom;
  beforeEach(async () => (room = await openAnswersRoom()));
  afterEach(() => room.close());

  const claire = () => room.people.claire;
  const types = async () => (await room.typesOf(room.instructionId)).filter((type) => /^request/.test(type));

  it('is written, changed and taken away while its act is not sent', async () => {
    const { requests } = room.answers;
    const { id } = await room.ask();
    take(await requests.change(claire(), id, { ...plan, title: 'Le plan', dueOn: '2027-02-15' }));
    expect(await requests.find(id)).to.include({ title: 'Le plan', dueOn: '2027-02-15', reminders: true });
    take(await requests.remove(claire(), id));
    expect(await requests.find(id)).to.equal(undefined);
    expect(await types()).to.deep.equal(['request.created', 'request.changed', 'request.removed']);
  });

  it('is refused beside the field that contradicts itself', async () => {
    const faults = async (change: object) => {
      const made = await room.answers.requests.create(claire(), room.instructionId, { ...plan, ...change });
      return made.ok ? [] : made.errors.map(({ field }) => field);
    };
    expect(await faults({ dueOn: '2026-12-07' }), 'today').to.deep.equal(['dueOn']);
    expect(await faults({ acceptedKinds: [] })).to.deep.equal(['acceptedKinds']);
    expect(await faults({ audience: 'offices' })).to.deep.equal(['officeIds']);
    expect(await faults({ kind: 'date', acceptedKinds: [] })).to.deep.equal([]);
  });

  it('belongs to those who write or send, and to nobody else', async () => {
    for (const role of ['auditor', 'reviewer', 'signatory', 'administrator']) {
      const actor = { id: room.people.hugo.id, roles: [role] };
      const refusal = await Promise.resolve()
        .then(() => room.answers.requests.create(actor, room.instructionId, plan))
        .catch((error: unknown) => error);
      expect(refusal, role).to.be.instanceOf(AppError).with.property('code', 'forbidden');
    }
    take(
      await room.answers.requests.create({ ...claire(), roles: ['dispatcher'] }, room.instructionId, plan),
    );
  });

  it('stays as it was sent: its day may come later, and it may be withdrawn with a reason', async () => {
    const { requests } = room.answers;
    const { id } = await room.ask();
    const early = await requests.extend(claire(), id, '2027-04-01');
    expect(early.ok, 'before the sending').to.equal(false);
    await room.send();
    expect((await requests.change(claire(), id, { ...plan, title: 'Another' })).ok).to.equal(false);
    expect((await requests.remove(claire(), id)).ok).to.equal(false);
    expect((await requests.create(claire(), room.instructionId, plan)).ok).to.equal(false);
    expect((await requests.extend(claire(), id, '2027-02-01')).ok, 'earlier').to.equal(false);
    take(await requests.extend(claire(), id, '2027-04-01'));
    take(await requests.setReminders(claire(), id, false));
    take(await requests.withdraw(claire(), id, 'Reported to next year.'));
    expect((await requests.extend(claire(), id, '2027-05-01')).ok, 'once withdrawn').to.equal(false);
    expect((await requests.reasonsOf([id])).get(id)).to.equal('Reported to next year.');
    expect(await types()).to.deep.equal([
      ...['request.created', 'request.extended', 'request.reminders-set', 'request.withdrawn'],
    ]);
    const [line] = await room.journal.list({ types: ['request.withdrawn'] });
    expect(JSON.stringify(line)).not.to.contain('next year');
  });

  it('is held by the database too, whoever writes there', async () => {
    const { id } = await room.ask();
    await room.send();
    const change = (row: object) =>
      room
        .database('answer_requests')
        .where({ id })
        .update(row)
        .then(() => 'changed', String);
    for (const row of [{ title: 'x' }, { due_on: '2027-01-01' }, { audience: 'all' }])
      expect(await change(row), JSON.stringify(row)).to.contain('answer_requests_stay_as_sent');
    expect(await change({ due_on: '2027-05-01' })).to.equal('changed');
    const removed = await room
      .database('answer_requests')
      .where({ id })
      .del()
      .then(() => 'gone', String);
    expect(removed).to.contain('answer_requests_stay_once_sent');
  });
});
