import {
  TASK_COMPILE_REMOVE_OBSOLETE_ARTIFACTS,
  TASK_COMPILE_SOLIDITY_COMPILE_JOBS,
} from "hardhat/builtin-tasks/task-names";
import { subtask } from "hardhat/config";

let compiled = false;
subtask(
  TASK_COMPILE_SOLIDITY_COMPILE_JOBS,
  async (args: { compilationJobs: unknown[] }, _hre, runSuper): Promise<unknown> => {
    compiled ||= args.compilationJobs.length > 0;
    return runSuper(args);
  },
);

// After every compilation, when no artifact of a former source is left. An instrumented build has the same bindings.
subtask(TASK_COMPILE_REMOVE_OBSOLETE_ARTIFACTS, async (args, { config }, runSuper): Promise<void> => {
  await runSuper(args);
  if (!compiled || process.env.SOLIDITY_COVERAGE === "true") return;
  compiled = false;
  const { bindingsOf, write } = await import("./bindings");
  write(await bindingsOf(config.paths.artifacts));
});
