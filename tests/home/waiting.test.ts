import { expect } from 'chai';
import { waitingFor, type YearFacts } from '../../src/home/waiting.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

const messages = loadMessages('templates/messages');
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

  it('is nothing for anyone else', () => {
    expect(waitingFor(['drafter', 'reviewer', 'signatory', 'auditor'], [signed])).to.deep.equal([]);
  });
});
