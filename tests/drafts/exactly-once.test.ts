import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { openRoom, take, type Room } from './drafting-room.ts';

const child = join(import.meta.dirname, 'signing-child.ts');

describe('a signature is made exactly once', function () {
  this.timeout(180_000);
  let folder: string;
  let file: string;
  let room: Room;
  let id: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-once-'));
    file = join(folder, 'estafette.sqlite');
    const database = connect({ url: `sqlite:${file}` });
    await migrate(database);
    room = await openRoom({ database });
    ({ id } = await room.approved());
  });
  afterEach(async () => {
    await room.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Another process that signs; `first` is the first line that it says. */
  function start(step: string) {
    const signer = spawn(process.execPath, [child, file, id, room.people.nora.id, step], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((done) => signer.once('exit', () => done()));
    const first = new Promise<string>((done) =>
      signer.stdout.once('data', (data: Buffer) => done(data.toString().trim())),
    );
    return { first, ended, kill: () => signer.kill('SIGKILL') };
  }

  async function expectOneSigned(): Promise<void> {
    expect(await room.stateOf(id)).to.equal('signed');
    const rows: { sha256: string }[] = await room.database('signed_versions').select('sha256');
    expect(rows).to.have.length(1);
    expect((await room.typesOf(id)).filter((type) => type === 'instruction.signed')).to.have.length(1);
    // The frozen document and the signed one: no bytes without a signed version.
    expect(await room.database('documents').select()).to.have.length(2);
    expect(await room.database('signatory_names').select()).to.have.length(1);
    expect((await room.journal.verify()).valid).to.equal(true);
  }

  for (const step of ['before-signing', 'after-signing', 'before-journal', 'before-commit']) {
    it(`killed ${step}: nothing is left, and the next start signs once`, async () => {
      const killed = start(step);
      expect(await killed.first).to.equal(step);
      killed.kill();
      await killed.ended;
      expect(await room.stateOf(id)).to.equal('approved');
      expect(await room.database('signed_versions').select()).to.have.length(0);
      expect(await room.database('documents').select()).to.have.length(1);
      expect((await room.journal.verify()).valid).to.equal(true);
      take(await room.instructions.sign(room.people.nora, id));
      await expectOneSigned();
    });
  }

  it('killed after its commit: it is signed, and the next start signs nothing more', async () => {
    const killed = start('after-commit');
    expect(await killed.first).to.equal('after-commit');
    killed.kill();
    await killed.ended;
    await expectOneSigned();
    const again = await room.instructions.sign(room.people.nora, id).catch((error: unknown) => error);
    expect(again).to.include({ code: 'conflict' });
    await expectOneSigned();
  });

  it('by three processes at once', async () => {
    const all = ['none', 'none', 'none'].map(start);
    const told = await Promise.all(all.map(({ first }) => first));
    await Promise.all(all.map(({ ended }) => ended));
    const signed = new Set(told.filter((line) => line.startsWith('signed')));
    expect(signed.size).to.equal(1);
    expect(told.every((line) => line.startsWith('signed') || line === 'failed conflict')).to.equal(true);
    await expectOneSigned();
  });
});
