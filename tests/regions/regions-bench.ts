import type { Allocation } from '../../src/allocations/allocations.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createRegions, type ActLine, type CurrentAct } from '../../src/regions/regions.ts';
import { createLetterBench } from '../outbox/letter-bench.ts';

export const messages = loadMessages('templates/messages');
export const place = { instructionId: '11111111-1111-4111-8111-111111111111', regionId: 'REG-94' };
/** Corsica: two departments, led from Ajaccio. */
export const corsica = { id: 'OFF-2A', strength: 'code' as const };
export const act: CurrentAct = {
  ...{ instructionId: place.instructionId, slug: '2027-chefs-de-projets', isOpen: true },
  ...{ title: 'Instruction « Chefs de projets 2027 »', deadlineOn: '2026-12-21' },
};
export const region: Allocation = {
  ...{ territoryId: 'REG-94', level: 'region', name: 'Corse', linkedName: 'de Corse', regionId: undefined },
  ...{ commitmentAuthority: 10_000_050, paymentAppropriation: 8_000_000 },
};

/** The regional view beside the directory and the outbox; nobody in Corsica acknowledged. */
export async function createRegionsBench() {
  const bench = await createLetterBench();
  const { database, clock } = bench;
  const at = clock.now().toISOString();
  await database('pinned_templates').insert({
    ...{ sha256: 's', name: 't', version: '1', source: '{}', pinned_at: at },
  });
  await database('instructions').insert({
    ...{ id: act.instructionId, slug: act.slug, kind: 'k', year: 2027, title: act.title },
    ...{ template_sha256: 's', state: 'draft', revision: 1, created_at: at, created_by: 'u', updated_at: at },
  });
  const waiting = { asked: true, acknowledgedAt: undefined as string | undefined };
  const found = {
    act,
    credits: [region] as Allocation[],
    lines: [
      { officeId: 'OFF-2A', ...waiting, place: undefined },
      { officeId: 'OFF-2B', ...waiting, place: { campaignId: 'c', deliveryId: 'd' } },
    ] satisfies ActLine[],
  };
  const regions = createRegions({
    ...{ ...bench, readDatabase: database, messages, directory: bench.prefectures },
    acts: { listCurrent: async () => [found.act], linesOf: async () => found.lines },
    credits: { signedLines: async () => found.credits },
    owed: {
      owedOf: async () => [
        { officeId: 'OFF-2B', title: 'Plan d’action', dueOn: '2027-01-31', badge: 'new', state: 'Attendu' },
      ],
    },
    publicUrl: () => 'https://estafette.example',
  });
  let keys = 0;
  return {
    ...{ ...bench, regions, found },
    decided: (change: Partial<Parameters<typeof regions.splits.publish>[2]> = {}) => ({
      ...{ name: 'Inès Morel', function: 'Cheffe de projet régionale', reason: '', after: 0 },
      formKey: `a-form-key-of-a-page-${(keys += 1)}`,
      typed: { 'ae-DEP-2A': '60 000,50', 'ae-DEP-2B': '40000', 'cp-DEP-2A': '50 000', 'cp-DEP-2B': '30 000' },
      ...change,
    }),
  };
}
