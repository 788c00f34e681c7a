import type { SearchPort } from './ports.ts';

const plain = (segments: readonly { text: string }[]) => segments.map(({ text }) => text).join('');

/** What was found, as programs read it. */
export function answerOf(
  found: Awaited<ReturnType<SearchPort['search']>>,
  absolute: (path: string) => string,
) {
  return {
    total: found.total,
    refus: found.refused ?? null,
    mots_ecartes: [...found.leftOut],
    resultats: found.results.map((result) => ({
      titre: plain(result.title),
      adresse: absolute(result.href),
      annee: result.year,
      etat: result.state,
      date_signature: result.signedOn,
      rubrique: result.section,
      page: result.page,
      passage: plain(result.passage),
    })),
  };
}
