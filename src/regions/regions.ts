import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { mailboxOf, type LedRegion, type Office, type Prefectures } from '../prefectures/prefectures.ts';
import type { ActLine, ActsPort, CreditsPort, CurrentAct, OwedPort } from './ports.ts';
import { createRegionalReminding, type RemindingPerson } from './reminding.ts';
import { createSplits } from './splits.ts';

export { createSplitTasks } from './split-tasks.ts';
export type { ActLine, CurrentAct } from './ports.ts';
export type { Split } from './splits-store.ts';

export type Regions = ReturnType<typeof createRegions>;

export interface RegionsDeps {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  messages: Messages;
  outbox: Pick<Outbox, 'post'>;
  directory: Pick<Prefectures, 'listRegionalOffices' | 'listDepartments' | 'findOffice'>;
  acts: ActsPort;
  credits: CreditsPort;
  owed: OwedPort;
  /** Where the offices enter their own pages. */
  publicUrl(): string;
}

/** What a chef de projet régional sees of one office of the region, for one act. */
export interface RegionalLine {
  office: Office;
  line: ActLine | undefined;
  owed: Awaited<ReturnType<OwedPort['owedOf']>>;
  /** The last reminder in a chef de projet régional's name, in Paris. */
  remindedOn: string | undefined;
}

/** The regional view: who holds a region sees and reminds its departments, and splits its envelope. */
export function createRegions(deps: RegionsDeps) {
  const { clock, directory, acts } = deps;
  const today = () => parisDayOf(clock.now());
  const ledBy = (officeId: string): Promise<LedRegion[]> =>
    directory.listRegionalOffices(officeId, { on: today() });
  const reminding = createRegionalReminding(deps);
  const splits = createSplits({
    ...deps,
    leads: async (officeId, regionId) => (await ledBy(officeId)).some(({ region }) => region.id === regionId),
  });

  async function linesOf(act: CurrentAct, { offices }: LedRegion): Promise<RegionalLine[]> {
    const lines = await acts.linesOf(act.instructionId);
    const owed = await deps.owed.owedOf(act.instructionId);
    const given = await reminding.given(act.instructionId);
    return offices.map((office) => ({
      office,
      line: lines.find(({ officeId }) => officeId === office.id),
      owed: owed.filter(({ officeId }) => officeId === office.id),
      remindedOn: given.find(({ officeId }) => officeId === office.id)?.remindedOn,
    }));
  }

  /** A region that the office leads, and a current act; undefined when it may see neither. */
  async function findFor(officeId: string, slug: string, regionId: string) {
    const led = (await ledBy(officeId)).find(({ region }) => region.id === regionId);
    const act = (await acts.listCurrent()).find((each) => each.slug === slug);
    return led === undefined || act === undefined ? undefined : { led, act, lines: await linesOf(act, led) };
  }

  return {
    splits,
    findFor,
    ledBy,
    today,
    listCurrent: acts.listCurrent,
    listDepartments: directory.listDepartments,

    /** The regions whose chef de projet sits in the office, and where their departments stand for each act. */
    async viewOf(officeId: string) {
      const current = await acts.listCurrent();
      const led = await ledBy(officeId);
      return Promise.all(
        led.map(async (region) => ({
          region: region.region,
          acts: await Promise.all(
            current.map(async (act) => ({
              ...{ act, lines: await linesOf(act, region) },
              envelope: await splits.envelopeOf({
                ...{ instructionId: act.instructionId, regionId: region.region.id },
              }),
              split: (await splits.list(act.instructionId, region.region.id))[0],
            })),
          ),
        })),
      );
    },

    /** Writes to the silent offices of the region in the person's name; see reminding.ts. */
    async remind(
      officeId: string,
      place: { slug: string; regionId: string },
      person: RemindingPerson,
    ): Promise<Outcome<number>> {
      const found = await findFor(officeId, place.slug, place.regionId);
      if (found === undefined) return refused({ field: '', key: 'regions.reminder.not-yours' });
      const own = await directory.findOffice(officeId);
      const mailbox = own && mailboxOf(own)?.address;
      const offices = found.act.isOpen ? silentOf(found.lines, officeId) : [];
      const reminded = { act: found.act, region: found.led.region, offices };
      return reminding.remind({ id: officeId, mailbox }, reminded, person);
    },
  };
}

/** The other offices of a region that are asked for an acknowledgement, and gave none. */
export function silentOf(
  lines: readonly RegionalLine[],
  officeId: string,
): { office: Office; line: ActLine }[] {
  return lines.flatMap(({ office, line }) =>
    line?.asked === true && line.acknowledgedAt === undefined && office.id !== officeId
      ? [{ office, line }]
      : [],
  );
}
