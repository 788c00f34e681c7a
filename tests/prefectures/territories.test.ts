import { expect } from 'chai';
import { collectivities, departments, regions, seatDepartmentOf } from '../../src/prefectures/territories.ts';

function named(id: string) {
  return [...regions, ...departments, ...collectivities].find((territory) => territory.id === id)?.linkedName;
}

describe('the territories', () => {
  it('are 18 regions and 101 departments, with no code counted twice', () => {
    expect(regions).to.have.length(18);
    expect(departments).to.have.length(101);
    const ids = [...regions, ...departments, ...collectivities].map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('put every department in one of the regions', () => {
    const regionIds = new Set(regions.map(({ id }) => id));
    expect(
      departments.filter(({ regionId }) => regionId === undefined || !regionIds.has(regionId)),
    ).to.deep.equal([]);
    expect(departments.find(({ id }) => id === 'DEP-01')?.regionId).to.equal('REG-84');
  });

  it('are named with their article', () => {
    expect(named('DEP-01')).to.equal('de l’Ain');
    expect(named('DEP-69')).to.equal('du Rhône');
    expect(named('DEP-28')).to.equal('d’Eure-et-Loir');
    expect(named('DEP-08')).to.equal('des Ardennes');
    expect(named('DEP-33')).to.equal('de la Gironde');
    expect(named('DEP-974')).to.equal('de La Réunion');
    expect(named('DEP-75')).to.equal('de Paris');
    expect(named('REG-93')).to.equal('de Provence-Alpes-Côte d’Azur');
    expect(named('REG-52')).to.equal('des Pays de la Loire');
  });

  it('have typographic apostrophes only', () => {
    expect(
      [...regions, ...departments, ...collectivities].filter(({ linkedName }) => linkedName.includes("'")),
    ).to.deep.equal([]);
  });

  it('come in the order of the departments, Corsica after 19', () => {
    const codes = departments.map(({ code }) => code);
    expect(codes.slice(18, 22)).to.deep.equal(['19', '2A', '2B', '21']);
    expect(codes.at(-1)).to.equal('976');
  });

  it('know in which department a region has its seat', () => {
    const seats = regions.map((region) => `${region.name}: ${seatDepartmentOf(region).name}`);
    expect(seats).to.include('Auvergne-Rhône-Alpes: Rhône');
    expect(seats).to.include('Corse: Corse-du-Sud');
    expect(seats).to.include('Grand Est: Bas-Rhin');
    expect(seats).to.include('Mayotte: Mayotte');
    expect(new Set(regions.map((region) => seatDepartmentOf(region).id)).size).to.equal(18);
  });
});
