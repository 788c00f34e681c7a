import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createAnchoring } from '../../src/proof/anchoring.ts';
import { openProofRoom, type ProofRoom } from './proof-room.ts';

const minute = 60_000;

describe('anchoring the journal', function () {
  this.timeout(180_000);
  let room: ProofRoom;
  before(async () => {
    room = await openProofRoom();
  });
  after(() => room.close());

  const anchors = () => room.database('journal_anchors').orderBy('line');
  const somebodyEnters = () =>
    room.database.transaction((trx) =>
      room.journal.append(trx, {
        ...{ type: 'session.opened', actor: room.people.claire.id, subject: 'user:u' },
        data: { user: room.people.claire.id },
      }),
    );
  const lastTypes = async (limit: number) =>
    (await room.journal.list({ newestFirst: true, limit })).map(({ type }) => type);

  it('stamps the head after a signature, seals the rows before, and says so in the journal', async () => {
    await room.proof.anchorWhenDue();
    const [anchor, ...others] = await anchors();
    expect(others).to.deep.equal([]);
    expect(anchor).to.include({ cause: 'signature', stamped_at: room.clock.now().toISOString() });
    expect(await lastTypes(2)).to.deep.equal(['journal.anchored', 'rows.sealed']);
    expect(await room.proof.verify()).to.deep.include({ valid: true, findings: [], unsealed: 0 });
  });

  it('asks for nothing more when only its own lines came since', async () => {
    room.clock.advance(10 * minute);
    await room.proof.anchorWhenDue();
    room.clock.advance(24 * 60 * minute);
    await room.proof.anchorWhenDue();
    expect(await anchors()).to.have.length(1);
  });

  it('gives a token that openssl checks over the documented text, with the root alone', async () => {
    const [anchor] = await anchors();
    const folder = mkdtempSync(join(tmpdir(), 'estafette-anchor-'));
    const file = (name: string) => join(folder, name);
    writeFileSync(file('token'), anchor.token);
    writeFileSync(file('root.pem'), room.signing.trust);
    const text = `printf 'estafette journal anchor v1\\nline ${anchor.line}\\nhash ${anchor.hash}\\n' > ${file('text')}`;
    execFileSync('sh', ['-c', text]);
    const check = ['ts', '-verify', '-data', file('text'), '-in', file('token'), '-token_in'];
    const verified = execFileSync('openssl', [...check, '-CAfile', file('root.pem')], { stdio: 'pipe' });
    rmSync(folder, { recursive: true });
    expect(verified.toString()).to.contain('OK');
  });

  it('writes an authority that fails down, tries again a minute later, and forgets it once it answers', async () => {
    let fails = true;
    const anchoring = createAnchoring({
      ...{ ...room, log: silentLog, sealRows: async () => 0 },
      signing: {
        timestamp: async (bytes) => {
          if (fails) throw new AppError('unavailable', 'away', { messageKey: 'signing.service.silent' });
          return room.signing.timestamp(bytes);
        },
      },
    });
    await somebodyEnters();
    room.clock.advance(10 * minute);
    await anchoring.anchorWhenDue();
    await anchoring.anchorWhenDue();
    const [alarm] = await room.proof.alarms();
    expect(alarm).to.deep.nested.include({
      type: 'unanchored',
      'fault.attempts': 1,
      'fault.reason': 'signing.lowered.silent',
    });
    room.clock.advance(2 * minute);
    fails = false;
    await anchoring.anchorWhenDue();
    expect(await room.proof.alarms()).to.deep.equal([]);
    expect(await anchors()).to.have.length(2);
  });

  it('keeps one anchor when two workers stamp the same head', async () => {
    await somebodyEnters();
    await Promise.all([room.proof.anchorNow('asked'), room.proof.anchorNow('asked')]);
    const rows = await anchors();
    expect(new Set(rows.map(({ line }) => line)).size).to.equal(rows.length);
    expect((await room.proof.verify()).findings).to.deep.equal([]);
  });

  it('mails the head with its text and its token, once a day', async () => {
    await room.proof.sendHeadWhenDue();
    await room.proof.sendHeadWhenDue();
    const [mail, ...others] = room.witness.delivered;
    expect(others).to.deep.equal([]);
    const { line, hash } = (await anchors()).at(-1);
    expect(mail?.to.address).to.equal('temoin@archives.example');
    expect(mail?.text).to.contain(hash);
    expect(mail?.attachments.map(({ name }) => name)).to.deep.equal([
      `estafette-journal-${line}.txt`,
      `estafette-journal-${line}.tst`,
    ]);
    await somebodyEnters();
    await room.proof.anchorNow('asked');
    await room.proof.sendHeadWhenDue();
    expect(room.witness.delivered).to.have.length(1);
    room.clock.advance(24 * 60 * minute);
    await room.proof.sendHeadWhenDue();
    expect(room.witness.delivered).to.have.length(2);
  });
});
