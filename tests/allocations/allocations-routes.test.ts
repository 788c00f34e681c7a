import { expect } from 'chai';
import { createAllocationsRoutes } from '../../src/allocations/allocations-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { take } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';
import { allocationFile, openAllocationRoom, smallTable } from './allocation-room.ts';

const messages = loadMessages('templates/messages');
const base = '/instructions/2027-chefs-de-projets/credits';

describe('the tab « Crédits »', function () {
  // The first page bundles what browsers get.
  this.timeout(180_000);
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

  async function as(who: keyof typeof room.people, roles?: Role[]) {
    const person = room.people[who];
    const { allocations, annexes, instructions, clock } = room;
    const namesOf = async () => new Map([[room.people.claire.id, 'Claire Drafter']]);
    const officeNames = async () => new Map([['OFF-2A', 'préfecture de la Corse-du-Sud']]);
    const deps = { allocations, annexes, instructions, messages, namesOf, officeNames, clock };
    const routes = createAllocationsRoutes(deps);
    const site = await openTestSite({ routes, userId: person.id, roles: roles ?? (person.roles as Role[]) });
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
      .and.to.contain('Importer un fichier')
      .and.to.contain('Saisir dans un tableau');
    expect((await (await as('hugo')).get(base)).text).not.to.contain('Importer un fichier');
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

  it('takes a table typed by hand, says what is wrong beside each case, and keeps what was typed', async () => {
    const site = await as('claire');
    const form = await site.get(`${base}/saisir`);
    expect(form.text).to.contain('Autorisations d’engagement<span class="fr-sr-only">, Corse<');
    const wrong = await site.send(`${base}/saisir`, {
      ...{ apres: '0', criteres: 'Selon la <population>.\nEt plus.' },
      ...{ 'ae-REG-94': '1.5', 'cp-REG-94': '2' },
    });
    const refused = wrong.text;
    expect(wrong.status).to.equal(422);
    expect(refused)
      .to.contain('value="1.5"')
      .and.to.contain('>Selon la &lt;population&gt;.\nEt plus.</textarea>');
    expect(words(refused)).to.contain('Écrivez les centimes après une virgule');
    const right = { apres: '0', criteres: 'Au nombre.', 'ae-REG-94': '1,5', 'cp-REG-94': '2' };
    expect((await site.send(`${base}/saisir`, right)).status).to.equal(303);
    const other = { ...right, criteres: 'À parts égales.', 'ae-REG-94': '7' };
    const outrun = await site.send(`${base}/saisir`, other);
    expect(outrun.status).to.equal(409);
    expect(words(outrun.text))
      .to.contain('Enregistré entre-temps : 1,50')
      .and.to.contain('À parts égales.')
      .and.to.contain('Critères enregistrés entre-temps : Au nombre.');
    expect(words((await site.get(`${base}/comparaison`)).text)).to.contain('il n’y a rien à comparer');
    const bytes = Buffer.from(
      await (await fetch(`${site.origin}${base}.xlsx`, { headers: { cookie: site.cookie } })).arrayBuffer(),
    );
    expect((await room.allocations.analyse(id, bytes)).changes).to.include({ unchanged: 1, changed: 0 });
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

  describe('once the act is signed', () => {
    const sign = async () => {
      await room.allocations.importFile(room.people.claire, id, smallTable);
      const { sha256 } = take(await room.instructions.freeze(room.people.claire, id));
      take(await room.instructions.giveVisa(room.people.hugo, id, { sha256, reason: '' }));
      take(await room.instructions.sign(room.people.nora, id));
    };
    const asDispatcher = () => as('paul', ['dispatcher']);

    it('has the notifications made, on a page that asks once, and says how far they are', async () => {
      await sign();
      const site = await asDispatcher();
      expect((await site.get(base)).text).to.contain('Produire les notifications');
      expect((await site.get(`${base}/notifier`)).text).to.contain('jamais la signature d’une personne');
      await site.send(`${base}/notifier`, {});
      const waiting = await site.get(base);
      expect(words(waiting.text)).to.contain('0 notifications scellées sur 5');
      const state = JSON.parse((await site.get(`${base}/notifications/etat`)).text);
      expect(state).to.include({ state: 'under-way', made: 0, total: 5 });
      await room.annexes.make();
      expect(words((await site.get(base)).text))
        .to.contain('5 notifications scellées, inscrites au manifeste')
        .and.to.contain('Notification de crédits – région Corse');
    });

    it('gives each notification, the manifest, its seal and its timestamp', async () => {
      await sign();
      take(await room.annexes.ask({ id: 'p', roles: ['dispatcher'] }, id));
      await room.annexes.make();
      const site = await as('hugo');
      expect((await site.get(`${base}/notifications/REG-94.pdf`)).headers.get('content-type')).to.equal(
        'application/pdf',
      );
      expect((await site.get(`${base}/notifications/OFF-01.pdf`)).status).to.equal(404);
      expect(JSON.parse((await site.get(`${base}/manifeste/manifeste.json`)).text).annexes).to.have.length(5);
      expect((await site.get(`${base}/manifeste/manifeste.p7s`)).text).to.contain('sealed');
      expect((await site.get(`${base}/manifeste/manifeste.tst`)).text).to.contain('stamped');
      expect((await site.get(base)).text).not.to.contain('Produire les notifications');
    });

    it('says what failed, and that nothing is lost', async () => {
      await sign();
      take(await room.annexes.ask({ id: 'p', roles: ['dispatcher'] }, id));
      room.fail(() => {
        throw new Error('no browser');
      });
      await room.annexes.make();
      const site = await asDispatcher();
      expect((await site.get(base)).text)
        .to.contain('Les notifications ne sont pas toutes prêtes')
        .and.to.contain('Réessayer maintenant');
      expect((await site.send(`${base}/notifications/reessayer`, {}, base)).status).to.equal(303);
    });
  });
});
