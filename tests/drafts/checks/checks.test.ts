import { expect } from 'chai';
import type { Act } from '../../../src/drafts/checks/checked-text.ts';
import { countFindings, findingsModel } from '../../../src/drafts/checks/checks-page.ts';
import { check, documentOf, found, heading, messages, paragraph, words } from './checking.ts';

const nor = [{ key: 'nor', label: 'NOR', type: 'text' as const, required: false }];
const deadline = [
  { key: 'acknowledgementDeadline', label: 'Échéance', type: 'date' as const, required: false },
];
const amounts = (commitmentAuthority: number, paymentAppropriation = commitmentAuthority) => ({
  commitmentAuthority,
  paymentAppropriation,
});
const creditsOf = (region: number, ain: number, rhone: number, total: number) => ({
  credits: {
    id: 't',
    csv: '',
    figures: {
      total: amounts(total, 0),
      lines: [
        { territory: 'REG-84', level: 'region' as const, name: 'ARA', ...amounts(region, 0) },
        {
          territory: 'DEP-01',
          level: 'department' as const,
          name: 'Ain',
          regionName: 'ARA',
          ...amounts(ain, 0),
        },
        {
          territory: 'DEP-69',
          level: 'department' as const,
          name: 'Rhône',
          regionName: 'ARA',
          ...amounts(rhone, 0),
        },
        { territory: 'COM-987', level: 'collectivity' as const, name: 'PF', ...amounts(5, 0) },
      ],
    },
  },
});

describe('the checks of a text', () => {
  it('find nothing in a text that has nothing wrong', () => {
    expect(check({})).to.deep.equal([]);
  });

  it('name the required fields and sections that are empty, and lead to them', () => {
    const findings = check({
      text: { type: 'doc', content: [{ type: 'paragraph' }] },
      fields: { subject: '' },
    });
    expect(findings.map(({ key, label, place }) => [key, label, place.href])).to.deep.equal([
      ['checks.missing-field', 'Objet', '/instructions/2027-chefs-de-projets/texte#champ-fields[subject]'],
      [
        'checks.missing-section',
        'Les orientations',
        '/instructions/2027-chefs-de-projets/texte#rubrique-orientations',
      ],
    ]);
  });

  it('say why a field contradicts another one', () => {
    const fields = {
      signingCapacity: 'par délégation',
      delegationReference: 'Arrêté',
      delegationValidFrom: '2027-02-01',
      delegationValidUntil: '2027-01-01',
    };
    const [finding] = findingsModel(messages, check({ fields }));
    expect(finding?.what).to.contain('Fin de validité').and.to.contain('1er\u00a0février\u00a02027');
  });

  it('hold the passages to review and the blocking comments against a submission', () => {
    const facts = {
      toReview: [{ id: 'p1', section: 'orientations', quote: 'le 15 janvier 2026' }],
      blocking: [{ id: 'c1', words: 'Ce chiffre est faux.', section: 'orientations' }],
    };
    const findings = check({ facts });
    expect(findings.map(({ severity, place }) => [severity, place.href])).to.deep.equal([
      ['error', '/instructions/2027-chefs-de-projets/texte#passage-p1'],
      ['error', '/instructions/2027-chefs-de-projets/commentaires#fil-c1'],
    ]);
    expect(findingsModel(messages, findings)[1]?.what).to.contain('Ce chiffre est faux.');
  });

  it('warn of more than five pages, once the pages are known', () => {
    expect(found({ facts: { pages: 5 } })).to.deep.equal([]);
    const [finding] = check({ facts: { pages: 6 } });
    expect(finding).to.deep.include({ key: 'checks.too-long', severity: 'warning' });
  });

  it('find a region that is not the sum of its departments, and a total that is not that of all', () => {
    expect(found({ facts: creditsOf(100, 60, 40, 105) })).to.deep.equal([]);
    expect(found({ facts: creditsOf(100, 60, 39, 104) })).to.deep.equal([
      'total-commitmentAuthority',
      'region-commitmentAuthority',
    ]);
  });

  for (const written of ['PRMX2612345C', ' PRMX 26 12345 C ', ''])
    it(`take “${written}” for a NOR`, () => {
      expect(found({ also: nor, fields: { nor: written } })).to.deep.equal([]);
    });
  for (const written of ['PRMX261234C', 'PRM2612345C', 'prmx2612345c', 'PRMX2612345', 'PRMX26123456C', 'NOR'])
    it(`do not take “${written}” for a NOR`, () => {
      expect(found({ also: nor, fields: { nor: written } })).to.deep.equal(['nor-grammar']);
    });
  it('warn of a NOR of another year than the letter’s', () => {
    const fields = { nor: 'PRMX2612345C', letterDate: '2027-01-12' };
    expect(check({ also: nor, fields })[0]).to.deep.include({
      severity: 'warning',
      params: { nor: 'PRMX2612345C', year: '2026', letter: '2027' },
    });
  });

  it('doubt a deadline that has passed, or that falls on a day without work, in a field', () => {
    const of = (on: string) => found({ also: deadline, fields: { acknowledgementDeadline: on } });
    expect(of('2026-12-21')).to.deep.equal([]);
    expect(of('2026-12-04')).to.deep.equal(['deadline-passed']);
    expect(of('2026-12-19')).to.deep.equal(['deadline-weekend']);
    expect(of('2026-12-25')).to.deep.equal(['deadline-holiday']);
  });

  it('find headings that skip a level or say nothing', () => {
    const good = documentOf(heading(2, 'Un'), heading(3, 'Deux'), heading(4, 'Trois'), heading(2, 'Quatre'));
    expect(found({ text: good })).to.deep.equal([]);
    const bad = documentOf(heading(3, 'Trop bas'), heading(2, 'Un'), heading(4, 'Saute'), heading(2, ''));
    expect(found({ text: bad })).to.deep.equal(['skipped-heading', 'skipped-heading', 'empty-heading']);
  });

  it('find tables without a header cell, and links without words', () => {
    const cell = (type: string) => ({ type, content: [paragraph(words('x'))] });
    const table = (...types: string[]) => ({
      type: 'table',
      content: types.map((type) => ({ type: 'tableRow', content: [cell(type), cell('tableCell')] })),
    });
    expect(found({ text: documentOf(table('tableHeader', 'tableCell')) })).to.deep.equal([]);
    expect(found({ text: documentOf(table('tableCell', 'tableCell')) })).to.deep.equal(['table-headers']);

    const link = { type: 'link', attrs: { href: 'https://exemple.example' } };
    const bold = { type: 'bold' };
    const read = paragraph(words('Le site '), words(' ', link, bold), words('du service', link));
    expect(found({ text: documentOf(read) })).to.deep.equal([]);
    const unread = paragraph(words('Le site '), words(' ', link), words('du service'));
    expect(found({ text: documentOf(unread) })).to.deep.equal(['empty-link']);
  });

  it('find links to a section that is not there', () => {
    const to = (key: string) => ({ type: 'link', attrs: { href: `#rubrique-${key}` } });
    const text = documentOf(paragraph(words('plus bas', to('credits')), words(' ou là', to('autre'))));
    expect(found({ text })).to.deep.equal(['lost-reference']);
  });

  it('count what they found, in words', () => {
    const findings = check({ also: nor, fields: { nor: 'X', subject: '' }, facts: { pages: 9 } });
    expect(countFindings(messages, findings)).to.deep.equal({
      errors: 2,
      warnings: 1,
      errorsLabel: '2 points empêchent la soumission',
      warningsLabel: 'un avertissement',
    });
  });
});

