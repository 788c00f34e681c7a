import { expect } from 'chai';
import { createFrozenCredits } from '../../src/allocations/allocations.ts';
import { createRenderingCheck } from '../../src/drafts/instructions.ts';
import { loadTemplates } from '../../src/render/load-template.ts';
import { canonicalJson, type Json } from '../../src/kernel/canonical-json.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import type { InstructionTemplate } from '../../src/drafts/ports.ts';
import { until } from '../until.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from './drafting-room.ts';

const changes = 'Les montants de la région Bretagne sont corrigés.';

/** One of the product's own templates, as the fake render stores it. */
function toTestTemplate(name: string): InstructionTemplate {
  const found = loadTemplates('templates/instructions').find(({ template }) => template.name === name);
  if (found === undefined) throw new Error(`no template ${name}`);
  const { source: _source, sha256: _sha256, ...template } = found.template;
  const source = canonicalJson(template as unknown as Json);
  return { ...template, source, sha256: sha256Hex(source) };
}

describe('a rectificatif', () => {
  let room: Room;

  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  /** Signed by Nora, then sent by its campaign. */
  async function sign(id: string): Promise<void> {
    const { instructions, people } = room;
    const version = take(await instructions.freeze(people.claire, id));
    take(await instructions.giveVisa(people.hugo, id, { sha256: version.sha256, reason: '' }));
    take(await instructions.sign(people.nora, id));
  }
  const send = (id: string) =>
    room.database.transaction((trx) => room.instructions.markDispatched(trx, id, room.people.omni.id));
  async function sentText(): Promise<string> {
    const { id } = await room.draft({ subject: 'Orientations' });
    await sign(id);
    await send(id);
    return id;
  }
  const begin = (id: string, wanted: Partial<{ relation: string; changes: string }> = {}) =>
    room.instructions.beginAmendment(room.people.claire, id, { relation: 'replaces', changes, ...wanted });

  it('begins from the whole text that it replaces, with an address and a title of its own', async () => {
    const first = await sentText();
    const begun = take(await begin(first));
    const { slug, title, year, state } = begun;
    expect({ slug, title, year, state }).to.deep.equal({
      slug: '2027-chefs-de-projets-rectificatif-1',
      title: 'Instruction «\u00a0Chefs de projets 2027\u00a0», rectificatif n°\u00a01',
      year: 2027,
      state: 'draft',
    });
    const { content } = await room.instructions.draftOf(begun.id);
    expect(content.fields).to.include({ subject: 'Orientations', letterDate: '', changes });
    expect(content.sections['orientations']).to.contain('Prévenir d’abord.');
  });

  it('begins from a letter without a word when it amends, and may be submitted with what it changes alone', async () => {
    const begun = take(await begin(await sentText(), { relation: 'amends' }));
    const { content } = await room.instructions.draftOf(begun.id);
    expect(content.sections['orientations']).not.to.contain('Prévenir');
    expect(content.sections['rappel']).to.contain('Texte fixe.');
    expect(await room.instructions.stoppingParts(begun.id)).to.deep.equal([]);
    take(await room.instructions.freeze(room.people.claire, begun.id));
  });

  it('begins from the template that is made for it, when it amends and there is one', async () => {
    const first = await sentText();
    const { title } = await room.instructions.get(first);
    room.render.listTemplates = () => [toTestTemplate('rectificatif')];
    const begun = take(await begin(first, { relation: 'amends' }));
    const { content, pinned } = await room.instructions.draftOf(begun.id);
    expect([pinned.name, begun.title.endsWith('rectificatif n°\u00a01'), begun.slug]).to.deep.equal([
      'rectificatif',
      true,
      '2027-chefs-de-projets-rectificatif-1',
    ]);
    expect(content.fields).to.include({
      changes,
      correctedTitle: title,
      correctedOn: '2026-12-07',
      signingCapacity: 'en titre',
    });
    expect(content.sections['motif']).to.contain('a pour seul objet cette correction');
    // The one that replaces is the whole text, in its own template.
    const second = await room.instructions.changeRelation(room.people.claire, begun.id, 'replaces');
    expect(second.ok).to.equal(true);
  });

  it('prints what it corrects, by title, day and hash, and what changes', async () => {
    const first = await sentText();
    const { sha256, signedOn, title } = (await room.instructions.signedVersion(first))!;
    const begun = take(await begin(first));
    take(await room.instructions.freeze(room.people.claire, begun.id));
    const printed = room.render.inputs.at(-1)!;
    expect(printed.amendment).to.deep.equal({
      relation: 'replaces',
      title: begun.title,
      corrected: { title, signedOn, sha256 },
      changes,
    });
    expect(Object.keys(printed.fields)).not.to.include('changes');
  });

  it('says nothing of the first text before it is sent, and says it from that instant', async () => {
    const first = await sentText();
    const { instructions } = room;
    const begun = take(await begin(first));
    await sign(begun.id);
    expect(await instructions.correctionsOf(first)).to.deep.equal([]);
    expect((await instructions.documentSeal(first))?.corrected).to.equal(undefined);
    await send(begun.id);
    const [correction] = await instructions.correctionsOf(first);
    expect(correction).to.include({ relation: 'replaces', slug: begun.slug, changes, sentOn: '2026-12-07' });
    expect((await instructions.documentSeal(first))?.corrected).to.equal('replaces');
    expect((await instructions.corrected()).get(first)).to.include({
      relation: 'replaces',
      slug: begun.slug,
    });
    expect(await room.typesOf(first)).to.include('instruction.corrected');
  });

  it('leaves nothing said when the campaign is not opened after all', async () => {
    const first = await sentText();
    const begun = take(await begin(first));
    await sign(begun.id);
    const failure = room.database.transaction(async (trx) => {
      await room.instructions.markDispatched(trx, begun.id);
      throw new Error('the campaign fell');
    });
    expect(await failureOf(failure)).to.equal('the campaign fell');
    expect(await room.instructions.correctionsOf(first)).to.deep.equal([]);
    expect(await room.stateOf(begun.id)).to.equal('signed');
  });

  it('corrects what corrects, under the next number; what is replaced is not replaced again', async () => {
    const first = await sentText();
    const second = take(await begin(first));
    await sign(second.id);
    await send(second.id);
    expect(keysOf(await begin(first))).to.deep.equal(['drafts.amendment.already-replaced']);
    const third = take(await begin(second.id, { relation: 'amends' }));
    expect(third.slug).to.equal('2027-chefs-de-projets-rectificatif-2');
    await sign(third.id);
    await send(third.id);
    const again = take(await begin(second.id, { relation: 'amends' }));
    expect(again.slug).to.equal('2027-chefs-de-projets-rectificatif-3');
    expect((await room.instructions.documentSeal(second.id))?.corrected).to.equal('amends');
  });

  it('falls with the text that it amends, once another one replaces that text', async () => {
    const first = await sentText();
    const amending = take(await begin(first, { relation: 'amends' }));
    await sign(amending.id);
    await send(amending.id);
    const replacing = take(await begin(first));
    await sign(replacing.id);
    await send(replacing.id);
    const { instructions } = room;
    expect((await instructions.documentSeal(amending.id))?.corrected).to.equal('replaces');
    const corrected = await instructions.corrected();
    for (const id of [first, amending.id])
      expect(corrected.get(id)).to.include({ relation: 'replaces', slug: replacing.slug });
    expect(corrected.has(replacing.id)).to.equal(false);
    expect(keysOf(await begin(amending.id))).to.deep.equal(['drafts.amendment.already-replaced']);
  });

  it('is known by its corrected act’s signed file, and by no other', async () => {
    const first = await sentText();
    const { instructions } = room;
    const { sha256, frozenSha256 } = (await instructions.signedVersion(first))!;
    const begun = take(await begin(first));
    await sign(begun.id);
    expect(await instructions.correctionsOfFile([sha256])).to.deep.equal([]);
    await send(begun.id);
    const found = await instructions.correctionsOfFile(['0'.repeat(64), sha256]);
    expect(found.map(({ slug }) => slug)).to.deep.equal([begun.slug]);
    expect(await instructions.correctionsOfFile([frozenSha256])).to.deep.equal([]);
    expect(await instructions.correctionsOfFile(['0'.repeat(64)])).to.deep.equal([]);
  });

  it('is printed again to the same bytes from what is stored', async () => {
    const begun = take(await begin(await sentText(), { relation: 'amends' }));
    take(await room.instructions.freeze(room.people.claire, begun.id));
    const check = createRenderingCheck({ ...room, credits: createFrozenCredits(), demonstration: true });
    expect(await check(begun.slug)).to.include({ same: true });
  });

  const refusals: [string, Partial<{ relation: string; changes: string }>, string][] = [
    ['no word on what changes', { changes: '  ' }, 'drafts.amendment.changes-missing'],
    ['5 000 characters', { changes: 'a'.repeat(5000) }, 'drafts.amendment.changes-too-long'],
    ['a line break', { changes: 'Un.\nDeux.' }, 'drafts.amendment.changes-lines'],
    ['another word for what it does', { relation: 'annule' }, 'drafts.amendment.relation-missing'],
  ];
  for (const [what, wanted, key] of refusals) {
    it(`is refused for ${what}, and nothing is begun`, async () => {
      const first = await sentText();
      expect(keysOf(await begin(first, wanted))).to.deep.equal([key]);
      expect((await room.instructions.list()).length).to.equal(1);
    });
  }

  it('is refused of a draft, and of a text that was not sent', async () => {
    const { id } = await room.draft();
    expect(keysOf(await begin(id))).to.deep.equal(['drafts.amendment.not-sent-draft']);
    await sign(id);
    expect(keysOf(await begin(id))).to.deep.equal(['drafts.amendment.not-sent-signed']);
  });

  it('is begun once by two people at once', async () => {
    const first = await sentText();
    const { instructions, people } = room;
    const wanted = { relation: 'replaces', changes };
    const outcomes = await Promise.all([
      instructions.beginAmendment(people.claire, first, wanted),
      instructions.beginAmendment(people.paul, first, wanted),
    ]);
    expect(outcomes.flatMap(keysOf)).to.deep.equal(['drafts.amendment.under-way']);
    expect((await instructions.list()).length).to.equal(2);
  });

  it('keeps what changes through every save, and is not emptied of it', async () => {
    const begun = take(await begin(await sentText()));
    const { instructions, people } = room;
    const saving = (fields: Record<string, string>) =>
      instructions.save(people.claire, begun.id, { baseRevision: 1, fields });
    expect(keysOf(await saving({ changes: '' }))).to.deep.equal(['form.required']);
    take(await saving({ changes: 'Deux montants sont corrigés.' }));
    take(
      await instructions.save(people.claire, begun.id, {
        baseRevision: 2,
        sections: { orientations: paragraphs('Autrement.') },
      }),
    );
    expect((await instructions.draftOf(begun.id)).content.fields).to.include({
      changes: 'Deux montants sont corrigés.',
    });
  });

  it('may do another thing until a version of it is frozen, and prints what it does', async () => {
    const begun = take(await begin(await sentText()));
    const { instructions, people, render } = room;
    take(await instructions.changeRelation(people.claire, begun.id, 'amends'));
    take(await instructions.freeze(people.claire, begun.id));
    expect(render.inputs.at(-1)?.amendment?.relation).to.equal('amends');
    const failure = await failureOf(instructions.changeRelation(people.claire, begun.id, 'replaces'));
    expect(failure).to.equal('conflict: drafts.state.not-a-draft');
    take(await instructions.resume(people.claire, begun.id, 1));
    const late = await instructions.changeRelation(people.claire, begun.id, 'replaces');
    expect(keysOf(late)).to.deep.equal(['drafts.amendment.relation-frozen']);
  });

  it('is not frozen as one thing while it was made another', async () => {
    const begun = take(await begin(await sentText()));
    const { instructions, people, render } = room;
    const open = render.hold();
    const asked = render.inputs.length;
    const freezing = instructions.freeze(people.claire, begun.id);
    await until(() => render.inputs.length > asked);
    await instructions.changeRelation(people.claire, begun.id, 'amends');
    open();
    expect(keysOf(await freezing)).to.deep.equal(['drafts.conflict.submitted-meanwhile']);
  });
});

describe('the database, about rectificatifs', () => {
  it('refuses what the rules forbid, whoever writes it', async () => {
    const room = await openRoom();
    const { database, instructions, people } = room;
    const { id } = await room.approved();
    take(await instructions.sign(people.nora, id));
    await database.transaction((trx) => instructions.markDispatched(trx, id));
    const begun = take(
      await instructions.beginAmendment(people.claire, id, { relation: 'replaces', changes }),
    );
    const row = (await database('amendments').first()) as Record<string, unknown>;
    const again = database('amendments').insert({
      ...row,
      instruction_id: id,
      corrects_id: begun.id,
      number: 2,
    });
    expect(await failureOf(again)).to.contain('amendments_correct_what_was_sent');
    const early = database('amendments').update({ sent_at: '2026-12-08T10:00:00.000Z' });
    expect(await failureOf(early)).to.contain('amendments_are_sent_once_signed');
    expect(await failureOf(database('amendments').update({ corrects_id: begun.id }))).to.contain(
      'amendments_keep_what_they_correct',
    );
    expect(await failureOf(database('amendments').delete())).to.contain('amendments_stay');
    await room.close();
  });
});
