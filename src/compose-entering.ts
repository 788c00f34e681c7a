import type { Redis } from 'ioredis';
import type { Knex } from 'knex';
import { createProConnect, type ProConnect } from './accounts/pro-connect.ts';
import type { Config } from './config.ts';
import type { Clock } from './kernel/clock.ts';
import type { Log } from './kernel/log.ts';

/** ProConnect, where the configuration names it. */
export function openProConnect(
  config: Config,
  deps: {
    database: Knex;
    redis: Redis;
    clock: Clock;
    log: Log;
    secret: string;
    publicUrl: () => string;
  },
): ProConnect | undefined {
  if (config.proConnect === undefined) return undefined;
  // The configuration lets plain http pass for a demonstration's own machine alone.
  const insecure = config.proConnect.issuer.startsWith('http:');
  return createProConnect({ ...deps, insecure, config: config.proConnect });
}
