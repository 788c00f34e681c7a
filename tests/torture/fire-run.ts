import { isSqlite } from '../../db/connect.ts';
import { drawPoints, nameOf } from './fire-points.ts';
import { openFireRange } from './fire-range.ts';
import { shoot } from './fire-shot.ts';
import { seededRandom } from './seeded-random.ts';

const verifyEvery = 50;

/**
 * `count` points of a campaign's life at which something is killed, frozen or taken away, drawn from the
 * seed; told on standard output, one line each. Gives the exit code.
 */
export async function runDispatchTorture(options: { seed: number; count: number }): Promise<number> {
  const { seed, count } = options;
  console.log(`dispatch: ${count} points, seed ${seed}`);
  const random = seededRandom(seed);
  const range = await openFireRange();
  const startedAt = performance.now();
  const sums = { points: 0, kills: 0, freezes: 0, mails: 0, failures: 0 };
  const unknown = { all: 0, onTheWire: 0, unread: 0, inHand: 0 };
  let mostUnknown = 0;
  try {
    while (sums.points < count) {
      for (const point of drawPoints(random, count - sums.points)) {
        // A server's disk is not ours to fill.
        if (point.happening === 'fill the disk' && !isSqlite(range.database)) continue;
        const report = await shoot(range, point);
        const name = nameOf(point);
        // A campaign that was over before anything could happen shows nothing: another is drawn for it.
        if (!report.hit) continue;
        sums.points += 1;
        sums.mails += report.mails;
        unknown.all += report.unknown;
        unknown.onTheWire += report.onTheWire;
        unknown.unread += report.unread;
        unknown.inHand += report.inHand;
        sums.kills += point.happening === 'kill' ? 1 : 0;
        sums.freezes += point.happening === 'freeze' ? 1 : 0;
        mostUnknown = Math.max(mostUnknown, report.unknown);
        if (sums.points % verifyEvery === 0 && !(await range.journal.verify()).valid)
          report.problems.push('the journal does not hold');
        sums.failures += report.problems.length === 0 ? 0 : 1;
        console.log(
          `${report.problems.length === 0 ? 'ok  ' : 'FAIL'} ${sums.points} ${name}: ${report.unknown} unknown, ${report.onTheWire} on the wire, ${report.unread} unread, ${report.inHand} in hand`,
        );
        for (const problem of report.problems) console.log(`     ${problem}`);
      }
    }
    const { lines, valid } = await range.journal.verify();
    if (!valid) sums.failures += 1;
    const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
    console.log(
      `${sums.mails} mails in ${minutes} minutes; none lost, none twice unless a line above says FAIL`,
    );
    console.log(
      `${unknown.all} unknown (at most ${mostUnknown} at a point); ${unknown.onTheWire} connections stood between 354 and the answer when their worker was killed`,
    );
    console.log(
      `of the unknown, ${unknown.unread} had an answer that lay unread in the worker's socket, ${unknown.inHand} one that it was reading`,
    );
    console.log(
      `${sums.kills} kills, ${sums.freezes} freezes; journal of ${lines} lines ${valid ? 'holds' : 'BROKEN'}`,
    );
    console.log(`${sums.points - sums.failures} passed, ${sums.failures} failed`);
  } finally {
    await range.close();
  }
  return sums.failures === 0 ? 0 : 1;
}
