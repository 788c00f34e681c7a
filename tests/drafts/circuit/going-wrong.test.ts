import { expect } from 'chai';
import type { Step } from '../../../src/drafts/circuit/circuit.ts';
import { whoIsReminded } from '../../../src/drafts/circuit/reminder.ts';
import { openStep } from '../../../src/drafts/circuit/progress.ts';
import { take } from '../drafting-room.ts';
import { openCircuitRoom, type CircuitRoom } from './circuit-room.ts';
import { openSites } from './circuit-sites.ts';

const base = '/instructions/2027-chefs-de-projets';
const delegations = '/mon-compte/delegations';
const days = { fromOn: '2026-12-07', untilOn: '2026-12-20' };

describe('what goes wrong on a circuit is said', () => {
  let room: CircuitRoom;
  let sites: ReturnType<typeof openSites>;
  beforeEach(async () => {
    room = await openCircuitRoom();
    sites = openSites(room);
  });
  afterEach(async () => {
    await sites.close();
    await room.close();
  });

  it('when somebody who is awaited is no reviewer any more: the writing has to be resumed', async () => {
    const { hugo, marie, people, instructions } = room;
    const { id, sha256, circuitId } = await room.submit([room.named('all', hugo, marie)]);
    take(await room.give(hugo, id, sha256));
    marie.roles = [];
    const site = await sites.as(people.claire);
    const said = (await site.get(`${base}/visas`)).text;
    expect(said)
      .to.contain('Cette étape ne peut plus être passée')
      .and.to.contain('Marie Reviewer (n’est plus viseur)');
    expect((await site.get(base)).text).to.contain('Cette étape ne peut plus être passée');
    take(await instructions.resume(people.claire, id, 1));
    take(await instructions.freeze(people.claire, id, { circuitId }));
    expect((await site.get(`${base}/visas`)).text).not.to.contain('ne peut plus être passée');
  });

  it('when a step asks more visas of anybody than there are who may give them', async () => {
    const { id } = await room.draft();
    const anybody: Step = { kind: 'reviewers', name: 'Collège', reviewers: [], needed: 5 };
    const circuit = await room.define([anybody]);
    const site = await sites.as(room.people.claire);
    const answer = await site.send(`${base}/soumettre`, { revision: '2', circuit });
    expect([answer.status, answer.text.includes('ne peut pas être passée')]).to.deep.equal([422, true]);
    expect(await room.stateOf(id)).to.equal('draft');
  });

  it('when two reviewers decide at once, or one of them twice', async () => {
    const { hugo, marie } = room;
    const { sha256 } = await room.submit([room.named(1, hugo, marie), room.named(1, room.leo)]);
    const [one, other] = [await sites.as(hugo), await sites.as(marie)];
    const from = `${base}/visas`;
    const give = (site: typeof one) => site.send(`${from}/donner`, { sha256, reason: '' }, from);
    const answers = await Promise.all([give(one), give(other)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect(answers.find(({ status }) => status === 409)?.text).to.contain('Votre étape est déjà passée');
  });

  it('when a delegation goes to oneself, in a circle, over another, or backwards', async () => {
    const { hugo, marie, leo } = room;
    const [site, other] = [await sites.as(hugo), await sites.as(leo)];
    const declare = async (by: typeof site, typed: object) => {
      const { status, text } = await by.send(delegations, { ...days, ...typed });
      return [status, /fr-message--error">([^<]*)</.exec(text)?.[1] ?? ''];
    };
    expect(await declare(site, { taker: hugo.id })).to.deep.equal([
      422,
      'Choisissez quelqu’un d’autre que la personne absente.',
    ]);
    const backwards = { taker: leo.id, fromOn: days.untilOn, untilOn: days.fromOn };
    expect((await declare(site, backwards))[1]).to.contain('Le dernier jour précède le premier');
    expect((await declare(site, { taker: leo.id }))[0]).to.equal(303);
    expect((await declare(other, { taker: hugo.id }))[1]).to.contain('elle-même absente et remplacée');
    expect((await declare(site, { taker: marie.id }))[1]).to.contain('Une autre délégation couvre déjà');
    expect((await declare(site, { taker: room.people.claire.id }))[1]).to.contain('n’est pas viseur');
    expect((await site.send(delegations, { ...days, taker: 'personne' })).status).to.equal(422);
  });

  it('when an author would visa or sign their own text, in the place of somebody who is away', async () => {
    const { hugo, leo, people, instructions } = room;
    const { omni } = people;
    for (const giver of [hugo, leo])
      take(await instructions.declareDelegation(giver, { giverId: giver.id, takerId: omni.id, ...days }));
    await room.define([room.named('all', hugo, leo)]);
    const { id } = await room.draft();
    await instructions.declareAuthor(people.claire, id, omni.id);
    const { sha256 } = take(await instructions.freeze(people.claire, id));
    const site = await sites.as(omni);
    expect((await site.get('/visas')).text).to.contain('Aucun visa ne vous est demandé');
    const from = `${base}/visas`;
    const page = await site.get(from);
    expect(page.text).to.contain('rédacteur de ce texte').and.not.to.contain('Donner mon visa');
    for (const act of ['donner', 'refuser']) {
      const answer = await site.send(`${from}/${act}`, { sha256, reason: 'Non.' }, delegations);
      expect([act, answer.status]).to.deep.equal([act, 403]);
    }
    // Nor is the one who is away told that somebody decides for them, and they are reminded themselves.
    expect(page.text).not.to.contain('vise par délégation');
    const { situation, reviewerIds } = await instructions.underReview(await instructions.get(id));
    const open = openStep(situation.progress);
    expect(open && whoIsReminded(open, situation, reviewerIds)).to.have.members([hugo.id, leo.id]);
    take(await room.give(hugo, id, sha256));
    take(await room.give(leo, id, sha256));
    expect((await site.send(`${base}/signer`, { sha256, confirm: 'yes' }, delegations)).status).to.equal(403);
    expect(await room.stateOf(id)).to.equal('approved');
  });

  it('when a text is submitted that somebody still types on', async () => {
    const { people, instructions } = room;
    const { id } = await room.draft();
    const typing = (text: string) => ({
      ...{ baseRevision: 2, bases: {}, screen: text, seen: '', turn: 1 },
      controls: { 'fields[subject]': text },
    });
    await instructions.keepTyped(people.paul, id, typing('Objet de Paul'));
    const site = await sites.as(people.claire);
    const path = `${base}/soumettre`;
    expect((await site.get(path)).text)
      .to.contain('Paul Drafter, le')
      .and.to.contain('Figer et soumettre')
      .and.not.to.contain('Votre dernière saisie');
    await instructions.keepTyped(people.claire, id, typing('Objet de Claire'));
    const late = await site.send(path, { revision: '2', circuit: '' });
    expect([late.status, await room.stateOf(id)]).to.deep.equal([409, 'draft']);
    expect(late.text)
      .to.contain('Votre dernière saisie n’est pas enregistrée')
      .and.to.contain('Soumettre sans cette saisie');
    const sent = await site.send(path, { revision: '2', circuit: '', without: 'unsaved' });
    expect([sent.status, await room.stateOf(id)]).to.deep.equal([303, 'in_review']);
  });
});
