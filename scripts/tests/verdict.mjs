// From what was counted and how the run ended to the closing line.

/** Why the run was cut short: handles left open, out of time, or a signal. */
/** @typedef {'open' | 'late' | 'interrupted'} Cut */
/** @typedef {{ passed: number, failed: number, skipped: number, ended: boolean }} Counts */
/** @typedef {{ passed: number, failed: number, exitCode: number, remark: string | undefined }} Verdict */

const remarks = {
  open: 'the tests ended, but something they opened (a server, a database, a timer) kept the run alive',
  late: 'the tests ran out of time and were stopped',
  interrupted: 'the tests were interrupted',
};

/**
 * @param {string} letters one a test, as the reporter wrote them
 * @returns {Counts}
 */
export function countsOf(letters) {
  const count = (/** @type {string} */ letter) => letters.split(letter).length - 1;
  return { passed: count('p'), failed: count('f'), skipped: count('s'), ended: letters.includes('e') };
}

/**
 * How long each test file took, from the reporter's lines; one may hold several suites.
 *
 * @param {string} lines
 * @returns {Record<string, number>}
 */
export function secondsOf(lines) {
  /** @type {Record<string, number>} */
  const seconds = {};
  for (const [, taken, file = ''] of lines.matchAll(/^(\S+) (.+)$/gm))
    seconds[file] = (seconds[file] ?? 0) + Number(taken);
  return seconds;
}

/**
 * A run that did not come to its end has failed once more than its tests.
 *
 * @param {{ counts: Counts, exitCode: number | null, cut: Cut | undefined }} run
 * @returns {Verdict}
 */
export function verdictOf({ counts, exitCode, cut }) {
  const { passed, failed, ended } = counts;
  if (cut !== undefined) return { passed, failed: failed + 1, exitCode: 1, remark: remarks[cut] };
  if (!ended || (exitCode !== 0 && failed === 0)) {
    return { passed, failed: failed + 1, exitCode: exitCode || 1, remark: 'mocha stopped before its end' };
  }
  return { passed, failed, exitCode: failed === 0 ? 0 : 1, remark: undefined };
}

/**
 * Of runs side by side: as good as the worst of them. Without any test in any of them, nothing was shown.
 *
 * @param {Verdict[]} verdicts
 */
export function sumOf(verdicts) {
  const passed = verdicts.reduce((sum, verdict) => sum + verdict.passed, 0);
  const failed = verdicts.reduce((sum, verdict) => sum + verdict.failed, 0);
  if (passed + failed === 0) return { passed, failed: 1, exitCode: 1, remarks: ['no test ran'] };
  return {
    passed,
    failed,
    exitCode: Math.max(...verdicts.map(({ exitCode }) => exitCode)),
    remarks: verdicts.flatMap(({ remark }) => remark ?? []),
  };
}
