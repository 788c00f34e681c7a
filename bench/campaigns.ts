import { setTimeout as pause } from 'node:timers/promises';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { openChain } from '../src/demonstration/demonstration.ts';
import type { Instruction } from '../src/drafts/instructions.ts';
import { silentLog } from '../src/kernel/log.ts';

/**
 * The whole product in this process, with `count` signed instructions that wait for their campaign. Its
 * mails go to `smtpUrl`; its browser is gone, because nothing is printed any more.
 */
export async function openCampaigns(options: { folder: string; smtpUrl: string; count: number }) {
  const config = readConfig({
    PATH: process.env.PATH,
    CHROMIUM_PATH: process.env.CHROMIUM_PATH,
    REDIS_SERVER_PATH: process.env.REDIS_SERVER_PATH,
    DATA_DIR: options.folder,
    SMTP_URL: options.smtpUrl,
    PORT: '0',
  });
  const estafette = await compose(config, { log: silentLog });
  const { dispatch, journal, redis } = estafette;
  try {
    await estafette.start();
    const chain = await openChain(estafette);
    await chain.seedContacts();
    const ready: Instruction[] = [];
    for (let year = 2027; ready.length < options.count; year += 1) {
      const instruction = await chain.create('chefs-de-projets', year);
      for (const step of [chain.fill, chain.freeze, chain.visa, chain.sign]) await step(instruction);
      ready.push(instruction);
    }
    await estafette.render.close();

    async function untilAccepted(campaignId: string): Promise<number> {
      for (;;) {
        const { offices, frozen } = (await dispatch.standings(campaignId)) ?? { frozen: 0 };
        if (offices?.waiting === 0 && offices.accepted === frozen) return frozen;
        if (offices?.waiting === 0) throw new Error(`${offices.accepted} of ${frozen} mails were accepted`);
        await pause(5);
      }
    }

    return {
      /**
       * Sends the next instruction to every office; done when the ledger says that each was accepted.
       * `received` resolves when the server has them all, so that the ledger is not asked meanwhile.
       */
      async send(received: Promise<unknown>): Promise<number> {
        const instruction = ready.shift();
        if (instruction === undefined) throw new Error('no signed instruction is left to send');
        const campaign = await chain.openCampaign(instruction);
        await received;
        return untilAccepted(campaign.id);
      },

      async journalLines(): Promise<number> {
        const [newest] = await journal.list({ newestFirst: true, limit: 1 });
        return newest?.line ?? 0;
      },

      /** Processor time of the Redis server so far, in milliseconds. */
      async redisCpuMs(): Promise<number> {
        const told = await redis.info('cpu');
        const seconds = [...told.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)].map(([, each]) =>
          Number(each),
        );
        return seconds.reduce((sum, each) => sum + each, 0) * 1000;
      },

      close: () => estafette.stop(),
    };
  } catch (error) {
    await estafette.stop();
    throw error;
  }
}
