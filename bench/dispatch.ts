import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDispatchHouse } from './dispatch-house.ts';
import type { Benchmark, Counts, Prepared } from './measure.ts';
import { readMails, sendAll } from './plain-mails.ts';
import { startSmtpSink } from './smtp-sink.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const offices = 106;
const connections = 5;

/** A campaign with its ledger, journal, queue and every reply kept, beside a loop that only sends. */
export const dispatch: Benchmark = {
  name: 'dispatch',
  about: 'mails a second of a campaign, from its opening to the last reply, beside a pooled sendMail loop',
  aim: { bound: 'at least', ratio: 1.3 },
  rounds: 9,

  async prepare({ atEnd }): Promise<Prepared> {
    const folder = await openTemporaryFolder();
    atEnd(folder.remove);
    const sink = await startSmtpSink();
    atEnd(sink.close);
    const redisServer = process.env['REDIS_SERVER_PATH'];
    const house = await openDispatchHouse({
      folder: folder.path,
      smtpUrl: sink.url,
      connections,
      redisServer,
    });
    atEnd(house.close);

    const caught = join(folder.path, 'caught');
    await mkdir(caught);
    await house.send((await sink.expect(offices, { keeping: true })).received);
    await sink.keep(caught);
    const mails = await readMails(caught);
    if (mails.length !== offices) throw new Error(`${mails.length} mails for ${offices} offices`);

    return {
      ours: {
        async run() {
          const { received } = await sink.expect(offices);
          const [lines, redis] = [await house.journalLines(), await house.redisCpuMs()];
          const spent = await spentPerMail(() => house.send(received));
          return {
            ...spent,
            redisCpuMsPerMail: ((await house.redisCpuMs()) - redis) / offices,
            journalLines: (await house.journalLines()) - lines,
          };
        },
        facts: { mails: offices, connections },
      },
      peer: {
        name: 'nodemailer pooled sendMail',
        async run(): Promise<Counts> {
          const { received } = await sink.expect(offices);
          return spentPerMail(async () => {
            await sendAll(mails, { url: sink.url, connections });
            await received;
          });
        },
        facts: { mails: mails.length, connections, attachmentBytes: attachmentBytes(mails) },
      },
    };
  },
};

/** The rate, and the processor time of this process, all its threads, in milliseconds for each mail. */
async function spentPerMail(
  work: () => Promise<unknown>,
): Promise<{ mailsPerSecond: number; cpuMsPerMail: number }> {
  const [before, startedAt] = [process.cpuUsage(), performance.now()];
  await work();
  const mailsPerSecond = (offices * 1000) / (performance.now() - startedAt);
  const { user, system } = process.cpuUsage(before);
  return { mailsPerSecond, cpuMsPerMail: (user + system) / 1000 / offices };
}

function attachmentBytes(mails: Awaited<ReturnType<typeof readMails>>): number {
  const content = mails[0]?.attachments?.[0]?.content;
  return Buffer.isBuffer(content) ? content.byteLength : 0;
}
