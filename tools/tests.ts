import { TASK_TEST_GET_TEST_FILES } from "hardhat/builtin-tasks/task-names";
import { subtask } from "hardhat/config";
import { join } from "node:path";

import { listFiles } from "./files";

/** Folders whose tests live beside the file they test; everything under test/ is found by Hardhat itself. */
const BESIDE = ["bench", "config", "deploy", "scripts", "sdk", "tools"];

subtask(TASK_TEST_GET_TEST_FILES, async (args: { testFiles: string[] }, { config }, runSuper) => {
  const files = (await runSuper(args)) as string[];
  if (args.testFiles.length > 0) return files;
  return [...files, ...BESIDE.flatMap((folder) => listFiles(join(config.paths.root, folder), /\.test\.ts$/))];
});
