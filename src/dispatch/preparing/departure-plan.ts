import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../../kernel/clock.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { decideAttaching } from '../attaching.ts';
import { resolveAudience, type ChosenOffice } from '../audience.ts';
import type { PdfBy } from '../campaigns-store.ts';
import {
  noAnnexes,
  type AnnexesPort,
  type AnnexesProgress,
  type DirectoryPort,
  type InstructionsPort,
  type SignedInstruction,
} from '../ports.ts';
import type { NotificationsFacts } from './notifications.ts';
import type { Preparation } from './preparation.ts';

/** Everything that a departure would do, as the database stands now. */
export interface DeparturePlan extends NotificationsFacts {
  signed: SignedInstruction;
  pdf: Uint8Array;
  pdfBy: PdfBy;
  annexes: AnnexesProgress | undefined;
  /** In the directory's order, each once. */
  offices: ChosenOffice[];
  /** The day whose directory is read, and whether it was chosen (or follows the departure). */
  recipientsOn: string;
  isDayChosen: boolean;
  deadlineOn: string;
  leavesAt: Date;
  /** Changes with anything that a person was told before they confirmed. */
  sha256: string;
}

/** Works out a departure. Undefined when the version that was prepared is not the signed one any more. */
export async function planDeparture(
  deps: {
    readDatabase: Knex;
    clock: Clock;
    instructions: Pick<InstructionsPort, 'signedVersion'>;
    directory: Pick<DirectoryPort, 'listOffices'>;
    annexes?: Pick<AnnexesPort, 'progress' | 'hasCredits'>;
    attachmentLimit: number;
  },
  preparation: Preparation,
): Promise<DeparturePlan | undefined> {
  const { choices, dueAt, instructionId, signedSha256 } = preparation;
  const signed = await deps.instructions.signedVersion(instructionId);
  if (signed?.sha256 !== signedSha256) return undefined;
  const now = deps.clock.now();
  const leavesAt = dueAt === undefined || new Date(dueAt) < now ? now : new Date(dueAt);
  const recipientsOn = choices.recipientsOn ?? parisDayOf(leavesAt);
  const everyone = await deps.directory.listOffices({ on: recipientsOn });
  const offices = resolveAudience(choices.audience, everyone);
  const pdf = await signed.pdf();
  const { hasCredits, progress } = deps.annexes ?? noAnnexes;
  const annexes = await progress(deps.readDatabase, signed.sha256);
  const { deadlineOn, annexesBy: annexesWished } = choices;
  const { pdfBy, annexesBy } = decideAttaching({
    pdfBytes: pdf.byteLength,
    annexBytes: offices.map(({ office }) => annexes?.bytesByOffice.get(office.id) ?? 0),
    annexesWished,
    limit: deps.attachmentLimit,
  });
  const told = {
    signedSha256,
    pdfBy,
    annexes: annexes === undefined ? 'none' : `${annexes.total} by ${annexesBy}`,
    deadlineOn,
    recipientsOn,
    dueAt: dueAt ?? '',
    offices: offices.map(({ office, role }) => [office.id, role, office.contacts[0]?.address ?? '']),
  };
  return {
    signed,
    pdf,
    pdfBy,
    hasCredits: await hasCredits(instructionId),
    annexes,
    annexesBy,
    annexesWished,
    offices,
    recipientsOn,
    isDayChosen: choices.recipientsOn !== null,
    deadlineOn,
    leavesAt,
    sha256: sha256Hex(canonicalJson(told)),
  };
}
