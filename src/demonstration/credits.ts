import { createHash } from 'node:crypto';

/** What the territories received in 2016 (programme 129, action 15), in euros: plausible, and invented below. */
const total = 8_412_415;

/** Printed above the amounts, in the place of the criteria: nobody takes them for a region's own. */
export const inventedCredits =
  'Montants fictifs, pour la démonstration\u00a0: ce ne sont ceux d’aucune région ni d’aucun département, pour aucune année.';

interface Office {
  region: { id: string; name: string } | undefined;
  territories: { id: string; kind: string; name: string }[];
}

/**
 * A plausible table of credits, as the file that a drafter would import: every region, with its departments
 * unless only regions are asked for, and the collectivities. The shares are drawn from the territories' identifiers: the same at every start.
 */
export function demonstrationCredits(
  offices: readonly Office[],
  detail: 'departments' | 'regions' = 'departments',
): Uint8Array {
  const shares = offices.flatMap(({ region, territories }) =>
    territories
      .filter(({ kind }) => kind !== 'region')
      .map(({ id, name, kind }) => ({ id, name, region: kind === 'department' ? region : undefined })),
  );
  const weights = shares.map(({ id }) => weightOf(id));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const amounts = weights.map((weight) => Math.floor((total * weight) / sum));
  const left = total - amounts.reduce((all, amount) => all + amount, 0);
  const lines = shares.map((share, index) => ({
    ...share,
    amount: (amounts[index] ?? 0) + (index === 0 ? left : 0),
  }));
  const regions = Map.groupBy(lines, ({ region }) => region?.id ?? '');
  const rows = [...regions].flatMap(([id, parts]) => {
    const name = parts[0]?.region?.name ?? '';
    const amount = parts.reduce((all, part) => all + part.amount, 0);
    if (id === '') return parts;
    return [{ id, name, amount }, ...(detail === 'departments' ? parts : [])];
  });
  const cells = rows.map(({ id, name, amount }) => `${id};${name};${amount};${amount}`);
  return Buffer.from(['territoire;nom;AE;CP', ...cells, `TOTAL;;${total};${total}`, ''].join('\r\n'));
}

/** Between one and three parts, whatever the territory. */
function weightOf(id: string): number {
  return 100 + (createHash('sha256').update(id).digest()[0] ?? 0);
}
