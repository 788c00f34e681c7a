import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { startPrivateRedis } from '../../src/queue/private-redis.ts';
import { findProcess } from '../../src/queue/process-facts.ts';
import { answersPing } from '../../src/queue/redis-socket.ts';
import { until } from '../until.ts';

const gone = async (pid: number) => (await findProcess(pid)) === undefined;

describe('the private Redis', function () {
  this.timeout(180_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-redis-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function startInChild(): Promise<{ child: ChildProcess; redisPid: number }> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'private-redis-child.ts'), folder], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [redisPid] = (await once(child, 'message')) as [number];
    return { child, redisPid };
  }

  it('leaves no process and no socket after its stop', async () => {
    const redis = await startPrivateRedis({ folder, log: silentLog });
    const pid = redis.pid() ?? 0;
    expect(await answersPing(redis.socketPath)).to.equal(true);
    await redis.stop();
    expect(await gone(pid)).to.equal(true);
    expect(await answersPing(redis.socketPath)).to.equal(false);
  });

  it('has one owner per folder', async () => {
    const redis = await startPrivateRedis({ folder, log: silentLog });
    const second = await startPrivateRedis({ folder, log: silentLog }).catch((error: unknown) => error);
    expect(second).to.include({ code: 'conflict', messageKey: 'queue.redis.already-owned' });
    expect(await answersPing(redis.socketPath)).to.equal(true);
    await redis.stop();
  });

  it('leaves no process when its owner is killed', async () => {
    const { child, redisPid } = await startInChild();
    child.kill('SIGKILL');
    await until(() => gone(redisPid));
  });

  it('takes the folder over from an owner that was killed', async () => {
    const { child } = await startInChild();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const redis = await startPrivateRedis({ folder, log: silentLog });
    expect(await answersPing(redis.socketPath)).to.equal(true);
    await redis.stop();
  });

  it('starts again when its server is killed', async () => {
    const redis = await startPrivateRedis({ folder, log: silentLog });
    const first = redis.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => redis.pid() !== first);
    await until(() => answersPing(redis.socketPath));
    await redis.stop();
  });

  it('says that redis-server is missing', async () => {
    const failure = await startPrivateRedis({ folder, command: join(folder, 'none'), log: silentLog }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.include({ messageKey: 'queue.redis.no-program' });
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const deep = join(folder, 'd'.repeat(60), 'e'.repeat(60));
    const redis = await startPrivateRedis({ folder: deep, log: silentLog });
    expect(await answersPing(redis.socketPath)).to.equal(true);
    await redis.stop();
  });
});
