import { expect } from 'chai';
import { createInstructionsRoutes } from '../../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import type { Role } from '../../../src/web/route.ts';
import { openTestSite } from '../../site.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

const base = '/instructions/2027-chefs-de-projets';
const circular = 'circulaire de la Première ministre n°\u00a06512';

describe('a text that another act repeals', () => {
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let id: string;

  before(async () => {
    room = await openRoom();
    const { hugo, nora, omni } = room.people;
    const { id: first, version } = await room.inReview({ subject: 'Orientations' });
    id = first;
    take(await room.instructions.giveVisa(hugo, id, { sha256: version.sha256, reason: '' }));
    take(await room.instructions.sign(nora, id));
    await room.database.transaction((trx) => room.instructions.markDispatched(trx, id, omni.id));
    const everyone = Object.values(room.people);
    const routes = createInstructionsRoutes({
      instructions: room.instructions,
      messages: loadMessages('templates/messages'),
      clock: room.clock,
      namesOf: async () => new Map(everyone.map((person) => [person.id, person.name])),
      officeNames: async () => new Map(),
      listPeople: async () => everyone,
    });
    site = await openTestSite({ routes, userId: nora.id, roles: nora.roles as Role[] });
  });
  after(async () => {
    await site.close();
    await room.close();
  });

  const today = () => room.clock.now().toISOString().slice(0, 10);
  const typed = (over: Partial<Record<'act' | 'on' | 'byId' | 'reason', string>> = {}) => ({
    ...{ act: circular, on: today(), byId: '', reason: 'Lue au Journal officiel.' },
    ...over,
  });
  const form = (over: Record<string, string> = {}) => ({
    ...{ act: circular, on: today(), by: '', reason: 'Lue au Journal officiel.' },
    ...over,
  });

  it('is said so by a signatory or a dispatcher, never by who wrote it, and with an act, a day and a reason', async () => {
    const { claire, nora } = room.people;
    const { recordRepeal } = room.instructions;
    expect(await failureOf(recordRepeal(claire, id, typed()))).to.contain('repeals.role-only');
    expect(keysOf(await recordRepeal(nora, id, typed({ act: '', on: '2200-01-01' })))).to.deep.equal([
      'repeals.act-missing',
      'repeals.day-to-come',
    ]);
    expect(keysOf(await recordRepeal(nora, id, typed({ on: '2001-01-01', byId: id })))).to.deep.equal([
      'repeals.by-unknown',
      'repeals.day-before',
    ]);
    const draft = take(await room.instructions.create(claire, { template: 'chefs-de-projets', year: 2028 }));
    expect(keysOf(await recordRepeal(nora, draft.id, typed()))).to.deep.equal(['repeals.not-sent']);
    expect(await failureOf(insertRepealOf(draft.id))).to.contain('repeals_are_of_what_was_sent_and_stands');
  });

  it('is asked to be confirmed on a page that says what follows, and nothing is written before', async () => {
    expect((await site.get(base)).text).to.contain(`${base}/abrogation`);
    expect((await site.send(`${base}/abrogation`, form({ reason: '' }))).status).to.equal(422);
    const asked = await site.send(`${base}/abrogation`, form());
    expect(asked.text).to.contain('Enregistrer l’abrogation').and.to.contain('Plus aucun accusé');
    expect(await room.instructions.repealOf(id)).to.equal(undefined);
    const changed = await site.send(`${base}/abrogation`, form({ confirmed: 'no' }));
    expect(changed.text).to.contain(`value="${circular}"`);
    const recorded = await site.send(`${base}/abrogation`, form({ confirmed: 'yes' }));
    expect(recorded.status).to.equal(303);
    expect(keysOf(await room.instructions.recordRepeal(room.people.nora, id, typed()))).to.deep.equal([
      'repeals.already',
    ]);
  });

  it('says so wherever a replaced one does', async () => {
    const page = (await site.get(base)).text;
    expect(page).to.contain('Ce texte est abrogé').and.to.contain(circular).and.to.contain('abrogée');
    expect(page).to.contain('Lue au Journal officiel').and.to.contain('texte abrogé par un acte du');
    expect((await site.get('/instructions')).text).to.contain(`Abrogée, d’après ${circular}`);
    expect(await room.instructions.correctionsOf(id)).to.deep.equal([
      { slug: undefined, title: circular, relation: 'repeals', changes: '', sentOn: today() },
    ]);
    const [cited] = await room.instructions.listCitable({ ids: [id] });
    expect(cited?.standing).to.equal('repealed');
    expect(await room.instructions.faultOfCorrecting(id)).to.deep.include({
      key: 'drafts.amendment.repealed',
    });
    expect(await findingsOfCiting()).to.deep.equal(['checks.act-repealed']);
  });

  it('keeps in the journal no word of what was typed, and says the title without them', async () => {
    const lines = await room.journal.list({ types: ['instruction.repeal-recorded'] });
    expect(JSON.stringify(lines)).not.to.contain('6512').and.not.to.contain('officiel');
    expect(lines[0]?.data).to.include({ instruction: id, repealedOn: today(), by: '' });
    expect(await failureOf(room.database('repeals').del())).to.contain('repeals_is_append_only');
  });

  it('applies again once the record is taken back with a reason, which stays too', async () => {
    const repeal = await room.instructions.repealOf(id);
    expect((await site.get(`${base}/abrogation`)).text).to.contain('Retirer la mention d’abrogation');
    const back = { repeal: repeal?.id ?? '', reason: 'Une autre instruction était visée.' };
    expect((await takeBack({ ...back, reason: '' })).status).to.equal(422);
    expect((await takeBack(back)).status).to.equal(303);
    const page = (await site.get(base)).text;
    expect(page).not.to.contain('Ce texte est abrogé');
    expect(page).to.contain('elle avait été enregistrée à tort');
    expect((await takeBack(back)).status).to.equal(422);
    expect(await room.instructions.correctionsOf(id)).to.deep.equal([]);
    take(
      await room.instructions.recordRepeal(room.people.nora, id, typed({ act: '', byId: await another() })),
    );
    const [again] = await room.instructions.correctionsOf(id);
    expect(again?.slug).to.equal('2029-chefs-de-projets');
    expect(again?.title).to.contain('2029');
  });

  const takeBack = (fields: Record<string, string>) =>
    site.send(`${base}/abrogation/retrait`, fields, `${base}/abrogation`);

  /** What the checks say of a draft that cites the text. */
  async function findingsOfCiting(): Promise<string[]> {
    const [cited] = await room.instructions.listCitable({ ids: [id] });
    const { claire } = room.people;
    const citing = take(await room.instructions.create(claire, { template: 'chefs-de-projets', year: 2030 }));
    const attrs = { instructionId: id, label: cited?.label };
    const content = [{ type: 'paragraph', content: [{ type: 'actReference', attrs }] }];
    const sections = { orientations: { type: 'doc', content } };
    take(await room.instructions.save(claire, citing.id, { baseRevision: 1, sections }));
    const found = await room.instructions.checksOf(citing.id);
    return found.map(({ key }) => key).filter((key) => key.startsWith('checks.act-'));
  }

  /** Another signed act of the archive. */
  async function another(): Promise<string> {
    const { claire, hugo, nora } = room.people;
    const other = take(await room.instructions.create(claire, { template: 'chefs-de-projets', year: 2029 }));
    const sections = { orientations: paragraphs('Prévenir autrement.') };
    take(await room.instructions.save(claire, other.id, { baseRevision: 1, sections }));
    const { sha256 } = take(await room.instructions.freeze(claire, other.id));
    take(await room.instructions.giveVisa(hugo, other.id, { sha256, reason: '' }));
    take(await room.instructions.sign(nora, other.id));
    return other.id;
  }

  const insertRepealOf = (instruction: string) =>
    room.database('repeals').insert({
      ...{ id: 'r', instruction_id: instruction, repealed_on: today(), words_hash: 'h' },
      ...{ recorded_at: 'now', recorded_by: room.people.nora.id },
    });
});
