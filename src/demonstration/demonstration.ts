import type { Estafette } from '../compose.ts';
import type { Instruction } from '../drafts/instructions.ts';
import { openChain, type Chain } from './chain.ts';
import { seedPastCirculars } from './past-circulars.ts';
import type { Postmaster } from './postmaster.ts';

export { createPostmaster } from './postmaster.ts';
export { openChain, type Chain } from './chain.ts';

const template = 'chefs-de-projets';
const order: Instruction['state'][] = ['draft', 'in_review', 'approved', 'signed', 'dispatched', 'closed'];

export interface SeedOptions {
  postmaster: Postmaster;
  /** Told the key of a French sentence at each turn. */
  onStep(key: string): void;
}

/**
 * What a demonstration shows at its first start: circulars from before Estafette, a past instruction that is closed, one being dispatched
 * with every kind of outcome, one half-way through its circuit of visas. Each step is taken from where things stand, so that a start
 * that was cut short is finished by the next one; when all is there, nothing is done.
 */
export async function seedDemonstration(estafette: Estafette, options: SeedOptions): Promise<void> {
  const chain = await openChain(estafette);
  const thisYear = estafette.clock.now().getUTCFullYear();
  const wanted = [
    { year: thisYear - 1, until: 'closed' },
    { year: thisYear, until: 'dispatched' },
    { year: thisYear + 1, until: 'in_review' },
  ] as const;
  if (await isSeeded(estafette, wanted)) return;
  options.onStep('cli.first-start');
  await chain.seedContacts();
  await chain.seedCircuit();
  await seedPastCirculars(estafette);
  for (const { year, until } of wanted)
    await advance({ estafette, chain, postmaster: options.postmaster }, { year, until });
  await estafette.archive.refreshAll();
  options.onStep('cli.demonstration-ready');
}

async function isSeeded(
  estafette: Estafette,
  wanted: readonly { year: number; until: Instruction['state'] }[],
): Promise<boolean> {
  for (const { year, until } of wanted) {
    const instruction = await estafette.instructions.findBySlug(`${year}-${template}`);
    if (instruction === undefined || order.indexOf(instruction.state) < order.indexOf(until)) return false;
  }
  return true;
}

async function advance(
  deps: { estafette: Estafette; chain: Chain; postmaster: Postmaster },
  wanted: { year: number; until: Instruction['state'] },
): Promise<void> {
  const { estafette, chain, postmaster } = deps;
  const { instructions, dispatch } = estafette;
  const instruction = await chain.create(template, wanted.year);
  for (;;) {
    const { state } = await instructions.get(instruction.id);
    if (order.indexOf(state) >= order.indexOf(wanted.until)) return;
    if (state === 'draft') {
      await chain.fill(instruction);
      if (wanted.until !== 'closed') await chain.grant(instruction, detailOf(wanted.until));
      await chain.freeze(instruction);
      // The one left in review has passed its first step, and awaits the second.
      if (wanted.until === 'in_review') {
        await chain.comment(instruction, firstComment);
        await chain.giveNextVisa(instruction, firstRemark);
      }
    } else if (state === 'in_review') await chain.visa(instruction);
    else if (state === 'approved') await chain.sign(instruction);
    else if (state === 'signed') {
      const past = wanted.until === 'closed';
      if (!past) await chain.notify(instruction);
      postmaster.misbehave(!past);
      const campaign = await chain.openCampaign(instruction);
      await chain.untilSettled(campaign.id).finally(() => postmaster.misbehave(false));
      await chain.acknowledge(campaign.id, past ? 106 : 41);
    } else {
      const campaign = await dispatch.findCampaignOf(instruction.id);
      if (campaign === undefined) return;
      await chain.untilSettled(campaign.id);
      await chain.acknowledge(campaign.id, 106);
      await chain.makePublic(instruction, whyPublic);
      await chain.close(campaign);
    }
  }
}

const firstComment = 'Faut-il rappeler ici qui répond de chaque orientation dans le département\u202f?';

const firstRemark =
  'Relu et approuvé\u00a0: les priorités répondent à ce que les chefs de projet demandaient.';

const whyPublic = 'Décidé en comité de direction, une fois les préfectures servies.';

/** A hundred notifications would keep a first start waiting: the one that is sent has the regions' only. */
function detailOf(until: Instruction['state']): 'departments' | 'regions' {
  return until === 'dispatched' ? 'regions' : 'departments';
}
