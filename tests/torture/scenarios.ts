import type { Redis } from 'ioredis';
import type { SmtpAct, SmtpMoment, SmtpStage } from '../fakes/faulty-smtp-server.ts';
import type { InnerPoint } from './worker-orders.ts';

export interface Scenario {
  name: string;
  /** The worker is killed when the victim's delivery is there, seen from its own process… */
  stopAt?: InnerPoint;
  /** …or from the server's side of the wire. */
  killAtWire?: SmtpStage;
  /** How the server behaves. */
  smtp?: (moment: SmtpMoment & { isVictim: boolean; random: () => number }) => SmtpAct | undefined;
  /** Done once, somewhere in the campaign. */
  midway?: (tools: {
    admin: Redis;
    redisPid: number;
    killWorker: () => void;
    freezeWorker: () => void;
  }) => void;
  /** False: nothing is killed nor flushed, only the server is difficult. */
  fires?: false;
  /** What must have become of the victim's delivery, and how many mails its office must have got. */
  victim?: { state: string; copies: number };
}

/** Once only, for the victim. */
function onceAt(stage: SmtpStage, act: SmtpAct): NonNullable<Scenario['smtp']> {
  let done = false;
  return (moment) => {
    if (done || moment.stage !== stage || !moment.isVictim) return undefined;
    done = true;
    return act;
  };
}

/** Every state of a delivery in which its worker may die. A function: some scenarios remember what they did. */
export function killScenarios(): Scenario[] {
  const kill = (name: string, rest: Partial<Scenario>): Scenario => ({ name: `killed ${name}`, ...rest });
  return [
    kill('when it has claimed', { stopAt: 'claimed', victim: { state: 'accepted', copies: 1 } }),
    kill('at the recipient', { killAtWire: 'rcpt', victim: { state: 'accepted', copies: 1 } }),
    kill('in mid-body', { killAtWire: 'body', victim: { state: 'accepted', copies: 1 } }),
    kill('between its last word and the dot', { stopAt: 'ending', victim: { state: 'unknown', copies: 0 } }),
    kill('after the dot, before the answer', { killAtWire: 'dot', victim: { state: 'unknown', copies: 1 } }),
    kill('after the answer, before its record', {
      stopAt: 'answered',
      victim: { state: 'unknown', copies: 1 },
    }),
  ];
}

/** A worker that stops for longer than its lease, is replaced, and wakes up in the middle of a mail. */
export function frozenScenario(): Scenario {
  return { name: 'frozen, replaced, thawed', midway: ({ freezeWorker }) => freezeWorker() };
}

/** Redis loses everything, or goes away for a while, in mid-campaign. */
export function redisScenarios(): Scenario[] {
  return [
    { name: 'Redis flushed', midway: ({ admin }) => void admin.flushall() },
    { name: 'Redis killed', midway: ({ redisPid }) => process.kill(redisPid, 'SIGKILL') },
    {
      name: 'Redis flushed and the worker killed',
      midway({ admin, killWorker }) {
        void admin.flushall().then(killWorker);
      },
    },
  ];
}

/** A server that is difficult with one recipient. */
export function serverScenarios(): Scenario[] {
  const difficult = (
    name: string,
    stage: SmtpStage,
    act: SmtpAct,
    state: string,
    copies: number,
  ): Scenario => ({
    name,
    fires: false,
    smtp: onceAt(stage, act),
    victim: { state, copies },
  });
  const stages: SmtpStage[] = ['mail', 'rcpt', 'data', 'body'];
  return [
    difficult('silent after the dot', 'dot', 'silence', 'unknown', 1),
    difficult('closed after the dot', 'dot', 'close', 'unknown', 1),
    difficult('reset after the dot', 'dot', 'reset', 'unknown', 1),
    ...stages
      .filter((stage) => stage !== 'mail')
      .map((stage) => difficult(`closed at ${stage}`, stage, 'close', 'accepted', 1)),
    difficult('4xx to the recipient', 'rcpt', { reply: '450 4.2.1 later' }, 'accepted', 1),
    difficult('4xx after the dot', 'dot', { reply: '451 4.3.0 later' }, 'accepted', 1),
    difficult('5xx to the recipient', 'rcpt', { reply: '550 5.1.1 nobody' }, 'refused', 0),
    difficult('5xx after the dot', 'dot', { reply: '554 5.7.1 no' }, 'refused', 0),
    {
      name: 'closed at the greeting now and then',
      fires: false,
      smtp: ({ stage, random }) => (stage === 'greeting' && random() < 0.3 ? 'close' : undefined),
    },
  ];
}

/** Everything at once: kills whenever, losses whenever, a server in a bad mood. */
export function chaosScenario(): Scenario {
  const moods: [SmtpStage, SmtpAct][] = [
    ['greeting', 'close'],
    ['rcpt', { reply: '450 4.2.1 later' }],
    ['data', 'reset'],
    ['body', 'close'],
    ['dot', { reply: '451 4.3.0 later' }],
    ['dot', 'close'],
    ['dot', 'silence'],
  ];
  return {
    name: 'chaos',
    smtp({ stage, random }) {
      const [at, act] = moods[Math.floor(random() * moods.length)] ?? ['greeting', 'close'];
      return at === stage && random() < 0.1 ? act : undefined;
    },
    midway({ admin, redisPid, killWorker }) {
      killWorker();
      setTimeout(() => void admin.flushall().catch(() => undefined), 300);
      setTimeout(killWorker, 1200);
      setTimeout(() => process.kill(redisPid, 'SIGKILL'), 2000);
    },
  };
}
