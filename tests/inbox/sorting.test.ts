import { expect } from 'chai';
import { campaignPath, openDispatchSite } from '../dispatch/dispatch-site.ts';
import { createInboxBench, failure, reply, samir, type InboxBench } from './inbox-bench.ts';

const auditor = { id: 'user-anne', roles: ['auditor'] };
const form = 'a-form-key-of-this-page';

describe('what people make of what came back', () => {
  let bench: InboxBench;
  let campaignId: string;

  beforeEach(async () => {
    bench = await createInboxBench();
    campaignId = (await bench.sent()).id;
  });
  afterEach(() => bench.database.destroy());

  async function got(text: string) {
    bench.mailbox.put(text);
    await bench.inbox.collect();
    const [message] = await bench.inbox.list({ limit: 1 });
    return message?.id ?? '';
  }
  const stranger = () => got(reply({ from: 'someone@elsewhere.example', text: 'Bien reçu à Bourg.' }));
  const keyOf = (outcome: { ok: boolean; errors?: { key: string }[] }) => outcome.errors?.[0]?.key;

  describe('a message that nothing ties', () => {
    it('is tied by a person, once, and the journal says who', async () => {
      const id = await stranger();
      const to = { campaignId, officeId: 'B', kind: 'reply' as const };
      expect(await bench.inbox.tie(samir, id, to)).to.include({ ok: true });
      expect(keyOf(await bench.inbox.tie(samir, id, { ...to, officeId: 'C' }))).to.equal('inbox.tie.already');
      expect((await bench.inbox.ofOffice(campaignId, 'B')).messages.map((each) => each.id)).to.deep.equal([
        id,
      ]);
      const [line] = await bench.journalOf('message.tied');
      expect(line).to.deep.include({ actor: samir.id, subject: `instruction:${bench.signed.instructionId}` });
      expect(await bench.inbox.countIn('to-class')).to.equal(0);
    });

    it('moves the mail when the person says that it is a failure', async () => {
      const id = await stranger();
      await bench.inbox.tie(samir, id, { campaignId, officeId: 'B', kind: 'failure' });
      expect(await bench.stateOf('B')).to.equal('bounced');
    });

    it('is never tied to an office that was not written to', async () => {
      const id = await stranger();
      const outcome = await bench.inbox.tie(samir, id, { campaignId, officeId: 'Z', kind: 'reply' });
      expect(keyOf(outcome)).to.equal('inbox.tie.no-mail');
    });

    it('is set aside with a reason that can be erased, and may still be tied afterwards', async () => {
      const id = await stranger();
      expect(await bench.inbox.setAside(samir, id, 'Une publicité.')).to.include({ ok: true });
      expect((await bench.inbox.find(id))?.decisions.at(-1)).to.include({
        state: 'set-aside',
        reason: 'Une publicité.',
      });
      await bench.database('received_reasons').delete();
      expect((await bench.inbox.find(id))?.decisions.at(-1)?.reason).to.equal(undefined);
      expect(await bench.inbox.tie(samir, id, { campaignId, officeId: 'A', kind: 'reply' })).to.include({
        ok: true,
      });
    });

    it('is sorted by a dispatcher only', async () => {
      const id = await stranger();
      const to = { campaignId, officeId: 'B', kind: 'reply' as const };
      const written = { subject: 'Re', text: 'Merci', formKey: form };
      const outcomes = [
        await bench.inbox.tie(auditor, id, to),
        await bench.inbox.setAside(auditor, id, 'Non'),
        await bench.inbox.answers.write(auditor, id, written),
      ];
      expect(outcomes.map(keyOf)).to.deep.equal(Array(3).fill('inbox.role.dispatcher-only'));
      const person = { name: 'A', function: 'B', capacity: 'project-lead' as const };
      const mine = await got(await bench.replyOf('A'));
      expect(keyOf(await bench.inbox.declare(auditor, mine, person))).to.equal(
        'acknowledgements.declare.dispatcher-only',
      );
    });
  });

  describe('a person’s reply', () => {
    const person = {
      name: 'Camille Duval',
      function: 'Directrice de cabinet',
      capacity: 'project-lead' as const,
    };

    it('becomes an acknowledgement declared by mail, with the message for its proof', async () => {
      const id = await got(await bench.replyOf('A'));
      expect(await bench.inbox.declare(samir, id, person)).to.include({ ok: true });
      const [office] = await bench.acknowledgements.listByCampaign(campaignId);
      const sha256 = (await bench.inbox.find(id))?.message.sha256;
      expect(office?.acknowledgements[0]).to.deep.include({
        person: { name: person.name, function: person.function },
        acknowledgedAt: '2026-12-07T14:00:02.000Z',
        declared: { at: '2026-12-07T13:30:00.000Z', by: samir.id, messageId: id, messageSha256: sha256 },
      });
      const [line] = await bench.journalOf('acknowledgement.declared');
      expect(line?.data).to.include({ office: 'A', message: id, messageSha256: sha256 });
      expect((await bench.journal.verify()).valid).to.equal(true);
    });

    it('is shown as such beside its office, and in the statement of the campaign, for ever', async () => {
      await bench.database.destroy();
      bench = await createInboxBench({ offices: ['OFF-01'] });
      campaignId = (await bench.sent()).id;
      const id = await got(await bench.replyOf('OFF-01'));
      await bench.inbox.declare(samir, id, person);
      const site = await openDispatchSite(bench, { inbox: bench.inbox });
      const { text } = await site.get(`${campaignPath}/OFF-01`);
      await site.close();
      expect(text)
        .to.match(/déclaré\s*(<[^>]+>\s*)*\(?par courriel/)
        .and.contain(`/retours/${id}`)
        .and.contain('Bien reçu, merci.');
      await bench.dispatch.closeCampaign(samir, campaignId);
      const statement = await bench.database('dispatch_statements').first();
      const sha256 = (await bench.inbox.find(id))?.message.sha256;
      expect(JSON.parse(statement.content).offices[0].acknowledgement).to.include({ declaredFrom: sha256 });
    });

    it('waits to be read until somebody makes something of it, for a fortnight', async () => {
      const declared = await got(await bench.replyOf('A'));
      const answered = await got(await bench.replyOf('B'));
      await got(await bench.replyOf('C'));
      expect(await bench.inbox.countToRead()).to.equal(3);
      await bench.inbox.declare(samir, declared, person);
      expect(await bench.inbox.countToRead()).to.equal(2);
      const written = { subject: 'Re', text: 'Merci', formKey: form };
      expect(await bench.inbox.answers.write(samir, answered, written)).to.include({ ok: true });
      expect(await bench.inbox.countToRead()).to.equal(1);
      bench.clock.moveTo('2026-12-22T14:00:00.000Z');
      expect(await bench.inbox.countToRead()).to.equal(0);
    });

    it('is one acknowledgement, however often it is declared and by whatever name', async () => {
      const id = await got(await bench.replyOf('A'));
      await bench.inbox.declare(samir, id, person);
      const again = await bench.inbox.declare(samir, id, { ...person, name: 'Une autre' });
      expect(keyOf(again as never)).to.equal('acknowledgements.declare.repeated');
      expect(await bench.acknowledgements.countByCampaign(campaignId)).to.equal(1);
    });

    it('alone can be declared: neither a notice nor an absence can', async () => {
      const id = await got(await bench.failureOf('A'));
      expect(keyOf((await bench.inbox.declare(samir, id, person)) as never)).to.equal(
        'inbox.declare.not-a-reply',
      );
    });

    it('proves that its office was reached: a failure that follows writes to nobody', async () => {
      await bench.inbox.declare(samir, await got(await bench.replyOf('A')), person);
      await got(await bench.failureOf('A'));
      expect(await bench.stateOf('A')).to.equal('accepted');
    });

    it('cannot be made the proof of another office, even in the database', async () => {
      const id = await got(await bench.replyOf('A'));
      await bench.inbox.declare(samir, id, person);
      const row = await bench.database('acknowledgements').first();
      const other = await bench.deliveryOf('B');
      await bench.database('acknowledgement_persons').insert({
        ...{ acknowledgement_id: 'other', office_id: 'B', signed_sha256: row.signed_sha256 },
        ...{ folded_person: 'x', name: 'x', function: 'x', salt: 'x' },
      });
      const wrong = { ...row, id: 'other', office_id: 'B', delivery_id: other.id };
      const failed = await bench
        .database('acknowledgements')
        .insert(wrong)
        .catch((error: unknown) => String(error));
      expect(failed).to.contain('acknowledgements_declared_have_their_proof');
    });
  });

  describe('an answer', () => {
    const written = { subject: 'Re : Instruction', text: 'Merci.', formKey: form };

    it('leaves once, in the thread, by hand, however often its form is posted', async () => {
      const id = await got(await bench.replyOf('A'));
      const before = bench.mailer.delivered.length;
      for (let post = 0; post < 3; post += 1) await bench.inbox.answers.write(samir, id, written);
      await Promise.all([bench.inbox.answers.sendDue(), bench.inbox.answers.sendDue()]);
      await bench.inbox.answers.sendDue();
      const sent = bench.mailer.delivered.slice(before);
      expect(sent).to.have.length(1);
      expect(sent[0]).to.deep.include({
        to: { address: 'A@prefecture.example' },
        writtenByHand: true,
        headers: {
          'In-Reply-To': '<reply-A@prefecture.example>',
          References: '<reply-A@prefecture.example>',
        },
      });
      const [answer] = (await bench.inbox.find(id))?.answers ?? [];
      expect(answer).to.include({ state: 'accepted', writtenBy: samir.id });
      expect((await bench.journalOf('answer.ended')).map(({ data }) => data)).to.have.length(1);
    });

    it('that is put off is tried again when it is due, and one whose end nobody knows is not', async () => {
      const id = await got(await bench.replyOf('A'));
      bench.mailer.answer('A@prefecture.example', { outcome: 'deferred', reply: '451 busy', code: 451 });
      await bench.inbox.answers.write(samir, id, written);
      await bench.inbox.answers.sendDue();
      const stateOf = async () => (await bench.inbox.find(id))?.answers[0]?.state;
      expect(await stateOf()).to.equal('pending');
      bench.mailer.answer('A@prefecture.example', { outcome: 'unknown', cause: 'silence' });
      await bench.inbox.answers.sendDue();
      expect(await stateOf()).to.equal('pending');
      bench.clock.advance(60_000);
      await bench.inbox.answers.sendDue();
      expect(await stateOf()).to.equal('unknown');
      bench.mailer.recover();
      bench.clock.advance(24 * 3_600_000);
      await bench.inbox.answers.sendDue();
      expect(await stateOf()).to.equal('unknown');
    });

    it('under way in a process that died is sent again, unless its last word was said', async () => {
      const id = await got(await bench.replyOf('A'));
      await bench.inbox.answers.write(samir, id, written);
      await bench.inbox.answers.write(samir, id, { ...written, formKey: `${form}-2` });
      const [first, second] = (await bench.inbox.find(id))?.answers ?? [];
      await bench.database('answers').where({ state: 'pending' }).update({ state: 'sending' });
      await bench.database('answers').where({ id: second?.id }).update({ state: 'ending' });
      bench.clock.advance(16 * 60_000);
      await bench.inbox.answers.sendDue();
      const states = new Map((await bench.inbox.find(id))?.answers.map((each) => [each.id, each.state]));
      expect([states.get(first?.id ?? ''), states.get(second?.id ?? '')]).to.deep.equal([
        'accepted',
        'unknown',
      ]);
    });

    it('that bounces stands beside its office, and moves no mail of the campaign', async () => {
      const id = await got(await bench.replyOf('A'));
      await bench.inbox.answers.write(samir, id, written);
      await bench.inbox.answers.sendDue();
      const [answer] = (await bench.inbox.find(id))?.answers ?? [];
      await got(
        failure({
          to: 'circulaires@estafette.example',
          recipient: 'A@prefecture.example',
          messageId: answer?.headerId ?? '',
        }),
      );
      const { messages } = await bench.inbox.ofOffice(campaignId, 'A');
      expect(messages.at(-1)?.filing.tied).to.include({ answerId: answer?.id });
      expect(await bench.stateOf('A')).to.equal('accepted');
    });
  });
});
