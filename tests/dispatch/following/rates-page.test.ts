import { expect } from 'chai';
import { ratesModel } from '../../../src/dispatch/following/rates-page.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';

describe('the rates, on the page of a campaign', () => {
  const messages = loadMessages(new URL('../../../templates/messages', import.meta.url).pathname);
  const said = (rates: { perMinute?: number; perDomain?: number }) => ratesModel(messages, rates).rates;

  it('are said in one sentence, where there are any', () => {
    expect(said({})).to.equal(undefined);
    expect(said({ perMinute: 1200 })).to.match(/au plus 1\s200 courriels par minute\.$/);
    expect(said({ perDomain: 60 })).to.contain('60 courriels par minute vers un même domaine');
    expect(said({ perMinute: 600, perDomain: 60 })).to.contain('600 courriels par minute, 60 par domaine');
  });
});
