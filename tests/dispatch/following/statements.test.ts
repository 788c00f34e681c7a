import { expect } from 'chai';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { saltedHash, sha256Hex } from '../../../src/kernel/hash.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import type { OfficeAcknowledgement } from '../../../src/dispatch/ports.ts';
import { withoutAddresses, type StatementContent } from '../../../src/dispatch/following/statement.ts';
import { createStatements } from '../../../src/dispatch/following/statements.ts';
import { recogniseStatement } from '../../../src/dispatch/following/statements-store.ts';
import { createFixity } from '../../../src/archive/fixity.ts';
import { dropTrigger } from '../../database.ts';
import { createFakeSigning } from '../../fakes/fake-signing.ts';
import {
  createCampaignBench,
  dispatcher,
  testDirectory,
  testInstructions,
  type CampaignBench,
} from '../campaign-bench.ts';

const messages = loadMessages(new URL('../../../templates/messages', import.meta.url).pathname);
const offices = ['OFF-01', 'OFF-02', 'OFF-03', 'OFF-04'];
const acknowledged: OfficeAcknowledgement = {
  officeId: 'OFF-01',
  acknowledgedAt: '2026-12-08T09:00:00.000Z',
  acknowledgements: [
    {
      id: 'acknowledgement-1',
      acknowledgedAt: '2026-12-08T09:00:00.000Z',
      acknowledgedOn: '2026-12-08',
      capacity: 'for-the-prefect',
      ...{ strength: 'declared', means: 'link' },
      personHash: 'p'.repeat(64),
      person: { name: 'Camille Duval', function: 'Directrice de cabinet' },
    },
  ],
};

