import { expect } from 'chai';
import { drawPoints, everyPoint, nameOf } from '../torture/fire-points.ts';
import { openFireRange, type FireRange } from '../torture/fire-range.ts';
import { shoot } from '../torture/fire-shot.ts';
import { seededRandom } from '../torture/seeded-random.ts';

// Hundreds of points: npm run torture -- dispatch.
const seed = Number(process.env['TORTURE_SEED'] ?? Date.now() % 1_000_000);

describe(`a campaign under fire, with real Redis, SMTP and processes (TORTURE_SEED=${seed})`, function () {
  this.timeout(180_000);
  const random = seededRandom(seed);
  let range: FireRange;

  before(async () => {
    range = await openFireRange();
  });
  after(() => range.close());

  for (const point of [...everyPoint(random), ...drawPoints(random, 3)]) {
    it(`writes once to every office, none twice unless it says unknown: ${nameOf(point)}`, async () => {
      expect((await shoot(range, point)).problems).to.deep.equal([]);
    });
  }

  it('leaves a journal that holds', async () => {
    expect((await range.journal.verify()).valid).to.equal(true);
  });
});
