import type { Holding } from '../../prefectures/prefectures.ts';

type Named = Pick<Holding, 'id' | 'kind' | 'name'>;

/** The address of a territory, read aloud: `01-ain`, `2a-corse-du-sud`, `region-84-auvergne-rhone-alpes`. */
export function territoryAddress({ id, kind, name }: Named): string {
  const code = id.slice(id.indexOf('-') + 1).toLowerCase();
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${kind === 'region' ? 'region-' : ''}${code}-${words}`;
}

/**
 * The territory of an address. Its code alone decides, so that an address holds even where a name changes; so do
 * `01`, `region-84` and the ids `DEP-01`, `REG-84`, `COM-987`. Undefined when there is none.
 */
export function findTerritory<Known extends Named>(
  territories: readonly Known[],
  address: string,
): Known | undefined {
  const byId = territories.find(({ id }) => id === address.toUpperCase());
  if (byId !== undefined) return byId;
  const [, region, code = ''] = /^(region-)?(\d{2,3}|2[ab])(?:-|$)/.exec(address.toLowerCase()) ?? [];
  const kinds = region === undefined ? ['DEP', 'COM'] : ['REG'];
  return territories.find(({ id }) => kinds.some((kind) => id === `${kind}-${code.toUpperCase()}`));
}
