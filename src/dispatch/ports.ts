import type { Knex } from 'knex';
import type { Outcome } from '../kernel/outcome.ts';
import type { DirectoryRecipient } from '../prefectures/office.ts';

/** Who acts, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

/** What a campaign needs to know of the version that was signed. */
export interface SignedInstruction {
  instructionId: string;
  slug: string;
  title: string;
  year: number;
  sha256: string;
  signedAt: string;
}

/** What dispatch asks of the drafts. */
export interface InstructionsPort {
  /** The signed version; undefined when there is no such instruction, or it is not signed. */
  signedVersion(
    instructionId: string,
  ): Promise<(SignedInstruction & { pdf(): Promise<Uint8Array> }) | undefined>;
  /** Holds its row until the transaction ends, so that two campaigns are not opened at once. */
  lock(transaction: Knex.Transaction, instructionId: string): Promise<unknown>;
  /** Moves it from signed to dispatched; throws `conflict` when it is in another state. */
  markDispatched(transaction: Knex.Transaction, instructionId: string, actorId: string): Promise<void>;
  /** Moves it from dispatched to closed, with its journal line; throws `conflict` in another state. */
  markClosed(transaction: Knex.Transaction, instructionId: string, actorId: string): Promise<void>;
}

/** An office with its contacts and the territories that it holds on a day. */
export interface DirectoryOffice {
  id: string;
  name: string;
  timeZone: string;
  territories: { id: string; kind: string; name: string }[];
  /** Best rank first. */
  contacts: { address: string; kind?: string; personName?: string }[];
}

/** What dispatch asks of the directory. Days are `YYYY-MM-DD`. */
export interface DirectoryPort {
  listOffices(query: { on: string }): Promise<DirectoryOffice[]>;
  listRecipients(transaction: Knex.Transaction, query: { on: string }): Promise<DirectoryRecipient[]>;
  nextContact(
    transaction: Knex.Transaction,
    officeId: string,
    afterRank: number,
    on: string,
  ): Promise<DirectoryRecipient | undefined>;
}

/** What preparing a departure asks of the directory besides. */
export interface PreparingDirectory extends DirectoryPort {
  /** The day on which a contact was last added or withdrawn; undefined: never. */
  changedOn(): Promise<string | undefined>;
}

/** What the campaign's page asks of the acknowledgements, which own them. */
export interface AcknowledgementsPort {
  /** The offices that acknowledged the campaign's version, and when each first did. */
  listOffices(campaignId: string): Promise<OfficeAcknowledgement[]>;
}

export interface OfficeAcknowledgement {
  officeId: string;
  /** When the first person did. */
  acknowledgedAt: string;
  /** Everyone who did for the office, first come first. */
  acknowledgements?: readonly GivenAcknowledgement[];
}

export interface GivenAcknowledgement {
  id: string;
  acknowledgedAt: string;
  /** Its day; of what staff were told, the day on which they were. */
  acknowledgedOn: string;
  capacity: string;
  personHash: string;
  /** « declared », or « authenticated » by ProConnect; and how it came. */
  strength: string;
  means: string;
  /** Undefined once erased. */
  person: { name: string; function: string } | undefined;
  /** Declared by staff, from a message that came back. */
  declared?: { at: string; messageId: string; messageSha256: string };
  /** Recorded by staff, who were told by telephone or hold a paper. */
  consigned?: { at: string; by: string; scanSha256?: string };
}

/** What staff write down of an acknowledgement that they were told, or hold on paper. */
export interface Consigning {
  campaignId: string;
  officeId: string;
  means: 'telephone' | 'paper' | 'post';
  /** `YYYY-MM-DD`, in Paris. */
  on: string;
  name: string;
  function: string;
  capacity: string;
  reason: string;
  scan: Uint8Array | undefined;
  formKey: string;
}

