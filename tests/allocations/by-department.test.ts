import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { fieldOf } from '../../src/allocations/table-form.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';
import { demonstrationCredits } from '../../src/demonstration/credits.ts';
import { toFiguresAnnex } from '../../src/render/figures.ts';
import { compileTemplate, loadTemplates } from '../../src/render/load-template.ts';
import { createTemplateFolder } from '../render/template-folder.ts';
import { take } from '../drafts/drafting-room.ts';
import { allocationFile, openAllocationRoom, smallTable, titles } from './allocation-room.ts';

const base = 'templates/instructions/chefs-de-projets';

describe('a text whose template asks for departments', () => {
  let room: Awaited<ReturnType<typeof openAllocationRoom>>;
  let id: string;

  before(async () => {
    room = await openAllocationRoom();
    const folder = createTemplateFolder({
      name: 'chefs-de-projets',
      manifest: readFileSync(`${base}/manifest.yaml`, 'utf8').replace(
        /^fields:/m,
        'credits: departments\nfields:',
      ),
      body: readFileSync(`${base}/body.hbs`, 'utf8'),
    });
    const templates = loadTemplates(folder).map(({ template }) => template);
    Object.assign(room.render, {
      listTemplates: () => templates,
      templateFromSource: (source: string) => compileTemplate(source, 'stored').template,
    });
    const wanted = { template: 'chefs-de-projets', year: 2027 };
    ({ id } = take(await room.instructions.create(room.people.claire, wanted)));
  });
  after(() => room.close());

  const problemsOf = async (bytes: Uint8Array) =>
    (await room.allocations.importFile(room.people.claire, id, bytes)).problems.map(
      ({ line, column, key }) => `${line} ${column} ${key}`,
    );

  it('is told which departments miss from a table that is typed, beside their region', async () => {
    const typed = {
      ...{ 'ae-REG-94': '3', 'cp-REG-94': '3', 'ae-DEP-2A': '3', 'cp-DEP-2A': '3' },
      ...{ 'ae-COM-987': '1', 'cp-COM-987': '1' },
    };
    const done = await room.allocations.type(room.people.claire, id, { typed, criteria: '', after: 0 });
    expect(done).to.deep.equal({
      ok: false,
      errors: [
        {
          field: 'ae-REG-94',
          key: 'allocations.typed.departments-missing',
          params: { departments: 'Haute-Corse' },
        },
      ],
    });
  });

  it('is refused a file or a workbook that stops at a region, and keeps nothing of it', async () => {
    const told = ['5 territoire departments-missing'];
    expect(await problemsOf(smallTable)).to.deep.equal(told);
    const rows = smallTable
      .toString()
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(';'));
    const columns = titles.split(';').map((title) => ({ title, width: 20 }));
    expect(await problemsOf(await writeXlsx({ sheet: 'Crédits', columns, rows }))).to.deep.equal(told);
    const wrongSum = allocationFile('REG-94;;3,01;3', 'DEP-2A;;1;1', 'DEP-2B;;2;2', 'TOTAL;;3;3');
    expect(await problemsOf(wrongSum)).to.deep.equal([
      '2 autorisations d’engagement departments-differ',
      '5 autorisations d’engagement total-differs',
    ]);
    expect(await room.allocations.currentTable(id)).to.equal(undefined);
  });

  it('takes every department, typed or imported, to the cent at every level, and prints them', async () => {
    const offices = await room.prefectures.listOffices({ on: '2026-12-07' });
    expect(await problemsOf(demonstrationCredits(offices))).to.deep.equal([]);
    const typed = {
      [fieldOf('commitmentAuthority', 'REG-94')]: '3,01',
      [fieldOf('paymentAppropriation', 'REG-94')]: '3',
      [fieldOf('commitmentAuthority', 'DEP-2A')]: '1,00',
      [fieldOf('paymentAppropriation', 'DEP-2A')]: '1',
      [fieldOf('commitmentAuthority', 'DEP-2B')]: '2,01',
      [fieldOf('paymentAppropriation', 'DEP-2B')]: '2',
    };
    const done = await room.allocations.type(room.people.claire, id, {
      typed,
      criteria: 'Au nombre.',
      after: 1,
    });
    take(done);
    const { credits } = await room.instructions.draftOf(id);
    if (credits === undefined) throw new Error('the draft has credits');
    const { html = '' } = toFiguresAnnex(credits.figures, 1, loadMessages('templates/messages'));
    expect(html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '))
      .to.contain('Au nombre.')
      .and.contain('Corse 3,01 € 3 € Total 3,01 € 3 €')
      .and.contain('Corse-du-Sud (Corse) 1 € 1 € Haute-Corse (Corse) 2,01 € 2 €')
      .and.contain('Total des départements 3,01 € 3 €');
  });
});
