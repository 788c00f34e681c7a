/** The PAdES baseline levels (EN 319 142-1, 6), each holding longer than the one before. */
export const levels = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;
export type Level = (typeof levels)[number];

/** What happens when a service fails: nothing is signed, or a lower level is reached, and said. */
export type OnServiceFailure = 'refuse' | 'lower';

/** True when `level` gives at least what `asked` gives. */
export function reaches(level: Level, asked: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(asked);
}

/**
 * The level to aim at: the one asked for, else the highest that the configured services allow.
 * Revocation needs no configuration, the certificates carry the addresses; without any, B-T is the highest.
 */
export function levelToAim(options: {
  asked: Level | undefined;
  hasTimestamps: boolean;
  hasRevocationAddresses: boolean;
}): Level {
  if (options.asked !== undefined) return options.asked;
  if (!options.hasTimestamps) return 'B-B';
  return options.hasRevocationAddresses ? 'B-LTA' : 'B-T';
}
