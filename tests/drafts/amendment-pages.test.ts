import { expect } from 'chai';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';
import { openRoom, take, type Room } from './drafting-room.ts';

const messages = loadMessages('templates/messages');
const first = '/instructions/2027-chefs-de-projets';
const second = `${first}-rectificatif-1`;
const changes = 'Les montants de la Bretagne sont corrigés.';

describe('the pages about a rectificatif', () => {
  let room: Room;
  let firstId: string;
  let site: Awaited<ReturnType<typeof openTestSite>>;

  beforeEach(async () => {
    room = await openRoom();
    firstId = (await room.draft()).id;
    const people = Object.values(room.people);
    site = await openTestSite({
      routes: createInstructionsRoutes({
        instructions: room.instructions,
        messages,
        clock: room.clock,
        namesOf: async () => new Map(people.map(({ id, name }) => [id, name])),
        officeNames: async () => new Map(),
        listPeople: async () => people,
      }),
      userId: room.people.claire.id,
      roles: ['drafter'] as Role[],
    });
  });
  afterEach(async () => {
    await site.close();
    await room.close();
  });

  async function signAndSend(id: string): Promise<void> {
    const { instructions, people, database } = room;
    const { sha256 } = take(await instructions.freeze(people.claire, id));
    take(await instructions.giveVisa(people.hugo, id, { sha256, reason: '' }));
    take(await instructions.sign(people.nora, id));
    await database.transaction((trx) => instructions.markDispatched(trx, id));
  }
  const begin = (form: Record<string, string>) =>
    site.send(`${first}/rectificatif`, form, `${first}/rectificatif`);

  it('begin one from the page of a text that was sent, and lead to its words', async () => {
    await signAndSend(firstId);
    expect((await site.get(first)).text).to.contain(`href="${first}/rectificatif"`);
    const answer = await begin({ relation: 'replaces', changes });
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, `${second}/texte`]);
    expect((await site.get(`${second}/texte`)).text)
      .to.contain(changes)
      .and.to.contain('fields[changes]');
    const overview = await site.get(second);
    expect(overview.text).to.contain('Ce rectificatif remplace').and.to.contain(`href="${first}"`);
    const before = await site.get(first);
    expect(before.text)
      .to.contain('Un rectificatif est en préparation')
      .and.not.to.contain('Ce texte est remplacé');
    expect(before.text).not.to.contain(`href="${first}/rectificatif"`);
  });

  it('say that the first is replaced, by what and why, once it is sent; and strike it through in the list', async () => {
    await signAndSend(firstId);
    await begin({ relation: 'replaces', changes });
    const { id } = (await room.instructions.findBySlug('2027-chefs-de-projets-rectificatif-1'))!;
    await signAndSend(id);
    for (const path of ['', '/document']) {
      const { text } = await site.get(`${first}${path}`);
      expect(text)
        .to.contain('Ce texte est remplacé')
        .and.to.contain(changes)
        .and.to.contain(`href="${second}"`);
      expect(text).to.contain('>remplacée<');
    }
    const list = await site.get('/instructions');
    expect(list.text).to.contain(`<s><a href="${first}">`).and.to.contain('Remplacée par');
  });

  it('refuse beside the field, with what was typed', async () => {
    await signAndSend(firstId);
    const typed = 'Une ligne.\nUne autre.';
    const answer = await begin({ relation: 'amends', changes: typed });
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.contain('retirez les retours à la ligne')
      .and.to.match(/Une ligne\.\s+Une autre\./);
    expect(answer.text).to.match(/value="amends"\s+checked/);
    const without = await begin({ changes: '' });
    expect([without.status, (await room.instructions.list()).length]).to.deep.equal([422, 1]);
  });

  it('say why a text cannot be corrected, and what to correct instead', async () => {
    const draft = await site.get(`${first}/rectificatif`);
    expect(draft.text).to.contain('n’est pas encore signé').and.not.to.contain('Commencer le rectificatif');
    await signAndSend(firstId);
    await begin({ relation: 'replaces', changes });
    const twice = await begin({ relation: 'amends', changes });
    expect(twice.status).to.equal(422);
    expect(twice.text).to.contain('est déjà en préparation').and.to.contain(`href="${second}"`);
  });

  it('change what a draft does, until it was submitted once', async () => {
    await signAndSend(firstId);
    await begin({ relation: 'replaces', changes });
    const change = () => site.send(`${second}/rectificatif/effet`, { relation: 'amends' }, second);
    expect((await change()).status).to.equal(303);
    expect((await site.get(second)).text).to.contain('Ce rectificatif modifie');
    const { id } = (await room.instructions.findBySlug('2027-chefs-de-projets-rectificatif-1'))!;
    take(await room.instructions.freeze(room.people.claire, id));
    expect((await site.get(second)).text).not.to.contain('Changer ce que fait ce rectificatif');
  });
});
