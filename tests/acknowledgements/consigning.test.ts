import { expect } from 'chai';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { createSentLetter, jeanne } from './sent-letter.ts';

const staff = { id: 'user-camille', roles: ['dispatcher'] };
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj', 'latin1');

describe('an acknowledgement that staff were told', () => {
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  beforeEach(async () => {
    letter = await createSentLetter();
  });
  afterEach(() => letter.close());

  const told = (over: Record<string, unknown> = {}) => ({
    ...{ campaignId: letter.campaign.id, officeId: 'OFF-01', means: 'telephone' as const },
    ...{ on: '2026-12-05', ...jeanne, reason: 'Le lien ne s’ouvrait pas chez elle.' },
    ...{ scan: undefined, formKey: 'form-key-0123456789-told' },
    ...over,
  });
  const consign = (over: Record<string, unknown> = {}, actor = staff) =>
    letter.acknowledgements.consign(actor, told(over));
  const faultOf = async (over: Record<string, unknown>, actor = staff) => {
    const outcome = await consign(over, actor);
    return outcome.ok ? 'taken' : `${outcome.errors[0]?.field} ${outcome.errors[0]?.key.split('.').at(-1)}`;
  };

  it('by telephone says so for ever, with its day, its author and a reason kept apart', async () => {
    expect((await consign()).ok).to.equal(true);
    const [kept] = await letter.acknowledgements.listByInstruction(letter.campaign.instructionId);
    expect(kept).to.include({ means: 'telephone', strength: 'declared', acknowledgedOn: '2026-12-05' });
    expect(kept?.consigned).to.include({ by: 'user-camille', at: '2026-12-07T13:30:00.000Z' });
    const [line] = await letter.journal.list({ types: ['acknowledgement.consigned'] });
    expect(line?.data).to.include({ means: 'telephone', on: '2026-12-05', office: 'OFF-01' });
    expect(JSON.stringify(line)).not.to.match(/jeanne|ouvrait/i);
    const proofs = await letter.proofs.proofsOf([kept?.id ?? '']);
    expect(proofs.get(kept?.id ?? '')).to.include({ reason: 'Le lien ne s’ouvrait pas chez elle.' });
  });

  it('on paper keeps its scan under its own hash', async () => {
    expect((await consign({ means: 'paper', scan: pdf })).ok).to.equal(true);
    const [kept] = await letter.acknowledgements.listByInstruction(letter.campaign.instructionId);
    expect(kept?.consigned?.scanSha256).to.equal(sha256Hex(pdf));
    const scan = await letter.proofs.scan(kept?.id ?? '');
    expect(scan?.type).to.equal('application/pdf');
    expect(Buffer.from(scan?.bytes ?? []).equals(pdf)).to.equal(true);
  });

  it('is refused beside what is wrong, and nothing is kept', async () => {
    expect(await faultOf({ on: '2026-12-08' })).to.equal('on in-future');
    expect(await faultOf({ on: '2026-12-03' })).to.equal('on before-sending');
    expect(await faultOf({ means: 'paper' })).to.equal('scan scan-missing');
    expect(await faultOf({ scan: Buffer.from('MZ a program') })).to.equal('scan scan-kind');
    expect(await faultOf({ scan: Buffer.alloc(20_000_001) })).to.equal('scan scan-too-large');
    expect(await faultOf({ officeId: 'OFF-02' })).to.equal(' copy');
    expect(await faultOf({ officeId: 'OFF-03' })).to.equal(' no-mail');
    expect(await faultOf({}, { id: 'a', roles: ['auditor'] })).to.equal(' dispatcher-only');
    for (const table of ['acknowledgements', 'acknowledgement_scans', 'acknowledgement_reasons', 'journal'])
      expect(await letter.count(table), table).to.equal(0);
  });

  it('is one with what the same person declared by the link', async () => {
    await letter.acknowledgements.record(letter.ain, { ...jeanne, formKey: 'form-key-0123456789-link' });
    expect(await faultOf({})).to.equal(' repeated');
    expect(await letter.count('acknowledgement_reasons')).to.equal(0);
  });

  it('is not taken for another by whoever has the database in hand', async () => {
    await consign();
    const row = await letter.database('acknowledgements').first();
    const forge = (changes: object) =>
      letter
        .database('acknowledgements')
        .insert({ ...row, ...changes })
        .then(() => 'written')
        .catch((error: unknown) => String(error));
    expect(await forge({ means: 'paper' })).to.contain('acknowledgements_declared_have_their_proof');
    expect(await forge({ means: 'link' })).to.contain('acknowledgements_declared_have_their_proof');
    expect(await forge({ strength: 'authenticated' })).to.contain('acknowledgements_are_as_strong');
  });
});
