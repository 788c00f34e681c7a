import { expect } from 'chai';
import { runUnderFire } from '../torture/campaign-under-fire.ts';
import { frozenScenario, killScenarios, redisScenarios, serverScenarios } from '../torture/scenarios.ts';
import { seededRandom } from '../torture/seeded-random.ts';

// The whole matrix, on the 106 offices and as often as one likes: npm run torture.
const offices = 16;
const seed = Number(process.env['TORTURE_SEED'] ?? Date.now() % 1_000_000);
const sampledServerFaults = ['silent after the dot', '4xx after the dot', '5xx to the recipient'];

describe(`a campaign under fire, with real Redis, SMTP and processes (TORTURE_SEED=${seed})`, function () {
  this.timeout(120_000);
  const random = seededRandom(seed);
  const scenarios = [
    ...killScenarios(),
    ...redisScenarios(),
    frozenScenario(),
    ...serverScenarios().filter(({ name }) => sampledServerFaults.includes(name)),
  ];

  for (const scenario of scenarios) {
    it(`writes once to every office, none twice unless it says unknown: ${scenario.name}`, async () => {
      const report = await runUnderFire(scenario, random, { offices });
      expect(report.copies.size).to.equal(offices);
      expect(report.problems).to.deep.equal([]);
      if (scenario.victim !== undefined) expect(report.victim).to.include(scenario.victim);
    });
  }
});
