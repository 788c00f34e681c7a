// An owner to be killed: starts the private Redis of the folder given, tells its pid, and stays.
import { silentLog } from '../../src/kernel/log.ts';
import { startPrivateRedis } from '../../src/queue/private-redis.ts';

const redis = await startPrivateRedis({ folder: process.argv[2] ?? '', log: silentLog });
process.send?.(redis.pid());
setInterval(() => undefined, 1000);
