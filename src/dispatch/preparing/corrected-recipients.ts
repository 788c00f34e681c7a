import type { Knex } from 'knex';
import type { Audience, ChosenOffice, RecipientRole } from '../audience.ts';
import { listCampaigns, listFrozenOffices } from '../campaigns-store.ts';

/** What preparing a rectificatif asks of the drafts. */
export interface CorrectionsPort {
  /** What a rectificatif corrects; undefined for a text that corrects none. */
  correctedBy(instructionId: string): Promise<{ instructionId: string; title: string } | undefined>;
}

/** Where there are no rectificatifs. */
export const noCorrections: CorrectionsPort = { correctedBy: async () => undefined };

/** The text that a rectificatif corrects, and who had it. */
export interface CorrectedRecipients {
  title: string;
  offices: { officeId: string; officeName: string; role: RecipientRole }[];
}

/** Who had the text that this one corrects, as its own ledger froze them; undefined when it corrects none. */
export async function findCorrectedRecipients(
  deps: { readDatabase: Knex; corrections?: CorrectionsPort | undefined },
  instructionId: string,
): Promise<CorrectedRecipients | undefined> {
  const corrected = await (deps.corrections ?? noCorrections).correctedBy(instructionId);
  if (corrected === undefined) return undefined;
  const [campaign] = await listCampaigns(deps.readDatabase, { instruction_id: corrected.instructionId });
  const frozen = campaign === undefined ? [] : await listFrozenOffices(deps.readDatabase, campaign.id);
  return {
    title: corrected.title,
    offices: frozen
      .filter(({ excludedReason }) => excludedReason === undefined)
      .map(({ officeId, officeName, role }) => ({ officeId, officeName, role })),
  };
}

/** The audience that is proposed: the same offices, each as it had the first text. */
export function audienceOf({ offices }: CorrectedRecipients): Audience {
  const of = (role: RecipientRole) =>
    offices.filter((office) => office.role === role).map(({ officeId }) => officeId);
  const cc = of('cc');
  return {
    toList: 'chosen',
    toOffices: of('to'),
    ccList: cc.length === 0 ? 'none' : 'chosen',
    ccOffices: cc,
  };
}

/** Who had the first text and would not have this one; an office asked to acknowledge it is asked again. */
export function missingFrom(
  { offices }: CorrectedRecipients,
  chosen: readonly ChosenOffice[],
): { officeId: string; officeName: string }[] {
  const roles = new Map(chosen.map(({ office, role }) => [office.id, role]));
  return offices.filter(({ officeId, role }) =>
    role === 'to' ? roles.get(officeId) !== 'to' : !roles.has(officeId),
  );
}
