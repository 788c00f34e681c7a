import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCampaigns } from './campaigns.ts';
import type { Benchmark, Counts, Prepared } from './measure.ts';
import { readMails, sendAll } from './plain-mails.ts';
import { startSmtpSink } from './smtp-sink.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

/** A campaign with its ledger, journal, queue and every reply kept, beside a loop that only sends. */
export const dispatch: Benchmark = {
  name: 'dispatch',
  about: 'a campaign to every office, from its opening to the last reply, beside a pooled sendMail loop',
  aim: { bound: 'at most', ratio: 3 },
  rounds: 7,

  async prepare({ rounds, atEnd }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const sink = await startSmtpSink();
    atEnd(sink.close);
    const data = join(folder.path, 'data');
    // One more for the warm-up, and one whose mails are what the peer sends.
    const campaigns = await openCampaigns({ folder: data, smtpUrl: sink.url, count: rounds + 2 });
    atEnd(campaigns.close);

    const caught = join(folder.path, 'caught');
    await mkdir(caught);
    const offices = await campaigns.send((await sink.expect(106)).received);
    await sink.keep(caught);
    const mails = await readMails(caught);
    if (mails.length !== offices) throw new Error(`${mails.length} mails for ${offices} offices`);

    return {
      ours: {
        async run() {
          const { received } = await sink.expect(offices);
          const [lines, redis] = [await campaigns.journalLines(), await campaigns.redisCpuMs()];
          const cpuMsPerMail = await cpuPerMail(offices, () => campaigns.send(received));
          return {
            cpuMsPerMail,
            redisCpuMsPerMail: ((await campaigns.redisCpuMs()) - redis) / offices,
            journalLines: (await campaigns.journalLines()) - lines,
          };
        },
        facts: { mails: offices },
      },
      peer: {
        name: 'nodemailer pooled sendMail',
        async run(): Promise<Counts> {
          const { received } = await sink.expect(offices);
          const cpuMsPerMail = await cpuPerMail(offices, async () => {
            await sendAll(mails, sink.url);
            await received;
          });
          return { cpuMsPerMail };
        },
        facts: { mails: mails.length, attachmentBytes: attachmentBytes(mails) },
      },
    };
  },
};

/** Processor time of this process, all its threads, in milliseconds for each mail. */
async function cpuPerMail(mails: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / mails;
}

function attachmentBytes(mails: Awaited<ReturnType<typeof readMails>>): number {
  const content = mails[0]?.attachments?.[0]?.content;
  return Buffer.isBuffer(content) ? content.byteLength : 0;
}
