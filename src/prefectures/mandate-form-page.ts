import { z } from 'zod';
import type { Messages } from '../kernel/messages.ts';
import { day, optionalDay, optionalLine, singleLine } from '../web/fields.ts';
import { headName } from './directory-page.ts';
import { holderKinds, type Mandate } from './mandate.ts';
import { territoryWords } from './mandate-rows.ts';
import type { Naming } from './naming.ts';
import type { Office } from './office.ts';

const longest = { name: 120, function: 160, service: 160, note: 300 };

/** The form of a mandate, by its French field names. */
export const mandateFields = z.object({
  territoire: z.string().trim().min(1, 'form.required').max(20, 'form.invalid'),
  bureau: z.string().trim().max(20, 'form.invalid').default(''),
  qualite: z.enum(holderKinds, 'form.invalid'),
  nom: singleLine(longest.name),
  fonction: optionalLine(longest.function),
  service: optionalLine(longest.service),
  partage: z.enum(['oui', ''], 'form.invalid').default(''),
  note: optionalLine(longest.note),
  debut: day(),
  fin: optionalDay(),
  /** Ids of the mandates that the person was told it ends. */
  confirme: z.string().max(4000, 'form.invalid').default(''),
});

export type MandateFields = z.infer<typeof mandateFields>;

/** Without an office, it is the one that administers the territory. */
export function namingOf(fields: MandateFields, everyOffice: Office[]): Naming {
  const usual = everyOffice.find(({ territories }) => territories.some(({ id }) => id === fields.territoire));
  return {
    territoryId: fields.territoire,
    officeId: fields.bureau === '' ? (usual?.id ?? '') : fields.bureau,
    kind: fields.qualite,
    service: fields.service,
    beside: fields.partage === 'oui',
    personName: fields.nom,
    personFunction: fields.fonction,
    note: fields.note,
    validFrom: fields.debut,
    validTo: fields.fin,
  };
}

/** What a mandate's form holds at first, when one is corrected. `lastDay`: its last day, as it came to be. */
export function typedFrom(mandate: Mandate, lastDay: string | undefined): Record<string, string> {
  return {
    territoire: mandate.territory.id,
    bureau: mandate.officeId,
    qualite: mandate.kind,
    nom: mandate.personName,
    fonction: mandate.personFunction,
    service: mandate.service,
    partage: mandate.share === '' ? '' : 'oui',
    note: mandate.note,
    debut: mandate.validFrom,
    fin: lastDay ?? '',
  };
}

/** The fields of the form, as they were typed. */
export function mandateFormModel(
  typed: Record<string, string>,
  { everyOffice, messages }: { everyOffice: Office[]; messages: Messages },
) {
  const choice = (name: string, value: string, label: string) => ({
    ...{ value, label },
    selected: (typed[name] ?? '') === value,
  });
  const territories = everyOffice
    .flatMap((office) => office.territories)
    .toSorted((one, other) => Number(other.kind === 'region') - Number(one.kind === 'region'));
  return {
    territories: [
      choice('territoire', '', messages('prefectures.mandate.choose')),
      ...territories.map((territory) =>
        choice('territoire', territory.id, `${territoryWords(territory, messages)} (${territory.id})`),
      ),
    ],
    offices: [
      choice('bureau', '', messages('prefectures.mandate.usual-office')),
      ...everyOffice.map((office) => choice('bureau', office.id, `${headName(office)} (${office.id})`)),
    ],
    kinds: holderKinds.map((kind) => choice('qualite', kind, messages(`prefectures.holder.${kind}`))),
    nom: typed['nom'] ?? '',
    fonction: typed['fonction'] ?? '',
    service: typed['service'] ?? '',
    isShared: typed['partage'] === 'oui',
    note: typed['note'] ?? '',
    debut: typed['debut'] ?? '',
    fin: typed['fin'] ?? '',
    longest: { ...longest },
  };
}
