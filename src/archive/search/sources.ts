import type { Annexes } from '../../allocations/allocations.ts';
import type { AskedAnswers } from '../../answers/answers.ts';
import type { Questionnaires } from '../../answers/questionnaire/questionnaires.ts';
import type { Instructions } from '../../drafts/instructions.ts';
import { parisDayOf, type Clock } from '../../kernel/clock.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { PastCirculars } from '../../past-circulars/past-circulars.ts';
import type { Prefectures } from '../../prefectures/prefectures.ts';
import { listActs, type PublicationsPort } from './acts.ts';
import { annexesSource } from './annexes-source.ts';
import { answersSource } from './answers-source.ts';
import { commentsSource } from './comments-source.ts';
import type { SearchSource } from './document.ts';
import type { createFileTexts } from './file-texts.ts';
import type { StrategicFrame } from './frames.ts';
import { instructionsSource } from './instructions-source.ts';
import { pastCircularsSource } from './past-circulars-source.ts';
import { listPlaces } from './places.ts';

/** What the search reads from: every source, as the rooms are when it is asked. */
export function createSources(deps: {
  instructions: Pick<
    Instructions,
    'listTexts' | 'corrected' | 'contentForSearch' | 'documentBytes' | 'listThreads' | 'listThreadStamps'
  >;
  publications: PublicationsPort;
  frames: readonly StrategicFrame[];
  prefectures: Pick<Prefectures, 'listOffices'>;
  annexes: Pick<Annexes, 'listEvery' | 'annexPdf'>;
  answers: Pick<AskedAnswers, 'listLatest' | 'findAnswer'>;
  questionnaires: Pick<Questionnaires, 'sayAnswer'>;
  pastCirculars: Pick<PastCirculars, 'list' | 'pagesOf'>;
  fileTexts: ReturnType<typeof createFileTexts>;
  messages: Messages;
  clock: Clock;
}): () => Promise<readonly SearchSource[]> {
  return async () => {
    const acts = await listActs(deps);
    const files = await deps.fileTexts.known();
    const places = await listPlaces(deps.prefectures, parisDayOf(deps.clock.now()));
    const common = { ...deps, acts, files, places };
    return [
      instructionsSource(common),
      annexesSource(common),
      answersSource(common),
      commentsSource(common),
      pastCircularsSource(deps),
    ];
  };
}
