module.exports = {
  skipFiles: ["mocks", "lib"],
  // Lines and branches count (scripts/coverage.ts). Functions must be measured too, or modifiers are no branches.
  measureStatementCoverage: false,
  istanbulReporter: ["text", "html", "lcov", "json-summary"],
};
