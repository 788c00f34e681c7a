import type { Knex } from 'knex';
import { newId, newToken } from '../kernel/ids.ts';
import type { Mandate } from './mandate.ts';
import { listMandates } from './mandates-store.ts';
import { listHoldings } from './offices-store.ts';

/** Nobody's names, and plainly so: a demonstration names no living person. */
const givenNames = [
  'Camille',
  'Dominique',
  'Alix',
  'Claude',
  'Sacha',
  'Morgan',
  'Charlie',
  'Lou',
  'Noa',
  'Eden',
];
const surnames = [
  ...['Fictif', 'Exemple', 'Essai', 'Maquette', 'Figurant', 'Canevas', 'Esquisse'],
  ...['Invention', 'Patron', 'Brouillon', 'Gabarit', 'Répétition'],
];

/** One exception, to be seen: a region led from another prefecture than its own. */
const exception = {
  territoryId: 'REG-24',
  said: { officeId: 'OFF-37', kind: 'sub-prefect', note: 'cas inventé pour la démonstration' },
} as const;

/** The chefs de projet of a demonstration, for the territories that never had one; `from` is their first day. */
export async function planDemonstrationMandates(
  transaction: Knex.Transaction,
  from: string,
): Promise<Mandate[]> {
  const led = new Set((await listMandates(transaction)).map(({ territory }) => territory.id));
  const holdings = await listHoldings(transaction);
  return holdings
    .filter(({ id }) => !led.has(id))
    .map(({ id, name, linkedName, officeId }, index): Mandate => {
      const given = givenNames[index % givenNames.length] ?? '';
      const surname = surnames[Math.floor(index / givenNames.length) % surnames.length] ?? '';
      return {
        ...{ id: newId(), personSalt: newToken(16), officeId },
        territory: { id, name, linkedName },
        ...{ kind: 'cabinet-director', service: '', share: '', note: '' },
        ...{ personName: `${given} ${surname}`, personFunction: '' },
        ...{ validFrom: from, validTo: undefined, endedOn: undefined, correctedBy: undefined },
        ...(id === exception.territoryId ? exception.said : {}),
      };
    });
}
