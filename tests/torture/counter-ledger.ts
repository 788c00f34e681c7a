import type { Campaign } from '../../src/dispatch/dispatch.ts';
import type { RunningEstafette } from '../journeys/running-estafette.ts';

/** Signed instructions, one a year. */
export async function signedActs({ chain }: RunningEstafette, count: number, from = 2027) {
  const acts = [];
  for (let year = from; year < from + count; year += 1) {
    const act = await chain.create('chefs-de-projets', year);
    await chain.fill(act);
    await chain.freeze(act);
    await chain.visa(act);
    await chain.sign(act);
    acts.push(act);
  }
  return acts;
}

/** The links of a campaign's mails. */
export async function tokensOf({ estafette }: RunningEstafette, { id }: Campaign): Promise<string[]> {
  const lines = (await estafette.dispatch.board(id))?.lines ?? [];
  return lines.map(({ deliveries }) => estafette.dispatch.linkTokenOf(deliveries[0]?.id ?? ''));
}

/** So many offices acknowledged, each once. */
export async function problemsOfAcknowledged(
  { estafette }: RunningEstafette,
  { id }: Campaign,
  expected: number,
): Promise<string[]> {
  const counts = (await estafette.acknowledgements.listByCampaign(id)).map(
    ({ acknowledgements }) => acknowledgements.length,
  );
  const once = counts.filter((count) => count === 1).length;
  if (once === expected && counts.every((count) => count <= 1)) return [];
  return [
    `${once} offices acknowledged once, of ${expected}; ${counts.filter((count) => count > 1).length} more`,
  ];
}

/** Each equation closes with every mail accepted, and the mail server holds one copy of each. */
export async function problemsOfSent(
  { estafette }: RunningEstafette,
  campaigns: readonly Campaign[],
): Promise<string[]> {
  const copies = new Map<string, number>();
  const { mails = [] } = (await estafette.caughtMails?.list({ perPage: 100_000 })) ?? {};
  for (const { id } of mails) {
    const messageId = (await estafette.caughtMails?.read(id))?.messageId ?? '';
    copies.set(messageId, (copies.get(messageId) ?? 0) + 1);
  }
  const problems: string[] = [];
  for (const { id } of campaigns) {
    // Throws when the equation does not close.
    const standings = await estafette.dispatch.standings(id);
    const { frozen = NaN, offices } = standings ?? {};
    if (offices?.accepted !== frozen)
      problems.push(`${offices?.accepted} of ${frozen} offices have their mail`);
    const sent: string[] = await estafette
      .database('deliveries')
      .where({ campaign_id: id })
      .pluck('message_id');
    const wrong = sent.filter((messageId) => copies.get(messageId) !== 1);
    if (sent.length !== frozen || wrong.length > 0)
      problems.push(`${sent.length} mails, ${wrong.length} of which the server does not hold exactly once`);
  }
  return problems;
}
