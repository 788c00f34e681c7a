import { createAskedAnswers, createClamd, readClamdUrl, type AskedAnswersDeps } from './answers/answers.ts';
import { createDrafting } from './answers/questionnaire/drafting.ts';
import { loadModels } from './answers/questionnaire/exchange.ts';
import { createQuestionnaires } from './answers/questionnaire/questionnaires.ts';
import type { Config } from './config.ts';
import type { Dispatch } from './dispatch/dispatch.ts';
import { parisDayOf } from './kernel/clock.ts';
import type { Prefectures } from './prefectures/prefectures.ts';

/** What instructions ask back, field by field too; files pass the antivirus that is configured, when there is one. */
export function openAnswers(
  config: Pick<Config, 'clamdUrl'>,
  deps: Omit<AskedAnswersDeps, 'antivirus' | 'campaigns' | 'directory'> & {
    dispatch: Dispatch;
    prefectures: Prefectures;
  },
) {
  const { clamdUrl } = config;
  const { dispatch } = deps;
  const answers = createAskedAnswers({
    ...deps,
    drafts: createDrafting(deps),
    directory: deps.prefectures,
    antivirus: clamdUrl === undefined ? undefined : createClamd({ address: readClamdUrl(clamdUrl) }),
    campaigns: {
      async sendingOf(instructionId) {
        const campaign = await dispatch.findCampaignOf(instructionId);
        const board = campaign && (await dispatch.board(campaign.id));
        if (campaign === undefined || board === undefined) return undefined;
        const asked = board.lines.filter(
          ({ role, excludedReason }) => role === 'to' && excludedReason === undefined,
        );
        return {
          officeIds: new Set(asked.map(({ officeId }) => officeId)),
          on: parisDayOf(new Date(campaign.openedAt)),
        };
      },
    },
  });
  const models = loadModels(new URL('../templates/questionnaires', import.meta.url).pathname);
  const questionnaires = createQuestionnaires({ ...deps, requests: answers.requests, models });
  return {
    ...answers,
    questionnaires,

    /** What an instruction asks to fill in, and whether each may be asked as it is. */
    async listQuestionnaires(instructionId: string) {
      const asked = (await answers.requests.list({ instructionId })).filter(
        ({ kind, withdrawnAt }) => kind === 'questionnaire' && withdrawnAt === undefined,
      );
      return Promise.all(
        asked.map(async ({ id, title }) => {
          const { readyAt } = await questionnaires.open(id);
          return { id, title, isReady: readyAt !== undefined };
        }),
      );
    },
  };
}
