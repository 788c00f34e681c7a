// Mocha's usual report, and one letter a test in a file: what was counted survives a crash of the run.
const { appendFileSync } = require('node:fs');
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
  }
}

module.exports = CountingReporter;