describe('the statement of a dispatch', () => {
  let bench: CampaignBench;
  let prints: string[];
  let campaignId: string;
  afterEach(() => bench.database.destroy());

  function createMaker(over: Partial<Pick<ReturnType<typeof createFakeSigning>, 'seal'>> = {}) {
    return createStatements({
      ...bench,
      readDatabase: bench.database,
      log: silentLog,
      messages,
      demonstration: true,
      verificationUrl: () => 'https://estafette.example/verifier',
      signing: { ...createFakeSigning(), ...over },
      render: {
        async renderStatement(input) {
          prints.push(JSON.stringify(input));
          return { pdf: new TextEncoder().encode(`%PDF ${prints.length}\n`), pages: 1 };
        },
      },
    });
  }

  /** One mail of each end: accepted, unknown, refused, and an office that nobody can write to. */
  async function dispatched(): Promise<void> {
    prints = [];
    const contacts = offices
      .slice(0, 3)
      .map((officeId) => ({ officeId, rank: 1, address: `${officeId}@prefecture.example` }));
    bench = await createCampaignBench({
      directory: testDirectory(offices, contacts),
      instructions: testInstructions(),
      acknowledgements: { listOffices: async () => [acknowledged] },
    });
    bench.mailer.answer('OFF-02@prefecture.example', { outcome: 'unknown', cause: 'no answer' });
    bench.mailer.answer('OFF-03@prefecture.example', {
      outcome: 'refused',
      reply: '550 5.1.1 <OFF-03@prefecture.example>: no such user',
      code: 550,
    });
    campaignId = (await bench.open()).id;
    await bench.settle();
  }

  const close = () => bench.dispatch.closeCampaign(dispatcher, campaignId);
  const contentOf = async (): Promise<StatementContent> =>
    JSON.parse((await bench.database('dispatch_statements').first('content')).content);

  it('is written down by the closing, with the proof of every office and nobody’s name nor address', async () => {
    await dispatched();
    expect((await close()).ok).to.equal(true);
    const { content, content_sha256: hash } = await bench.database('dispatch_statements').first();
    const stated = JSON.parse(content) as StatementContent;
    expect(hash).to.equal(sha256Hex(content));
    const [line] = await bench.journalOf('campaign.closed');
    expect(line?.data).to.deep.equal({ campaign: campaignId, contentSha256: hash });
    // The head that whoever keeps the paper holds against the journal.
    expect(stated.journal).to.deep.equal({ line: (line?.line ?? 0) - 1, hash: line?.previousHash });
    expect(stated.offices.map(({ standing }) => standing)).to.deep.equal([
      'accepted',
      'unknown',
      'unreachable',
      'unreachable',
    ]);
    expect(content).to.not.match(/@prefecture|Duval|Camille/);
    const [first, , third, fourth] = stated.offices;
    expect(first?.acknowledgement).to.deep.include({ id: 'acknowledgement-1' });
    expect(first?.mails[0]?.contactHash).to.equal(saltedHash('salt', 'OFF-01@prefecture.example'));
    expect(third?.mails[0]?.attempts[0]).to.deep.include({
      code: 550,
      reply: '550 5.1.1 <[…]>: no such user',
    });
    const kept = await bench.database('delivery_attempts').where({ outcome: 'refused' }).first('reply_hash');
    expect(third?.mails[0]?.attempts[0]?.replyHash).to.equal(kept.reply_hash);
    expect(fourth?.mails).to.deep.equal([]);
  });

  it('closes its equation', async () => {
    await dispatched();
    await close();
    const { equation, offices: stated } = await contentOf();
    const sum = Object.values(equation.offices).reduce((total, count) => total + count, 0);
    expect(sum).to.equal(equation.frozen).and.to.equal(stated.length);
    expect(equation.acknowledged).to.equal(1);
  });

  it('is written anew when an answer comes while the campaign is being closed', async () => {
    await dispatched();
    // The first reading is over when the change comes: its statement would be of before.
    let late = true;
    const { signedVersion } = bench.instructions;
    bench.instructions.signedVersion = async (id) => {
      if (late) {
        late = false;
        const unknown = await bench.deliveryOf('OFF-02');
        await bench.database('deliveries').where({ id: unknown.id }).update({ state: 'accepted' });
        await bench.database('campaigns').increment('change_number');
      }
      return signedVersion(id);
    };
    expect((await close()).ok).to.equal(true);
    expect((await contentOf()).offices[1]?.standing).to.equal('accepted');
  });

  it('is printed from what was written down, sealed, kept and journaled once', async () => {
    await dispatched();
    await close();
    const statements = createMaker();
    expect(await statements.find(campaignId)).to.not.have.property('file');
    await statements.makeMissing();
    await statements.makeMissing();
    expect(prints).to.have.length(1);
    expect(prints[0]).to.contain('préfecture OFF-03').and.contain('550 5.1.1').and.not.contain('Duval');
    const pdf = await statements.pdf(campaignId);
    const found = await statements.find(campaignId);
    expect(found?.file?.sha256).to.equal(sha256Hex(pdf ?? new Uint8Array()));
    const lines = await bench.journalOf('campaign.statement-sealed');
    expect(lines.map(({ data }) => data)).to.deep.equal([
      {
        campaign: campaignId,
        contentSha256: found?.contentSha256,
        sha256: found?.file?.sha256,
        level: 'B-B',
        certificateSha256: 'd'.repeat(64),
      },
    ]);
  });

  it('is made a minute later when the seal failed after the print', async () => {
    await dispatched();
    await close();
    let broken = true;
    const statements = createMaker({
      async seal(pdf, said) {
        if (broken) throw new Error('the token was taken away');
        return createFakeSigning().seal(pdf, said);
      },
    });
    await statements.makeMissing();
    broken = false;
    await statements.makeMissing();
    expect(prints).to.have.length(1);
    expect(await bench.journalOf('campaign.statement-sealed')).to.have.length(0);
    bench.clock.advance(61_000);
    await statements.makeMissing();
    expect(prints).to.have.length(2);
    expect((await statements.find(campaignId))?.file?.level).to.equal('B-B');
  });

  it('is made by the process that comes after one that died between the print and the storing', async () => {
    await dispatched();
    await close();
    await createMaker({ seal: () => Promise.reject(new Error('killed')) }).makeMissing();
    const again = createMaker();
    await again.makeMissing();
    expect((await again.find(campaignId))?.file).to.not.equal(undefined);
    expect(await bench.journalOf('campaign.statement-sealed')).to.have.length(1);
  });

  it('is kept once when two processes print it at the same time', async () => {
    await dispatched();
    await close();
    await Promise.all([createMaker().makeMissing(), createMaker().makeMissing()]);
    expect(prints).to.have.length(2);
    expect(await bench.database('dispatch_statement_files')).to.have.length(1);
    expect(await bench.journalOf('campaign.statement-sealed')).to.have.length(1);
  });

  it('cannot be changed nor removed, neither what was written nor what was sealed', async () => {
    await dispatched();
    await close();
    await createMaker().makeMissing();
    for (const [table, column] of [
      ['dispatch_statements', 'content'],
      ['dispatch_statement_files', 'level'],
    ] as const) {
      const rows = () => bench.database(table);
      for (const step of [rows().delete(), rows().update({ [column]: 'x' })]) {
        const outcome = await step.then(
          () => 'done',
          (error: Error) => error.message,
        );
        expect(outcome).to.contain('is_append_only');
      }
    }
  });

  it('is recognised by its hash, also when something follows it', async () => {
    await dispatched();
    await close();
    const statements = createMaker();
    await statements.makeMissing();
    const sha256 = (await statements.find(campaignId))?.file?.sha256 ?? '';
    const known = { instruction: '2027-chefs-de-projets', year: 2027, document: 'statement' };
    expect(await recogniseStatement(bench.database, [sha256])).to.deep.include({ ...known, whole: true });
    expect(await recogniseStatement(bench.database, ['0', sha256])).to.deep.include({
      ...known,
      whole: false,
    });
    expect(await recogniseStatement(bench.database, ['0'])).to.equal(null);
  });

  it('is read again with the other kept documents, and told when its bytes are not its own', async () => {
    await dispatched();
    await close();
    const statements = createMaker();
    await statements.makeMissing();
    const sha256 = (await statements.find(campaignId))?.file?.sha256 ?? '';
    const fixity = createFixity({ ...bench, readDatabase: bench.database, log: silentLog });
    expect(await fixity.checkNow()).to.deep.equal({ documents: 1, altered: [] });
    const trigger = 'dispatch_statement_files_is_append_only_update';
    await dropTrigger(bench.database, 'dispatch_statement_files', trigger);
    await bench.database('dispatch_statement_files').update({ bytes: Buffer.from('another paper') });
    expect(await fixity.checkNow()).to.deep.equal({ documents: 1, altered: [sha256] });
  });

  it('leaves the words of a server and takes the addresses out', () => {
    expect(withoutAddresses('550 5.1.1 <a.b+c@préfecture.example>: unknown (x@y); see 4.2')).to.equal(
      '550 5.1.1 <[…]>: unknown ([…]); see 4.2',
    );
  });
});
