import { Redis } from 'ioredis';

/** Clients as compose makes them, on the socket of a private server. */
export function redisClientsOn(socketPath: string) {
  return (purpose: 'jobs' | 'worker') =>
    new Redis({
      path: socketPath,
      maxRetriesPerRequest: purpose === 'worker' ? null : 1,
      retryStrategy: (times) => Math.min(50 * times, 500),
    });
}
