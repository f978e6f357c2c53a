/** mocha's spec reporter, which also leaves the totals in a file for test/run.ts. CommonJS, because mocha requires it. */
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class Totals extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures } = runner.stats;
      writeFileSync(options.reporterOption.file, JSON.stringify({ passed: passes, failed: failures }));
    });
  }
};
