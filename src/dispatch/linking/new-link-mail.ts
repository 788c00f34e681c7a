import type { Knex } from 'knex';
import { findCampaign, listFrozenOffices } from '../campaigns-store.ts';
import type { LinkTokens } from '../link-token.ts';
import type { BuildMail } from '../mail-content.ts';
import type { InstructionsPort } from '../ports.ts';
import type { WriteLaterMail } from './later-mails.ts';

/** Writes the mail of an instruction again, with the link that replaces the one that was revoked. */
export function createNewLinkMail(deps: {
  readDatabase: Knex;
  linkTokens: LinkTokens;
  instructions: Pick<InstructionsPort, 'signedVersion'>;
  buildMail: BuildMail;
}): WriteLaterMail {
  const { readDatabase, linkTokens } = deps;
  return async (mail, address) => {
    const campaign = await findCampaign(readDatabase, { id: mail.campaignId });
    const [office] = await listFrozenOffices(readDatabase, mail.campaignId, { office_id: mail.officeId });
    if (campaign === undefined || office === undefined || mail.about.kind !== 'new-link') return undefined;
    const instruction = await deps.instructions.signedVersion(campaign.instructionId);
    if (instruction?.sha256 !== campaign.signedSha256) return undefined;
    return deps.buildMail({
      instruction,
      ...{ deadlineOn: campaign.deadlineOn, pdfBy: campaign.pdfBy, annexesBy: campaign.annexesBy },
      ...{ officeId: office.officeId, officeName: office.officeName, timeZone: office.timeZone },
      ...{ regionName: office.regionName, role: office.role, address },
      ...{ messageId: mail.headerId, envid: mail.id, replacesLink: true },
      linkToken: linkTokens.tokenOf(mail.deliveryId, mail.about.generation),
    });
  };
}
