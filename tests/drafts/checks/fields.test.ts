import { expect } from 'chai';
import { check, documentOf, found, paragraph, words } from './checking.ts';

const partners = [{ key: 'partners', label: 'Partenaires', type: 'list' as const, required: false }];
const calendar = [
  {
    ...{ key: 'calendar', label: 'Calendrier', type: 'table' as const, required: false },
    columns: [
      { key: 'on', label: 'Au plus tard le', type: 'date' as const, required: false },
      { key: 'what', label: 'Ce qui est attendu', type: 'text' as const, required: false },
    ],
  },
];
const placed = (wanted: Parameters<typeof check>[0]) =>
  check(wanted).map(({ key, severity, label, place }) => [key, severity, label, place.field]);

describe('the checks of what is written in lists and tables', () => {
  it('read each line of a list, and lead to it', () => {
    const lines = JSON.stringify(['Le CSAPA du chef-lieu', 'Réunion du 31 février 2027']);
    expect(placed({ also: partners, fields: { partners: lines } })).to.deep.equal([
      ['checks.impossible-date', 'error', 'Partenaires', 'partners.lines'],
      ['checks.acronym', 'warning', 'Partenaires', 'partners.lines'],
    ]);
  });

  it('read each cell of a table; a date that is wrong there may be one that is quoted', () => {
    const rows = JSON.stringify([
      { on: '2027-03-15', what: 'Bilan de l’action' },
      { on: '', what: 'Avant le 30 février 2027' },
    ]);
    expect(placed({ also: calendar, fields: { calendar: rows } })).to.deep.equal([
      ['checks.impossible-date', 'warning', 'Calendrier – Ce qui est attendu', 'calendar.1.what'],
    ]);
  });

  it('hold a column of deadlines to the letter’s day and to working days', () => {
    const rows = JSON.stringify([
      { on: '2026-11-30', what: 'Passée' },
      { on: '2027-05-01', what: 'Fériée' },
      { on: '2027-03-14', what: 'Un dimanche' },
    ]);
    expect(placed({ also: calendar, fields: { calendar: rows } })).to.deep.equal([
      ['checks.deadline-passed', 'warning', 'Calendrier – Au plus tard le', 'calendar.0.on'],
      ['checks.deadline-holiday', 'warning', 'Calendrier – Au plus tard le', 'calendar.1.on'],
      ['checks.deadline-weekend', 'warning', 'Calendrier – Au plus tard le', 'calendar.2.on'],
    ]);
  });

  it('let a text refer to the annex of its credits, once it has some', () => {
    const text = documentOf(
      paragraph(words('Voir '), { type: 'crossReference', attrs: { target: 'repartition' } }),
    );
    expect(found({ text })).to.deep.equal(['lost-credits']);
    const total = { commitmentAuthority: 0, paymentAppropriation: 0 };
    const credits = { id: 't', csv: '', figures: { lines: [], total } };
    expect(found({ text, facts: { credits } })).to.deep.equal([]);
  });
});
