import type { Delivery } from '../../src/dispatch/dispatch.ts';
import type { Mailer } from '../../src/mail/mailer.ts';
import { createCampaignBench, dispatcher, testDirectory } from '../dispatch/campaign-bench.ts';
import { startFaultySmtpServer, type SmtpMoment } from '../fakes/faulty-smtp-server.ts';
import { isOfTime, patienceOf, type Cell } from '../mail/fault-matrix.ts';
import { aBigPart, aHugePart, aMailer } from '../mail/mails.ts';

const offices = ['A', 'B', 'C'];
const victim = 'B@prefecture.example';
const hours = 3_600_000;

/** What the ledger says of a mail when the transport said so. */
const recorded: Record<string, Delivery['state']> = {
  accepted: 'accepted',
  deferred: 'deferred',
  refused: 'refused',
  unknown: 'unknown',
  // Nobody's attempts are spent on it: the campaign stops, its mails wait.
  misconfigured: 'pending',
};

export interface FaultReport {
  /** The victim's delivery while the server was ill, and once it was well again. */
  states: [ill: string, well: string];
  /** Mails that the server took for the victim, over the whole campaign. */
  copies: number;
  problems: string[];
}

/**
 * A campaign to three offices through the whole ledger and a real connection to a server that fails at one
 * stage in one way: for everybody where it knows no recipient yet, for one office from there on. Then the
 * server is well again, time passes, a person resumes what stopped; and the mails are counted.
 */
export async function runLedgerFault(
  cell: Cell,
  given: { extensions: string[]; tls: { key: string; cert: string } },
): Promise<FaultReport> {
  let isIll = true;
  const refusedDots = new Map<string, number>();
  const server = await startFaultySmtpServer({
    tls: given.tls,
    extensions: ['AUTH PLAIN', 'DSN', ...given.extensions],
    script({ stage, recipient }: SmtpMoment) {
      if (!isIll || stage !== cell.stage || !['', victim].includes(recipient)) return undefined;
      if (stage === 'dot' && typeof cell.act === 'object' && /^[45]/.test(cell.act.reply))
        refusedDots.set(recipient, (refusedDots.get(recipient) ?? 0) + 1);
      return cell.act;
    },
  });
  const bench = await createCampaignBench({ directory: testDirectory(offices) });
  const mailer = aMailer(`smtp://user:pass@127.0.0.1:${server.port}`, {
    trustedRoots: given.tls.cert,
    timeouts: patienceOf(cell),
  });
  const attachments = cell.stage === 'body' ? [isOfTime(cell) ? aBigPart() : aHugePart()] : [];
  const sender: Mailer = { ...mailer, send: (mail, hooks) => mailer.send({ ...mail, attachments }, hooks) };
  const worker = bench.createWorker({ mailer: sender });
  const campaign = await bench.open();
  const problems: string[] = [];

  async function settle(): Promise<void> {
    do {
      await worker.relay();
      await bench.queue.runAll(worker.run);
      await worker.relay();
    } while ((await bench.queue.depth()) > 0);
  }

  async function look(when: string): Promise<string> {
    // Throws when the closing equation does not hold.
    const { offices: standings, frozen } = await bench.standings(campaign);
    const sum = Object.values(standings).reduce((total, count) => total + count, 0);
    if (sum !== offices.length || frozen !== offices.length)
      problems.push(`${when}: ${sum} standings for ${offices.length} offices`);
    let state = '';
    for (const office of offices) {
      const delivery = (await bench.deliveryOf(office)) as { state: string };
      const address = `${office}@prefecture.example`;
      const copies = server.copiesFor(address) - (refusedDots.get(address) ?? 0);
      const right = delivery.state === 'accepted' ? [1] : delivery.state === 'unknown' ? [0, 1] : [0];
      if (!right.includes(copies))
        problems.push(`${when}: ${office} is ${delivery.state} with ${copies} copies`);
      if (address === victim) state = delivery.state;
    }
    return state;
  }

  try {
    await settle();
    const ill = await look('while the server is ill');
    const expected = recorded[cell.gives.split(' ')[0] ?? ''] ?? '';
    if (ill !== expected) problems.push(`recorded as ${ill}, not ${expected}`);

    isIll = false;
    bench.clock.advance(6 * hours);
    if ((await bench.dispatch.findCampaign(campaign.id))?.state === 'paused')
      await bench.dispatch.resume(dispatcher, campaign.id);
    await settle();
    const well = await look('once it is well');
    const final = expected === 'unknown' || expected === 'refused' ? expected : 'accepted';
    if (well !== final) problems.push(`ends as ${well}, not ${final}`);
    if (!(await bench.journal.verify()).valid) problems.push('the journal does not hold');
    return {
      states: [ill, well],
      copies: server.copiesFor(victim) - (refusedDots.get(victim) ?? 0),
      problems,
    };
  } finally {
    await mailer.close();
    await server.close();
    await bench.database.destroy();
  }
}
