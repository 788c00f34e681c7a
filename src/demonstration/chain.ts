import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../accounts/accounts.ts';
import type { Estafette } from '../compose.ts';
import { typedFrom } from '../allocations/allocations.ts';
import type { Campaign } from '../dispatch/dispatch.ts';
import type { Instruction } from '../drafts/instructions.ts';
import { parisDayOf } from '../kernel/clock.ts';
import { demonstrationCircuit } from './circuit.ts';
import { demonstrationCredits, inventedCredits } from './credits.ts';
import type { Outcome } from '../kernel/outcome.ts';

const day = 86_400_000;

/** Of a demonstration's letter: everything the template asks for that is not already there. */
function lettersFields(year: number, deadlineOn: string): Record<string, string> {
  return {
    subject: `Instruction aux chefs de projets pour l’année ${year}`,
    author: 'La Présidente',
    contactName: 'Claire Redon',
    contactFunction: 'Chargée de mission action territoriale',
    contactMail: 'claire.redon@mildeca.example',
    acknowledgementDeadline: deadlineOn,
    signatoryFirstName: 'Hélène',
    signatoryLastName: 'Marchal',
    signatoryQuality:
      'La présidente de la mission interministérielle de lutte contre les drogues et les conduites addictives',
  };
}

export type Chain = Awaited<ReturnType<typeof openChain>>;

/**
 * The demonstration's people going through the chain with the rooms' own functions, one step at a time:
 * what the pages do, without the pages.
 */
