import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAllocationsRoutes } from '../../src/allocations/allocations-routes.ts';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';
import { compileTemplate, loadTemplates } from '../../src/render/load-template.ts';
import type { Role } from '../../src/web/route.ts';
import { take } from '../drafts/drafting-room.ts';
import { overflowOf } from '../journeys/measuring.ts';
import { openBrowser, type Visitor } from '../journeys/visitor.ts';
import { openTestSite } from '../site.ts';
import { openAllocationRoom, titles } from './allocation-room.ts';

const base = '/instructions/2028-chefs-de-projets/credits';

/** Each step stands on the one before: an instruction is begun, and its credits typed, pasted and imported. */
describe('the credits of an instruction, in a browser', function () {
  this.timeout(120_000);
  this.bail(true);
  let room: Awaited<ReturnType<typeof openAllocationRoom>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let visitor: Visitor;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-credits-'));
    room = await openAllocationRoom();
    const { allocations, annexes, instructions, clock, render } = room;
    const { claire } = room.people;
    const templates = loadTemplates('templates/instructions').map(({ template }) => template);
    Object.assign(render, {
      listTemplates: () => templates,
      templateFromSource: (source: string) => compileTemplate(source, 'stored').template,
    });
    const before = { template: 'chefs-de-projets', year: 2027 };
    const { id } = take(await instructions.create(claire, before));
    const typed = { 'ae-REG-94': '200 000', 'cp-REG-94': '180 000' };
    take(await allocations.type(claire, id, { typed, criteria: '', after: 0 }));
    const namesOf = async () => new Map([[claire.id, claire.name]]);
    const messages = loadMessages('templates/messages');
    const deps = { instructions, messages, clock, namesOf, officeNames: async () => new Map() };
    const routes = [
      ...createInstructionsRoutes({ ...deps, listPeople: async () => [claire] }),
      ...createAllocationsRoutes({ ...deps, allocations, annexes }),
    ];
    site = await openTestSite({ routes, userId: claire.id, roles: claire.roles as Role[] });
    browser = await openBrowser();
    visitor = await browser.visit(site.origin);
    const [name = '', value = ''] = site.cookie.split('=');
    await visitor.page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await room?.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => expect(visitor.scriptErrors).to.deep.equal([]));

  const keys = () => visitor.page.keyboard;
  const valueOf = (name: string) =>
    visitor.page.$eval(`[name="${name}"]`, (field) => (field as { value?: string }).value);
  const textOf = async (selector: string) =>
    String(
      await visitor.page.$eval(
        selector,
        (element) => (element as unknown as { innerText: string }).innerText,
      ),
    )
      .replaceAll(/\s+/g, ' ')
      .trim();
  const saidBeside = (name: string) => textOf(`[id="champ-${name}-message"]`);

  /** As a spreadsheet's clipboard is pasted where the keyboard is. */
  const paste = (copied: string) =>
    visitor.page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/plain', ${JSON.stringify(copied)});
      const pasted = { clipboardData: data, bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', pasted));
    }`);

  async function accessible(where: string): Promise<void> {
    expect(await visitor.violations(), where).to.deep.equal([]);
    await visitor.page.setViewport({ width: 320, height: 640 });
    expect(await overflowOf(visitor.page), `${where} at 320`).to.equal(0);
    await visitor.page.setViewport({ width: 1440, height: 900 });
  }

  it('an instruction begins from any of the four templates, each said in a sentence', async () => {
    await visitor.open('/instructions/nouvelle');
    for (const name of ['enquete-annuelle', 'rectificatif', 'chefs-de-projets', 'instruction-cadre']) {
      await visitor.check(`champ-template-${name}`);
      expect(await visitor.page.$(`#champ-template-${name}:checked`), name).not.to.equal(null);
    }
    expect(await visitor.violations()).to.deep.equal([]);
    await visitor.fill('year', '1812');
    await visitor.follow('Commencer l’instruction');
    expect(await saidBeside('year')).to.contain('année');
    expect(await valueOf('year')).to.equal('1812');
    await accessible('refused');
    for (const name of ['chefs-de-projets', 'instruction-cadre']) {
      await visitor.open('/instructions/nouvelle');
      await visitor.check(`champ-template-${name}`);
      await visitor.fill('year', '2028');
      await visitor.follow('Commencer l’instruction');
      expect(visitor.path()).to.equal(`/instructions/2028-${name}/texte`);
    }
  });

  it('its fields of every type can be filled on any screen', async () => {
    await accessible('the fields');
  });

  it('are typed down a column, beside those of the year before, and added up', async () => {
    await visitor.open(`${base}/saisir`);
    expect(await saidBeside('ae-REG-94')).to.contain('200 000 €');
    await visitor.page.focus('[name="ae-REG-84"]');
    await keys().type('1 000,10');
    await keys().press('Enter');
    await keys().type('2.5');
    await keys().press('ArrowUp');
    await keys().press('Tab');
    await keys().type('900');
    expect([await valueOf('ae-REG-84'), await valueOf('ae-REG-27')]).to.deep.equal(['1 000,10', '2.5']);
    expect(await textOf('output[data-sum="ae"]')).to.equal('1 000,10 €');
    await accessible('typing');
  });

  it('are refused beside each wrong case, and nothing typed is lost, on this page or after it is left', async () => {
    await visitor.follow('Enregistrer la répartition');
    expect(await saidBeside('ae-REG-27')).to.contain('Écrivez les centimes après une virgule');
    expect(await valueOf('ae-REG-84')).to.equal('1 000,10');
    await accessible('refused');
    await visitor.fill('criteres', 'Selon la population.');
    await visitor.open(base);
    await visitor.open(`${base}/saisir`);
    expect([await valueOf('ae-REG-27'), await valueOf('criteres')]).to.deep.equal([
      '2.5',
      'Selon la population.',
    ]);
    expect(await textOf('[data-given-back]')).to.contain('Ce que vous aviez saisi');
  });

  it('are pasted from a spreadsheet, all of them or none', async () => {
    await visitor.page.focus('[name="ae-REG-27"]');
    await paste('3 000\t2 500\r\nabc\t-1\r\n');
    expect(await textOf('[data-pasted]')).to.equal(
      'Rien n’a été collé. Cases à corriger, signalées dans le tableau : 2.',
    );
    expect(await saidBeside('ae-REG-53')).to.contain('Valeur copiée : abc. Écrivez un montant en euros');
    expect([await valueOf('ae-REG-27'), await valueOf('cp-REG-27')]).to.deep.equal(['2.5', '']);
    await accessible('pasted, refused');
    await paste('3 000,45 €\t2 500\r\n\t\r\n4 000\t4 000\r\n');
    expect(await textOf('[data-pasted]')).to.equal('Montants collés : 4.');
    expect(await valueOf('cp-REG-24')).to.equal('4 000');
    expect(await textOf('output[data-sum="ae"]')).to.equal('8 000,55 €');
    await paste('1\n'.repeat(60));
    expect(await textOf('[data-pasted]')).to.contain('dépasse le tableau');
  });

  it('are asked for by department without losing what was typed, and compared once they are saved', async () => {
    await visitor.follow('Détailler par département');
    expect([await valueOf('ae-REG-27'), await valueOf('ae-DEP-01')]).to.deep.equal(['3 000,45 €', '']);
    await visitor.fill('ae-DEP-01', '10');
    await visitor.fill('ae-DEP-01', '');
    await visitor.follow('Enregistrer la répartition');
    expect(visitor.path()).to.equal(base);
    expect(await textOf('main'))
      .to.contain('8 000,55 € d’autorisations')
      .and.contain('Selon la population.');
    await accessible('the table');
    await visitor.follow('Comparer avec l’année précédente');
    expect(await textOf('main')).to.contain('− 191 999,45 € − 96 %');
    await accessible('the comparison');
    await visitor.open(`${base}/saisir`);
    expect(await visitor.page.$('[data-given-back]:not([hidden])')).to.equal(null);
  });

  it('are read from a workbook, whose wrong cells are told one by one', async () => {
    const columns = titles.split(';').map((title) => ({ title, width: 20 }));
    const choose = async (...rows: (string | number)[][]) => {
      await writeFile(join(folder, 'credits.xlsx'), await writeXlsx({ sheet: 'Crédits', columns, rows }));
      await visitor.open(`${base}/importer`);
      const input = await visitor.page.waitForSelector('input[type=file]');
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(
        join(folder, 'credits.xlsx'),
      );
      await visitor.follow('Vérifier le fichier');
    };
    await choose(['REG-94', 'Corse', 12.345, -1], ['94', '', 1, 1]);
    expect(await textOf('main'))
      .to.contain('2 autorisations d’engagement 12,345 Un montant a deux décimales au plus.')
      .and.contain('3 territoire 94')
      .and.contain('Rien n’a été importé');
    await accessible('a wrong workbook');
    await choose(['REG-94', 'Corse', 12.34, 10], ['TOTAL', '', 12.34, 10]);
    await accessible('before it is applied');
    await visitor.follow('Appliquer cette répartition');
    expect(await textOf('main'))
      .to.contain('Corse 12,34 € 10 €')
      .and.contain('Selon la population.');
  });
});
