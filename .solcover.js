module.exports = {
  skipFiles: ["mocks", "lib"],
  // It never refuses anything, so the branch in which it would does not exist.
  modifierWhitelist: ["extendingOnSwing"],
  // Lines and branches count (scripts/coverage.ts). Functions must be measured too, or modifiers are no branches.
  measureStatementCoverage: false,
  istanbulReporter: ["text", "html", "lcov", "json-summary"],
};
