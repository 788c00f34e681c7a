import type { DirectoryOffice } from './ports.ts';

/** « to »: pour attribution, an acknowledgement is expected. « cc »: copie, for information only. */
export const recipientRoles = ['to', 'cc'] as const;
export type RecipientRole = (typeof recipientRoles)[number];

export const officeLists = ['all', 'regions', 'overseas', 'chosen'] as const;
export type OfficeList = (typeof officeLists)[number];

/** Whom a dispatch is addressed to. `…Offices` are the ids picked by hand, read when the list is « chosen ». */
export interface Audience {
  toList: OfficeList;
  toOffices: readonly string[];
  ccList: OfficeList | 'none';
  ccOffices: readonly string[];
}

export const everyOffice: Audience = { toList: 'all', toOffices: [], ccList: 'none', ccOffices: [] };

export interface ChosenOffice {
  office: DirectoryOffice;
  role: RecipientRole;
}

/**
 * The offices of an audience with their role, each once, in the directory's order: an office that is
 * on both lists is written to for action. The directory's day decides who holds a region.
 */
export function resolveAudience(audience: Audience, offices: readonly DirectoryOffice[]): ChosenOffice[] {
  return offices.flatMap((office): ChosenOffice[] => {
    if (isOn(audience.toList, audience.toOffices, office)) return [{ office, role: 'to' }];
    return isOn(audience.ccList, audience.ccOffices, office) ? [{ office, role: 'cc' }] : [];
  });
}

function isOn(list: Audience['ccList'], chosen: readonly string[], office: DirectoryOffice): boolean {
  if (list === 'chosen') return chosen.includes(office.id);
  if (list === 'regions') return office.territories.some(({ kind }) => kind === 'region');
  if (list === 'overseas') return office.territories.some(({ id }) => isOverseas(id));
  return list === 'all';
}

// The departments and collectivities of overseas are those whose code begins with 97 or 98 (INSEE).
function isOverseas(territoryId: string): boolean {
  return /^(DEP|COM)-9[78]/.test(territoryId);
}
