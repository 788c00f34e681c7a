import { expect } from 'chai';
import type { Knex } from 'knex';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAttempts } from '../../src/dispatch/attempts-store.ts';
import type { MailOutcome } from '../../src/mail/mailer.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createCampaignBench, type CampaignBench } from './campaign-bench.ts';

const lease = 61_000;
const accepted: MailOutcome = { outcome: 'accepted', reply: '250 2.0.0 queued as 7' };

describe('an answer that was heard by a worker that died before the ledger had it', () => {
  let bench: CampaignBench;
  let answersFolder: string;

  beforeEach(async () => {
    bench = await createCampaignBench();
    answersFolder = await mkdtemp(join(tmpdir(), 'estafette-answers-'));
  });
  afterEach(async () => {
    await bench.database.destroy();
    await rm(answersFolder, { recursive: true, force: true });
  });

  /** Sends office A's mail, hears the answer, and never commits anything any more. */
  async function dieAfter(answer: MailOutcome): Promise<void> {
    let dead = false;
    const heard = Promise.withResolvers<void>();
    const database = new Proxy(bench.database, {
      get: (target, name) =>
        name === 'transaction' && dead
          ? () => new Promise(() => undefined)
          : (Reflect.get(target, name) as Knex),
    });
    const mailer = {
      ...createFakeMailer(),
      send: async (
        _mail: unknown,
        hooks: { beforeFinalDot(): Promise<boolean>; answered?(outcome: MailOutcome): void },
      ) => {
        if (answer.outcome === 'accepted') await hooks.beforeFinalDot();
        dead = true;
        hooks.answered?.(answer);
        heard.resolve();
        return new Promise<never>(() => undefined);
      },
    };
    await bench.worker.relay();
    const { id, epoch } = await bench.deliveryOf('A');
    void bench.createWorker({ database, mailer, answersFolder }).run({ id, epoch });
    await heard.promise;
  }

  const sweeper = () => bench.createWorker({ answersFolder });

  it('is accepted at the next start, without a wait, once, and never unknown', async () => {
    const campaign = await bench.open();
    await dieAfter(accepted);
    expect((await bench.deliveryOf('A')).state).to.equal('ending');
    await sweeper().sweep();
    expect(await bench.deliveryOf('A')).to.include({ state: 'accepted', attempts: 1 });
    await sweeper().sweep();
    await bench.settle();
    expect((await bench.standings(campaign)).offices).to.include({ accepted: 3, unknown: 0 });
    expect(await bench.journalOf('delivery.unknown')).to.have.length(0);
    expect(await bench.journalOf('delivery.accepted')).to.have.length(3);
    expect(bench.mailer.delivered).to.have.length(2);
    expect(await readdir(answersFolder)).to.deep.equal([]);
  });

  it('keeps the words and the hour of the server', async () => {
    await bench.open();
    const at = bench.clock.now().toISOString();
    await dieAfter({ ...accepted, replies: 'MAIL: 250 Ok\nmessage: 250 2.0.0 queued as 7' });
    bench.clock.advance(lease);
    await sweeper().sweep();
    const [attempt] = await listAttempts(bench.database, [(await bench.deliveryOf('A')).id]);
    expect(attempt).to.include({ endedAt: at, reply: 'MAIL: 250 Ok\nmessage: 250 2.0.0 queued as 7' });
  });

  it('settles what a worker without this folder called unknown in the meantime', async () => {
    await bench.open();
    await dieAfter(accepted);
    bench.clock.advance(lease);
    await bench.worker.sweep();
    expect((await bench.deliveryOf('A')).state).to.equal('unknown');
    await sweeper().sweep();
    expect((await bench.deliveryOf('A')).state).to.equal('accepted');
  });

  it('is left to its worker while that lives, then found instead of unknown', async () => {
    await bench.open();
    await dieAfter(accepted);
    const [name = ''] = await readdir(answersFolder);
    const frozen = name.replace(`${process.pid}-`, `${process.ppid}-`);
    await rename(join(answersFolder, name), join(answersFolder, frozen));
    await sweeper().sweep();
    expect((await bench.deliveryOf('A')).state).to.equal('ending');
    bench.clock.advance(lease);
    await sweeper().sweep();
    expect((await bench.deliveryOf('A')).state).to.equal('accepted');
    expect(await readdir(answersFolder)).to.deep.equal([frozen]);
  });

  it('is written down before the last word too: a refusal is not asked for twice', async () => {
    await bench.open();
    await dieAfter({ outcome: 'refused', reply: '550 5.1.1 no such user', code: 550 });
    expect((await bench.deliveryOf('A')).state).to.equal('sending');
    await sweeper().sweep();
    expect(await bench.deliveryOf('A')).to.include({ state: 'refused' });
  });

  it('is written down once when its worker tells it as well', async () => {
    await bench.open();
    await bench.worker.relay();
    const job = await bench.deliveryOf('A');
    const gate = Promise.withResolvers<void>();
    let open = true;
    const database = new Proxy(bench.database, {
      get: (target, name) =>
        name === 'transaction' && !open
          ? async (step: (transaction: Knex.Transaction) => Promise<unknown>) => {
              await gate.promise;
              return target.transaction(step);
            }
          : (Reflect.get(target, name) as Knex),
    });
    const mailer = {
      ...createFakeMailer(),
      send: async (_mail: unknown, hooks: { beforeFinalDot(): Promise<boolean> }) => {
        await hooks.beforeFinalDot();
        open = false;
        return accepted;
      },
    };
    const slow = bench.createWorker({ database, mailer, answersFolder });
    const ended = slow.run({ id: job.id, epoch: job.epoch });
    while ((await readdir(answersFolder)).length === 0) await new Promise(setImmediate);
    await sweeper().sweep();
    expect((await bench.deliveryOf('A')).state).to.equal('accepted');
    gate.resolve();
    await ended;
    expect(await bench.database('delivery_attempts').where({ delivery_id: job.id })).to.have.length(1);
    expect(await bench.journalOf('delivery.accepted')).to.have.length(1);
    expect(await bench.deliveryOf('A')).to.include({ state: 'accepted', attempts: 1 });
  });

  it('of another ledger is left alone', async () => {
    await bench.open();
    await dieAfter(accepted);
    const other = await createCampaignBench();
    await other.createWorker({ answersFolder }).sweep();
    expect(await readdir(answersFolder)).to.have.length(1);
    await other.database.destroy();
  });
});
