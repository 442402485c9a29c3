// Mocha's own "spec" report, plus the counts as JSON for scripts/test.ts: numbers are handed over, never scraped.
const { reporters } = require("mocha");
const { writeFileSync } = require("node:fs");

module.exports = class Counts extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => writeFileSync(options.reporterOptions.output, JSON.stringify(this.stats)));
  }
};