export async function openChain(estafette: Estafette) {
  const { accounts, instructions, dispatch, acknowledgements, allocations, annexes, clock } = estafette;
  await accounts.seedDemonstrationPeople();
  const people = await accounts.listDemonstrationPeople();
  const actors = (role: Role) =>
    people
      .filter((candidate) => candidate.role === role)
      .map(({ id, name }) => ({ id, name, roles: [role] }));
  const actor = (role: Role) => {
    const [first] = actors(role);
    if (first === undefined) throw new Error(`no demonstration person is ${role}`);
    return first;
  };
  const deadlineOn = () => parisDayOf(new Date(clock.now().getTime() + 30 * day));
  const current = (instruction: Instruction) => instructions.get(instruction.id);

  return {
    /** The contacts of the 106 offices, under `.example`, and invented chefs de projet; what stands is left alone. */
    async seedContacts(): Promise<void> {
      const from = parisDayOf(clock.now());
      await estafette.database.transaction(async (trx) => {
        await estafette.prefectures.seedDemonstrationContacts(trx, { from });
        await estafette.prefectures.mandates.seedDemonstration(trx, { from });
      });
    },

    async create(template: string, year: number): Promise<Instruction> {
      const known = await instructions.findBySlug(`${year}-${template}`);
      return known ?? demandValue(await instructions.create(actor('drafter'), { template, year }));
    },

    async fill(instruction: Instruction): Promise<void> {
      const { year, revision } = await current(instruction);
      const fields = lettersFields(year, deadlineOn());
      demandValue(
        await instructions.save(actor('drafter'), instruction.id, { baseRevision: revision, fields }),
      );
    },

    /** What a reviewer says beside the text, of its orientations; said once. */
    async comment(instruction: Instruction, words: string): Promise<void> {
      const said = { formKey: `demonstration-${instruction.id}`, words, mentions: [], blocking: false };
      const pointed = { part: 'sections[orientations]', quote: '' };
      demandValue(await instructions.openThread(actor('reviewer'), instruction.id, { ...said, pointed }));
    },

    /** Plausible credits for every region, and for every department when asked so. */
    async grant(instruction: Instruction, detail: 'departments' | 'regions'): Promise<void> {
      const offices = await estafette.prefectures.listOffices({ on: parisDayOf(clock.now()) });
      const file = demonstrationCredits(offices, detail);
      const { problems } = await allocations.importFile(actor('drafter'), instruction.id, file);
      if (problems.length > 0) throw new Error(`refused: ${problems.map(({ key }) => key).join(', ')}`);
      const { lines = [], number = 0 } = (await allocations.currentTable(instruction.id)) ?? {};
      const typed = { typed: typedFrom(lines), criteria: inventedCredits, after: number };
      demandValue(await allocations.type(actor('drafter'), instruction.id, typed));
    },

    /** Has the notifications of the credits made, and waits for the last of them. */
    async notify(instruction: Instruction): Promise<void> {
      demandValue(await annexes.ask(actor('dispatcher'), instruction.id));
      for (;;) {
        await annexes.make();
        const standing = await annexes.standing(instruction.id);
        if (standing?.ready === true) return;
        const failure = standing?.failureKey ?? undefined;
        if (failure !== undefined) throw new Error(`not made: ${failure}`);
        await pause(100);
      }
    },

    async freeze(instruction: Instruction): Promise<void> {
      demandValue(await instructions.freeze(actor('drafter'), instruction.id));
    },

    /** A circuit of two steps, one a reviewer; what stands is left alone. */
    async seedCircuit(): Promise<void> {
      const circuits = await instructions.listCircuits();
      if (circuits.length > 0) return;
      const typed = demonstrationCircuit(actors('reviewer').map(({ id }) => id));
      demandValue(await instructions.defineCircuit(actor('administrator'), typed));
    },

    /** The visa of whom the circuit asks now; false when it asks nobody any more. */
    async giveNextVisa(instruction: Instruction, reason = ''): Promise<boolean> {
      const standing = await current(instruction);
      for (const reviewer of actors('reviewer')) {
        if ((await instructions.awaitedOf(reviewer, standing)) === undefined) continue;
        const version = await instructions.frozenVersion(instruction.id);
        const decision = { sha256: version?.sha256 ?? '', reason };
        demandValue(await instructions.giveVisa(reviewer, instruction.id, decision));
        return true;
      }
      return false;
    },

    /** Every visa that the circuit asks for. */
    async visa(instruction: Instruction): Promise<void> {
      while (await this.giveNextVisa(instruction));
    },

    async sign(instruction: Instruction): Promise<void> {
      demandValue(await instructions.sign(actor('signatory'), instruction.id));
    },

    async openCampaign(instruction: Instruction): Promise<Campaign> {
      const opened = demandValue(
        await dispatch.openCampaign(actor('dispatcher'), instruction.id, { deadlineOn: deadlineOn() }),
      );
      estafette.worker.wake();
      return opened;
    },

    /** Waits until no office waits for its mail any more; tells how many are settled on the way. */
    async untilSettled(
      campaignId: string,
      onProgress: (settled: number, frozen: number) => void = () => undefined,
    ): Promise<void> {
      for (;;) {
        const standings = await dispatch.standings(campaignId);
        if (standings === undefined) throw new Error('the campaign is gone');
        onProgress(standings.frozen - standings.offices.waiting, standings.frozen);
        if (standings.offices.waiting === 0) return;
        await pause(100);
      }
    },

    /** The first offices reached that have not acknowledged do so, through the link of their mail. */
    async acknowledge(campaignId: string, count: number): Promise<void> {
      const board = await dispatch.board(campaignId);
      const offices = (board?.lines ?? []).filter(
        (line) => line.standing === 'accepted' && line.acknowledgedAt === undefined,
      );
      for (const office of offices.slice(0, count)) {
        const delivery = office.deliveries.find(({ state }) => state === 'accepted');
        if (delivery === undefined) continue;
        const camille = { name: 'Camille Duval', function: 'Directrice de cabinet' };
        const said = { capacity: 'project-lead' as const, formKey: `demonstration-${delivery.id}` };
        // Nobody awaits a receipt: those of a first start would be printed for a minute.
        const token = dispatch.linkTokenOf(delivery.id);
        await acknowledgements.record(token, { ...camille, ...said }, { receipt: false });
      }
    },

    /** Everyone may read it from then on; what is there already is left alone. */
    async makePublic(instruction: Instruction, reason: string): Promise<void> {
      const { publicPage } = estafette;
      const entries = await publicPage.listEntries();
      const text = await publicPage.sources.instruction?.find(instruction.id);
      if (text === undefined || entries.some(({ id }) => id === instruction.id)) return;
      const subject = { kind: 'instruction' as const, id: instruction.id };
      demandValue(await publicPage.publish(actor('dispatcher'), subject, { sha256: text.sha256, reason }));
    },

    async close(campaign: Campaign): Promise<void> {
      demandValue(await dispatch.closeCampaign(actor('dispatcher'), campaign.id));
    },
  };
}

function demandValue<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${outcome.errors.map(({ field, key }) => `${field} ${key}`).join(', ')}`);
}
