import { expect } from 'chai';
import { newId } from '../../src/kernel/ids.ts';
import { createSentLetter, jeanne } from './sent-letter.ts';

/** What someone with the database in hand cannot do. */
describe('the database, about acknowledgements', () => {
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  beforeEach(async () => {
    letter = await createSentLetter();
    await letter.acknowledgements.record(letter.ain, { ...jeanne, formKey: 'form-key-0123456789-first' });
  });
  afterEach(() => letter.close());

  async function refusal(step: () => PromiseLike<unknown>): Promise<string> {
    try {
      await step();
      return 'nothing refused it';
    } catch (error) {
      return String(error);
    }
  }

  const row = () => letter.database('acknowledgements').first();

  async function insertLike(changes: Record<string, unknown>, person: Record<string, unknown> = {}) {
    const id = newId();
    const forged = { ...(await row()), id, form_key: 'form-key-0123456789-other', ...changes };
    await letter.database('acknowledgement_persons').insert({
      acknowledgement_id: id,
      office_id: forged.office_id,
      signed_sha256: forged.signed_sha256,
      folded_person: 'someone|else',
      name: 'Someone',
      function: 'Else',
      salt: 'salt',
      ...person,
    });
    await letter.database('acknowledgements').insert(forged);
  }

  it('refuses to change or remove one', async () => {
    for (const column of ['signed_sha256', 'office_id', 'acknowledged_at', 'person_hash', 'form_key']) {
      expect(await refusal(() => letter.database('acknowledgements').update({ [column]: 'x' }))).to.contain(
        'acknowledgements_is_append_only_update',
      );
    }
    expect(await refusal(() => letter.database('acknowledgements').delete())).to.contain(
      'acknowledgements_is_append_only_delete',
    );
  });

  it('lets a person be erased, never renamed', async () => {
    expect(
      await refusal(() => letter.database('acknowledgement_persons').update({ name: 'Someone' })),
    ).to.contain('acknowledgement_persons_are_only_erased');
    await letter.database('acknowledgement_persons').delete();
    expect(await letter.count('acknowledgement_persons')).to.equal(0);
  });

  it('accepts a well-formed one, so that the refusals below are for their own reason', async () => {
    expect(await refusal(() => insertLike({}))).to.equal('nothing refused it');
  });

  for (const [what, changes] of [
    ['another version than the one sent', { signed_sha256: 'f'.repeat(64) }],
    ['another office than the one written to', { office_id: 'OFF-987' }],
    ['another instruction', { instruction_id: 'another' }],
    ['a quality that nobody has', { capacity: 'emperor' }],
  ] as [string, Record<string, unknown>][]) {
    it(`refuses ${what}`, async () => {
      expect(await refusal(() => insertLike(changes))).to.contain('acknowledgements_are_of_what_was_sent');
    });
  }

  it('refuses one of an office that was written to for information', async () => {
    const delivery = await letter.database('deliveries').where({ office_id: 'OFF-02' }).first('id');
    const inCopy = { office_id: 'OFF-02', delivery_id: delivery.id };
    expect(await refusal(() => insertLike(inCopy, { office_id: 'OFF-02' }))).to.contain(
      'acknowledgements_are_asked_for',
    );
  });

  it('refuses one that no person made', async () => {
    expect(await refusal(() => insertLike({}, { acknowledgement_id: newId() }))).to.contain(
      'acknowledgements_are_born_with_their_person',
    );
  });

  it('refuses the same form twice and the same person twice', async () => {
    const { form_key } = await row();
    expect(await refusal(() => insertLike({ form_key }))).to.match(/unique/i);
    const { folded_person } = await letter.database('acknowledgement_persons').first();
    expect(await refusal(() => insertLike({}, { folded_person }))).to.match(/unique/i);
  });
});
