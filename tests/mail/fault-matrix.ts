import type { SmtpTimeouts } from '../../src/mail/smtp-session.ts';
import type { SmtpAct, SmtpStage } from '../fakes/faulty-smtp-server.ts';

/*
 * What must become of a mail when its server fails so, there. The expectations are the rule of the product
 * written down a second time, by hand: nothing sent twice, nothing lost, unknown only after the whole body.
 */

export const stages = [
  ...(['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'body', 'dot'] as const),
] satisfies SmtpStage[];

export const faults = {
  close: 'close',
  reset: 'reset',
  silence: 'silence',
  '4xx': { reply: '451 4.3.0 not now' },
  '421': { reply: '421 4.3.2 closing' },
  '5xx': { reply: '554 5.7.1 no' },
  slow: 'slow',
  endless: 'endless',
  garbage: { reply: '\u0007\u00ff\u00fe 2@%' },
} satisfies Record<string, SmtpAct>;

export type FaultName = keyof typeof faults;

export interface Cell {
  stage: SmtpStage;
  fault: FaultName;
  act: SmtpAct;
  /** The outcome, with the reply's code when a reply decided. */
  gives: string;
  /** Whole messages that the server has got, however it answered them; at most one when nobody can say. */
  got: 0 | 1 | 'at most one';
}

type Row = Record<FaultName, string>;

const goneBefore: Row = {
  close: 'deferred',
  reset: 'deferred',
  silence: 'deferred',
  '4xx': 'deferred 451',
  '421': 'deferred 421',
  '5xx': 'misconfigured 554',
  slow: 'accepted',
  endless: 'deferred',
  garbage: 'misconfigured',
};

const table: Record<(typeof stages)[number], Row> = {
  greeting: goneBefore,
  ehlo: goneBefore,
  starttls: goneBefore,
  auth: goneBefore,
  // From here on garbage may be a passing trouble of a server that was known to be one.
  mail: { ...goneBefore, garbage: 'deferred' },
  rcpt: { ...goneBefore, '5xx': 'refused 554', garbage: 'deferred' },
  data: { ...goneBefore, '5xx': 'refused 554', garbage: 'deferred' },
  body: {
    ...goneBefore,
    '5xx': 'refused 554',
    garbage: 'deferred',
    // It reads on and does not answer: the whole message left, its dot too.
    endless: 'unknown',
    silence: 'unknown',
  },
  dot: {
    ...goneBefore,
    close: 'unknown',
    reset: 'unknown',
    silence: 'unknown',
    '5xx': 'refused 554',
    endless: 'unknown',
    garbage: 'unknown',
  },
};

/** Every stage × every fault. */
export const cells: Cell[] = stages.flatMap((stage) =>
  (Object.keys(faults) as FaultName[]).map((fault) => {
    const gives = table[stage][fault];
    const act = faults[fault];
    const got = gives === 'accepted' || stage === 'dot' ? 1 : 0;
    return { stage, fault, act, gives, got: stage === 'body' && gives === 'unknown' ? 'at most one' : got };
  }),
);

/** True when the fault is one of time: only a short patience shows it. */
export function isOfTime({ fault }: Cell): boolean {
  return fault === 'silence' || fault === 'endless';
}

const long = 10_000;

/** Short where the fault is, long elsewhere: a machine that has other work must not fail earlier. */
export function patienceOf(cell: Cell): Partial<SmtpTimeouts> {
  if (!isOfTime(cell)) return {};
  const at = (...where: SmtpStage[]) => (where.includes(cell.stage) ? 300 : long);
  return {
    connect: long,
    greeting: at('greeting', 'starttls'),
    reply: at('ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data'),
    final: at('body', 'dot'),
    whole: cell.fault === 'endless' && !['body', 'dot'].includes(cell.stage) ? 1000 : long,
  };
}