describe('a reference', () => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const cited = { type: 'actReference', attrs: { instructionId: id, label: 'Instruction 2025' } };
  const act = (standing: Act['standing'], by?: string): Act => ({
    ...{ id, title: 'Instruction 2025', standing, href: '/instructions/2025' },
    ...(by !== undefined && { by: { title: by } }),
  });
  const citing = (...acts: Act[]) =>
    check({
      text: documentOf(paragraph(words('Voir '), cited, words('.'))),
      facts: { acts: new Map(acts.map((each) => [each.id, each])) },
    });

  it('to an act that stands is no trouble', () => {
    expect(citing(act('in-force'))).to.deep.equal([]);
  });
  it('to an act that is not in the archive stops a submission', () => {
    expect(citing()[0]).to.include({ key: 'checks.act-unknown', severity: 'error' });
  });
  for (const standing of ['replaced', 'amended', 'repealed'] as const)
    it(`to an act that is ${standing} is told, with what did it when that is known`, () => {
      const [known] = citing(act(standing, 'Rectificatif n° 1'));
      expect(known).to.include({ key: `checks.act-${standing}`, severity: 'warning' });
      for (const finding of [...citing(act(standing)), ...citing(act(standing, 'Rectificatif n° 1'))])
        expect(findingsModel(messages, [finding])[0]?.what).to.contain('Instruction 2025');
    });
  it('to a section of this text is no trouble; to another one it stops a submission', () => {
    const to = (target: string) => ({ type: 'crossReference', attrs: { target } });
    const text = documentOf(paragraph(words('Voir '), to('credits'), words(' et '), to('repartition')));
    expect(found({ text })).to.deep.equal(['lost-credits']);
    expect(found({ text: documentOf(paragraph(words('Voir '), to('autre'))) })).to.deep.equal([
      'lost-reference',
    ]);
    expect(found({ text, facts: creditsOf(100, 60, 40, 105) })).to.deep.equal([]);
  });
});
