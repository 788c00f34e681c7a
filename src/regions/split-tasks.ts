import { formatAmount } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { DeskTask, DeskTasks } from '../desk/ports.ts';
import type { Regions } from './regions.ts';

/** What the split of a region's envelope tells a department; what who leads a region sees, and has to split. */
export function createSplitTasks(deps: {
  regions: Pick<Regions, 'splits' | 'listCurrent' | 'ledBy'>;
  territoriesOf(officeId: string): Promise<string[]>;
  messages: Messages;
}): DeskTasks {
  const { regions, messages } = deps;

  async function partsOf(officeId: string): Promise<DeskTask[]> {
    const own = await deps.territoriesOf(officeId);
    const current = await regions.listCurrent();
    const told = await Promise.all(
      current.map(async ({ instructionId, slug, title }) => {
        const latest = firstOfEach(await regions.splits.list(instructionId));
        const lines = latest.flatMap((split) => split.lines);
        return lines
          .filter(({ territoryId }) => own.includes(territoryId))
          .map((line) => ({
            title: messages('regions.task.part', { title, name: line.name }),
            state: {
              kind: 'success' as const,
              label: messages('regions.task.amount', { amount: formatAmount(line.commitmentAuthority) }),
            },
            href: `/guichet/parts/${slug}`,
            instructionId,
          }));
      }),
    );
    return told.flat();
  }

  async function regionalOf(officeId: string): Promise<DeskTask[]> {
    const led = await regions.ledBy(officeId);
    const tasks: DeskTask[] = led.map(({ region }) => ({
      title: messages('regions.task.view', { region: region.name }),
      state: { kind: 'success', label: messages('regions.task.to-see') },
      href: '/guichet/region',
    }));
    for (const { instructionId, slug, title } of led.length === 0 ? [] : await regions.listCurrent()) {
      for (const { region } of led) {
        const place = { instructionId, regionId: region.id };
        if ((await regions.splits.envelopeOf(place)) === undefined) continue;
        if ((await regions.splits.list(instructionId, region.id)).length > 0) continue;
        tasks.push({
          title: messages('regions.task.split', { title, region: region.name }),
          state: { kind: 'info', label: messages('regions.task.to-split') },
          href: `/guichet/region/${slug}/${region.id}/repartition`,
          instructionId,
        });
      }
    }
    return tasks;
  }

  return {
    tasksOf: async (officeId: string): Promise<DeskTask[]> => [
      ...(await regionalOf(officeId)),
      ...(await partsOf(officeId)),
    ],
  };
}

/** Of versions that stand the latest first, region by region, the latest of each. */
export function firstOfEach<Version extends { regionId: string }>(versions: readonly Version[]): Version[] {
  return [...Map.groupBy(versions, ({ regionId }) => regionId).values()].flatMap(([latest]) => latest ?? []);
}
