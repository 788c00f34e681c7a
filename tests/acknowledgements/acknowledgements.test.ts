import { expect } from 'chai';
import { hashIdentity, hashPerson } from '../../src/acknowledgements/acknowledgement.ts';
import { createSentLetter, jeanne, paul } from './sent-letter.ts';

const formKey = (name: string) => `form-key-of-${name}-0123456789`;

describe('acknowledgements', () => {
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  beforeEach(async () => {
    letter = await createSentLetter();
  });
  afterEach(() => letter.close());

  const record = (person: typeof jeanne | typeof paul, key = formKey('first'), token = letter.ain) =>
    letter.acknowledgements.record(token, { ...person, formKey: key });

  it('are bound to the version that was sent, to its office and to one journal line', async () => {
    const done = await record(jeanne);
    expect(done.state).to.equal('recorded');
    const [acknowledgement] = await letter.acknowledgements.listByInstruction(letter.campaign.instructionId);
    expect(acknowledgement).to.deep.include({
      officeId: 'OFF-01',
      campaignId: letter.campaign.id,
      sha256: letter.sha256,
      acknowledgedAt: '2026-12-07T13:30:00.000Z',
      acknowledgedOn: '2026-12-07',
      capacity: 'for-the-prefect',
      person: { name: 'Jeanne Morel', function: 'Directrice de cabinet' },
    });
    const lines = await letter.journal.list({ subjects: [`instruction:${letter.campaign.instructionId}`] });
    expect(lines.map(({ type, actor }) => [type, actor])).to.deep.equal([
      ['acknowledgement.recorded', 'office:OFF-01'],
    ]);
    expect(lines[0]?.data).to.deep.equal({
      acknowledgement: acknowledgement?.id,
      campaign: letter.campaign.id,
      office: 'OFF-01',
      sha256: letter.sha256,
      personHash: acknowledgement?.personHash,
      strength: 'declared',
      means: 'link',
    });
    expect(letter.marked).to.deep.equal([acknowledgement?.deliveryId]);
  });

  it('keep the name out of the journal and of the append-only table', async () => {
    await record(jeanne);
    const kept = JSON.stringify([
      await letter.database('journal').select(),
      await letter.database('acknowledgements').select(),
    ]);
    expect(kept).not.to.match(/jeanne|morel|cabinet/i);
    const person = await letter.database('acknowledgement_persons').first();
    const row = await letter.database('acknowledgements').first();
    expect(row.person_hash).to.equal(hashPerson(person.salt, jeanne));
  });

  it('stand when the person is erased', async () => {
    await record(jeanne);
    await letter.database('acknowledgement_persons').delete();
    const [office] = await letter.acknowledgements.listByCampaign(letter.campaign.id);
    expect(office?.acknowledgements.map(({ person }) => person)).to.deep.equal([undefined]);
    expect((await letter.journal.verify()).valid).to.equal(true);
    expect((await record(jeanne)).state).to.equal('repeated');
    expect(await letter.count('acknowledgement_persons')).to.equal(0);
  });

  it('are recorded once for a form, whatever is typed in it afterwards', async () => {
    const first = await record(jeanne);
    const again = await record(paul);
    expect(again).to.deep.equal({ ...first, state: 'repeated' });
    expect(await letter.count('acknowledgements')).to.equal(1);
    expect(await letter.count('acknowledgement_persons')).to.equal(1);
    expect(await letter.count('journal')).to.equal(1);
  });

  it('are recorded once for a person, however the name is typed', async () => {
    const first = await record(paul);
    const again = await record(
      { ...paul, name: ' PAUL  EVRARD', function: 'chef de projet.' },
      formKey('second'),
    );
    expect(again).to.deep.equal({ ...first, state: 'repeated' });
    expect(await letter.count('acknowledgements')).to.equal(1);
    expect(await letter.count('journal')).to.equal(1);
  });

  it('of two persons count for one office', async () => {
    await record(jeanne);
    letter.clock.advance(60_000);
    expect((await record(paul, formKey('second'))).state).to.equal('recorded');
    expect(await letter.acknowledgements.countByCampaign(letter.campaign.id)).to.equal(1);
    await record(jeanne, formKey('first'), letter.polynesie);
    expect(await letter.acknowledgements.countByCampaign(letter.campaign.id)).to.equal(2);
    const offices = await letter.acknowledgements.listByCampaign(letter.campaign.id);
    expect(offices.map(({ officeId, acknowledgedAt }) => [officeId, acknowledgedAt])).to.deep.equal([
      ['OFF-01', '2026-12-07T13:30:00.000Z'],
      ['OFF-987', '2026-12-07T13:31:00.000Z'],
    ]);
    expect(offices[0]?.acknowledgements.map(({ person }) => person?.name)).to.deep.equal([
      'Jeanne Morel',
      'Paul Évrard',
    ]);
  });

  it('posted at the same time leave one row', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => record(jeanne)));
    expect(all.map(({ state }) => state).toSorted()).to.deep.equal([
      'recorded',
      ...Array.from({ length: 5 }, () => 'repeated'),
    ]);
    expect(await letter.count('acknowledgements')).to.equal(1);
    expect(await letter.count('journal')).to.equal(1);
  });

  it('are refused by an altered, a foreign and an expired link', async () => {
    const altered = `${letter.ain.slice(0, -2)}${letter.ain.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const token of [altered, letter.ain.slice(1), `${letter.ain}.`, '', 'x'.repeat(43)]) {
      expect(await record(jeanne, formKey('first'), token)).to.deep.equal({ state: 'unknown' });
    }
    letter.clock.moveTo('2027-12-22T10:00:00.000Z');
    expect(await record(jeanne)).to.deep.equal({ state: 'expired', expiresOn: '2027-12-21' });
    expect(await letter.count('acknowledgements')).to.equal(0);
    expect(await letter.count('journal')).to.equal(0);
  });

  it('are still received after the deadline, and said to be late', async () => {
    const lateOf = async () => {
      const opened = await letter.acknowledgements.open(letter.ain);
      return opened.state === 'open' && opened.late;
    };
    letter.clock.moveTo('2026-12-21T22:59:00.000Z');
    expect(await lateOf()).to.equal(false);
    letter.clock.moveTo('2026-12-21T23:00:00.000Z');
    expect(await lateOf()).to.equal(true);
    expect((await record(jeanne)).state).to.equal('recorded');
  });
});

describe('acknowledgements from an office’s own page', () => {
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  beforeEach(async () => {
    letter = await createSentLetter();
  });
  afterEach(() => letter.close());

  const jeanneMorel = { name: 'Jeanne Morel', function: 'Directrice de cabinet' };
  const identity = { issuer: 'https://idp.example', subject: 's-1', givenName: 'Jeanne', usualName: 'Morel' };
  const own = (officeId = 'OFF-01') => ({
    officeId,
    of: { instructionId: letter.campaign.instructionId },
    ...{ person: jeanneMorel, capacity: 'for-the-prefect' as const, formKey: formKey('desk') },
  });
  const byCode = { strength: 'declared', means: 'code' } as const;
  const byProConnect = {
    strength: 'authenticated',
    means: 'proconnect',
    authenticatedAs: identity,
  } as const;

  it('are declared after a code', async () => {
    const done = await letter.acknowledgements.recordFor({ ...own(), ...byCode });
    expect(done).to.have.property('state', 'recorded');
    const [kept] = await letter.acknowledgements.listByInstruction(letter.campaign.instructionId);
    expect(kept).to.include({ strength: 'declared', means: 'code', officeId: 'OFF-01' });
  });

  it('are authenticated by ProConnect, whose word is kept apart and can be erased', async () => {
    await letter.acknowledgements.recordFor({ ...own(), ...byProConnect });
    const [kept] = await letter.acknowledgements.listByInstruction(letter.campaign.instructionId);
    expect(kept).to.include({ strength: 'authenticated', means: 'proconnect' });
    const row = await letter.database('acknowledgement_identities').first();
    expect(kept?.identityHash).to.equal(hashIdentity(row.salt, identity));
    const [line] = await letter.journal.list({ subjects: [`instruction:${letter.campaign.instructionId}`] });
    expect(line?.data).to.include({ strength: 'authenticated', means: 'proconnect' });
    expect(line?.data).to.have.property('identityHash', kept?.identityHash);
    expect(JSON.stringify(line)).not.to.match(/jeanne|morel|idp/i);
    await letter.database('acknowledgement_identities').delete();
  });

  it('are one with the link’s when the same person did both', async () => {
    await letter.acknowledgements.record(letter.ain, { ...jeanne, formKey: formKey('link') });
    const again = await letter.acknowledgements.recordFor({ ...own(), ...byProConnect });
    expect(again).to.have.property('state', 'repeated');
    expect(await letter.count('acknowledgement_identities')).to.equal(0);
    expect(await letter.count('journal')).to.equal(1);
  });

  it('are not asked of an office in copy, and unknown to one that was not written to', async () => {
    const copied = await letter.acknowledgements.recordFor({ ...own('OFF-02'), ...byCode });
    expect(copied).to.deep.equal({ state: 'not-asked' });
    const other = await letter.acknowledgements.recordFor({ ...own('OFF-03'), ...byCode });
    expect(other).to.deep.equal({ state: 'unknown' });
    expect(await letter.count('acknowledgements')).to.equal(0);
  });
});
