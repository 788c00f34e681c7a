import { expect } from 'chai';
import { createQuestionsRoutes } from '../../src/questions/questions-routes.ts';
import { mostQuestions, questionsAPage } from '../../src/questions/question.ts';
import type { Role } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';
import { act, asked, claire, createQuestionsBench, messages } from './questions-bench.ts';

const office = {
  ...{ id: 'OFF-01', name: 'préfecture de l’Ain', timeZone: 'Europe/Paris' },
  ...{ strength: 'code' as const, sessionId: 's' },
};

describe('the pages of questions', () => {
  let bench: Awaited<ReturnType<typeof createQuestionsBench>>;
  beforeEach(async () => {
    bench = await createQuestionsBench();
  });
  afterEach(() => bench.database.destroy());

  const open = (who: { roles?: Role[]; office?: typeof office }) =>
    openTestSite({
      ...{ ...who, userId: claire.id },
      routes: createQuestionsRoutes({
        ...{ questions: bench.questions, messages },
        namesOf: async () => new Map([[claire.id, 'Claire Redon']]),
        officeNames: async () => new Map([['OFF-01', 'préfecture de l’Ain']]),
        listActs: async () => new Map([[act.instructionId, { ...act, year: 2027 }]]),
      }),
    });

  it('lead an office from its question to the answer', async () => {
    const site = await open({ office });
    const form = { ...asked, about: act.instructionId, text: 'Un poste ?\r\nEt lequel ?' };
    const { instructionId: _none, ...fields } = form;
    const sent = await site.send('/guichet/questions', fields, '/guichet/questions/poser');
    expect(sent.status).to.equal(303);
    const path = sent.headers.get('location') ?? '';
    const id = path.split('/').at(-1) ?? '';
    await bench.questions.answer(claire, id, { text: 'Non.', seen: 1, formKey: bench.formKey() });
    const page = await site.get(path);
    const list = await site.get('/guichet/questions');
    await site.close();
    expect(page.text).to.contain('Non.').and.contain('Répondue').and.contain('Inès Morel');
    // A staff member's name is not told to an office.
    expect(page.text).not.to.contain('Claire Redon');
    expect(list.text).to.contain(path).and.contain(act.title);
  });

  it('refuse beside the field what is empty, too long, or of another office', async () => {
    const site = await open({ office });
    const refused = await site.send(
      '/guichet/questions',
      { text: ' ', name: 'x'.repeat(500) },
      '/guichet/questions/poser',
    );
    const elsewhere = await site.get('/guichet/questions/00000000-0000-4000-8000-000000000000');
    await site.close();
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('champ-text-message').and.contain('120 caractères au plus');
    expect(elsewhere.status).to.equal(404);
    expect(await bench.questions.count()).to.include({ asked: 0 });
  });

  it('let staff answer, say how the mail ended, and keep what was typed when it is refused', async () => {
    const id = await bench.ask();
    const site = await open({ roles: ['drafter'] });
    const path = `/questions/${id}`;
    const formKey = bench.formKey();
    const late = await site.send(`${path}/repondre`, { text: 'Non.', seen: '3', formKey }, path);
    expect(late.status).to.equal(422);
    expect(late.text).to.contain('Non.').and.contain('rien n’est parti');
    await site.send(`${path}/repondre`, { text: 'Non.', seen: '1', formKey }, path);
    await bench.outbox.sendDue();
    const page = await site.get(path);
    await site.close();
    expect(page.text).to.contain('Accepté par le serveur de messagerie').and.contain('Claire Redon');
  });

  it('let an auditor read, and offer nothing to change', async () => {
    const id = await bench.ask();
    const site = await open({ roles: ['auditor'] });
    const page = await site.get(`/questions/${id}`);
    const list = await site.get('/questions');
    const close = await site.get(`/questions/${id}/clore`);
    await site.close();
    expect(list.text).to.contain('À répondre (1)').and.contain('préfecture de l’Ain');
    expect(page.text).to.contain('Inès Morel').and.not.to.contain('<textarea');
    expect(close.status).to.equal(403);
  });

  it('show a long list by pages, each question once', async () => {
    await bench.ask();
    const [one] = await bench.database('questions');
    const at = (number: number) => `2026-12-01T08:${String(number).padStart(2, '0')}:00.000Z`;
    const others = Array.from({ length: questionsAPage + 2 }, (_, number) => ({
      ...{ ...one, id: crypto.randomUUID(), form_key: `of-a-long-list-number-${number}` },
      changed_at: at(number),
    }));
    await bench.database.batchInsert('questions', others, 20);
    const site = await open({ roles: ['auditor'] });
    const addresses = ['', '?page=2', '?page=99', '?liste=repondues'];
    const [first, second, tooFar, answered] = await Promise.all(
      addresses.map(async (query) => (await site.get(`/questions${query}`)).text),
    );
    await site.close();
    const linesOf = (text = '') => [...text.matchAll(/href="\/questions\/([\w-]{36})"/g)].map(([, id]) => id);
    expect(linesOf(first)).to.have.length(questionsAPage);
    expect(new Set([...linesOf(first), ...linesOf(second)]).size).to.equal(others.length + 1);
    expect(second).to.contain('Page 2 sur 2').and.contain('Page précédente');
    expect(linesOf(tooFar)).to.deep.equal(linesOf(second));
    expect(answered).not.to.contain('fr-pagination');
  });

  it('say in words when an office wrote too often, and keep what it typed', async () => {
    for (let count = 0; count < mostQuestions.anHour; count += 1) await bench.ask();
    const site = await open({ office });
    const { instructionId: _none, ...fields } = { ...asked, about: '', formKey: bench.formKey() };
    const sent = await site.send('/guichet/questions', fields, '/guichet/questions/poser');
    await site.close();
    expect(sent.status).to.equal(422);
    expect(sent.text).to.contain('a écrit 10 fois en une heure').and.contain(asked.text);
  });

  it('close a question with a reason that the office reads', async () => {
    const id = await bench.ask();
    const site = await open({ roles: ['dispatcher'] });
    const path = `/questions/${id}/clore`;
    const sent = await site.send(path, {
      text: 'Répondu au téléphone.',
      seen: '1',
      formKey: bench.formKey(),
    });
    const closed = await site.get('/questions?liste=closes');
    await site.close();
    expect(sent.status).to.equal(303);
    expect(closed.text).to.contain(`/questions/${id}`);
  });
});
