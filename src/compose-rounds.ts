import type { Annexes } from './allocations/allocations.ts';
import type { AskedAnswers } from './answers/answers.ts';
import type { Fixity, Keeping, Searching } from './archive/archive.ts';
import type { Hold } from './compose-lifetime.ts';
import type { LaterWork } from './compose-receipts.ts';
import type { Preparing } from './dispatch/preparing/preparing.ts';
import type { Reminding } from './dispatch/reminding/reminding.ts';
import type { Statements } from './dispatch/following/statements.ts';
import type { VisaReminding } from './drafts/instructions.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { Log } from './kernel/log.ts';
import type { Proof } from './proof/proof.ts';
import type { Readings } from './readings/readings.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Publications } from './publications/publications.ts';
import { startRounds } from './queue/queue.ts';

interface Rooms {
  annexes: Annexes;
  statements: Statements;
  preparing: Preparing;
  reminding: Reminding;
  fixity: Fixity;
  keeping: Keeping;
  proof: Proof;
  readings: Readings;
  searching: Searching;
  inbox: Inbox;
  outbox: Outbox;
  laterMails: LaterWork;
  answers: AskedAnswers;
  visaReminding: VisaReminding;
  publications: Publications;
}

// What is watched is looked at once a day; this is how often a worker asks whether it is due.
const watchEveryMs = 3_600_000;

/** What a worker looks at by itself, from the database alone, and how often. */
function roundsOf({
  annexes,
  statements,
  preparing,
  reminding,
  fixity,
  keeping,
  inbox,
  outbox,
  ...rooms
}: Rooms) {
  return [
    // How long a person who asks for notifications waits before the first is printed, at most.
    { name: 'annexes', everyMs: 2_000, run: () => annexes.make() },
    // A closing is rare; whoever closed looks for its statement within seconds.
    { name: 'statements', everyMs: 2_000, run: () => statements.makeMissing() },
    // How late a scheduled departure may be.
    { name: 'departures', everyMs: 2_000, run: () => preparing.openDue() },
    { name: 'inbox', everyMs: inbox.everyMs, run: () => inbox.collect(), abandon: inbox.abandon },
    // How long a person who answers an office waits before it leaves, at most.
    { name: 'answers', everyMs: 2_000, run: () => inbox.answers.sendDue() },
    // How long a letter to an office waits before it leaves, at most.
    { name: 'outbox', everyMs: 2_000, run: () => outbox.sendDue() },
    // How long an office waits for its receipt or its new link, at most, when there is little to do.
    { name: 'receipts', everyMs: 2_000, run: () => rooms.laterMails.run() },
    // How long after nine o'clock a reminder may still leave.
    { name: 'reminders', everyMs: 30_000, run: () => reminding.remindDue() },
    { name: 'answer-reminders', everyMs: 60_000, run: () => rooms.answers.remindDue() },
    { name: 'visa-reminders', everyMs: 60_000, run: () => rooms.visaReminding.remindDue() },
    { name: 'publication-warnings', everyMs: 60_000, run: () => rooms.publications.warnDue() },
    // An antivirus that was away is asked again about the files that it did not see.
    { name: 'scans', everyMs: 30_000, run: () => rooms.answers.scanDue() },
    // How long a new file is found by its title alone, at most, when there is little to read.
    { name: 'search', everyMs: 5_000, run: () => rooms.searching.readFiles() },
    // How long after a signature or a closing its lines are anchored, at most.
    { name: 'anchors', everyMs: 5_000, run: () => rooms.proof.anchorWhenDue() },
    { name: 'witness', everyMs: 60_000, run: () => rooms.proof.sendHeadWhenDue() },
    { name: 'readings', everyMs: watchEveryMs, run: () => rooms.readings.removeOld() },
    { name: 'fixity', everyMs: watchEveryMs, run: () => fixity.checkWhenDue() },
    { name: 'keeping', everyMs: watchEveryMs, run: () => keeping.keepWhenDue() },
  ];
}

export async function startAllRounds(rooms: Rooms, { hold, log }: { hold: Hold; log: Log }): Promise<void> {
  for (const { name, everyMs, run, ...round } of roundsOf(rooms)) {
    const each = async () => void (await run());
    await hold(startRounds({ name, everyMs, run: each, log }), (rounds) => {
      if ('abandon' in round) round.abandon();
      return rounds.stop();
    });
  }
}
