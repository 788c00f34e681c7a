import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { highestRank } from './contact-change.ts';
import type { Contact, ContactKind, Office } from './office.ts';
import { plainWords } from './plain-words.ts';
import type { StatePerson, StateService } from './state-directory.ts';

/** An address that the State's directory has and ours has not. */
export interface AddressProposal {
  id: string;
  officeId: string;
  what: 'address';
  /** The rank that it would take: after those that stand, so that it takes nobody's place. */
  rank: number;
  kind: ContactKind;
  address: string;
  personName: string;
  service: string;
}

/** A person whom the State's directory names where chefs de projet are usually found. */
export interface PersonProposal {
  id: string;
  officeId: string;
  what: 'person';
  territoryId: string;
  personName: string;
  personFunction: string;
  service: string;
  /** Who holds the mandate now; naming another is then for the mandate's own page. */
  holder: string | undefined;
}

export type Proposal = AddressProposal | PersonProposal;

export interface Proposals {
  proposals: Proposal[];
  /** Services that say nowhere where they are, by name. */
  unplaced: string[];
  unreadable: { officeId: string; text: string }[];
  /** Hash of the proposals: what was ticked is what was shown. */
  sha256: string;
}

/**
 * Puts the State's directory beside ours. It only ever proposes to add: an address after those that stand, a
 * holder where none is known. Nothing that stands is changed by it. `contacts` are those of every office and
 * day, so that an address that was withdrawn once is still proposed, and one that is to come is not.
 */
export function propose(
  services: StateService[],
  offices: Office[],
  contacts: Contact[],
  today: string,
): Proposals {
  const standing = Map.groupBy(
    contacts.filter(
      ({ endedOn, validTo }) =>
        (endedOn === undefined || endedOn > today) && (validTo === undefined || validTo >= today),
    ),
    ({ officeId }) => officeId,
  );
  const byOffice = Map.groupBy(services, ({ code }) => findOffice(offices, code)?.id);
  const proposals = offices.flatMap((office) => {
    const own = byOffice.get(office.id) ?? [];
    return [
      ...proposeAddresses(office, own, standing.get(office.id) ?? []),
      ...own.flatMap((service) => proposePersons(office, service, offices)),
    ];
  });
  const once = [...new Map(proposals.map((proposal) => [proposal.id, proposal])).values()];
  return {
    proposals: once,
    unplaced: (byOffice.get(undefined) ?? []).map(({ name }) => name),
    unreadable: offices.flatMap(({ id }) =>
      (byOffice.get(id) ?? []).flatMap((service) =>
        service.unreadable.map((text) => ({ officeId: id, text })),
      ),
    ),
    sha256: hashOf(once),
  };
}

function proposeAddresses(office: Office, services: StateService[], standing: Contact[]): AddressProposal[] {
  const known = new Set(standing.map(({ address }) => address.toLowerCase()));
  const proposals: AddressProposal[] = [];
  const add = (service: StateService, address: string, kind: ContactKind, personName = '') => {
    const rank = Math.max(0, ...standing.map((contact) => contact.rank)) + proposals.length + 1;
    if (known.has(address) || rank > highestRank) return;
    known.add(address);
    const said = { officeId: office.id, what: 'address' as const, kind, address, personName };
    proposals.push({ ...said, id: idOf(said), rank, service: service.name });
  };
  for (const service of services) {
    for (const address of service.addresses) add(service, address, 'functional-mailbox');
    for (const person of service.persons) {
      const kind = contactKindOf(person);
      if (kind !== undefined)
        for (const address of person.addresses) add(service, address, kind, person.name);
    }
  }
  return proposals;
}

function proposePersons(office: Office, service: StateService, offices: Office[]): PersonProposal[] {
  // A region's chef de projet is not known by being named at its prefecture: only the department's is proposed.
  const territory = office.territories.find(({ kind }) => kind !== 'region');
  if (territory === undefined || !service.pivots.includes('prefecture')) return [];
  const held = offices
    .flatMap(({ mandates }) => mandates)
    .filter((mandate) => mandate.territory.id === territory.id && mandate.share === '');
  return service.persons
    .filter((person) => ['cabinet', 'project-lead'].includes(contactKindOf(person) ?? ''))
    .filter(({ name }) => !held.some(({ personName }) => plainWords(personName) === plainWords(name)))
    .map((person) => {
      const said = {
        ...{ officeId: office.id, what: 'person' as const, territoryId: territory.id },
        ...{ personName: person.name, personFunction: person.function },
      };
      return { ...said, id: idOf(said), service: service.name, holder: held[0]?.personName };
    });
}

// Deputies and interims are somebody else: only the function itself is taken.
function contactKindOf({ function: written }: StatePerson): ContactKind | undefined {
  const words = plainWords(written);
  if (/adjoint|interim|suppleant/.test(words)) return undefined;
  if (/chef.{0,3} de projet/.test(words)) return 'project-lead';
  if (/(directeur|directrice) d[eu] cabinet/.test(words)) return 'cabinet';
  return /secretaire general/.test(words) ? 'secretary-general' : undefined;
}

function findOffice(offices: Office[], code: string): Office | undefined {
  if (code === '') return undefined;
  return offices.find(({ territories }) =>
    territories.some(({ id }) => id === `DEP-${code}` || id === `COM-${code}`),
  );
}

function idOf(said: object): string {
  return `p${hashOf(said).slice(0, 16)}`;
}

function hashOf(value: unknown): string {
  return sha256Hex(canonicalJson(JSON.parse(JSON.stringify(value)) as Json));
}
