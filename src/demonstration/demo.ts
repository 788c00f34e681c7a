import type { Estafette } from '../compose.ts';
import { parisDayOf } from '../kernel/clock.ts';
import { openChain } from './chain.ts';

/** The object of `estafette demo --json`: outsiders rely on its shape. */
export interface DemoResult {
  pages: number;
  bytes: number;
  sha256: string;
  level: string;
  recipients: number;
  accepted: number;
  unknown: number;
  acknowledged: number;
  /** Whether the signed file verifies, and was found by a search for its own words. */
  verified: boolean;
  found: boolean;
  journal: { lines: number; valid: boolean };
  /** Milliseconds per step. */
  steps: Record<string, number>;
  files: { pdf: string; trust: string };
  url: string;
}

export interface DemoOptions {
  url: string;
  /** Writes the signed PDF where the person can take it; gives its path. */
  keep(pdf: Uint8Array): Promise<string>;
  onStep(name: string, ms: number): void;
  onProgress(settled: number, frozen: number): void;
}

/** Create, fill, grant, freeze, visa, sign, notify, dispatch to every office, acknowledge three, verify, search. */
export async function runDemo(estafette: Estafette, options: DemoOptions): Promise<DemoResult> {
  const { instructions, dispatch, signing, journal, archive, clock } = estafette;
  const steps: Record<string, number> = {};
  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const done = await work();
    steps[name] = Math.round(performance.now() - startedAt);
    options.onStep(name, steps[name]);
    return done;
  }

  const chain = await openChain(estafette);
  await chain.seedContacts();
  const year = Number(parisDayOf(clock.now()).slice(0, 4)) + 1;
  const instruction = await step('create', () => chain.create('chefs-de-projets', year));
  await step('fill', () => chain.fill(instruction));
  await step('credits', () => chain.grant(instruction, 'regions'));
  await step('freeze', () => chain.freeze(instruction));
  await step('visa', () => chain.visa(instruction));
  await step('sign', () => chain.sign(instruction));
  await step('notify', () => chain.notify(instruction));
  const campaign = await step('dispatch', async () => {
    const opened = await chain.openCampaign(instruction);
    await chain.untilSettled(opened.id, options.onProgress);
    return opened;
  });
  await step('acknowledge', () => chain.acknowledge(campaign.id, 3));
  const signed = await instructions.signedVersion(instruction.id);
  if (signed === undefined) throw new Error('the instruction is not signed');
  const pdf = await signed.pdf();
  const proof = await step('verify', async () => ({
    document: await signing.verify(pdf),
    journal: await journal.verify(),
  }));
  const found = await step('search', async () => {
    await archive.refreshAll();
    const { results } = await archive.search(
      { words: 'orientations prioritaires', year },
      { roles: ['auditor'] },
    );
    return results.some(({ reference }) => reference === instruction.id);
  });
  const standings = await dispatch.standings(campaign.id);
  if (standings === undefined) throw new Error('the campaign is gone');

  return {
    pages: signed.pages,
    bytes: pdf.byteLength,
    sha256: signed.sha256,
    level: signed.level,
    recipients: standings.frozen,
    accepted: standings.offices.accepted + standings.offices.delivered,
    unknown: standings.offices.unknown,
    acknowledged: standings.acknowledged,
    verified: proof.document.valid && proof.document.sha256 === signed.sha256,
    found,
    journal: { lines: proof.journal.lines, valid: proof.journal.valid },
    steps,
    files: { pdf: await options.keep(pdf), trust: estafette.trustPath },
    url: options.url,
  };
}
