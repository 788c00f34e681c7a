import { createDispatchRoutes } from '../../src/dispatch/dispatch-routes.ts';
import type { InboxPort } from '../../src/dispatch/ports.ts';
import type { Statements } from '../../src/dispatch/following/statements.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Instruction } from '../../src/drafts/instructions.ts';
import type { Role } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';
import { dispatcher, signed, type CampaignBench } from './campaign-bench.ts';

export const campaignPath = `/instructions/${signed.slug}/diffusion`;

/** The pages of dispatch over HTTP, on a bench's campaign. */
export async function openDispatchSite(
  bench: CampaignBench,
  options: { roles?: Role[]; statements?: Pick<Statements, 'find' | 'pdf'>; inbox?: InboxPort } = {},
) {
  const instruction = (): Instruction => ({
    id: signed.instructionId,
    slug: signed.slug,
    kind: 'chefs-de-projets',
    year: signed.year,
    title: signed.title,
    templateSha256: '0'.repeat(64),
    state: bench.instructions.instruction.state as Instruction['state'],
    revision: 1,
    createdAt: signed.signedAt,
    createdBy: 'user-claire',
    updatedAt: signed.signedAt,
  });
  const routes = createDispatchRoutes({
    dispatch: bench.dispatch,
    instructions: {
      findBySlug: async (slug) => (slug === signed.slug ? instruction() : undefined),
      documentSeal: async (id) => {
        const version = await bench.instructions.signedVersion(id);
        return version && { sha256: version.sha256, mark: 'signature' };
      },
      signedVersion: async (id) => {
        const version = await bench.instructions.signedVersion(id);
        return version && ({ ...version, fields: {}, mark: 'signature' } as never);
      },
    },
    messages: loadMessages(new URL('../../templates/messages', import.meta.url).pathname),
    namesOf: async (ids) => new Map(ids.map((id) => [id, id === dispatcher.id ? 'Camille Roux' : id])),
    clock: bench.clock,
    preparing: bench.preparing,
    reminding: bench.reminding,
    mailOf: async () => 'camille.roux@mildeca.example',
    ...(options.inbox === undefined ? {} : { inbox: options.inbox }),
    statements: options.statements ?? { find: async () => undefined, pdf: async () => undefined },
  });
  return openTestSite({ routes, roles: options.roles ?? ['dispatcher'], userId: dispatcher.id });
}
