import type { Knex } from 'knex';
import { createDispatch, type AcknowledgementsPort, type Campaign } from '../../src/dispatch/dispatch.ts';
import { createDispatchWorker } from '../../src/dispatch/dispatch-worker.ts';
import type { BuildMail } from '../../src/dispatch/mail-content.ts';
import type { AnnexesProgress, InstructionsPort, PreparingDirectory } from '../../src/dispatch/ports.ts';
import type { AskedQuestionnaire } from '../../src/dispatch/preparing/asked-check.ts';
import { createPreparing } from '../../src/dispatch/preparing/preparing.ts';
import { createReminding } from '../../src/dispatch/reminding/reminding.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { SignaturesPort } from '../../src/dispatch/preparing/preflight-facts.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createJournal } from '../../src/journal/journal.ts';
import type { Mailer } from '../../src/mail/mailer.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { createTestDatabase } from '../database.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import type { Rates } from '../../src/dispatch/rates.ts';
import { createFakeQueue } from '../fakes/fake-queue.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

export const dispatcher = { id: 'user-camille', roles: ['dispatcher'] };
export const linkSecret = new Uint8Array(32).fill(7);
export const signed = {
  instructionId: 'instruction-2027',
  slug: '2027-chefs-de-projets',
  title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
  year: 2027,
  sha256: 'a'.repeat(64),
  signedAt: '2026-12-07T09:00:00.000Z',
};

export interface TestContact {
  officeId: string;
  rank: number;
  address: string;
}

/** Offices A, B, C… with a functional mailbox each; `contacts` says otherwise. */
export function testDirectory(offices: string[], contacts?: TestContact[]) {
  const list =
    contacts ?? offices.map((officeId) => ({ officeId, rank: 1, address: `${officeId}@prefecture.example` }));
  const recipients = () =>
    list
      .toSorted((one, other) => one.rank - other.rank)
      .map((contact) => ({
        officeId: contact.officeId,
        officeName: `préfecture ${contact.officeId}`,
        contactId: `contact-${contact.address.split('@')[0]}`,
        rank: contact.rank,
        address: contact.address,
        addressSalt: 'salt',
        timeZone: 'Europe/Paris',
      }));
  return {
    listOffices: async () =>
      offices.map((id) => ({
        id,
        name: `préfecture ${id}`,
        timeZone: 'Europe/Paris',
        territories: id === 'A' ? [{ id: 'REG-75', kind: 'region', name: 'Aquitaine' }] : [],
        contacts: list.filter((contact) => contact.officeId === id),
      })),
    listRecipients: async () =>
      offices.flatMap((id) => recipients().find((contact) => contact.officeId === id) ?? []),
    nextContact: async (_transaction: unknown, officeId: string, afterRank: number) =>
      recipients().find((contact) => contact.officeId === officeId && contact.rank > afterRank),
    /** A later import: the office's contact is ended and another takes its rank. */
    replace(contact: TestContact) {
      const index = list.findIndex(
        ({ officeId, rank }) => officeId === contact.officeId && rank === contact.rank,
      );
      list[index] = contact;
    },
    changedOn: async () => '2026-12-01',
  } satisfies PreparingDirectory & Record<string, unknown>;
}

export function testInstructions(state = 'signed') {
  const instruction = { state };
  return {
    signedVersion: async (id: string) =>
      id === signed.instructionId && instruction.state !== 'approved'
        ? { ...signed, pdf: async () => new TextEncoder().encode('%PDF-1.7 test') }
        : undefined,
    async lock() {},
    async markDispatched() {
      if (instruction.state !== 'signed') throw new AppError('conflict', 'not signed');
      instruction.state = 'dispatched';
    },
    async markClosed() {
      instruction.state = 'closed';
    },
    instruction,
  } satisfies InstructionsPort & Record<string, unknown>;
}

export const buildTestMail: BuildMail = async (content) => ({
  messageId: content.messageId,
  envid: content.envid,
  from: { address: 'diffusion@mildeca.example' },
  to: { name: content.officeName, address: content.address },
  subject: content.instruction.title,
  text: content.linkToken,
  html: `<p>${content.linkToken}</p>`,
  attachments: [],
  headers: {},
});

const aYear = new Date('2027-12-07T09:00:00.000Z');

