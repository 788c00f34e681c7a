import { expect } from 'chai';
import { around, excerptOf } from '../../../src/drafts/checks/excerpt.ts';
import { findWrittenDates } from '../../../src/drafts/checks/written-dates.ts';
import { check, found, keysOf } from './checking.ts';

describe('the dates of a text', () => {
  for (const [text, ...dates] of [
    ['le 7 décembre 2026', '2026-12-07'],
    ['le 1er\u00a0janvier\u00a02027 et le 29 février 2028', '2027-01-01', '2028-02-29'],
    ['le 07/12/2026', '2026-12-07'],
    ['Du 3 au 5 AOÛT 2027, puis le 2 fevrier 2027', '2027-08-05', '2027-02-02'],
    ['le 15 mars de chaque année', 'no year'],
    ['article 12, alinéa 3 ; 2 marsouins ; 31 maires', undefined],
    ['le 31 février 2027', 'none'],
    ['le 29 février 2027', 'none'],
    ['avant le 31 avril', 'none'],
    ['les 30 et 31 novembre 2026', 'none'],
    ['le 32/01/2027 et le 12/13/2027', 'none', 'none'],
    ['marché n° 45/20/2019, lot 12/45/2019-A, page 3/4', undefined],
  ] as const)
    it(`are read in “${text}”`, () => {
      const read = findWrittenDates(text).map(({ exists, on }) => (exists ? (on ?? 'no year') : 'none'));
      expect(read).to.deep.equal(dates.filter((date) => date !== undefined));
    });

  it('that do not exist stop a submission, wherever they stand', () => {
    expect(found({ text: 'Vous répondrez le 31 février 2027.' })).to.deep.equal(['impossible-date']);
    expect(found({ fields: { subject: 'Suites du 30 février 2026' } })).to.deep.equal(['impossible-date']);
  });

  it('are led to by their own words, in their section', () => {
    const [finding] = check({ text: 'Vous répondrez le 31 février 2027.' });
    expect(finding?.place.href).to.match(/\/texte\?mots=31%20f%C3%A9vrier%202027#rubrique-orientations$/);
  });

  it('are not the weekday that is written before them', () => {
    expect(found({ text: 'La réunion du lundi 7 décembre 2026.' })).to.deep.equal([]);
    expect(found({ text: 'La réunion du mardi 7 décembre 2026.' })).to.deep.equal(['wrong-weekday']);
  });
});

describe('a deadline in a sentence', () => {
  for (const text of [
    'Vous répondrez au plus tard le 15 janvier 2027.',
    'Vous répondrez avant le 1er janvier 2027.',
    'La stratégie vaut jusqu’au 31 janvier 2027, un dimanche.',
    'La réunion du samedi 9 janvier 2027 est annulée.',
    'Les actions engagées avant le 1er juin 2019 sont closes.',
  ])
    it(`is nothing to say of in “${text}”`, () => {
      expect(found({ text })).to.deep.equal([]);
    });
  for (const [text, key] of [
    ['Vous répondrez au plus tard le samedi 9 janvier 2027.', 'deadline-weekend'],
    ['Date limite de réponse : le 25 décembre 2026.', 'deadline-holiday'],
    ['Répondez d’ici au 15 janvier 2026, par courriel.', 'deadline-passed'],
  ] as const)
    it(`is doubtful in “${text}”`, () => {
      expect(found({ text })).to.deep.equal([key]);
    });
});

describe('words that look like a reference', () => {
  for (const text of [
    'La présente circulaire a pour objet de vous indiquer ce qui est attendu.',
    'En application de la circulaire du Premier ministre du 17 juillet 2013, soyez brefs.',
    'La stratégie 2023-2027, adoptée le 9 mars 2023, reste votre cadre.',
    'Cette instruction s’applique en 2027.',
    'L’instruction 2027 est entrée en vigueur.',
    'Le délai d’instruction de 2 mois court.',
  ])
    it(`are left alone in “${text}”`, () => {
      expect(found({ text })).to.deep.equal([]);
    });
  for (const text of [
    'Vu la circulaire du 3 décembre 2021, il convient de répondre.',
    'L’instruction « Chefs de projets 2025 » ne s’applique plus.',
    'Voir l’instruction n° 2021-12 du 3 décembre 2021.',
    'Les règles de l’instruction 2026 demeurent.',
    'Les règles de la circulaire annuelle pour 2026 demeurent.',
  ])
    it(`are pointed at in “${text}”`, () => {
      const findings = check({ text });
      expect(keysOf(findings)).to.deep.equal(['typed-reference']);
      expect(findings[0]?.severity).to.equal('warning');
    });
});

describe('an acronym', () => {
  for (const text of [
    'La MILDECA vous remercie.',
    'Les centres de soins, d’accompagnement et de prévention (CSAPA) vous aideront. Les CSAPA sont ouverts.',
    'Un CSAPA (centre de soins et de prévention) est ouvert.',
    'Écrivez à Mme Anne ROUX ou à Jean-Paul DURAND.',
    'Le titre II et l’annexe IV s’appliquent au XIX siècle.',
    'INSTRUCTION À L’ATTENTION DES PRÉFETS',
    'Le numéro PRMX2612345C figure en tête.',
  ])
    it(`is no trouble in “${text}”`, () => {
      expect(found({ text })).to.deep.equal([]);
    });
  it('that is never spelt out is named once, where it first stands', () => {
    const findings = check({ text: ['Les CSAPA et les CAARUD vous aideront.', 'Le CSAPA est ouvert.'] });
    expect(findings.map(({ params, severity }) => [params?.['name'], severity])).to.deep.equal([
      ['CSAPA', 'warning'],
      ['CAARUD', 'warning'],
    ]);
  });
});

describe('a section of nothing but what the checks look for', () => {
  for (const [what, text, kinds] of [
    ['one word', `${'a'.repeat(100_000)} SIGLE`, ['acronym']],
    ['one word in brackets', `un SIGLE (${'a'.repeat(100_000)}`, ['acronym']],
    ['names', 'Anne SIGLE '.repeat(9_000), []],
    ['dates', 'au plus tard le 1er mai '.repeat(4_000), []],
  ] as const)
    it(`does not hold them up: ${what}`, () => {
      expect(found({ text })).to.deep.equal(kinds);
    });

  it('is told of fifty acronyms, not of thousands', () => {
    const letters = [...'ABCDEFGHJK'];
    const names = letters.flatMap((one) =>
      letters.flatMap((two) => letters.map((three) => one + two + three)),
    );
    expect(found({ text: names.join(' à ') })).to.have.lengthOf(50);
  });
});

describe('an excerpt', () => {
  it('holds the match, and is cut at blanks', () => {
    const text = `${'avant '.repeat(30)}le 31 février 2027${' après'.repeat(30)}`;
    const cut = around(text, text.indexOf('31'), 15);
    expect(cut)
      .to.contain('31 février 2027')
      .and.to.match(/^…avant .* après…$/);
    expect(cut.length).to.be.lessThan(90);
    expect(around('le 31 février', 3, 10)).to.equal('le 31 février');
    expect(excerptOf('mot '.repeat(40))).to.match(/^(mot )+mot…$/);
  });
});
