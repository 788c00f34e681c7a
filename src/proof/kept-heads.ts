import type { TimestampReader } from '../signing/signing.ts';
import { anchorText, type Head } from './anchor.ts';
import type { AnchoredLine } from './anchor-checking.ts';
import type { Finding } from './finding.ts';

/** A head that left the machine once, as somebody kept it: with its token, when it came with one. */
export interface KeptHead extends Head {
  /** The file's name, or what was typed. */
  file: string;
  token?: Uint8Array;
}

/**
 * Compares heads kept outside with the journal as it is: a tail that was cut, or a history that was written again with
 * hashes that hold, cannot give back what somebody else kept.
 */
export function compareHeads(
  heads: readonly KeptHead[],
  known: {
    found: ReadonlyMap<number, AnchoredLine>;
    lastLine: number;
    readTimestamp: TimestampReader;
  },
): Finding[] {
  return heads.flatMap(({ line, hash, file, token }): Finding[] => {
    const problems =
      token === undefined ? [] : known.readTimestamp(token, anchorText({ line, hash })).problems;
    const unreadable = problems.map((problem): Finding => ({ kind: 'head-unreadable', file, problem }));
    const here = known.found.get(line);
    if (here === undefined) return [...unreadable, { kind: 'head-unknown', line, file }];
    return here.hash === hash ? unreadable : [...unreadable, { kind: 'head-differs', line, file }];
  });
}
