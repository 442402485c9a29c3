module.exports = {
  skipFiles: ["mocks", "lib"],
  istanbulReporter: ["text", "html", "lcov", "json-summary"],
};
