import type { Campaign } from '../../src/dispatch/dispatch.ts';
import { startEstafette } from '../journeys/running-estafette.ts';
import { problemsOfAcknowledged, problemsOfSent, signedActs, tokensOf } from './counter-ledger.ts';
import { rush, type Errand } from './counter-rush.ts';
import { seededRandom } from './seeded-random.ts';

const withinMs = 10_000;
// Signed ahead: when one is sent before the rush is over, the next one leaves.
const mostSent = 4;

/**
 * The whole product: `count` offices open their link and acknowledge within ten seconds while other acts are
 * being sent to all of them. Prints what the slowest met. Gives the exit code. It takes the whole product and
 * five signed acts, a minute or more: `npm test` runs its rush alone, twelve offices at once on a product that
 * another journey has started (tests/journeys/offices-pages.test.ts).
 */
export async function runAcknowledgeTorture(options: { seed: number; count: number }): Promise<number> {
  const { seed, count } = options;
  const random = seededRandom(seed);
  console.log(`acknowledge: ${count} offices within ${withinMs / 1000} s, seed ${seed}`);
  const running = await startEstafette();
  try {
    const [received, ...acts] = await signedActs(running, 1 + mostSent);
    if (received === undefined) throw new Error('nothing was signed');
    const acknowledged = await running.chain.openCampaign(received);
    await running.chain.untilSettled(acknowledged.id);
    const tokens = (await tokensOf(running, acknowledged)).slice(0, count);

    let isOver = false;
    let isSentTooSoon = false;
    const sent: Campaign[] = [];
    const sending = (async () => {
      for (const act of acts) {
        if (isOver) return;
        const campaign = await running.chain.openCampaign(act);
        sent.push(campaign);
        await running.chain.untilSettled(campaign.id);
      }
      isSentTooSoon = !isOver;
    })();
    const errands = await rush(running.url, tokens, { withinMs, random });
    isOver = true;
    await sending;

    const problems = [
      ...errands.flatMap(({ problem }) => problem ?? []),
      ...(isSentTooSoon ? ['every act was sent before the rush was over'] : []),
      ...(await problemsOfAcknowledged(running, acknowledged, tokens.length)),
      ...(await problemsOfSent(running, [acknowledged, ...sent])),
      ...((await running.estafette.journal.verify()).valid ? [] : ['the journal does not hold']),
    ];
    tell(errands, sent.length);
    for (const problem of problems) console.log(`  FAIL ${problem}`);
    console.log(problems.length === 0 ? 'passed' : 'failed');
    return problems.length === 0 ? 0 : 1;
  } finally {
    await running.stop();
  }
}

function tell(errands: readonly Errand[], sent: number): void {
  const slowest = (what: 'openedMs' | 'postedMs') =>
    Math.round(Math.max(...errands.map((each) => each[what])));
  const lastAt = (Math.max(...errands.map(({ doneAtMs }) => doneAtMs)) / 1000).toFixed(1);
  console.log(
    `${errands.filter(({ problem }) => problem === undefined).length} acknowledged, the last one at ${lastAt} s; slowest opening ${slowest('openedMs')} ms, slowest posting ${slowest('postedMs')} ms; ${sent} acts sent meanwhile`,
  );
}
