import { expect } from 'chai';
import { readStateDirectory, type StateService } from '../../src/prefectures/state-directory.ts';
import { stateService } from './state-service.ts';

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

function read(...services: unknown[]): StateService[] {
  const done = readStateDirectory(bytesOf({ service: services }));
  if ('fault' in done) throw new Error(done.fault);
  return done.services;
}
const one = (changed: Record<string, unknown>) => read(stateService(changed))[0];
const addresses = (value: unknown) => one({ adresse_courriel: value })?.addresses;

describe('the State’s directory', () => {
  it('is read for its prefectures alone', () => {
    const town = stateService({ pivot: [{ type_service_local: 'mairie', code_insee_commune: ['01053'] }] });
    expect(read(town, stateService(), { nom: 'sans pivot' }, null, 'texte', 12)).to.deep.equal([
      {
        name: 'Préfecture - Ain',
        pivots: ['prefecture'],
        code: '01',
        addresses: ['prefecture@ain.gouv.example'],
        unreadable: [],
        persons: [{ name: 'Camille FICTIF', function: 'Directrice de cabinet', addresses: [] }],
      },
    ]);
  });

  it('gives addresses whatever surrounds them', () => {
    expect(addresses(['mailto:A@B.Example?subject=x'])).to.deep.equal(['a@b.example']);
    expect(addresses('  Prefecture@Ain.GOUV.example\u00a0')).to.deep.equal(['prefecture@ain.gouv.example']);
    expect(addresses(['a@b.example; c@d.example', 'a@b.example'])).to.deep.equal([
      'a@b.example',
      'c@d.example',
    ]);
    expect(addresses('écrire à a@b.example ou à <c@d.example>.')).to.deep.equal([
      'a@b.example',
      'c@d.example',
    ]);
    expect(addresses([{ libelle: 'accueil', valeur: 'a@b.example' }])).to.deep.equal(['a@b.example']);
    expect(addresses('["a@b.example"]')).to.deep.equal(['a@b.example']);
  });

  it('gives none where there is none, and keeps what was written instead', () => {
    for (const value of [undefined, null, '', [], {}, 12, true, [null, {}, []]])
      expect(addresses(value), JSON.stringify(value)).to.deep.equal([]);
    const wrong = one({ adresse_courriel: ['https://ain.example/contact', 'a@b', 'x'.repeat(200)] });
    expect(wrong?.addresses).to.deep.equal([]);
    expect(wrong?.unreadable).to.have.length(3).and.to.include('a@b');
    expect(wrong?.unreadable.every((text) => text.length <= 100)).to.equal(true);
  });

  it('finds the department in whichever place says it', () => {
    const pivot = (...codes: unknown[]) => [{ type_service_local: 'prefecture', code_insee_commune: codes }];
    expect(one({ pivot: pivot('2A004') })?.code).to.equal('2A');
    expect(one({ pivot: pivot(1053) })?.code).to.equal('01');
    expect(one({ pivot: pivot('97105') })?.code).to.equal('971');
    expect(one({ pivot: pivot('97502 ') })?.code).to.equal('975');
    expect(one({ pivot: pivot(), code_insee_commune: '69123' })?.code).to.equal('69');
    expect(one({ pivot: pivot(), ancien_code_pivot: 'prefecture-2b033-01' })?.code).to.equal('2B');
    expect(one({ pivot: { type_service_local: ' Prefecture ' } })?.code).to.equal('');
    expect(one({ pivot: pivot('20004', 'Bourg', null) })?.code).to.equal('');
  });

  it('places the two préfectures de police, whatever they say of it', () => {
    expect(one({ pivot: [{ type_service_local: 'paris_ppp' }] })?.code).to.equal('75');
    const marseille = [{ type_service_local: 'pp_marseille', code_insee_commune: ['99999'] }];
    expect(one({ pivot: marseille })?.code).to.equal('13');
  });

  it('gives its persons, without those who have no name', () => {
    const persons = (value: unknown) => one({ affectation_personne: value })?.persons.map(({ name }) => name);
    expect(persons([{ fonction: 'x' }, null, 'y', { personne: { nom: ' ' } }])).to.deep.equal([]);
    expect(persons({ personne: { prenom: ' Alix\n', nom: ' FICTIF ' } })).to.deep.equal(['Alix FICTIF']);
    expect(persons([{ personne: { nom: '=cmd()' }, fonction: 12 }])).to.deep.equal(['cmd()']);
    expect(persons('[{"personne":{"nom":"FICTIF"}}]')).to.deep.equal(['FICTIF']);
  });

  it('is read when it is a bare list, or begins with a byte-order mark', () => {
    const listed = readStateDirectory(bytesOf([stateService()]));
    expect(listed).to.have.nested.property('services.length', 1);
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf({ service: [stateService()] })]);
    expect(readStateDirectory(marked)).to.have.nested.property('services.length', 1);
  });

  it('is refused when it is not what it should be', () => {
    const fault = (bytes: Buffer) => {
      const done = readStateDirectory(bytes);
      return 'fault' in done ? done.fault : 'read';
    };
    expect(fault(Buffer.from('{"service": ['))).to.equal('not-json');
    expect(fault(Buffer.from([0x1f, 0x8b, 0x08, 0x00]))).to.equal('not-json');
    expect(fault(Buffer.from('['.repeat(200_000)))).to.equal('not-json');
    expect(fault(bytesOf({ services: [] }))).to.equal('no-services');
    expect(fault(bytesOf('texte'))).to.equal('no-services');
    expect(fault(bytesOf({ service: [] }))).to.equal('no-prefectures');
    expect(fault(Buffer.alloc(80_000_001, ' '))).to.equal('too-large');
  });
});
