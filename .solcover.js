module.exports = {
  // An instrumented proposal has more variables than the stack reaches without it.
  configureYulOptimizer: true,
  skipFiles: ["mocks", "lib"],
  // Lines and branches count (scripts/coverage.ts). Functions must be measured too, or modifiers are no branches.
  measureStatementCoverage: false,
  istanbulReporter: ["text", "html", "lcov", "json-summary"],
};
