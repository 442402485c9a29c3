module.exports = {
  skipFiles: ["mocks", "lib"],
  // It never refuses anything, so the branch in which it would does not exist.
  modifierWhitelist: ["extendingOnSwing"],
  istanbulReporter: ["text", "html", "lcov", "json-summary"],
};
