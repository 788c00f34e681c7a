import type { Route } from '../web/route.ts';
import { createAmendmentRoutes } from './amendment-routes.ts';
import { createChecksRoutes } from './checks/checks-routes.ts';
import { createCommentsRoutes } from './comments/comments-routes.ts';
import { createDocumentRoutes } from './document-routes.ts';
import { createCircuitRoutes } from './circuit/circuit-routes.ts';
import { createCorrectionRoutes } from './circuit/correction-routes.ts';
import { createOutsideRoutes } from './circuit/outside-routes.ts';
import { createWaitingRoutes } from './circuit/waiting-routes.ts';
import { createHistoryRoutes } from './history/history-routes.ts';
import { createImagesRoutes } from './images/images-routes.ts';
import { createReferencesRoutes } from './references/references-routes.ts';
import { createListRoutes } from './list-routes.ts';
import { createOtherSignatureRoutes } from './other-signature-routes.ts';
import { createOverviewRoutes } from './overview-routes.ts';
import type { DraftsRoutesDeps } from './page-frame.ts';
import { createResumingRoutes } from './resuming-routes.ts';
import { createRepealRoutes } from './repeals/repeal-routes.ts';
import { createRollingOverRoutes } from './rolling-over/rolling-over-routes.ts';
import { createPassagesRoutes } from './passages/passages-routes.ts';
import { createSignatureRoutes } from './signature-routes.ts';
import { createSubmissionRoutes } from './submission-routes.ts';
import { createTemplateUpdateRoutes } from './template-updates/update-routes.ts';
import { createTextRoutes } from './text-routes.ts';
import { createVisaRoutes } from './visa-routes.ts';
import { createPreviewRoutes } from './preview/preview-routes.ts';
import { createWorkingCopyRoutes } from './working-copies/working-copy-routes.ts';

export type { DraftsRoutesDeps } from './page-frame.ts';

/** Every page about an instruction, but its dispatch. Addresses without a slug come first. */
export function createInstructionsRoutes(deps: DraftsRoutesDeps): Route[] {
  return [
    ...createListRoutes(deps),
    ...createReferencesRoutes(deps),
    ...createAmendmentRoutes(deps),
    ...createOverviewRoutes(deps),
    ...createTextRoutes(deps),
    ...createImagesRoutes(deps),
    ...createWorkingCopyRoutes(deps),
    ...createPreviewRoutes(deps),
    ...createChecksRoutes(deps),
    ...createCommentsRoutes(deps),
    ...createPassagesRoutes(deps),
    ...createSubmissionRoutes(deps),
    ...createVisaRoutes(deps),
    ...createResumingRoutes(deps),
    ...createCorrectionRoutes(deps),
    ...createOutsideRoutes(deps),
    ...createCircuitRoutes(deps),
    ...createWaitingRoutes(deps),
    ...createSignatureRoutes(deps),
    ...createOtherSignatureRoutes(deps),
    ...createDocumentRoutes(deps),
    ...createHistoryRoutes(deps),
    ...createRollingOverRoutes(deps),
    ...createRepealRoutes(deps),
    ...createTemplateUpdateRoutes(deps),
  ];
}
