import { page, route, type Route } from '../../web/route.ts';
import { findOrThrow, frameOf, pageOf, readers, type DraftsRoutesDeps } from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { countFindings, findingsModel } from './checks-page.ts';

/** What is to be looked at before the submission: a page of its own, and the panel beside the text. */
export function createChecksRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;
  return [
    route({
      method: 'get',
      path: '/instructions/:slug/verifications',
      access: readers,
      params: slugParams,
      async handle({ params }) {
        const instruction = await findOrThrow(instructions, params.slug);
        const findings = await instructions.checksOf(instruction.id);
        const model = {
          frame: await frameOf(deps, instruction, 'text'),
          slug: instruction.slug,
          counts: countFindings(messages, findings),
          isWorkingCopy: false,
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
