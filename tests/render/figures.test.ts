import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';
import { toFiguresAnnex, type Figures } from '../../src/render/figures.ts';

const messages = loadMessages('templates/messages');
const amounts = { commitmentAuthority: 20_000_050, paymentAppropriation: 100 };
const figures: Figures = {
  lines: [{ ...amounts, territory: 'REG-94', level: 'region', name: 'Corse' }],
  total: amounts,
};
const html = (given: Figures) => toFiguresAnnex(given, 1, messages).html ?? '';

describe('the annex of the credits', () => {
  it('says why each receives what it does, above the table, in the drafter’s words and nobody’s markup', () => {
    const printed = html({ ...figures, criteria: ['Selon la <b>population</b>.', 'Une part fixe.'] });
    expect(printed).to.match(
      /<p>Selon la &lt;b&gt;population&lt;\/b&gt;\.<\/p><p>Une part fixe\.<\/p><table>/,
    );
  });

  it('is what it was before criteria were kept, when there are none', () => {
    expect(html(figures)).to.equal(html({ ...figures, criteria: [] }));
    expect(html(figures).replace(/[\u00a0\u202f]/g, ' ')).to.contain('<td>200 000,50 €</td><td>1 €</td>');
  });
});
