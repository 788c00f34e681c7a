/** What a territory is granted, in integer cents: what may be engaged, and what may be paid in the year. */
export interface Amounts {
  /** Autorisations d’engagement. */
  commitmentAuthority: number;
  /** Crédits de paiement. */
  paymentAppropriation: number;
}

export const amountKeys = ['commitmentAuthority', 'paymentAppropriation'] as const;
export type AmountKey = (typeof amountKeys)[number];

export type Level = 'region' | 'department' | 'collectivity';

/** A territory that may be granted credits, and the office that answers for it. */
export interface KnownTerritory {
  /** `REG-84`, `DEP-01`, `COM-987`. */
  id: string;
  level: Level;
  name: string;
  linkedName: string;
  /** Of a department only. */
  regionId: string | undefined;
  officeId: string;
}

/** One line of a table. The names are those of the day of the import: a frozen table never changes. */
export interface Allocation extends Amounts {
  territoryId: string;
  level: Level;
  name: string;
  linkedName: string;
  regionId: string | undefined;
}

/** A region and what its departments are granted of it; or an overseas collectivity, alone. */
export interface Branch {
  head: Allocation;
  departments: Allocation[];
}

/** The table as it is read: regions by name with their departments by name, then the collectivities. */
export function branchesOf(lines: readonly Allocation[]): Branch[] {
  const named = lines.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'));
  const heads = [
    ...named.filter(({ level }) => level === 'region'),
    ...named.filter(({ level }) => level === 'collectivity'),
  ];
  return heads.map((head) => ({
    head,
    departments: named.filter(({ regionId }) => regionId === head.territoryId),
  }));
}

/** Of everything: the departments are granted a part of their region, so that they are not counted again. */
export function totalOf(lines: readonly Allocation[]): Amounts {
  return sumOf(lines.filter(({ level }) => level !== 'department'));
}

export function sumOf(lines: readonly Amounts[]): Amounts {
  const sum = (key: AmountKey) => lines.reduce((total, line) => total + line[key], 0);
  return {
    commitmentAuthority: sum('commitmentAuthority'),
    paymentAppropriation: sum('paymentAppropriation'),
  };
}
