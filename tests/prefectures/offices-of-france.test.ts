import { expect } from 'chai';
import { officesOfFrance } from '../../src/prefectures/offices-of-france.ts';
import { departments } from '../../src/prefectures/territories.ts';

function office(id: string) {
  const found = officesOfFrance.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no office ${id}`);
  return found;
}

describe('the offices of France', () => {
  it('are 106, each with its own identifier and address name', () => {
    expect(officesOfFrance).to.have.length(106);
    expect(new Set(officesOfFrance.map(({ id }) => id)).size).to.equal(106);
    expect(new Set(officesOfFrance.map(({ slug }) => slug)).size).to.equal(106);
  });

  it('have address names that fit in a domain', () => {
    expect(
      officesOfFrance.filter(({ slug }) => !/^[a-z]+(-[a-z]+)*$/.test(slug)).map(({ slug }) => slug),
    ).to.deep.equal([]);
    expect(office('OFF-21').slug).to.equal('cote-d-or');
  });

  it('serve every department once', () => {
    const served = officesOfFrance.flatMap(({ territoryIds }) =>
      territoryIds.filter((id) => id.startsWith('DEP-')),
    );
    expect([...served].sort()).to.deep.equal(departments.map(({ id }) => id).sort());
  });

  it('hold the 18 regional mandates in 18 different offices', () => {
    const holders = officesOfFrance.filter(({ territoryIds }) =>
      territoryIds.some((id) => id.startsWith('REG-')),
    );
    expect(holders).to.have.length(18);
    expect(new Set(holders.flatMap(({ territoryIds }) => territoryIds.slice(1))).size).to.equal(18);
    expect(office('OFF-69').territoryIds).to.deep.equal(['DEP-69', 'REG-84']);
  });

  it('make one prefecture of Saint-Barthélemy and Saint-Martin', () => {
    expect(office('OFF-977').territoryIds).to.deep.equal(['COM-977', 'COM-978']);
    expect(officesOfFrance.some(({ id }) => id === 'OFF-978')).to.equal(false);
  });

  it('are named as the State names them', () => {
    expect(office('OFF-01').name).to.equal('préfecture de l’Ain');
    expect(office('OFF-975').name).to.equal('préfecture de Saint-Pierre-et-Miquelon');
    expect(office('OFF-986').name).to.equal('administration supérieure des îles Wallis et Futuna');
    expect(office('OFF-987').name).to.equal('haut-commissariat de la République en Polynésie française');
  });

  it('have the hours of the place where they are', () => {
    const hour = (id: string) =>
      new Intl.DateTimeFormat('fr-FR', { timeZone: office(id).timeZone, hour: '2-digit' }).format(
        new Date('2026-12-07T12:00:00Z'),
      );
    expect([hour('OFF-01'), hour('OFF-974'), hour('OFF-988'), hour('OFF-987')]).to.deep.equal([
      '13 h',
      '16 h',
      '23 h',
      '02 h',
    ]);
  });
});
