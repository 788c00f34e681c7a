import { seededRandom } from '../tests/torture/seeded-random.ts';

const roots = `accompagn addict alcool associat cannab communicat concert consomm contrôl coordin départ drog
  écol éduc évalu famil financ form guid hôpit inform insert interven jeun justic local médiat milieu ministr
  mobil national objectif orient partenair patient plan police prévent prioris professionn programm public
  région renforc répress réseau santé scolair sécurit soign social soutien stratég surveill tabac territor
  trafic transmiss usag vigil`.split(/\s+/);
const prefixes = ['', 're', 'dé', 'pré', 'inter', 'trans'];
const endings =
  `e es ement ements ation ations er ant ants if ive ives eur eurs ial iale iales ique iques`.split(/\s+/);
const small = 'le la les un une des de du et à en par pour avec dans sur ce cette leur aux'.split(' ');

/**
 * Writes sentences that look like a circular's: some 7 000 different words, each as frequent as its rank
 * says (Zipf's law), and every other word a small one. The same seed writes the same texts.
 */
export function createWriter({ seed }: { seed: number }) {
  const random = seededRandom(seed);
  const pick = (values: readonly string[], share = random()) =>
    values[Math.floor(share * values.length)] ?? '';
  const words = prefixes
    .flatMap((prefix) => roots.flatMap((root) => endings.map((ending) => prefix + root + ending)))
    .map((text) => ({ text, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ text }) => text);
  const word = () => pick(words, (words.length ** random() - 1) / words.length);

  function sentence(): string {
    const length = 6 + Math.floor(random() * 10);
    const said = Array.from({ length }, () => `${pick(small)} ${word()}`).join(' ');
    return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  }

  return {
    paragraphs: (count: number): string[] =>
      Array.from({ length: count }, () => Array.from({ length: 4 }, sentence).join(' ')),
    /** Words to look for, apart by spaces, asked for as often as they are written. */
    question: (count: number): string => Array.from({ length: count }, word).join(' '),
  };
}