/** Whose signature is good, and whose certificate ends in a year, unless the test says otherwise. */
export function testSignatures() {
  const identity = { certificateSha256: 'c'.repeat(64), validTo: aYear };
  const state = { verdict: 'valid' as 'valid' | 'invalid' | 'indeterminate', level: 'B-B' as 'B-B' | 'B-LT' };
  return {
    identity,
    state,
    async verify(pdf) {
      const { verdict, level } = state;
      const common = {
        sha256: signed.sha256,
        bytes: pdf.byteLength,
        problems: [],
        notChecked: [],
        revisions: [],
      };
      const act = {
        kind: 'signature',
        signer: 'Nora Valin',
        reasons: [],
        level,
        certificateSha256: 'c'.repeat(64),
      };
      return { ...common, verdict, valid: verdict === 'valid', signatures: [act as never] };
    },
    identities: () => ({ signatory: identity, seal: { ...identity, certificateSha256: 'd'.repeat(64) } }),
  } satisfies SignaturesPort & Record<string, unknown>;
}

/** The room on a real in-memory database, with a fake queue and a fake mailer unless others are given. */
export async function createCampaignBench(
  given: {
    directory?: PreparingDirectory & Pick<ReturnType<typeof testDirectory>, 'replace'>;
    instructions?: ReturnType<typeof testInstructions>;
    acknowledgements?: AcknowledgementsPort;
    attachmentLimit?: number;
    database?: Knex;
    rates?: Rates;
    wake?: () => void;
  } = {},
) {
  const database = given.database ?? (await createTestDatabase());
  const clock = createFixedClock();
  const queue = createFakeQueue();
  const mailer = createFakeMailer();
  const directory = given.directory ?? testDirectory(['A', 'B', 'C']);
  const instructions = given.instructions ?? testInstructions();
  const journal = createJournal({ clock, readDatabase: database });
  /** Notifications of credits, none unless the test says otherwise. */
  const annexes = {
    made: undefined as AnnexesProgress | undefined,
    credits: false,
    officeAnnexes: async () => [],
    hasCredits: async () => annexes.credits,
    progress: async () => annexes.made,
  };
  /** What the act asks to fill in: nothing unless the test says otherwise. */
  const asked: AskedQuestionnaire[] = [];
  const common = {
    database,
    readDatabase: database,
    journal,
    clock,
    directory,
    instructions,
    linkSecret,
    mailDomain: 'estafette.example',
    log: silentLog,
    annexes,
  };
  const dispatch = createDispatch({
    ...common,
    ...(given.wake === undefined ? {} : { wake: given.wake }),
    ...(given.rates === undefined ? {} : { rates: given.rates }),
    ...(given.acknowledgements === undefined ? {} : { acknowledgements: given.acknowledgements }),
    ...(given.attachmentLimit === undefined ? {} : { attachmentLimit: given.attachmentLimit }),
  });

  function createWorker(
    over: { queue?: Queue; mailer?: Mailer; database?: Knex; answersFolder?: string } = {},
  ) {
    return createDispatchWorker({
      ...common,
      queue,
      mailer,
      buildMail: buildTestMail,
      rates: given.rates ?? {},
      ...over,
    });
  }
  const worker = createWorker();
  const signatures = testSignatures();
  const preparing = createPreparing({
    ...common,
    dispatch,
    buildMail: buildTestMail,
    mailer,
    signing: signatures,
    questionnaires: { listAsked: async () => asked },
    attachmentLimit: given.attachmentLimit ?? 10_000_000,
  });

  const messages = loadMessages('templates/messages');
  const createReminders = () => createReminding({ ...common, messages, buildMail: buildTestMail });

  return {
    asked,
    createReminders,
    reminding: createReminders(),
    database,
    clock,
    queue,
    mailer,
    directory,
    instructions,
    journal,
    dispatch,
    worker,
    createWorker,
    signatures,
    annexes,
    preparing,

    async open(): Promise<Campaign> {
      const outcome = await dispatch.openCampaign(dispatcher, signed.instructionId, {
        deadlineOn: '2026-12-21',
      });
      if (!outcome.ok) throw new Error(outcome.errors[0]?.key);
      return outcome.value;
    },

    /** Relays and runs everything, again and again, until nothing is due at this instant. */
    async settle(): Promise<void> {
      for (;;) {
        await worker.relay();
        if ((await queue.depth()) === 0) return;
        await queue.runAll(worker.run);
      }
    },

    async standings(campaign: Campaign) {
      const standings = await dispatch.standings(campaign.id);
      if (standings === undefined) throw new Error('no such campaign');
      return standings;
    },

    deliveryOf: (officeId: string) =>
      database('deliveries').where({ office_id: officeId }).orderBy('rank', 'desc').first(),

    journalOf: async (type: string) => (await journal.list()).filter((line) => line.type === type),
  };
}

export type CampaignBench = Awaited<ReturnType<typeof createCampaignBench>>;
