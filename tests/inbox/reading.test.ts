import { expect } from 'chai';
import { readMessage } from '../../src/inbox/message-reading.ts';
import { corpus } from './corpus/corpus.ts';

describe('what comes back, read for what it is', () => {
  for (const [server, messages] of Map.groupBy(corpus, (message) => message.server)) {
    it(`${server}: ${messages.length}`, async () => {
      for (const { name, source, kind, recipients = [] } of messages) {
        const read = await readMessage(source);
        const told = read.recipients.map((each) => [each.address, each.action, each.status, each.permanent]);
        const what = `${name} (${read.why})\n${source.toString('utf8')}`;
        expect({ kind: read.kind, told }, what).to.deep.equal({ kind, told: recipients });
      }
    });
  }

  it('in the forms of more than twenty servers, in both languages', () => {
    expect(corpus.length).to.be.at.least(150);
    expect(new Set(corpus.map(({ server }) => server)).size).to.be.at.least(20);
    expect(corpus.filter(({ language }) => language === 'fr').length).to.be.at.least(50);
    expect(corpus.filter(({ language }) => language === 'en').length).to.be.at.least(50);
  });
});
