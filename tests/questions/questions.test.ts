import { expect } from 'chai';
import { act, ain, asked, claire, createQuestionsBench, messages } from './questions-bench.ts';
import { mostQuestions } from '../../src/questions/question.ts';
import { createQuestionTasks } from '../../src/questions/questions.ts';

describe('a question of an office', () => {
  let bench: Awaited<ReturnType<typeof createQuestionsBench>>;
  beforeEach(async () => {
    bench = await createQuestionsBench();
  });
  afterEach(() => bench.database.destroy());

  const stateOf = async (id: string) => (await bench.questions.find(id))?.question.state;
  const keyOf = (outcome: { ok: boolean; errors?: { key: string }[] }) => outcome.errors?.[0]?.key;
  const answered = (seen = 1, text = 'Non : aucun poste durable.') => ({
    text,
    seen,
    formKey: bench.formKey(),
  });

  it('is asked once, however often its form is posted, and waits for an answer', async () => {
    const first = await bench.questions.ask(ain, { ...asked, instructionId: act.instructionId });
    const again = await bench.questions.ask(ain, { ...asked, instructionId: act.instructionId });
    expect(again).to.deep.equal(first);
    expect(await bench.questions.count()).to.deep.equal({ asked: 1, answered: 0, closed: 0 });
    const [thread] = await bench.questions.list('asked', 1);
    expect(thread?.question).to.include({ officeId: 'OFF-01', instructionId: act.instructionId });
    expect(thread?.entries[0]?.words).to.deep.equal({
      ...{ text: asked.text, personName: 'Inès Morel', personFunction: 'Cheffe de cabinet' },
    });
    const [line] = await bench.journal.list({ subjects: [`instruction:${act.instructionId}`] });
    expect(line).to.deep.include({ type: 'question.asked', actor: 'office:OFF-01' });
    expect(JSON.stringify(line)).not.to.contain('Morel').and.not.to.contain('poste');
  });

  it('is told to staff by mail where an address says so, each time it waits, without the office’s words', async () => {
    const told = await createQuestionsBench({ noticeTo: 'bureau@mildeca.example' });
    const once = { ...asked, instructionId: act.instructionId };
    await told.questions.ask(ain, once);
    await told.questions.ask(ain, once);
    await told.outbox.sendDue();
    const [thread] = await told.questions.list('asked', 1);
    const id = thread?.question.id ?? '';
    await told.questions.followUp(ain, id, { ...asked, formKey: told.formKey() });
    await told.outbox.sendDue();
    await told.questions.answer(claire, id, { text: 'Non.', seen: 2, formKey: told.formKey() });
    await told.outbox.sendDue();
    const [first, second, answer] = told.mailer.delivered;
    for (const mail of [first, second]) {
      expect(mail?.to.address).to.equal('bureau@mildeca.example');
      expect(mail?.subject).to.equal('Une question attend une réponse\u00a0: préfecture de l’Ain');
      expect(mail?.text).to.contain(`https://estafette.example/questions/${id}`).and.contain(act.title);
      expect(JSON.stringify(mail)).not.to.contain('poste').and.not.to.contain('Morel');
      expect(mail?.writtenByHand).to.equal(false);
    }
    expect(answer?.headers, 'the office never saw the notices').to.deep.equal({});
    await told.database.destroy();
  });

  it('is about an act that the office received, or about none', async () => {
    const aisne = { id: 'OFF-02', strength: 'code' as const };
    const outcome = await bench.questions.ask(aisne, { ...asked, instructionId: act.instructionId });
    expect(keyOf(outcome)).to.equal('questions.ask.not-received');
    expect((await bench.questions.ask(aisne, asked)).ok).to.equal(true);
  });

  it('is answered on its page and by one mail to the functional mailbox', async () => {
    const id = await bench.ask({ instructionId: act.instructionId });
    const words = answered();
    expect((await bench.questions.answer(claire, id, words)).ok).to.equal(true);
    expect((await bench.questions.answer(claire, id, words)).ok).to.equal(true);
    await bench.outbox.sendDue();
    expect(await stateOf(id)).to.equal('answered');
    const [mail, ...others] = bench.mailer.delivered;
    expect(others).to.deep.equal([]);
    const office = await bench.prefectures.findOffice('OFF-01');
    const mailbox = office?.contacts.find(({ kind }) => kind === 'functional-mailbox');
    expect(mail?.to.address).to.equal(mailbox?.address);
    expect(mail?.text).to.contain('Non : aucun poste durable.');
    expect(mail?.subject).to.contain('Chefs de projets 2027');
    const entry = (await bench.questions.find(id))?.entries[1];
    expect(entry).to.include({ kind: 'answer', writtenBy: claire.id });
    expect((await bench.outbox.find([entry?.mailId ?? ''])).get(entry?.mailId ?? '')).to.include({
      ...{ state: 'accepted', officeId: 'OFF-01' },
    });
  });

  it('is answered on its page alone when the office has no contact', async () => {
    await bench.database('contacts').where({ office_id: 'OFF-01' }).update({ ended_on: '2026-12-01' });
    const id = await bench.ask();
    expect((await bench.questions.answer(claire, id, answered())).ok).to.equal(true);
    expect((await bench.questions.find(id))?.entries[1]?.mailId).to.equal(undefined);
  });

  it('is not answered by who had not read all that was said, and what they wrote goes nowhere', async () => {
    const id = await bench.ask();
    await bench.questions.followUp(ain, id, { ...asked, formKey: bench.formKey() });
    expect(keyOf(await bench.questions.answer(claire, id, answered(1)))).to.equal(
      'questions.answer.overtaken',
    );
    await bench.outbox.sendDue();
    expect(bench.mailer.delivered).to.deep.equal([]);
    expect(await stateOf(id)).to.equal('asked');
    expect((await bench.questions.answer(claire, id, answered(2))).ok).to.equal(true);
  });

  it('is answered by a drafter or a dispatcher only', async () => {
    const id = await bench.ask();
    for (const roles of [['auditor'], ['reviewer', 'signatory'], ['administrator']]) {
      const outcome = await bench.questions.answer({ id: 'u', roles }, id, answered());
      expect(keyOf(outcome)).to.equal('questions.role.answerers-only');
    }
  });

  it('is closed without an answer, and waits again when the office writes again', async () => {
    const id = await bench.ask();
    expect((await bench.questions.closeUnanswered(claire, id, answered(1, 'Répondu au téléphone.'))).ok).to.be
      .true;
    expect(await stateOf(id)).to.equal('closed');
    expect(keyOf(await bench.questions.answer(claire, id, answered(2)))).to.equal(
      'questions.answer.not-open',
    );
    const followed = await bench.questions.followUp(ain, id, { ...asked, formKey: bench.formKey() });
    expect(followed?.ok).to.equal(true);
    expect(await stateOf(id)).to.equal('asked');
    expect(
      (await bench.journal.list({ subjects: ['office:OFF-01'] })).map(({ type }) => type),
    ).to.include.members([...['question.asked', 'question.closed', 'question.followed-up']]);
  });

  it('is of its own office: no other finds it, nor writes to it', async () => {
    const id = await bench.ask();
    expect(await bench.questions.find(id, 'OFF-02')).to.equal(undefined);
    const other = { id: 'OFF-02', strength: 'code' as const };
    const written = await bench.questions.followUp(other, id, { ...asked, formKey: bench.formKey() });
    expect(written).to.equal(undefined);
  });

  it('is one of ten an hour for its office, with what follows it: one more is refused, and no other office', async () => {
    const id = await bench.ask();
    const last = { ...asked, formKey: bench.formKey() };
    for (let count = 2; count < mostQuestions.anHour; count += 1) await bench.ask();
    expect((await bench.questions.followUp(ain, id, last))?.ok).to.equal(true);
    const more = () => ({ ...asked, formKey: bench.formKey() });
    expect(keyOf(await bench.questions.ask(ain, more()))).to.equal('questions.too-many.hour');
    const further = await bench.questions.followUp(ain, id, more());
    expect(further && keyOf(further)).to.equal('questions.too-many.hour');
    // Posted again, it is the one that was taken.
    expect((await bench.questions.followUp(ain, id, last))?.ok).to.equal(true);
    expect((await bench.questions.ask({ ...ain, id: 'OFF-03' }, more())).ok).to.equal(true);
    bench.clock.advance(3_600_000);
    expect((await bench.questions.ask(ain, more())).ok).to.equal(true);
  });

  it('can be erased, and its chain stays whole', async () => {
    const id = await bench.ask();
    await bench.database('question_texts').delete();
    expect((await bench.questions.find(id))?.entries[0]?.words).to.equal(undefined);
    expect((await bench.journal.verify()).valid).to.equal(true);
    const changed = bench.database('question_entries').update({ text_hash: 'x' });
    expect(await changed.catch(({ message }: Error) => message)).to.contain('append_only');
  });

  it('stands on the first page of the office while it waits, and for thirty days once it was answered', async () => {
    const tasks = createQuestionTasks({ questions: bench.questions, messages, clock: bench.clock });
    const labels = async () => (await tasks.tasksOf('OFF-01')).map(({ state }) => state.label);
    const id = await bench.ask();
    expect(await labels()).to.deep.equal(['En attente de la MILDECA']);
    await bench.questions.answer(claire, id, answered());
    expect(await labels()).to.deep.equal(['Répondue']);
    bench.clock.advance(31 * 24 * 3_600_000);
    expect(await labels()).to.deep.equal([]);
  });
});
