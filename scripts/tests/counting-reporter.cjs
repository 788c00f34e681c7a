// Mocha's usual report, and one letter a test in a file: what was counted survives a crash of the run. How long
// each test file took goes to a second file, a line each.
const { appendFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');

class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.ESTAFETTE_TEST_COUNTS;
    if (file === undefined) return;
    const events = Runner.constants;
    runner.on(events.EVENT_TEST_PASS, () => appendFileSync(file, 'p'));
    runner.on(events.EVENT_TEST_FAIL, () => appendFileSync(file, 'f'));
    runner.on(events.EVENT_TEST_PENDING, () => appendFileSync(file, 's'));
    runner.on(events.EVENT_RUN_END, () => appendFileSync(file, 'e'));
    // Hooks included, which tests' own durations leave out.
    let beganAt = 0;
    runner.on(events.EVENT_SUITE_BEGIN, (suite) => {
      if (suite.parent?.root) beganAt = performance.now();
    });
    runner.on(events.EVENT_SUITE_END, (suite) => {
      if (!suite.parent?.root || suite.file === undefined) return;
      const seconds = (performance.now() - beganAt) / 1000;
      appendFileSync(`${file}-seconds`, `${seconds} ${relative(process.cwd(), suite.file)}\n`);
    });
  }
}

module.exports = CountingReporter;
