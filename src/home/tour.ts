import type { Dispatch } from '../dispatch/dispatch.ts';
import type { Instructions } from '../drafts/instructions.ts';
import type { CaughtMails } from '../mail/mail.ts';
import type { DemonstrationTour } from './home-routes.ts';

/**
 * Where a visitor's three steps lead: the latest instruction that is being dispatched, and the mail of
 * an office that has not acknowledged it yet. Undefined when there is none.
 */
export function createTourFinder(deps: {
  instructions: Instructions;
  dispatch: Dispatch;
  caughtMails: CaughtMails | undefined;
}): () => Promise<DemonstrationTour | undefined> {
  const { instructions, dispatch, caughtMails } = deps;
  return async () => {
    const [instruction] = await instructions.list({ state: 'dispatched' });
    const campaign = instruction && (await dispatch.findCampaignOf(instruction.id));
    const board = campaign && (await dispatch.board(campaign.id));
    if (caughtMails === undefined || instruction === undefined || board === undefined) return undefined;
    const office = board.lines.find(
      (line) => line.standing === 'accepted' && line.acknowledgedAt === undefined,
    );
    if (office === undefined) return undefined;
    const { mails } = await caughtMails.list({ words: office.officeName, perPage: 1 });
    const [mail] = mails;
    if (mail === undefined) return undefined;
    const path = `/instructions/${instruction.slug}`;
    return {
      title: instruction.title,
      documentPath: `${path}/document`,
      mailPath: `/boite/${mail.id}`,
      campaignPath: `${path}/diffusion`,
      officeName: office.officeName,
    };
  };
}
