import { expect } from 'chai';
import { failureOf, keysOf, paragraphs, take } from '../drafting-room.ts';
import { openCircuitRoom, type CircuitRoom } from './circuit-room.ts';

describe('a signatory who corrects what they were to sign', () => {
  let room: CircuitRoom;
  beforeEach(async () => {
    room = await openCircuitRoom();
  });
  afterEach(() => room.close());

  /** Approved by Hugo, then by one of Marie and Léo; Nora is to sign. */
  async function approved(more = {}) {
    const { hugo, marie, leo } = room;
    const submitted = await room.submit([room.named(1, hugo), room.named(1, marie, leo)], more);
    take(await room.give(hugo, submitted.id, submitted.sha256));
    take(await room.give(leo, submitted.id, submitted.sha256));
    return submitted;
  }

  async function correct(id: string, by = room.people.nora) {
    const { instructions } = room;
    take(await instructions.beginCorrection(by, id, 1));
    const json = paragraphs('Prévenir, toujours.');
    take(await instructions.saveSection(by, id, 2, { key: 'orientations', json }));
    return take(await instructions.freeze(by, id));
  }

  it('writes alone, is made no author, and has those who gave a visa confirm it, and nobody else', async () => {
    const { instructions, people, hugo, marie, leo } = room;
    const { id } = await approved();
    take(await instructions.beginCorrection(people.nora, id, 1));
    expect(await failureOf(instructions.saveFields(people.claire, id, 2, { subject: 'x' }))).to.equal(
      'conflict: drafts.state.being-corrected',
    );
    expect(await failureOf(instructions.freeze(people.claire, id))).to.equal(
      'conflict: drafts.state.being-corrected',
    );
    const json = paragraphs('Prévenir, toujours.');
    take(await instructions.saveSection(people.nora, id, 2, { key: 'orientations', json }));
    const { sha256 } = take(await instructions.freeze(people.nora, id));
    expect(await instructions.listAuthorIds(id)).not.to.include(people.nora.id);
    expect(await failureOf(room.give(marie, id, sha256))).to.equal('forbidden: circuit.visa.no-seat');
    expect((await instructions.visasAwaitedFrom(hugo)).map(({ confirms }) => confirms)).to.deep.equal([true]);
    take(await room.give(hugo, id, sha256));
    expect(await failureOf(instructions.sign(people.nora, id))).to.equal(
      'conflict: drafts.state.not-approved',
    );
    expect(take(await room.give(leo, id, sha256))).to.deep.equal({ state: 'approved' });
    take(await instructions.sign(people.nora, id));
    expect(await room.stateOf(id)).to.equal('signed');
    expect((await room.typesOf(id)).filter((type) => type.includes('correction'))).to.deep.equal([
      'instruction.correction-begun',
    ]);
  });

  it('is refused by one who does not confirm: the text goes back to its drafters', async () => {
    const { instructions, people, hugo, leo } = room;
    const { id } = await approved();
    const { sha256 } = await correct(id);
    take(await instructions.refuseVisa(leo, id, { sha256, reason: 'Ce n’est plus le même texte.' }));
    expect(await room.stateOf(id)).to.equal('draft');
    const again = take(await instructions.freeze(people.claire, id));
    const { situation } = await instructions.underReview(await instructions.get(id));
    expect(situation.progress).to.have.length(2);
    take(await room.give(hugo, id, again.sha256));
  });

  it('may give the text back, or have it taken back by a drafter', async () => {
    const { instructions, people } = room;
    const { id } = await approved();
    take(await instructions.beginCorrection(people.nora, id, 1));
    await instructions.leaveCorrection(people.claire, id);
    expect(await failureOf(instructions.leaveCorrection(people.nora, id))).to.equal(
      'conflict: circuit.correction.none',
    );
    take(await instructions.saveFields(people.claire, id, 2, { subject: 'Repris' }));
  });

  it('asks the outside bodies again where the circuit says so', async () => {
    const { instructions, people, hugo } = room;
    const sgg = { kind: 'outside', name: 'Avis', body: 'SGG' } as const;
    const { id, sha256 } = await room.submit([room.named(1, hugo), sgg], { asksOutsideAgain: true });
    take(await room.give(hugo, id, sha256));
    await room.hearFrom(id, sha256);
    expect(await room.stateOf(id)).to.equal('approved');
    await correct(id);
    const { situation } = await instructions.underReview(await instructions.get(id));
    expect(situation.progress.map(({ step }) => step.kind)).to.deep.equal(['reviewers', 'outside']);
    expect(await failureOf(instructions.sign(people.nora, id))).to.equal(
      'conflict: drafts.state.not-approved',
    );
  });

  it('does not confirm their own correction, in the place of somebody who is away nor of an outside body', async () => {
    const { instructions, people, hugo } = room;
    const sgg = { kind: 'outside', name: 'Avis', body: 'SGG' } as const;
    const { id, sha256 } = await room.submit([room.named(1, hugo), sgg], { asksOutsideAgain: true });
    take(await room.give(hugo, id, sha256));
    await room.hearFrom(id, sha256);
    const days = { fromOn: '2026-12-07', untilOn: '2026-12-08' };
    const away = { giverId: hugo.id, takerId: people.omni.id, ...days };
    take(await instructions.declareDelegation(hugo, away));
    const corrected = await correct(id, people.omni);
    expect(await failureOf(room.give(people.omni, id, corrected.sha256))).to.equal(
      'forbidden: circuit.visa.no-seat',
    );
    expect(await instructions.visasAwaitedFrom(hugo)).to.have.length(1);
    take(await room.give(hugo, id, corrected.sha256));
    const sent = { sha256: corrected.sha256, sentOn: '2026-12-07', to: 'Bureau' };
    take(await instructions.recordTransmission(people.omni, id, sent));
    expect(await failureOf(room.answer(id, corrected.sha256, people.omni))).to.equal(
      'forbidden: circuit.outside.own-correction',
    );
    await room.answer(id, corrected.sha256);
    expect(await room.stateOf(id)).to.equal('approved');
  });

  it('corrects neither what they gave a visa on, nor their own text, nor another version', async () => {
    const { instructions, people, database } = room;
    const { id, sha256 } = await room.submit();
    take(await room.give(people.omni, id, sha256));
    expect(keysOf(await instructions.beginCorrection(people.omni, id, 1))).to.deep.equal([
      'circuit.correction.own-visa',
    ]);
    expect(keysOf(await instructions.beginCorrection(people.nora, id, 4))).to.deep.equal([
      'drafts.resume.other-version',
    ]);
    expect(await failureOf(instructions.beginCorrection(people.claire, id, 1))).to.equal(
      'forbidden: drafts.role.signatory-only',
    );
    const direct = database('instructions').where({ id }).update({ corrected_by: people.nora.id });
    expect(await failureOf(direct)).to.contain('corrections_are_of_drafts_and_not_by_authors');
  });
});
