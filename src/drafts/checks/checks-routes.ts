import { page, route, type CurrentUser, type Route } from '../../web/route.ts';
import { faultOfEdit } from '../instruction.ts';
import type { Instruction } from '../instructions.ts';
import { actorOf, findOrThrow, frameOf, pageOf, readers, type DraftsRoutesDeps } from '../page-frame.ts';
import { leftToReview } from '../passages/passages.ts';
import { slugParams } from '../route-params.ts';
import { readsComments } from '../comments/comment.ts';
import { countFindings, findingsModel, withoutComments } from './checks-page.ts';

/** What is to be looked at before the submission: a page of its own, and the panel beside the text. */
export function createChecksRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;
  /** What this person has typed and not saved, where they may still write; undefined when there is nothing. */
  async function workingCopyOf(user: CurrentUser | undefined, instruction: Instruction) {
    const actor = actorOf(user);
    if (faultOfEdit(actor, instruction) !== undefined) return undefined;
    const { content, parts } = await instructions.workingText(actor, instruction.id);
    return parts.length === 0 ? undefined : content;
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/verifications',
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const working = await workingCopyOf(user, instruction);
        const found = await instructions.checksOf(instruction.id, working);
        const findings = readsComments(actorOf(user)) ? found : withoutComments(found);
        const model = {
          frame: await frameOf(deps, instruction, 'text'),
          slug: instruction.slug,
          counts: countFindings(messages, findings),
          isWorkingCopy: working !== undefined,
          toReview: leftToReview(await instructions.listToReview(instruction.id)).length,
          isDraft: instruction.state === 'draft',
          findings: findingsModel(messages, findings),
        };
        return page(
          'drafts/checks',
          await pageOf(deps, instruction, model, { section: messages('checks.title') }),
        );
      },
    }),
  ];
}
