// npm run torture -- [NAME] [--seed N] [--count N]; every suite in turn without a name. The seed is printed, and
// gives the same again.
//   dispatch: N points (200) at which a campaign's workers are killed or frozen, or its Redis, database, disk or
//             clock is taken away; the mails that the server really got are counted. On SQLite, or on the
//             PostgreSQL that TEST_DATABASE names (postgres://…, a role that may create databases).
//   faults: every stage × every fault of a mail server, through the whole ledger.
//   verifier: N hurt PDFs (20 000), each verified.
//   inbox: N hurt messages (20 000), each read.
//   signature: N acts (20) signed by processes that are killed.
//   acknowledge: N offices (106) that open their link and acknowledge within ten seconds while acts are being sent.
//   tampering: each table and each column of a demonstration's base changed, removed, inserted, swapped (N of those
//              strokes, every one without), each to be named by the verification; and an honest base of 10 000 events.
//   matrix: every level with every key in every place, for one signature and two, held against every tool.
import { parseArgs } from 'node:util';
import { runAcknowledgeTorture } from './acknowledge-run.ts';
import { runFaultTorture } from './faults-run.ts';
import { runDispatchTorture } from './fire-run.ts';
import { runInboxTorture } from './inbox-run.ts';
import { runMatrix } from './matrix-run.ts';
import { runHonestTorture } from './honest-run.ts';
import { runSignatureTorture } from './signature-run.ts';
import { runTamperingTorture } from './tampering-run.ts';
import { runVerifierTorture } from './verifier-run.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, count: { type: 'string' } },
});
const [wanted] = positionals;
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const count = (usual: number) => Number(values.count ?? usual);

const suites: Record<string, () => Promise<number>> = {
  dispatch: () => runDispatchTorture({ seed, count: count(200) }),
  faults: () => runFaultTorture(),
  verifier: () => runVerifierTorture({ seed, count: count(20_000) }),
  inbox: () => runInboxTorture({ seed, count: count(20_000) }),
  signature: () => runSignatureTorture({ seed, count: count(20) }),
  acknowledge: () => runAcknowledgeTorture({ seed, count: count(106) }),
  tampering: async () =>
    (await runHonestTorture({ seed, events: 10_000 })) +
    (await runTamperingTorture({ seed, ...(values.count === undefined ? {} : { count: count(0) }) })),
  matrix: runMatrix,
};

if (wanted !== undefined && suites[wanted] === undefined) {
  console.error(`No such suite: ${wanted}. Known: ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const [name, run] of Object.entries(suites)) {
  if (wanted === undefined || wanted === name) failed += await run();
}
process.exit(failed === 0 ? 0 : 1);
