import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { trialToken } from '../dispatch/dispatch.ts';
import type { Journal } from '../journal/journal.ts';
import type { Acknowledgement, Capacity, Identity, Person } from './acknowledgement.ts';
import {
  findOfMessage,
  listEver,
  listOfCampaign,
  listOfInstruction,
  listOfOffice,
} from './acknowledgements-store.ts';
import { createConsigning } from './consigning.ts';
import { createDeclaring } from './declaring.ts';
import {
  type AskedPort,
  noCorrections,
  noCredits,
  type Correction,
  type CorrectionsPort,
  type CreditsPort,
  type DispatchPort,
  type InstructionsPort,
  type OfficeCredits,
  type OpenedLink,
  type SentWhat,
  type SignedVersion,
} from './ports.ts';
import { createRecording, type Recorded, type Told } from './recording.ts';

export {
  capacities,
  type Acknowledgement,
  type Capacity,
  type Identity,
  type Means,
  type Person,
  type Strength,
} from './acknowledgement.ts';
export { acknowledgementForm, namedFault } from './acknowledgement-form-page.ts';
export { createAcknowledgementText } from './acknowledgement-text.ts';
export type { MailEvidence } from './declaring.ts';
export { toFoldableHtml } from './foldable-text.ts';
export type { Proofs } from './proofs.ts';
export { receiptName } from './receipt-mail.ts';

export type Acknowledgements = ReturnType<typeof createAcknowledgements>;

/** What a person holding an office's link may see: one version, for one office. */
export interface OpenLetter {
  state: 'open';
  link: OpenedLink;
  version: SignedVersion;
  /** The deadline's day is over in Paris. It may still be acknowledged. */
  late: boolean;
  /** Already recorded for this office and this version, oldest first. */
  acknowledgements: Acknowledgement[];
  /** What was sent since to replace or amend it, oldest first. */
  corrections: Correction[];
  /** It does not apply any more: nobody is asked to acknowledge it. */
  ended: 'replaced' | 'repealed' | undefined;
}

/** Why a link opens nothing. */
export type ClosedLetter =
  { state: 'unknown' } | { state: 'trial' } | { state: 'revoked' } | { state: 'expired'; expiresOn: string };

const tokenShape = /^[\w-]{43}$/;

