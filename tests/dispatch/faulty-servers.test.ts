import { expect } from 'chai';
import { cells, type Cell } from '../mail/fault-matrix.ts';
import { certificateFor } from '../mail/server-certificate.ts';
import { runLedgerFault } from '../torture/ledger-faults.ts';
import { seededRandom } from '../torture/seeded-random.ts';

// Every stage × every fault: npm run torture -- faults. Here those that cost most when they go wrong, and some more.
const always = ['mail 4xx', 'rcpt 5xx', 'data close', 'dot close', 'dot 4xx', 'greeting 5xx'];
const more = 6;

describe('a campaign through a server that fails', () => {
  const tls = certificateFor('127.0.0.1');
  const seed = Date.now() % 1_000_000;
  const random = seededRandom(seed);
  const nameOf = ({ stage, fault }: Cell) => `${stage} ${fault}`;
  const others = cells.filter((cell) => !always.includes(nameOf(cell)));
  const drawn = Array.from({ length: more }, () => others[Math.floor(random() * others.length)] as Cell);
  const chosen = [...cells.filter((cell) => always.includes(nameOf(cell))), ...new Set(drawn)];

  for (const [index, cell] of chosen.entries()) {
    const extensions = index % 2 === 0 ? ['PIPELINING'] : [];
    it(`at ${cell.stage}: ${cell.fault} (seed ${seed}): each mail once, the equation closed, before and after`, async () => {
      const report = await runLedgerFault(cell, { extensions, tls });
      expect(report.problems).to.deep.equal([]);
    });
  }
});
