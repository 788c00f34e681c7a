import { expect } from 'chai';
import { createReceipts } from '../../src/acknowledgements/receipts.ts';
import { listDue } from '../../src/acknowledgements/receipts-store.ts';
import { recogniseReceipt } from '../../src/acknowledgements/receipt-recognition.ts';
import { hashPerson } from '../../src/acknowledgements/acknowledgement.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { ReceiptInput } from '../../src/render/render.ts';
import { createFakeSigning } from '../fakes/fake-signing.ts';
import { createSentLetter, jeanne, paul } from './sent-letter.ts';

const messages = loadMessages('templates/messages');
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('the receipt of an acknowledgement', () => {
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  let printed: ReceiptInput[];
  let mailed: { deliveryId: string; acknowledgementId: string }[];
  let failing: boolean;
  let unprintable: string;
  beforeEach(async () => {
    letter = await createSentLetter();
    [printed, mailed, failing, unprintable] = [[], [], false, 'nothing'];
  });
  afterEach(() => letter.close());

  const maker = () =>
    createReceipts({
      ...letter,
      readDatabase: letter.database,
      log: silentLog,
      messages,
      render: {
        async renderReceipts(inputs) {
          if (failing || inputs.some((input) => JSON.stringify(input).includes(unprintable)))
            throw new Error('no such print');
          printed.push(...inputs);
          return inputs.map(({ data }) => new TextEncoder().encode(`%PDF ${decode(data)}\n`));
        },
      },
      signing: createFakeSigning(),
      dispatch: { planReceiptMail: async (_transaction, mail) => void mailed.push(mail) },
      demonstration: true,
      verificationUrl: () => 'https://estafette.example/verifier',
    });

  async function acknowledge(person = jeanne as typeof jeanne | typeof paul, token = letter.ain) {
    const done = await letter.acknowledgements.record(token, {
      ...person,
      formKey: `form-key-of-${person.name.replace(/\W/g, '-')}-0123456789`,
    });
    if (!('acknowledgement' in done)) throw new Error(`not recorded: ${done.state}`);
    return done.acknowledgement;
  }

  it('says what was declared, when, how strong it is, and what it does not prove', async () => {
    const { id } = await acknowledge(jeanne, letter.polynesie);
    await maker().makeMissing();
    const [input] = printed;
    const text = JSON.stringify(input?.facts);
    for (const fact of [id, letter.sha256, 'Jeanne Morel', 'Directrice de cabinet', 'Pacific/Tahiti'])
      expect(text).to.contain(fact);
    expect(text).to.contain('haut-commissariat').and.to.contain('déclaré (par le lien du courriel)');
    expect(text).to.match(/lundi 7 décembre 2026 à 14\sh\s30, heure de Paris/);
    expect(text).to.match(/lundi 7 décembre 2026 à 3\sh\s30/);
    expect(input?.sentence).to.contain('Jeanne Morel').and.to.contain(letter.sha256);
    expect(JSON.stringify(input?.worth)).to.contain('ne prouve pas l’identité');
  });

  it('carries what the journal holds the hash of, and what proves the person’s hash', async () => {
    const acknowledgement = await acknowledge();
    await maker().makeMissing();
    const content = JSON.parse(decode(printed[0]?.data ?? new Uint8Array()));
    expect(hashPerson(content.person.salt, content.person)).to.equal(acknowledgement.personHash);
    const row = await letter.database('acknowledgement_receipts').first();
    expect(row.content_sha256).to.equal(sha256Hex(printed[0]?.data ?? new Uint8Array()));
    const lines = await letter.journal.list({ types: ['acknowledgement.receipt-sealed'] });
    expect(lines.map(({ data }) => data)).to.deep.equal([
      {
        ...{ acknowledgement: acknowledgement.id, office: 'OFF-01', contentSha256: row.content_sha256 },
        ...{ sha256: row.sha256, level: 'B-B', certificateSha256: 'd'.repeat(64) },
      },
    ]);
    expect(JSON.stringify(await letter.database('acknowledgement_receipts'))).not.to.match(/jeanne|morel/i);
  });

  it('is made once, stored once and mailed once, even by two workers at the same time', async () => {
    const { id, deliveryId } = await acknowledge();
    await Promise.all([maker().makeMissing(), maker().makeMissing()]);
    await maker().makeMissing();
    expect(await letter.count('acknowledgement_receipts')).to.equal(1);
    expect(await letter.count('acknowledgement_receipt_files')).to.equal(1);
    expect(mailed).to.deep.equal([{ deliveryId, acknowledgementId: id }]);
    expect(await letter.journal.list({ types: ['acknowledgement.receipt-sealed'] })).to.have.length(1);
  });

  it('is under way until it is made, then ready, and gone once erased', async () => {
    const { id } = await acknowledge();
    expect(await letter.proofs.receiptState(id)).to.equal('under-way');
    await maker().makeMissing();
    expect(await letter.proofs.receiptState(id)).to.equal('ready');
    await letter.database('acknowledgement_receipt_files').delete();
    expect(await letter.proofs.receiptState(id)).to.equal('none');
    expect((await letter.journal.verify()).valid).to.equal(true);
  });

  it('waits a minute when it cannot be printed, and is made then', async () => {
    await acknowledge();
    const receipts = maker();
    failing = true;
    await receipts.makeMissing();
    failing = false;
    await receipts.makeMissing();
    expect(printed).to.have.length(0);
    letter.clock.advance(60_001);
    await receipts.makeMissing();
    expect(printed).to.have.length(1);
  });

  it('of what staff were told says so, on which day it was told, and by what it is proven', async () => {
    const scan = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'latin1');
    const { id: campaignId } = letter.campaign;
    const told = { campaignId, officeId: 'OFF-01', means: 'paper' as const, on: '2026-12-05', ...jeanne };
    const staff = { id: 'user-camille', roles: ['dispatcher'] };
    const formKey = 'form-key-0123456789-told';
    const done = await letter.acknowledgements.consign(staff, {
      ...{ ...told, reason: 'Reçu par courrier', scan, formKey },
    });
    expect(done.ok).to.equal(true);
    await maker().makeMissing();
    const facts = JSON.stringify(printed[0]?.facts);
    expect(facts)
      .to.match(/5\s*décembre\s*2026/)
      .and.to.contain(sha256Hex(scan));
    const worth = printed[0]?.worth.map(({ text }) => text);
    expect(worth).to.include(messages('acknowledgements.receipt.worth-told'));
    const content = JSON.parse(decode(printed[0]?.data ?? new Uint8Array()));
    expect(content).to.include({ means: 'paper', acknowledgedOn: '2026-12-05', scanSha256: sha256Hex(scan) });
    expect(JSON.stringify(printed)).not.to.contain('Reçu par courrier');
  });

  it('names whom ProConnect told, and says that it did', async () => {
    const { name, function: quality, capacity } = jeanne;
    await letter.acknowledgements.recordFor({
      ...{ officeId: 'OFF-01', of: { campaignId: letter.campaign.id }, capacity },
      ...{ person: { name, function: quality }, formKey: 'form-key-0123456789-desk' },
      ...({ strength: 'authenticated', means: 'proconnect' } as const),
      authenticatedAs: { issuer: 'idp-1', subject: 's-1', givenName: 'Jeanne', usualName: 'Morel-Dupont' },
    });
    await maker().makeMissing();
    expect(JSON.stringify(printed[0]?.facts)).to.contain('Jeanne Morel-Dupont');
    const worth = printed[0]?.worth.map(({ text }) => text);
    expect(worth?.[0]).to.equal(messages('acknowledgements.receipt.worth-authenticated'));
    const content = JSON.parse(decode(printed[0]?.data ?? new Uint8Array()));
    expect(content.authenticatedAs).to.deep.equal({ givenName: 'Jeanne', usualName: 'Morel-Dupont' });
  });

  it('is due no more once the person was erased', async () => {
    await acknowledge();
    await letter.database('acknowledgement_persons').delete();
    expect(await listDue(letter.database, 12)).to.deep.equal([]);
  });

  it('does not wait for another that cannot be made', async () => {
    await acknowledge();
    const { id } = await acknowledge(paul);
    unprintable = jeanne.name;
    await maker().makeMissing();
    expect(mailed.map(({ acknowledgementId }) => acknowledgementId)).to.deep.equal([id]);
  });

  it('cannot be changed, and a second is refused by the database', async () => {
    await acknowledge();
    await maker().makeMissing();
    const row = await letter.database('acknowledgement_receipts').first();
    const refusals = await Promise.allSettled([
      letter.database('acknowledgement_receipts').update({ level: 'B-T' }),
      letter.database('acknowledgement_receipts').insert({ ...row, sha256: 'f'.repeat(64) }),
      letter.database('acknowledgement_receipt_files').update({ pdf: Buffer.from('x') }),
    ]);
    expect(refusals.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
  });

  it('is recognised as ours by the hash of its file', async () => {
    await letter.database('instructions').insert(await anInstruction());
    await acknowledge();
    await maker().makeMissing();
    const { sha256 } = await letter.database('acknowledgement_receipts').first();
    expect(await recogniseReceipt(letter.database, [sha256])).to.include({
      document: 'receipt',
      whole: true,
    });
    expect(await recogniseReceipt(letter.database, ['a'.repeat(64), sha256])).to.include({ whole: false });
    expect(await recogniseReceipt(letter.database, ['a'.repeat(64)])).to.equal(null);
  });

  async function anInstruction() {
    const template = { sha256: 'x', name: 'x', version: '1', source: '{}', pinned_at: 'x' };
    await letter.database('pinned_templates').insert(template);
    const columns = await letter.database('instructions').columnInfo();
    const given: Record<string, unknown> = {
      id: letter.campaign.instructionId,
      ...{ slug: '2027-chefs-de-projets', title: 'Instruction', year: 2027, state: 'draft', revision: 1 },
    };
    return Object.fromEntries(
      Object.entries(columns)
        .filter(([name, { nullable }]) => !nullable || name in given)
        .map(([name, { type }]) => [name, given[name] ?? (/int/i.test(type) ? 0 : 'x')]),
    );
  }
});
