import { expect } from 'chai';
import { isSqlite } from '../../db/connect.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { genesisHash, hashOf, type ChainedRow } from '../../src/journal/chain.ts';
import { findingInWords, type Finding } from '../../src/proof/proof.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { dropEveryTrigger, tortureBase, verifyAfter } from '../torture/tampering.ts';
import { openProofRoom, type ProofRoom } from './proof-room.ts';

const seed = Date.now() % 1_000_000;
const sampled = 24;

describe('a base that somebody tampered with', function () {
  this.timeout(180_000);
  let room: ProofRoom;
  let deps: { clock: ProofRoom['clock']; rootsPem: string };
  const messages = loadMessages('templates/messages');

  before(async function () {
    room = await openProofRoom();
    if (!isSqlite(room.database)) return this.skip();
    await room.proof.anchorNow('signature');
    await somebodyEnters();
    await room.proof.anchorNow('asked');
    await dropEveryTrigger(room.database);
    deps = { clock: room.clock, rootsPem: room.signing.trust };
  });
  after(() => room.close());

  const somebodyEnters = () =>
    room.database.transaction((trx) =>
      room.journal.append(trx, {
        ...{ type: 'session.opened', actor: room.people.claire.id, subject: 'user:u' },
        data: { user: room.people.claire.id },
      }),
    );
  const kindsOf = (findings: readonly Finding[]) => new Set(findings.map(({ kind }) => kind));

  it(`names what was done, wherever it was (${sampled} strokes, seed ${seed})`, async () => {
    const { found, missed, findings } = await tortureBase(room.database, { ...deps, seed, count: sampled });
    expect(findings, 'on the honest base').to.deep.equal([]);
    expect(missed, `seed ${seed}`).to.deep.equal([]);
    expect(found).to.be.greaterThan(0);
  });

  it('says in French which table, which column and which row', async () => {
    const [visa] = await room.database('visas');
    const findings = await verifyAfter(room.database, deps, (trx) =>
      trx('visas').update({ sha256: 'f'.repeat(64) }),
    );
    const words = findings.map((finding) => findingInWords(finding, messages));
    expect(words).to.have.length(1);
    expect(words[0]).to.match(/^Table visas, colonne sha256, enregistrement /);
    expect(words[0]).to.contain(visa.id);
  });

  it('is found when the whole history is written again, with hashes that hold', async () => {
    const rewriting = async (trx: ProofRoom['database']) => {
      const rows = await trx('journal').orderBy('line');
      await trx('journal').del();
      let previousHash = genesisHash;
      for (const { previous_hash: _old, hash: _hash, ...row } of rows) {
        // One word of one line: every hash after it is another.
        const changed: Omit<ChainedRow, 'hash'> = {
          ...row,
          ...(row.type === 'instruction.signed' && { actor: room.people.omni.id }),
          previousHash,
        };
        const hash = hashOf(changed);
        await trx('journal').insert({ ...row, actor: changed.actor, previous_hash: previousHash, hash });
        previousHash = hash;
      }
      await trx('journal_head').update({ hash: previousHash });
      await trx('signed_versions').update({ signed_by: room.people.omni.id });
    };
    const findings = await verifyAfter(room.database, deps, async (trx) => {
      await rewriting(trx);
      const chain = await createJournal({ clock: room.clock, readDatabase: trx }).verify();
      expect(chain.valid, 'the chain itself holds').to.equal(true);
    });
    expect(kindsOf(findings)).to.include('anchor-differs');
    // Whoever kept a head outside sees it too, even when the anchors were taken away with their lines.
    const last = (await room.journal.list({ newestFirst: true, limit: 1 }))[0]!;
    const kept = { line: last.line, hash: last.hash, file: 'kept' };
    expect((await room.proof.verify({ heads: [kept] })).findings).to.deep.equal([]);
    const other = { ...kept, hash: 'e'.repeat(64) };
    expect((await room.proof.verify({ heads: [other] })).findings[0]).to.include({ kind: 'head-differs' });
  });

  it('is found when its end is cut, by a head that was kept outside', async () => {
    const beyond = { line: 100_000, hash: 'e'.repeat(64), file: 'kept' };
    const { findings } = await room.proof.verify({ heads: [beyond] });
    expect(findings).to.deep.equal([{ kind: 'head-unknown', line: 100_000, file: 'kept' }]);
  });

  it('is found when anchors are removed, or put in the place of each other', async () => {
    const removed = await verifyAfter(room.database, deps, (trx) => trx('journal_anchors').del());
    expect(kindsOf(removed)).to.include('line-without-row');
    const swapped = await verifyAfter(room.database, deps, async (trx) => {
      const [one, other] = await trx('journal_anchors').orderBy('line');
      await trx('journal_anchors').where({ line: one.line }).update({ token_sha256: 'x' });
      for (const [to, from] of [
        [other, one],
        [one, other],
      ])
        await trx('journal_anchors')
          .where({ line: to.line })
          .update({ token: from.token, token_sha256: from.token_sha256 });
    });
    expect(kindsOf(swapped)).to.include('anchor-invalid');
  });

  it('is found when a day has lines and no anchor', async () => {
    room.clock.advance(26 * 3_600_000);
    await somebodyEnters();
    room.clock.advance(48 * 3_600_000);
    const { findings } = await room.proof.verify();
    expect(findings).to.have.length(1);
    expect(findingInWords(findings[0]!, messages)).to.match(/^Le .* aucun horodatage/);
  });
});
