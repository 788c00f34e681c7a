import { expect } from 'chai';
import { createAllocationsRoutes } from '../../src/allocations/allocations-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { take } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';
import { allocationFile, openAllocationRoom, smallTable } from './allocation-room.ts';

const messages = loadMessages('templates/messages');
const base = '/instructions/2027-chefs-de-projets/credits';

describe('the tab « Crédits »', () => {
  let room: Awaited<ReturnType<typeof openAllocationRoom>>;
  let id: string;
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    room = await openAllocationRoom();
    ({ id } = await room.draft());
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await room.close();
  });

  async function as(who: keyof typeof room.people) {
    const person = room.people[who];
    const { allocations, instructions } = room;
    const namesOf = async () => new Map([[room.people.claire.id, 'Claire Drafter']]);
    const routes = createAllocationsRoutes({ allocations, instructions, messages, namesOf });
    const site = await openTestSite({ routes, userId: person.id, roles: person.roles as Role[] });
    closing.push(site.close);
    return {
      ...site,
      async upload(bytes: Uint8Array) {
        const form = (await site.get(`${base}/importer`)).text;
        const token = /name="form-token" value="([^"]+)"/.exec(form)?.[1] ?? '';
        const body = new FormData();
        body.set('form-token', token);
        body.set('fichier', new Blob([new Uint8Array(bytes)]), 'credits.csv');
        const answer = await fetch(`${site.origin}${base}/importer`, {
          method: 'POST',
          body,
          headers: { cookie: site.cookie },
          redirect: 'manual',
        });
        const location = answer.headers.get('location') ?? '';
        return { status: answer.status, text: await answer.text(), location };
      },
    };
  }
  const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  it('begins empty, and offers the import to a drafter only', async () => {
    expect((await (await as('claire')).get(base)).text)
      .to.contain('Aucune répartition')
      .and.to.contain('Importer un tableau');
    expect((await (await as('hugo')).get(base)).text).not.to.contain('Importer un tableau');
    expect((await (await as('claire')).get(`${base}.csv`)).status).to.equal(404);
  });

  it('shows a file before it is applied, applies it once, and exports it', async () => {
    const site = await as('claire');
    const { status, location } = await site.upload(smallTable);
    expect(status).to.equal(303);
    const preview = await site.get(location);
    expect(words(preview.text)).to.contain('Territoires ajoutés : 5').and.to.contain('1 750 000,50 €');
    expect((await site.get(base)).text).to.contain('Aucune répartition');
    const contenu = /name="contenu" value="([^"]+)"/.exec(preview.text)?.[1] ?? '';
    expect((await site.send(location, { contenu })).headers.get('location')).to.equal(base);
    expect(words((await site.get(base)).text))
      .to.contain('Total (régions et collectivités) 1 750 000,50 € 1 630 000 €')
      .and.to.contain('par Claire Drafter');
    expect((await site.get(location)).status).to.equal(410);
    expect((await site.get(`${base}.csv`)).text).to.contain('DEP-2A;Corse-du-Sud;120000,25;100000,00');
  });

  it('reports a wrong file cell by cell: line, column, value, what is wrong, what is expected', async () => {
    const site = await as('claire');
    const { status, text } = await site.upload(allocationFile('REG-94;<b>Corse</b>;1.5;2', '94;;1;1'));
    expect(status).to.equal(422);
    expect(text).not.to.contain('<b>Corse');
    expect(words(text))
      .to.contain('Rien n’a été importé')
      .and.to.contain('2 autorisations d’engagement 1.5 Le point est ambigu dans un montant. 1 234,56')
      .and.to.contain('REG-94 pour la région, DEP-94 pour le département');
    expect((await site.upload(new Uint8Array())).text).to.contain('Choisissez un fichier CSV');
  });

  it('asks once before it withdraws the credits', async () => {
    const site = await as('claire');
    await room.allocations.importFile(room.people.claire, id, smallTable);
    expect((await site.send(`${base}/retirer`, {})).status).to.equal(303);
    expect((await site.get(base)).text).to.contain('Aucune répartition');
  });

  it('only shows the credits of a frozen text', async () => {
    await room.allocations.importFile(room.people.claire, id, smallTable);
    take(await room.instructions.freeze(room.people.claire, id));
    const site = await as('claire');
    const { text } = await site.get(base);
    expect(text).to.contain('Elle est figée avec le texte');
    expect(text).not.to.contain('Importer');
    expect((await site.get(`${base}/importer`)).status).to.equal(409);
  });
});
