import { expect } from 'chai';
import {
  officesWaiting,
  publicationsWaiting,
  returnsWaiting,
  waitingFor,
  type Waiting,
  type YearFacts,
} from '../../src/home/waiting.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';

const messages = loadMessages('templates/messages');
const said = (waiting: Waiting | undefined) => messages(waiting?.key ?? '', waiting?.params);
const signed: YearFacts = {
  slug: '2027-chefs-de-projets',
  title: 'Instruction 2027',
  state: 'signed',
  own: false,
};

describe('what waits for a dispatcher before a campaign', () => {
  for (const [preparation, words] of [
    [undefined, 'diffuser aux préfectures'],
    ['open', 'achever de préparer'],
    ['scheduled', 'départ est programmé'],
    ['held', 'n’a pas eu lieu'],
  ] as const) {
    it(`is said of a preparation that is ${preparation ?? 'not begun'}`, () => {
      const [waiting, ...others] = waitingFor(['dispatcher'], [{ ...signed, preparation }]);
      expect(others).to.deep.equal([]);
      expect(messages(waiting?.key ?? '', waiting?.params)).to.contain(words);
      expect(waiting?.href).to.equal('/instructions/2027-chefs-de-projets/diffusion');
    });
  }

  it('is a letter to read, once the ladder has prepared one', () => {
    const figures = { unknown: 0, unreachable: 0, paused: false, acknowledged: 98, offices: 106 };
    const sent = (letters: number) =>
      waitingFor(['dispatcher'], [{ ...signed, state: 'dispatched', campaign: { ...figures, letters } }]);
    expect(sent(0)).to.deep.equal([]);
    const [waiting] = sent(2);
    expect(messages(waiting?.key ?? '', waiting?.params)).to.contain('courriers de relance à relire, 2');
    expect(waiting?.href).to.contain('/diffusion/relances');
  });

  it('is what was asked back and did not come in time, for those who may remind', () => {
    const sent: YearFacts = {
      ...signed,
      state: 'dispatched',
      late: [{ id: 'r1', title: 'Plan', count: 12 }],
    };
    for (const role of ['dispatcher', 'drafter'] as const) {
      const [waiting, ...others] = waitingFor([role, 'auditor'], [sent]);
      expect(others).to.deep.equal([]);
      expect(said(waiting)).to.contain('12 territoires n’ont pas rendu «\u00a0Plan\u00a0»');
      expect(waiting?.href).to.equal('/instructions/2027-chefs-de-projets/reponses/r1?liste=late');
    }
    expect(waitingFor(['dispatcher', 'drafter'], [sent])).to.have.length(1);
    expect(waitingFor(['auditor'], [sent])).to.deep.equal([]);
    const one = waitingFor(['dispatcher'], [{ ...sent, late: [{ id: 'r1', title: 'Plan', count: 1 }] }]);
    expect(said(one[0])).to.contain('un territoire n’a pas rendu');
  });

  it('is what came back, each with its own list', () => {
    expect(returnsWaiting({ toClass: 0, toRead: 0 })).to.deep.equal([]);
    const found = returnsWaiting({ toClass: 1, toRead: 3 });
    expect(found.map(({ href }) => href)).to.deep.equal(['/retours/a-classer', '/retours?genre=reply']);
    expect(found.map(said).join()).to.contain('restées sans suite\u00a0: 3');
  });

  it('is what offices ask and propose, each for those who decide', () => {
    const waiting = { questions: 2, proposals: 1 };
    const hrefs = (role: 'drafter' | 'dispatcher' | 'administrator' | 'auditor') =>
      officesWaiting([role], waiting).map(({ href }) => href);
    expect(hrefs('dispatcher')).to.deep.equal(['/questions', '/prefectures/propositions']);
    expect(hrefs('drafter')).to.deep.equal(['/questions']);
    expect(hrefs('administrator')).to.deep.equal(['/prefectures/propositions']);
    expect(hrefs('auditor')).to.deep.equal([]);
    expect(officesWaiting(['dispatcher'], { questions: 0, proposals: 0 })).to.deep.equal([]);
  });

  it('is nothing for anyone else', () => {
    expect(waitingFor(['drafter', 'reviewer', 'signatory', 'auditor'], [signed])).to.deep.equal([]);
  });
});

describe('texts that are not known to be published', () => {
  const text = { slug: 's', title: 'Instruction', limitOn: '2027-04-07' };
  const told = (role: Role, phase: string) =>
    publicationsWaiting([role], [{ ...text, phase }]).map(({ key, href }) => [key, href]);

  it('wait for who signs and who sends, and for nobody else', () => {
    const expected = [['home.waiting.unpublished', '/instructions/s/publication']];
    expect(told('signatory', 'two-months')).to.deep.equal(expected);
    expect(told('dispatcher', 'fifteen-days')).to.deep.equal(expected);
    for (const role of ['drafter', 'reviewer', 'auditor', 'administrator'] as const)
      expect(told(role, 'passed')).to.deep.equal([]);
  });

  it('are said in other words once the four months are over', () => {
    expect(told('dispatcher', 'passed')[0]?.[0]).to.equal('home.waiting.unpublished-passed');
  });
});
