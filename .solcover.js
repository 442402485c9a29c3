module.exports = {
  // Work makes its verdicts, whose instrumented code is more than one contract may create: it is not measured yet.
  skipFiles: ["mocks", "lib", "work"],
  // Lines and branches count (scripts/coverage.ts). Functions must be measured too, or modifiers are no branches.
  measureStatementCoverage: false,
  istanbulReporter: ["text", "html", "lcov", "json-summary"],
};
