import { expect } from 'chai';
import { homeModel } from '../../src/desk/home-page.ts';
import type { ReceivedAct } from '../../src/desk/received.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createViews } from '../../src/web/views.ts';

const templates = new URL('../../templates', import.meta.url).pathname;
const messages = loadMessages(`${templates}/messages`);
let views: ReturnType<typeof createViews>;
const office = {
  ...{ id: 'OFF-01', name: 'préfecture de l’Ain', timeZone: 'Europe/Paris', sessionId: 's' },
  strength: 'code' as const,
};
const act: ReceivedAct = {
  ...{ instructionId: 'i', slug: '2027', title: 'Instruction 2027', year: 2027, sentOn: '2026-12-07' },
  ...{ role: 'to', deadlineOn: '2026-12-21', late: false, acknowledgements: [] },
  ...{ inForce: true, amends: false },
};
const show = (received: ReceivedAct[], tasks: Parameters<typeof homeModel>[0]['tasks'] = []) =>
  views.render('desk/home', homeModel({ office, received, tasks, messages, regions: ['Bretagne'] }), {
    formToken: '',
    errors: new Map(),
  });

describe('the page of an office', () => {
  before(() => {
    views = createViews({ folder: templates, messages });
  });

  it('says what will stand there, as long as nothing was received', () => {
    const html = show([]);
    expect(html).to.contain('Rien pour le moment').and.contain('ne vous a encore rien envoyé');
    expect(html.replace(/\s+/g, ' ')).to.contain('mène la région Bretagne');
  });

  it('asks first for what is due first, an acknowledgement as well as what rooms ask', () => {
    const enquête = {
      ...{ title: 'Enquête d’été', href: '/guichet/e', dueOn: '2026-12-10' },
      state: { kind: 'new' as const, label: 'À répondre' },
    };
    const { toDo } = homeModel({ office, received: [act], tasks: [enquête], messages, regions: [] });
    expect(toDo.map(({ title }) => title)).to.eql([
      'Enquête d’été',
      'Accuser réception\u00a0: Instruction 2027',
    ]);
    expect(show([act], [enquête])).to.contain('/guichet/instructions/2027#accuser');
  });

  it('says in words that a text is repealed, and by what', () => {
    const correctedBy = { relation: 'repeals' as const, title: 'circulaire n° 12' };
    const html = show([{ ...act, inForce: false, correctedBy }]).replace(/\s+/g, ' ');
    expect(html).to.contain('(abrogé)').and.contain('d’après&nbsp;: circulaire n° 12');
    expect(html).not.to.contain('non remplacé').and.not.contain('#accuser');
  });

  it('marks what applies for its year, and says in words what does not any more', () => {
    const replaced: ReceivedAct = {
      ...{ ...act, slug: '2027-old', title: 'Ancien texte', inForce: false },
      correctedBy: { relation: 'replaces', title: act.title, slug: act.slug },
    };
    const html = show([act, replaced]).replace(/\s+/g, ' ');
    expect(html.match(/Texte non remplacé pour 2027/g)).to.have.length(1);
    expect(html).to.contain('<s><a href="/guichet/instructions/2027-old">Ancien texte</a></s>');
    expect(html).to.contain('(remplacé)');
    expect(html).to.contain('À la place&nbsp;: <a href="/guichet/instructions/2027">Instruction 2027</a>');
    const { toDo } = homeModel({ office, received: [replaced], tasks: [], messages, regions: [] });
    expect(toDo).to.eql([]);
  });

  it('keeps every year, with what was answered then', () => {
    const done = {
      ...{ title: 'Plan d’action', href: '/guichet/p', instructionId: 'j' },
      state: { kind: 'success' as const, label: 'Envoyé' },
    };
    const before: ReceivedAct = {
      ...act,
      instructionId: 'j',
      slug: '2026',
      title: 'Instruction 2026',
      year: 2026,
    };
    const { years, others } = homeModel({
      office,
      received: [act, before],
      tasks: [done],
      messages,
      regions: [],
    });
    expect(years.map(({ year }) => year)).to.eql([2027, 2026]);
    expect(years[1]?.acts[0]?.tasks).to.have.length(1);
    expect(others).to.eql([]);
    expect(show([act, before], [done])).to.contain('Plan d’action');
  });
});
