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

  it('is nothing for anyone else', () => {
    expect(waitingFor(['drafter', 'reviewer', 'signatory', 'auditor'], [signed])).to.deep.equal([]);
  });
});
