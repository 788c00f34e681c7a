import { expect } from 'chai';
import { createInstructionsRoutes } from '../../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { openTestSite } from '../../site.ts';
import { openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

const base = '/instructions/2027-chefs-de-projets/texte';

describe('the text’s page, as it is typed', () => {
  let room: Room;
  let id: string;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let token: string;
  beforeEach(async () => {
    room = await openRoom();
    id = (await room.draft()).id;
    const { instructions, clock, people } = room;
    const routes = createInstructionsRoutes({
      ...{ instructions, clock },
      messages: loadMessages('templates/messages'),
      namesOf: async () => new Map(),
      officeNames: async () => new Map(),
      listPeople: async () => [],
    });
    site = await openTestSite({ routes, userId: people.claire.id, roles: ['drafter'] });
    token = /name="form-token" value="([^"]+)"/.exec((await site.get(base)).text)?.[1] ?? '';
  });
  afterEach(async () => {
    await site.close();
    await room.close();
  });

  async function post(path: string, controls: Record<string, string>, rest: Record<string, unknown> = {}) {
    const response = await fetch(`${site.origin}${base}/${path}`, {
      method: 'POST',
      headers: { cookie: site.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{
          'form-token': token,
          writer: room.people.claire.id,
          revision: 2,
          screen: 'one',
          seen: '',
          turn: 1,
        },
        controls,
        ...rest,
      }),
      redirect: 'manual',
    });
    return { status: response.status, value: (await response.json()) as Record<string, unknown> };
  }

  it('is kept, says when in words, and what a save would refuse', async () => {
    const { status, value } = await post('brouillon', { 'fields[letterDate]': '2027-02-30' });
    expect([status, value['state']]).to.deep.equal([200, 'kept']);
    expect(value['sentence']).to.match(/^Brouillon conservé à \d+\u202fh\u202f\d\d/);
    expect(value['faults']).to.deep.equal([
      {
        part: 'fields[letterDate]',
        sentence: 'Cette date n’existe pas. Écrivez-la sous la forme JJ/MM/AAAA.',
      },
    ]);
    expect((await room.instructions.get(id)).revision).to.equal(2);
  });

  it('is put back when the page is opened again, with its date and a way to start again', async () => {
    await post('brouillon', {
      'fields[subject]': 'Objet tapé',
      'sections[credits]': JSON.stringify(paragraphs('Tapé.')),
    });
    const page = await site.get(base);
    expect(page.text).to.contain('value="Objet tapé"').and.to.contain('Tapé.');
    expect(page.text).to.contain('est remis dans le texte').and.to.contain(`${base}/repartir`);
    expect((await site.get(`${base}/repartir`)).text).to.contain('Effacer mon brouillon');
    const again = await site.send(`${base}/repartir`, {});
    expect(again.headers.get('location')).to.equal(base);
    expect((await site.get(base)).text).not.to.contain('Objet tapé');
  });

  it('is saved by the page itself', async () => {
    const { value } = await post('enregistrer', { 'fields[subject]': 'Objet tapé' });
    expect(value).to.deep.include({ state: 'saved', revision: 3, others: false });
    expect((await room.instructions.draftOf(id)).content.fields['subject']).to.equal('Objet tapé');
  });

  it('tells a conflict, and the page then shows both values', async () => {
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'De Paul' }));
    expect((await post('enregistrer', { 'fields[subject]': 'De Claire' })).value['state']).to.equal(
      'conflict',
    );
    const page = await site.get(base);
    expect(page.text).to.contain('Deux versions à départager').and.to.contain('value="De Claire"');
    const settled = await post(
      'enregistrer',
      {},
      { revision: 3, seen: '2099', choices: { 'fields:subject': 'theirs' } },
    );
    expect(settled.value['state']).to.equal('saved');
    expect((await room.instructions.draftOf(id)).content.fields['subject']).to.equal('De Paul');
  });

  it('keeps a faulty text, and shows it again in the editor', async () => {
    const blankNote = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'note' }] }] };
    const { value } = await post('enregistrer', { 'sections[credits]': JSON.stringify(blankNote) });
    expect(value['state']).to.equal('refused');
    expect((await site.get(base)).text).to.contain('{&quot;type&quot;:&quot;note&quot;}');
  });

  it('sends nothing in the name of another who signed in since', async () => {
    const { status, value } = await post(
      'brouillon',
      { 'fields[subject]': 'X' },
      { writer: room.people.paul.id },
    );
    expect([status, value['state']]).to.deep.equal([409, 'other-writer']);
    expect((await room.instructions.workingText(room.people.claire, id)).parts).to.deep.equal([]);
  });

  it('says that the text was frozen meanwhile, and keeps what was typed', async () => {
    take(await room.instructions.freeze(room.people.claire, id));
    expect((await post('enregistrer', { 'fields[subject]': 'Tard' })).value['state']).to.equal('frozen');
    expect((await room.instructions.workingText(room.people.claire, id)).parts).to.have.length(1);
  });

  it('says what it did not understand', async () => {
    for (const strange of [{ turn: 'x' }, { turn: 1e12 }, { screen: '\0' }, { controls: { 'a\0': '' } }])
      expect((await post('brouillon', {}, strange)).status, JSON.stringify(strange)).to.equal(422);
    expect((await post('brouillon', { 'fields[subject]': 'Objet\0 tapé' })).status).to.equal(200);
    const { parts } = await room.instructions.workingText(room.people.claire, id);
    expect(parts[0]?.content).to.equal('Objet tapé');
  });
});
