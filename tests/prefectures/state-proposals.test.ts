import { expect } from 'chai';
import { createTestDirectory } from './directory.ts';
import { stateService } from './state-service.ts';

describe('what the State’s directory proposes', () => {
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  beforeEach(async () => {
    directory = await createTestDirectory();
  });
  afterEach(() => directory.database.destroy());

  const state = () => directory.prefectures.state;
  async function stage(...services: unknown[]): Promise<string> {
    const done = await state().stage('user-1', Buffer.from(JSON.stringify({ service: services })));
    if ('fault' in done) throw new Error(done.fault);
    return done.id;
  }
  async function proposed(id: string) {
    const found = await state().proposals('user-1', id);
    if (found === undefined) throw new Error('gone');
    return found;
  }
  const said = async (id: string) =>
    (await proposed(id)).proposals.map((proposal) =>
      proposal.what === 'address'
        ? `${proposal.officeId} ${proposal.rank} ${proposal.kind} ${proposal.address}`
        : `${proposal.officeId} ${proposal.territoryId} ${proposal.personName}`,
    );
  const take = async (id: string, taken?: string[]) => {
    const { proposals, sha256 } = await proposed(id);
    return state().take('user-1', id, { sha256, taken: taken ?? proposals.map((proposal) => proposal.id) });
  };
  const known = { adresse_courriel: ['Circulaires@Ain.pref.example'], affectation_personne: [] };

  it('is nothing when ours says the same', async () => {
    expect(await said(await stage(stateService(known)))).to.deep.equal([]);
  });

  it('is an address after those that stand, and a chef de projet where none is known', async () => {
    expect(await said(await stage(stateService()))).to.deep.equal([
      'OFF-01 2 functional-mailbox prefecture@ain.gouv.example',
      'OFF-01 DEP-01 Camille FICTIF',
    ]);
  });

  it('is said once when a service is there twice, or an address in two services', async () => {
    const region = { pivot: [{ type_service_local: 'prefecture_region', code_insee_commune: ['01053'] }] };
    expect(await said(await stage(stateService(), stateService(), stateService(region)))).to.have.length(2);
  });

  it('names the contact of a person who has an address of their own, by their function', async () => {
    const persons = [
      ['Secrétaire générale', 'sg'],
      ['Directeur de cabinet adjoint', 'adjoint'],
      ['Préfète', 'prefete'],
    ].map(([fonction, name]) => ({
      fonction,
      personne: { nom: name, adresse_courriel: [`${name}@ain.gouv.example`] },
    }));
    const service = stateService({ ...known, affectation_personne: persons });
    expect(await said(await stage(service))).to.deep.equal([
      'OFF-01 2 secretary-general sg@ain.gouv.example',
    ]);
  });

  it('is placed in Paris or in Marseille for a préfecture de police, without naming a chef de projet', async () => {
    const police = (type: string) => stateService({ pivot: [{ type_service_local: type }] });
    expect(await said(await stage(police('paris_ppp')))).to.deep.equal([
      'OFF-75 3 functional-mailbox prefecture@ain.gouv.example',
    ]);
    expect(await said(await stage(police('pp_marseille')))).to.deep.equal([
      'OFF-13 3 functional-mailbox prefecture@ain.gouv.example',
    ]);
  });

  it('tells the services that it cannot place, and what is not an address', async () => {
    const lost = stateService({ nom: 'Préfecture perdue', pivot: [{ type_service_local: 'prefecture' }] });
    const wrong = stateService({ ...known, adresse_courriel: ['voir le site'] });
    const { unplaced, unreadable } = await proposed(await stage(lost, wrong));
    expect(unplaced).to.deep.equal(['Préfecture perdue']);
    expect(unreadable).to.deep.equal([{ officeId: 'OFF-01', text: 'voir le site' }]);
  });

  it('changes nothing but what is taken, and nothing that stands', async () => {
    const before = await directory.prefectures.findOffice('OFF-01');
    const id = await stage(stateService());
    expect(await take(id, [])).to.deep.equal({ state: 'nothing' });
    expect(await directory.prefectures.findOffice('OFF-01')).to.deep.equal(before);
    expect(await take(id)).to.deep.equal({ state: 'taken', contacts: 1, mandates: 1 });
    const after = await directory.prefectures.findOffice('OFF-01');
    expect(after?.contacts[0]).to.deep.equal(before?.contacts[0]);
    expect(after?.contacts.map(({ rank, address }) => `${rank} ${address}`)).to.deep.equal([
      '1 circulaires@ain.pref.example',
      '2 prefecture@ain.gouv.example',
    ]);
    expect(after?.mandates.map(({ personName }) => personName)).to.deep.equal(['Camille FICTIF']);
    expect(await state().proposals('user-1', id)).to.equal(undefined);
  });

  it('never takes a mandate from somebody', async () => {
    await take(await stage(stateService()));
    const other = {
      ...{ fonction: 'directeur de cabinet', personne: { prenom: 'Dominique', nom: 'FICTIF' } },
    };
    const id = await stage(stateService({ ...known, affectation_personne: [other] }));
    const [proposal] = (await proposed(id)).proposals;
    expect(proposal).to.have.property('holder', 'Camille FICTIF');
    expect(await take(id)).to.deep.equal({ state: 'nothing' });
    expect((await directory.prefectures.findOffice('OFF-01'))?.mandates).to.have.length(1);
  });

  it('is taken for one person only by territory', async () => {
    const two = ['Camille', 'Dominique'].map((prenom) => ({
      ...{ fonction: 'Directeur de cabinet', personne: { prenom, nom: 'FICTIF' } },
    }));
    const id = await stage(stateService({ ...known, affectation_personne: two }));
    expect(await take(id)).to.deep.equal({ state: 'disputed' });
  });

  it('is shown again when the directory changed meanwhile, and belongs to whoever gave the file', async () => {
    const id = await stage(stateService());
    const { sha256, proposals } = await proposed(id);
    const taken = proposals.map((proposal) => proposal.id);
    expect(await state().proposals('user-2', id)).to.equal(undefined);
    expect(await state().take('user-2', id, { sha256, taken })).to.deep.equal({ state: 'gone' });
    await directory.prefectures.changeContact('user-2', {
      ...{ officeId: 'OFF-01', rank: 3, kind: 'cabinet', address: 'prefecture@ain.gouv.example' },
    });
    expect(await state().take('user-1', id, { sha256, taken })).to.deep.equal({ state: 'to-review' });
  });

  it('is journaled under its author, with the hash of the file', async () => {
    await take(await stage(stateService()));
    const [line] = await directory.journal.list({ types: ['directory.proposals-taken'] });
    expect(line).to.include({ actor: 'user-1', subject: 'directory:offices' });
    expect(line?.data).to.include({ contacts: 1, mandates: 1 }).and.to.have.property('fileSha256');
    expect(JSON.stringify(await directory.journal.list())).not.to.contain('FICTIF');
  });
});
