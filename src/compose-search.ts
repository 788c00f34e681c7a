import { createSearching, loadFrames } from './archive/archive.ts';
import type { openAnswers } from './compose-answers.ts';

type Deps = Omit<Parameters<typeof createSearching>[0], 'frames' | 'answers' | 'questionnaires'> & {
  /** The answers are opened after what is archived: asked for when they are read. */
  answers: () => ReturnType<typeof openAnswers>;
};

/** The search over every room, and the strategic frames that it may be narrowed to. */
export function openSearching({ answers, ...deps }: Deps) {
  return createSearching({
    ...deps,
    frames: loadFrames(new URL('../templates/strategic-frames.yaml', import.meta.url).pathname),
    answers: {
      listLatest: () => answers().listLatest(),
      findAnswer: (id) => answers().findAnswer(id),
    },
    questionnaires: { sayAnswer: (...asked) => answers().questionnaires.sayAnswer(...asked) },
  });
}