/** What an office's story asks of the acknowledgements' room, beside who acknowledged. */
export interface ProofsPort {
  consign(actor: Actor, given: Consigning): Promise<Outcome<unknown>>;
  /** By acknowledgement: why staff recorded it, as whom ProConnect told the person, and its sealed receipt. */
  proofsOf(
    ids: readonly string[],
  ): Promise<
    ReadonlyMap<
      string,
      { reason?: string; authenticatedAs?: string; hasScan: boolean; receiptSha256?: string }
    >
  >;
  scan(acknowledgementId: string): Promise<{ type: string; name: string; bytes: Uint8Array } | undefined>;
  receiptPdf(acknowledgementId: string): Promise<Uint8Array | undefined>;
  /** Visits of an office's page, which are never counted: one line for each sort of visit. */
  visitsOf(
    deliveryIds: readonly string[],
  ): Promise<
    readonly { deliveryId: string; what: string; agent: string; visits: number; lastHour: string }[]
  >;
}

/** Before the acknowledgements' room is there: nobody acknowledged anything. */
export const noAcknowledgements: AcknowledgementsPort = { listOffices: async () => [] };

/** A document of one office's own, sealed apart from the act and known by its manifest. */
export interface OfficeAnnex {
  /** `OFF-01` or `REG-84`: what it is called in addresses. */
  key: string;
  /** Name of the file, as it is attached. */
  name: string;
  title: string;
  sha256: string;
  size: number;
  bytes(): Promise<Uint8Array>;
}

/** Where the notifications of a signed version stand. */
export interface AnnexesProgress {
  made: number;
  total: number;
  /** All made, and closed by their manifest: only then does anybody receive one. */
  ready: boolean;
  /** The last try failed; there will be others. */
  failed: boolean;
  /** Octets of an office's own, all together; an office without any is not there. */
  bytesByOffice: ReadonlyMap<string, number>;
}

/** What dispatch asks of the notifications of credits, which their own room makes before a campaign opens. */
export interface AnnexesPort {
  /** Whether the signed version of an instruction bears a table of credits. */
  hasCredits(instructionId: string): Promise<boolean>;
  /** Of an office, for a signed version; none unless they were asked for, and all made. */
  officeAnnexes(signedSha256: string, officeId: string): Promise<OfficeAnnex[]>;
  /** A campaign does not open while they are being made: undefined when nobody asked for any. */
  progress(database: Knex | Knex.Transaction, signedSha256: string): Promise<AnnexesProgress | undefined>;
}

/** Before the notifications' room is there: nobody has any. */
export const noAnnexes: AnnexesPort = {
  hasCredits: async () => false,
  officeAnnexes: async () => [],
  progress: async () => undefined,
};

/** What an office's story asks of the inbox: what came back, oldest first, and what was answered. */
export interface InboxPort {
  ofOffice(
    campaignId: string,
    officeId: string,
  ): Promise<{ messages: readonly CameBack[]; answers: readonly { messageId: string }[] }>;
}

export interface CameBack {
  id: string;
  receivedAt: string;
  filing: { kind: string };
  /** Undefined once erased. */
  words: { fromName: string; fromAddress: string; subject: string; text: string } | undefined;
}

/** What an office's story asks of its questions: what it asked about the act, in words, as staff read it. */
export interface QuestionsPort {
  toldOf(
    officeId: string,
    instructionId: string,
  ): Promise<readonly { href: string; title: string; badge: string; standing: string }[]>;
}

/** Where nobody asks anything. */
export const noQuestions: QuestionsPort = { toldOf: async () => [] };

/** Where no mailbox is read: nothing comes back. */
export const noInbox: InboxPort = { ofOffice: async () => ({ messages: [], answers: [] }) };

/** Where nobody keeps proofs: there are none. */
export const noProofs: ProofsPort = {
  consign: async () => {
    throw new Error('nothing keeps what staff are told');
  },
  proofsOf: async () => new Map(),
  scan: async () => undefined,
  receiptPdf: async () => undefined,
  visitsOf: async () => [],
};
