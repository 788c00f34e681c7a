import { expect } from 'chai';
import { createSentLetter, jeanne } from './sent-letter.ts';

const formKey = (name: string) => `form-key-0123456789-${name}`;

describe('what an acknowledgement tells, and what it does not', () => {
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  beforeEach(async () => {
    letter = await createSentLetter();
  });
  afterEach(() => letter.close());

  const record = (person: typeof jeanne, name: string) =>
    letter.acknowledgements.record(letter.ain, { ...person, formKey: formKey(name) });
  const kept = () => letter.acknowledgements.listByInstruction(letter.campaign.instructionId);

  it('opens nothing and records nothing by a link that staff took back', async () => {
    letter.revoke(letter.ain);
    expect(await letter.acknowledgements.open(letter.ain)).to.deep.equal({ state: 'revoked' });
    expect(await record(jeanne, 'one')).to.deep.equal({ state: 'revoked' });
    expect(await kept()).to.deep.equal([]);
  });

  it('shows no act under another hash than the one that was sent', async () => {
    const other = await createSentLetter({ version: { sha256: 'f'.repeat(64) } });
    const failure = await other.acknowledgements.open(other.ain).catch((error: Error) => error.message);
    await other.close();
    expect(failure).to.equal('the version that was sent is not the one that is kept');
  });

  it('is of two people when they have one name and two functions', async () => {
    await record(jeanne, 'one');
    const other = await record({ ...jeanne, function: 'Cheffe de projet' }, 'two');
    expect(other).to.have.property('state', 'recorded');
    expect(await kept()).to.have.length(2);
    expect(await letter.acknowledgements.countByCampaign(letter.campaign.id)).to.equal(1);
  });

  it('is of its day in Paris, where it is tomorrow already', async () => {
    letter.clock.moveTo('2026-12-07T23:30:00.000Z');
    await record(jeanne, 'one');
    expect((await kept())[0]).to.include({ acknowledgedOn: '2026-12-08' });
  });

  it('proves that a mail arrived by its link, not by a code that was typed on the office’s page', async () => {
    const { name, function: quality, capacity } = jeanne;
    await letter.acknowledgements.recordFor({
      ...{ officeId: 'OFF-987', of: { campaignId: letter.campaign.id }, capacity },
      ...{ person: { name, function: quality }, formKey: formKey('desk') },
      ...({ strength: 'declared', means: 'code' } as const),
    });
    expect([letter.marked.length, letter.proven.length]).to.deep.equal([1, 0]);
    await record(jeanne, 'link');
    expect([letter.marked.length, letter.proven.length]).to.deep.equal([2, 1]);
  });
});
