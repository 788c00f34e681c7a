import type { Allocations } from './allocations/allocations.ts';
import type { AnswerState, AskedAnswers } from './answers/answers.ts';
import type { Dispatch } from './dispatch/dispatch.ts';
import { endsText, type Instructions } from './drafts/instructions.ts';
import { parisDayOf } from './kernel/clock.ts';
import type { Prefectures } from './prefectures/prefectures.ts';
import { createRegions, createSplitTasks, type RegionsDeps } from './regions/regions.ts';

export interface RegionRoomsDeps extends Omit<RegionsDeps, 'directory' | 'acts' | 'credits' | 'owed'> {
  prefectures: Prefectures;
  instructions: Pick<Instructions, 'list' | 'corrected' | 'signedVersion'>;
  dispatch: Pick<Dispatch, 'listCampaigns' | 'findCampaignOf' | 'board'>;
  allocations: Pick<Allocations, 'frozenTable'>;
  answers: Pick<AskedAnswers, 'boardsOf'>;
}

const badgeOfState: Record<AnswerState, string> = {
  ...{ awaited: 'new', draft: 'info', late: 'warning', blocked: 'error' },
  ...{ received: 'success', replaced: 'success' },
};

/** The regional view, and what it asks of an office. */
export function openRegions(deps: RegionRoomsDeps) {
  const { prefectures, messages } = deps;
  const territoriesOf = async (officeId: string) =>
    ((await prefectures.findOffice(officeId))?.territories ?? []).map(({ id }) => id);
  const regions = createRegions({
    ...deps,
    directory: prefectures,
    acts: { listCurrent: () => listCurrent(deps), linesOf: (id) => linesOf(deps, id) },
    credits: {
      async signedLines(instructionId) {
        const signed = await deps.instructions.signedVersion(instructionId);
        return (signed && (await deps.allocations.frozenTable(signed.frozenVersionId)))?.lines ?? [];
      },
    },
    owed: { owedOf: (id) => owedOf(deps, id) },
  });
  return { regions, territoriesOf, tasks: createSplitTasks({ regions, territoriesOf, messages }) };
}

/** What was sent for this year or for a later one, and nothing replaced or repealed. */
async function listCurrent({ instructions, dispatch, clock }: RegionRoomsDeps) {
  const year = Number(parisDayOf(clock.now()).slice(0, 4));
  const acts = new Map((await instructions.list()).map((act) => [act.id, act]));
  const corrected = await instructions.corrected();
  return (await dispatch.listCampaigns()).flatMap(({ instructionId, state, deadlineOn }) => {
    const act = acts.get(instructionId);
    const ended = endsText(corrected.get(instructionId)?.relation);
    if (act === undefined || act.year < year || ended || state === 'cancelled') return [];
    const { slug, title } = act;
    return [{ instructionId, slug, title, deadlineOn, isOpen: state !== 'closed' }];
  });
}

async function linesOf({ dispatch }: RegionRoomsDeps, instructionId: string) {
  const campaign = await dispatch.findCampaignOf(instructionId);
  const board = campaign && (await dispatch.board(campaign.id));
  return (board?.lines ?? []).map(({ officeId, role, excludedReason, acknowledgedAt, deliveries }) => {
    const sent = deliveries.find(({ attempts }) => attempts > 0);
    return {
      ...{ officeId, acknowledgedAt, asked: role === 'to' && excludedReason === undefined },
      place: sent && { campaignId: sent.campaignId, deliveryId: sent.id },
    };
  });
}

async function owedOf({ answers, messages }: RegionRoomsDeps, instructionId: string) {
  const boards = await answers.boardsOf(instructionId);
  return boards
    .filter(({ state, replaced }) => state === 'asked' && !replaced)
    .flatMap(({ request, lines }) =>
      lines.map(({ office, state }) => ({
        ...{ officeId: office.id, title: request.title, dueOn: request.dueOn },
        ...{ badge: badgeOfState[state], state: messages(`answers.state-label.${state}`) },
      })),
    );
}
