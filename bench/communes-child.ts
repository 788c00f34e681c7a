// One campaign of so many recipients in a process of its own, so that its memory is nobody else's. Its
// arguments: how many, the mail server, a folder. It tells one JSON object.
import type { DirectoryPort } from '../src/dispatch/dispatch.ts';
import { openDispatchHouse } from './dispatch-house.ts';
import { startSmtpSink } from './smtp-sink.ts';

const [count, folder, connections] = [
  Number(process.argv[2]),
  process.argv[3] ?? '',
  Number(process.argv[4]),
];
const warmUp = 106;
const warmUps = 15;
let recipients = warmUp;

/** As many town halls as asked, a functional mailbox each. */
const directory: DirectoryPort = {
  listOffices: async () =>
    Array.from({ length: recipients }, (_, index) => ({
      id: `COM-${index}`,
      name: `commune n° ${index}`,
      timeZone: 'Europe/Paris',
      territories: [],
      contacts: [{ address: `mairie@commune-${index}.example` }],
    })),
  listRecipients: async () =>
    Array.from({ length: recipients }, (_, index) => ({
      officeId: `COM-${index}`,
      officeName: `commune n° ${index}`,
      contactId: `contact-${index}`,
      rank: 1,
      address: `mairie@commune-${index}.example`,
      addressSalt: 'salt',
      timeZone: 'Europe/Paris',
    })),
  nextContact: async () => undefined,
};

const sink = await startSmtpSink();
const house = await openDispatchHouse({
  ...{ folder, connections, directory, smtpUrl: sink.url },
  redisServer: process.env['REDIS_SERVER_PATH'],
});
try {
  // Neither compiled code nor the heap that a process takes as it lives is part of a campaign's cost.
  for (let campaign = 0; campaign < warmUps; campaign += 1) {
    await house.send((await sink.expect(warmUp)).received);
  }
  recipients = count;
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
  await house.send((await sink.expect(count)).received);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { lines, valid } = await house.verifyJournal();
  if (!valid) throw new Error('the journal does not hold');
  console.log(
    JSON.stringify({
      mailsPerSecond: count / seconds,
      cpuMsPerMail: (user + system) / 1000 / count,
      memoryMb: process.resourceUsage().maxRSS / 1024,
      journalLines: lines,
    }),
  );
} finally {
  await house.close();
  await sink.close();
}
