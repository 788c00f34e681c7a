import { matrixCases, nameOf, openMatrix } from '../signing/signature-matrix.ts';

/** Every case of the signature's matrix, each held against every tool. Gives an exit code. */
export async function runMatrix(): Promise<number> {
  const matrix = await openMatrix();
  let failures = 0;
  for (const one of matrixCases) {
    const problem = await matrix.check(one).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    failures += problem === undefined ? 0 : 1;
    console.log(problem === undefined ? `ok   ${nameOf(one)}` : `FAIL ${nameOf(one)}\n     ${problem}`);
  }
  await matrix.close();
  console.log(`${matrixCases.length - failures} passed, ${failures} failed`);
  return failures === 0 ? 0 : 1;
}
