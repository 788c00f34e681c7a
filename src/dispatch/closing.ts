import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import type { CampaignStandings, OfficeLine } from './following/campaign-views.ts';
import { findCampaign, markCampaignState, type Campaign } from './campaigns-store.ts';
import { markAllMoved } from './delivery-moves-store.ts';
import type { AcknowledgementsPort, Actor, InstructionsPort } from './ports.ts';
import { stateEverything } from './following/statement.ts';
import {
  insertStatement,
  listCampaignAddresses,
  listCampaignAttempts,
  type Statement,
} from './following/statements-store.ts';

// An acknowledgement that comes between the reading and the closing starts the reading again.
const mostReadings = 20;

/**
 * The end of a campaign, and of its instruction: nothing is sent any more, links still open and offices
 * may still acknowledge. Refused while a mail is under way. What was never reached stays shown as such.
 * What was known of every office is written down with the closing: its statement is printed from it.
 */
export function createClosing(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  acknowledgements: AcknowledgementsPort;
  board(campaignId: string): Promise<{ standings: CampaignStandings; lines: OfficeLine[] } | undefined>;
}) {
  const { database, readDatabase, journal, clock, instructions, acknowledgements } = deps;

  async function readStatement(
    campaign: Campaign,
    board: { standings: CampaignStandings; lines: OfficeLine[] },
  ) {
    const signed = await instructions.signedVersion(campaign.instructionId);
    if (signed === undefined) throw new AppError('internal', 'a campaign without its signed version');
    const { instructionId: id, slug, title, year, sha256 } = signed;
    const given = await acknowledgements.listOffices(campaign.id);
    const closedAt = instantOf(clock);
    const head = await journal.standing();
    const { content, sha256: contentSha256 } = stateEverything({
      campaign,
      instruction: { id, slug, title, year, sha256 },
      closedAt,
      journal: head === undefined || head === 'moved' ? undefined : { line: head.line, hash: head.hash },
      equation: board.standings,
      lines: board.lines,
      attempts: await listCampaignAttempts(readDatabase, campaign.id),
      addresses: await listCampaignAddresses(readDatabase, campaign.id),
      acknowledgements: new Map(given.map((each) => [each.officeId, each])),
    });
    const { instructionId, id: campaignId } = campaign;
    return { id: newId(), campaignId, instructionId, content, contentSha256, closedAt } satisfies Statement;
  }

  function close(
    actor: Actor,
    campaign: Campaign,
    statement: Statement,
  ): Promise<Outcome<undefined> | 'changed'> {
    return database.transaction(async (transaction): Promise<Outcome<undefined> | 'changed'> => {
      const current = await findCampaign(transaction, { id: campaign.id });
      if (current?.state === 'closed') return refused({ field: '', key: 'dispatch.close.already' });
      const { state, changeNumber } = campaign;
      const move = { from: state, to: 'closed', changeNumber } as const;
      if (!(await markCampaignState(transaction, campaign.id, move))) return 'changed';
      // Of the first sending nothing waits; the reminders that do will never leave.
      const waiting = ['pending', 'queued', 'sending', 'deferred'] as const;
      const at = statement.closedAt;
      await markAllMoved(transaction, campaign.id, { from: waiting, to: 'cancelled', at });
      await insertStatement(transaction, statement);
      await journal.append(transaction, {
        type: 'campaign.closed',
        actor: actor.id,
        subject: `instruction:${campaign.instructionId}`,
        data: { campaign: campaign.id, contentSha256: statement.contentSha256 },
      });
      await instructions.markClosed(transaction, campaign.instructionId, actor.id);
      return accepted(undefined);
    });
  }

  return async (actor: Actor, campaignId: string): Promise<Outcome<undefined>> => {
    if (!actor.roles.includes('dispatcher'))
      return refused({ field: '', key: 'dispatch.role.dispatcher-only' });
    for (let reading = 1; reading <= mostReadings; reading += 1) {
      const campaign = await findCampaign(readDatabase, { id: campaignId });
      const board = campaign && (await deps.board(campaignId));
      if (campaign === undefined || board === undefined)
        return refused({ field: '', key: 'dispatch.campaign.unknown' });
      if (campaign.state === 'closed') return refused({ field: '', key: 'dispatch.close.already' });
      const { waiting } = board.standings.offices;
      if (waiting > 0)
        return refused({ field: '', key: 'dispatch.close.still-sending', params: { count: waiting } });
      const outcome = await close(actor, campaign, await readStatement(campaign, board));
      if (outcome !== 'changed') return outcome;
    }
    return refused({ field: '', key: 'dispatch.close.changing' });
  };
}
