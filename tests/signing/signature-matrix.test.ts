import { matrixCases, nameOf, openMatrix } from './signature-matrix.ts';

/** Each place, level and number at least once; the whole, RSA-4096 too, is `npm run torture -- matrix`. */
const sample = [
  'PKCS#12, rsa:3072, B-LTA, a signature and a seal',
  'PKCS#12, ec, B-T, one signature',
  'PKCS#11, ec, B-LT, one signature',
  'PKCS#11, rsa:3072, B-B, a signature and a seal',
  'outside, rsa:3072, B-LTA, one signature',
  'outside, ec, B-LT, a signature and a seal',
];

describe('a signature, by level, key and number, for every tool', function () {
  this.timeout(180_000);
  let matrix: Awaited<ReturnType<typeof openMatrix>>;
  before(async () => {
    matrix = await openMatrix();
  });
  after(() => matrix.close());

  for (const one of matrixCases.filter((each) => sample.includes(nameOf(each)))) {
    it(nameOf(one), () => matrix.check(one));
  }
});
