import { TASK_TEST_GET_TEST_FILES } from "hardhat/builtin-tasks/task-names";
import { subtask } from "hardhat/config";

import { listFiles } from "./files";

// Beside a configuration in JavaScript, Hardhat looks for tests in JavaScript only (docs/decisions/0005).
subtask(TASK_TEST_GET_TEST_FILES, async (args: { testFiles: string[] }, { config }, runSuper) => {
  if (args.testFiles.length > 0) return (await runSuper(args)) as string[];
  return listFiles(config.paths.tests, /\.test\.ts$/);
});
