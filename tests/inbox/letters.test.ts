import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { createOutbox } from '../../src/outbox/outbox.ts';
import { createInboxBench, reply, service, type InboxBench } from './inbox-bench.ts';

describe('an answer to a letter beside the ledger', () => {
  let bench: InboxBench;
  beforeEach(async () => {
    bench = await createInboxBench();
  });
  afterEach(() => bench.database.destroy());

  async function answered(withPlace: boolean) {
    const { id: campaignId } = await bench.sent();
    const { id: deliveryId } = await bench.database('deliveries').where({ office_id: 'B' }).first('id');
    const outbox = createOutbox({
      ...{ ...bench, readDatabase: bench.database, log: silentLog, from: { address: service } },
      compose: ({ subject, text }) => ({ subject, text, html: text }),
      mailDomain: 'estafette.example',
    });
    const { id } = await bench.database.transaction((transaction) =>
      outbox.post(transaction, {
        ...{ kind: 'question-answer', officeId: 'B', about: 'question:q', journalSubject: 'office:B' },
        ...{ writtenBy: 'u', address: 'b@prefecture.example', subject: 'Réponse', text: 'Oui.' },
        ...(withPlace ? { place: { campaignId, deliveryId } } : {}),
      }),
    );
    const inReplyTo = `<${id}@estafette.example>`;
    bench.mailbox.put(reply({ from: 'autre@ailleurs.example', inReplyTo, text: 'Merci.' }));
    await bench.inbox.collect();
    return {
      filing: (await bench.only()).filing,
      tied: { campaignId, officeId: 'B', deliveryId, answerId: id },
    };
  }

  it('stands beside the act that the office received, and moves no mail of the ledger', async () => {
    const { filing, tied } = await answered(true);
    expect(filing).to.deep.include({ state: 'tied', evidence: 'message-id', tied });
    expect(await bench.stateOf('B')).to.equal('accepted');
  });

  it('waits to be classed when the office was never sent anything', async () => {
    const { filing } = await answered(false);
    expect(filing.state).to.equal('to-class');
  });
});
