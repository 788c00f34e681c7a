import type { Messages } from '../kernel/messages.ts';
import { isException } from './mandate.ts';
import { holderWords, territoryWords } from './mandate-rows.ts';
import type { Office } from './office.ts';
import { plainWords } from './plain-words.ts';

/** What the directory's address may ask for; empty strings ask for nothing. */
export interface DirectoryFilter {
  recherche: string;
  /** A region's id, or `outre-mer` for the collectivities, which have none. */
  region: string;
  contact: '' | 'sans';
  mandat: '' | 'regional';
}

const overseas = 'outre-mer';

/** Whether an office is among those asked for; words are looked for without accents nor case. */
export function matches(office: Office, filter: DirectoryFilter): boolean {
  const text = plainWords(
    [
      office.id,
      office.name,
      ...office.territories.map(({ id, name }) => `${id} ${name}`),
      office.region?.name ?? '',
    ]
      .concat(office.contacts.flatMap(({ address, personName }) => [address, personName]))
      .concat(office.mandates.flatMap(({ personName, personFunction }) => [personName, personFunction]))
      .join(' '),
  );
  const words = plainWords(filter.recherche).split(' ');
  return (
    words.every((word) => text.includes(word)) &&
    (filter.region === '' || filter.region === (office.region?.id ?? overseas)) &&
    (filter.contact === '' || office.contacts.length === 0) &&
    (filter.mandat === '' || mandateOf(office) !== undefined)
  );
}

/** The region whose mandate an office holds beside its department's. */
export function mandateOf(office: Office): Office['territories'][number] | undefined {
  return office.territories.find(({ kind }) => kind === 'region');
}

/** « Préfecture de l’Ain »: an office's name at the head of a line. */
export function headName(office: Pick<Office, 'name'>): string {
  return office.name.charAt(0).toUpperCase() + office.name.slice(1);
}

export function directoryModel(
  everyone: Office[],
  filter: DirectoryFilter,
  given: { regions: { id: string; name: string }[]; day: string; today: string; messages: Messages },
) {
  const { regions, day, today, messages } = given;
  const leads = leadsByTerritory(everyone);
  const shown = everyone.filter((office) => matches(office, filter));
  const asked = new URLSearchParams({ ...filter, au: day }).toString();
  const choices = [
    { value: '', label: messages('prefectures.directory.every-region') },
    ...regions.map(({ id, name }) => ({ value: id, label: name })),
    { value: overseas, label: messages('prefectures.directory.overseas') },
  ];
  return {
    title: messages('prefectures.directory.title'),
    total: everyone.length,
    regional: everyone.filter((office) => mandateOf(office) !== undefined).length,
    withoutContact: everyone.filter(({ contacts }) => contacts.length === 0).length,
    shown: shown.length,
    isFiltered: shown.length < everyone.length,
    words: filter.recherche,
    onlyWithoutContact: filter.contact !== '',
    onlyRegional: filter.mandat !== '',
    regions: choices.map((choice) => ({ ...choice, selected: choice.value === filter.region })),
    shownOn: day,
    ...(day === today ? {} : { pastDay: day }),
    au: day === today ? '' : day,
    onDay: day === today ? '' : `?au=${day}`,
    andDay: day === today ? '' : `&au=${day}`,
    csvHref: `/prefectures/contacts.csv?${asked}`,
    xlsxHref: `/prefectures/contacts.xlsx?${asked}`,
    offices: shown.map((office) => {
      const [best, ...others] = office.contacts;
      const mandate = mandateOf(office);
      return {
        href: `/prefectures/${office.id}${day === today ? '' : `?au=${day}`}`,
        id: office.id,
        name: headName(office),
        region: office.region?.name ?? messages('prefectures.directory.overseas'),
        ...(mandate === undefined ? {} : { mandate: mandate.linkedName }),
        leads: office.territories
          .flatMap(({ id }) => leads.get(id) ?? [])
          .map((held) => ({
            territory: territoryWords(held.territory, messages),
            holder: holderWords(held, messages),
            ...(held.officeId === office.id ? {} : { elsewhere: held.officeId }),
            isException: isException(held),
          })),
        ...(best === undefined ? {} : { contact: { address: best.address, others: others.length } }),
      };
    }),
  };
}

/** Of each territory, the mandates that are held on the day, wherever their holders sit. */
export function leadsByTerritory(everyone: Office[]): Map<string, Office['mandates']> {
  return Map.groupBy(
    everyone.flatMap(({ mandates }) => mandates),
    ({ territory }) => territory.id,
  );
}