/** The offices' acknowledgements of what was sent to them. Reading, however often, records nothing. */
export function createAcknowledgements(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  dispatch: DispatchPort;
  instructions: InstructionsPort;
  credits?: CreditsPort;
  corrections?: CorrectionsPort;
  asked?: AskedPort;
}) {
  const { readDatabase, clock, dispatch, instructions } = deps;
  const record = createRecording(deps);

  /** What a link opens to, before anything of the act is read. */
  async function follow(token: string): Promise<{ state: 'open'; link: OpenedLink } | ClosedLetter> {
    if (token === trialToken) return { state: 'trial' };
    const link = tokenShape.test(token) ? await dispatch.findByLinkToken(token) : undefined;
    if (link === undefined) return { state: 'unknown' };
    if (link.revoked) return { state: 'revoked' };
    if (link.expired) return { state: 'expired', expiresOn: link.expiresOn };
    return { state: 'open', link };
  }

  async function open(token: string): Promise<OpenLetter | ClosedLetter> {
    const followed = await follow(token);
    return followed.state === 'open' ? letterOf(followed.link) : followed;
  }

  const correctionsOf = (link: OpenedLink) =>
    (deps.corrections ?? noCorrections).correctionsOf(link.campaign.instructionId);

  async function letterOf(link: OpenedLink): Promise<OpenLetter> {
    const { instructionId, signedSha256: sha256, deadlineOn } = link.campaign;
    const version = await instructions.signedVersion(instructionId);
    if (version?.sha256 !== sha256) {
      throw new AppError('internal', 'the version that was sent is not the one that is kept', {
        details: { instructionId, sha256 },
      });
    }
    const corrections = await correctionsOf(link);
    return {
      state: 'open',
      link,
      version,
      late: parisDayOf(clock.now()) > deadlineOn,
      acknowledgements: await listOfOffice(readDatabase, { officeId: link.officeId, sha256 }),
      corrections,
      ended: endOf(corrections),
    };
  }

  /** Of the act itself nothing is read: the database holds an acknowledgement to the hash that was sent. */
  async function recordOf(
    link: OpenedLink,
    told: Pick<Told, 'means' | 'capacity' | 'person' | 'identity' | 'formKey' | 'receipt'>,
  ): Promise<Recorded | { state: 'not-asked' }> {
    if (link.role === 'cc' || endOf(await correctionsOf(link)) !== undefined) return { state: 'not-asked' };
    const { campaign, deliveryId, officeId } = link;
    return record({ ...told, officeId, deliveryId, campaign, at: instantOf(clock) });
  }

  async function openFor(officeId: string, of: SentWhat): Promise<OpenLetter | { state: 'unknown' }> {
    const link = await dispatch.findForOffice(officeId, of);
    return link === undefined ? { state: 'unknown' } : letterOf(link);
  }

  return {
    open,

    /** The same for an office that entered its own page, without a link and for as long as it is there. */
    openFor,

    /**
     * Records an acknowledgement that a person makes from the office's own page: `declared` after a one-time
     * code (`means` « code »), `authenticated` when ProConnect told who it is (`means` « proconnect », with
     * `authenticatedAs`, kept apart under a salt and erasable). `of` is `{ campaignId }` or `{ instructionId }`;
     * `formKey` (20 to 64 of `[A-Za-z0-9_-]`) is given with the form, a new one each time it is shown.
     * Gives `recorded`, or `repeated` with what stands (the same form, or the same person for this version);
     * `not-asked` when the office is in copy or the text does not apply any more; `unknown` when the office was
     * written no mail of that campaign. The office's right to be there is the caller's to check.
     */
    async recordFor(
      given: { officeId: string; of: SentWhat; person: Person; capacity: Capacity; formKey: string } & (
        | { strength: 'declared'; means: 'code' }
        | { strength: 'authenticated'; means: 'proconnect'; authenticatedAs: Identity }
      ),
    ): Promise<Recorded | { state: 'not-asked' } | { state: 'unknown' }> {
      const link = await dispatch.findForOffice(given.officeId, given.of);
      if (link === undefined) return { state: 'unknown' };
      return recordOf(link, {
        means: given.means,
        ...{ capacity: given.capacity, person: given.person, formKey: given.formKey },
        ...('authenticatedAs' in given ? { identity: given.authenticatedAs } : {}),
      });
    },

    /** Records what staff were told by telephone, or hold on paper; see consigning.ts. */
    consign: createConsigning({ clock, openFor, record }),

    /** Records what an office wrote by mail; see declaring.ts. */
    declare: createDeclaring({ clock, record }),

    /** What was declared from a message; undefined: nothing. */
    findDeclared: (messageId: string): Promise<Acknowledgement | undefined> =>
      findOfMessage(readDatabase, messageId),

    /** The credits of the office that holds the letter, and the files that tell and prove them. */
    creditsOf: ({ link }: OpenLetter): Promise<OfficeCredits> =>
      (deps.credits ?? noCredits).concerning(link.campaign.instructionId, link.officeId),

    /** What the act asks the office that holds the letter to send back. */
    askedOf: async ({ link }: OpenLetter) =>
      (await deps.asked?.askedBy(link.campaign.instructionId, link.officeId)) ?? [],

    /**
     * Records that a person acknowledges the link's version for its office, with its journal line, in
     * one transaction. The same form again, or the same person, records nothing more and gives what
     * stands (`repeated`); an office in copy, or whose text does not apply any more, is not asked, and nothing is
     * recorded. `formKey` is given with the form, a new one each time it is shown. Without `receipt`, none is
     * made nor mailed: so for those whom a demonstration makes up.
     */
    async record(
      token: string,
      given: Person & { capacity: Capacity; formKey: string },
      { receipt = true } = {},
    ): Promise<Recorded | { state: 'not-asked' } | ClosedLetter> {
      const followed = await follow(token);
      if (followed.state !== 'open') return followed;
      const { name, function: quality, capacity, formKey } = given;
      const person = { name, function: quality };
      return recordOf(followed.link, { means: 'link', capacity, person, formKey, receipt });
    },

    /** How many offices acknowledged: an office counts once, whoever and however many acknowledged for it. */
    async countByCampaign(campaignId: string): Promise<number> {
      return byOffice(await listOfCampaign(readDatabase, campaignId)).length;
    },

    /** The offices that acknowledged, first come first, each with everyone who did for it. */
    async listByCampaign(campaignId: string): Promise<OfficeAcknowledgements[]> {
      return byOffice(await listOfCampaign(readDatabase, campaignId));
    },

    /** The same, as dispatch asks for it. */
    async listOffices(campaignId: string): Promise<OfficeAcknowledgements[]> {
      return byOffice(await listOfCampaign(readDatabase, campaignId));
    },

    /** Every acknowledgement of every campaign, or of some offices, oldest first: one query across the years. */
    listEver: (where: { officeIds?: readonly string[] } = {}): Promise<Acknowledgement[]> =>
      listEver(readDatabase, where),

    /** Every acknowledgement of an instruction, oldest first. */
    listByInstruction: (instructionId: string): Promise<Acknowledgement[]> =>
      listOfInstruction(readDatabase, instructionId),
  };
}

/** What a reader is told first: a text that replaces it tells what applies. */
function endOf(corrections: readonly Correction[]): OpenLetter['ended'] {
  if (corrections.some(({ relation }) => relation === 'replaces')) return 'replaced';
  return corrections.some(({ relation }) => relation === 'repeals') ? 'repealed' : undefined;
}

export interface OfficeAcknowledgements {
  officeId: string;
  /** The first one's instant: when the office acknowledged. */
  acknowledgedAt: string;
  acknowledgements: Acknowledgement[];
}

function byOffice(oldestFirst: Acknowledgement[]): OfficeAcknowledgements[] {
  return [...Map.groupBy(oldestFirst, ({ officeId }) => officeId)].map(([officeId, acknowledgements]) => ({
    officeId,
    acknowledgedAt: acknowledgements[0]?.acknowledgedAt ?? '',
    acknowledgements,
  }));
}
