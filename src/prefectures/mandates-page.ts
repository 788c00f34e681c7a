import type { Messages } from '../kernel/messages.ts';
import { headName, leadsByTerritory } from './directory-page.ts';
import { mandateRow, territoryWords } from './mandate-rows.ts';
import type { Office } from './office.ts';

export interface MandatesFilter {
  niveau: '' | 'region' | 'departement' | 'collectivite';
  /** Only the territories without a known holder. */
  sans: '' | 'oui';
}

const levels = { region: 'REG-', departement: 'DEP-', collectivite: 'COM-' };

/** Every territory with its chef de projet on a day, the regions first. */
export function territoriesLed(everyOffice: Office[], filter: MandatesFilter) {
  const leads = leadsByTerritory(everyOffice);
  const territories = everyOffice
    .flatMap((office) => office.territories.map((territory) => ({ territory, office })))
    .filter(({ territory }) => filter.niveau === '' || territory.id.startsWith(levels[filter.niveau]))
    .map((held) => ({ ...held, mandates: leads.get(held.territory.id) ?? [] }))
    .filter(({ mandates }) => filter.sans === '' || mandates.length === 0);
  return territories.toSorted(
    (one, other) => Number(other.territory.kind === 'region') - Number(one.territory.kind === 'region'),
  );
}

export function mandatesModel(
  everyOffice: Office[],
  filter: MandatesFilter,
  { day, today, messages }: { day: string; today: string; messages: Messages },
) {
  const everyone = territoriesLed(everyOffice, { niveau: '', sans: '' });
  const shown = territoriesLed(everyOffice, filter);
  const nameOf = (id: string) => {
    const office = everyOffice.find((candidate) => candidate.id === id);
    return office === undefined ? id : headName(office);
  };
  const asked = new URLSearchParams({ ...filter, au: day }).toString();
  return {
    title: messages('prefectures.mandate.list-title'),
    total: everyone.length,
    withoutHolder: everyone.filter(({ mandates }) => mandates.length === 0).length,
    shown: shown.length,
    isFiltered: shown.length < everyone.length,
    shownOn: day,
    ...(day === today ? {} : { pastDay: day }),
    au: day === today ? '' : day,
    onlyWithout: filter.sans !== '',
    levels: ['', ...Object.keys(levels)].map((value) => ({
      value,
      label: messages(`prefectures.mandate.levels.${value === '' ? 'every' : value}`),
      selected: value === filter.niveau,
    })),
    csvHref: `/prefectures/mandats.csv?${asked}`,
    xlsxHref: `/prefectures/mandats.xlsx?${asked}`,
    territories: shown.map(({ territory, office, mandates }) => ({
      id: territory.id,
      words: territoryWords(territory, messages),
      officeHref: `/prefectures/${office.id}`,
      nameHref: `/prefectures/mandats/designer?territoire=${territory.id}`,
      mandates: mandates.map((mandate) =>
        mandateRow(mandate, { day, officeName: nameOf(mandate.officeId), messages }),
      ),
    })),
  };
}
