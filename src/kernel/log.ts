import { pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What rooms may call. Log ids, codes and durations; never names, addresses, tokens or texts. */
export interface Log {
  debug(details: Record<string, unknown>, message: string): void;
  info(details: Record<string, unknown>, message: string): void;
  warn(details: Record<string, unknown>, message: string): void;
  error(details: Record<string, unknown>, message: string): void;
}

/** JSON lines on standard error, so that a command's standard output stays its own. */
export function createLog(options: { level: LogLevel }): Log {
  return pino(
    {
      level: options.level,
      base: null,
      redact: {
        paths: [
          'password',
          'token',
          'address',
          'email',
          'cookie',
          '*.password',
          '*.token',
          '*.address',
          '*.email',
        ],
        censor: '[removed]',
      },
    },
    pino.destination(2),
  );
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
