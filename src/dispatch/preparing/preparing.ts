import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Mailer } from '../../mail/mail.ts';
import type { QuestionnairesPort } from './asked-check.ts';
import { createChoosing } from './choosing.ts';
import { findCorrectedRecipients, type CorrectionsPort } from './corrected-recipients.ts';
import { createDepartures } from './departures.ts';
import { planDeparture, type DeparturePlan } from './departure-plan.ts';
import type { Campaign, Dispatch } from '../dispatch.ts';
import { createMailPreview } from './mail-preview.ts';
import type { NotificationsFacts } from './notifications.ts';
import { createOverruling } from './overruling.ts';
import { gatherFacts, type SignaturesPort } from './preflight-facts.ts';
import { blockersOf, judgePreflight, type Check } from './preflight.ts';
import { faultOfDeparture, type Preparation } from './preparation.ts';
import { findAlive, listOverrules } from './preparations-store.ts';
import { createScheduling } from './scheduling.ts';
import { listTrials } from './trials-store.ts';
import type { BuildMail } from '../mail-content.ts';
import {
  noAnnexes,
  type Actor,
  type AnnexesPort,
  type InstructionsPort,
  type PreparingDirectory,
} from '../ports.ts';

export type { Preparation } from './preparation.ts';

export type Preparing = ReturnType<typeof createPreparing>;

/**
 * What comes before a campaign: whom it is for, what each would receive, what stands against it, when it
 * leaves. A preparation is kept until it leaves or is abandoned; nothing of it is in the ledger.
 */
export function createPreparing(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  instructions: InstructionsPort;
  directory: PreparingDirectory;
  dispatch: Pick<Dispatch, 'openCampaign'>;
  buildMail: BuildMail;
  mailer: Pick<Mailer, 'send' | 'check'>;
  signing: SignaturesPort;
  annexes?: Pick<AnnexesPort, 'progress' | 'hasCredits'>;
  /** What a rectificatif corrects: who had it is who is written to. */
  corrections?: CorrectionsPort;
  questionnaires?: QuestionnairesPort;
  mailDomain: string;
  /** In bytes: a document above it is not attached, its mail gives the link. */
  attachmentLimit: number;
}) {
  const { readDatabase, clock, attachmentLimit } = deps;
  const mails = createMailPreview(deps);
  const scheduling = createScheduling(deps);
  const departures = createDepartures({
    ...deps,
    async blockers(preparation) {
      const { checks, overruled } = await preflight(preparation, { askServer: false });
      return blockersOf(checks, overruled);
    },
  });

  const plan = (preparation: Preparation): Promise<DeparturePlan | undefined> =>
    planDeparture(deps, preparation);

  async function preflight(
    preparation: Preparation,
    options: { askServer: boolean },
  ): Promise<{ checks: Check[]; overruled: ReadonlySet<string> }> {
    const planned = await plan(preparation);
    if (planned === undefined) return { checks: [anotherVersion], overruled: new Set() };
    const heaviest = await mails.heaviest(planned);
    const corrected = await findCorrectedRecipients(deps, preparation.instructionId);
    const questionnaires = (await deps.questionnaires?.listAsked(preparation.instructionId)) ?? [];
    const given = { heaviest, attachmentLimit, corrected, questionnaires, ...options };
    const facts = await gatherFacts(deps, planned, given);
    const overrules = await listOverrules(readDatabase, preparation.id);
    return {
      checks: judgePreflight(facts),
      overruled: new Set(overrules.flatMap(({ findings }) => findings)),
    };
  }

  return {
    ...createChoosing(deps),
    ...createOverruling(deps),
    ...scheduling,
    openDue: departures.openDue,

    /** The preparation of an instruction that is not over. */
    find: (instructionId: string): Promise<Preparation | undefined> => findAlive(readDatabase, instructionId),

    /** The offices of a day (`YYYY-MM-DD`), today's by default: to be picked from. */
    listOffices: (on = parisDayOf(clock.now())) => deps.directory.listOffices({ on }),

    plan,

    /** Who had the text that this one corrects; undefined when it corrects none. */
    correctedRecipients: (instructionId: string) => findCorrectedRecipients(deps, instructionId),

    /** Where the notifications of a signed version stand before anything is chosen. */
    async notificationsOf(signed: { instructionId: string; sha256: string }): Promise<NotificationsFacts> {
      const { hasCredits, progress } = deps.annexes ?? noAnnexes;
      return {
        hasCredits: await hasCredits(signed.instructionId),
        annexes: await progress(readDatabase, signed.sha256),
        annexesBy: 'attachment',
        annexesWished: 'attachment',
      };
    },

    preview: mails.preview,
    tryOn: mails.tryOn,

    /** Everything that is checked before a departure, the mail server included. */
    preflight: (preparation: Preparation) => preflight(preparation, { askServer: true }),

    listOverrules: (preparationId: string) => listOverrules(readDatabase, preparationId),
    listTrials: (preparationId: string) => listTrials(readDatabase, preparationId),

    /**
     * Leaves at once, or at the hour that was chosen. `planSha256` is what was shown to who confirms:
     * refused when it is not what would be done any more, or while something stands against it.
     */
    async depart(
      actor: Actor,
      preparation: Preparation,
      planSha256: string,
    ): Promise<Outcome<Campaign | undefined>> {
      const refusal = (key: string) => refused({ field: '', key });
      if (!actor.roles.includes('dispatcher')) return refusal('dispatch.role.dispatcher-only');
      if (preparation.state !== 'open') return refusal('preparing.depart.moved');
      const planned = await plan(preparation);
      if (planned?.sha256 !== planSha256) return refusal('preparing.depart.changed');
      const fault =
        preparation.dueAt === undefined
          ? undefined
          : faultOfDeparture(preparation.dueAt, clock.now(), planned.deadlineOn);
      if (fault !== undefined) return refused({ ...fault, field: '' });
      const { checks, overruled } = await preflight(preparation, { askServer: true });
      if (blockersOf(checks, overruled).length > 0) return refusal('preparing.depart.blocked');
      if (preparation.dueAt !== undefined) return scheduling.schedule(actor, preparation, planned);
      return departures.leave({ ...actor }, { ...preparation, changedBy: actor.id });
    },
  };
}

const anotherVersion: Check = {
  name: 'signature',
  level: 'blocking',
  key: 'preparing.check.signature.another-version',
  params: {},
  finding: 'signature another-version',
  mayBeOverruled: false,
  offices: [],
};
