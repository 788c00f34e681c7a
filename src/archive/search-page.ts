import type { Messages } from '../kernel/messages.ts';
import { afterModel, states } from '../drafts/instructions.ts';
import type { Archive } from './archive.ts';

/** The search's page: what was asked, what was found. */
export async function searchModel(
  archive: Archive,
  asked: { mots: string; annee: string; etat: string },
  { years, messages }: { years: number[]; messages: Messages },
) {
  const year = years.find((candidate) => String(candidate) === asked.annee);
  const state = states.find((candidate) => candidate === asked.etat);
  const isAsked = asked.mots !== '' || year !== undefined || state !== undefined;
  const answer = isAsked
    ? await archive.search({ words: asked.mots, year, state })
    : { results: [], total: 0, tooCommon: false };
  const corrected = await archive.corrected();
  return {
    title: messages('archive.search.title'),
    words: asked.mots,
    isAsked,
    tooCommon: answer.tooCommon,
    total: answer.total,
    shown: answer.results.length,
    isCut: answer.results.length < answer.total,
    isPlural: answer.total > 1,
    years: [
      { value: '', label: messages('archive.search.every-year'), selected: year === undefined },
      ...years.map((each) => ({ value: String(each), label: String(each), selected: each === year })),
    ],
    states: [
      { value: '', label: messages('archive.search.every-state'), selected: state === undefined },
      ...states.map((each) => ({
        value: each,
        label: messages(`drafts.state.${each}`),
        selected: each === state,
      })),
    ],
    results: answer.results.map((result) => ({
      href: `/instructions/${result.slug}`,
      dossier: `/instructions/${result.slug}/dossier`,
      plainTitle: result.title.map(({ text }) => text).join(''),
      title: result.title,
      year: result.year,
      ...correctionModel(result, corrected, messages),
      section: result.section,
      passage: result.passage,
    })),
  };
}

/** The state of a result, and what replaced, repealed or amended it. */
function correctionModel(
  { instructionId, state }: { instructionId: string; state: string },
  corrected: Awaited<ReturnType<Archive['corrected']>>,
  messages: Messages,
) {
  const by = corrected.get(instructionId);
  if (by === undefined) return { state: messages(`drafts.state.${state}`) };
  return {
    state: messages(`drafts.state.${state}-${by.relation}`),
    corrected: afterModel(by, messages),
  };
}
