import { formatEther, formatUnits } from "ethers";

import { LOCAL_CHAIN } from "../../config/local";
import { chainOf } from "../../deploy/chain";
import type { Progress } from "../../deploy/engine";
import { findLaunch, launch, openLaunch, type Launched, type LaunchOptions } from "../../deploy/launch";
import { checkFunds, planOf, type Plan } from "../../deploy/plan";
import { rehearse } from "../../deploy/rehearsal";
import { checkSafe } from "../../deploy/safe";
import { constructorArguments } from "../../deploy/verify";
import { explorerOf } from "../../tools/explorer";
import { writeDeployment } from "../lib/deployments";
import { compile } from "../lib/compile";
import { confirm } from "../lib/confirm";
import { publishSources } from "../lib/publish";
import { formatTable } from "../lib/table";
import { formatAudit } from "./dao-audit";
import { configOf, type DaoAnswer, type DaoContext } from "./dao-run";

/** Deploys a network: plan, confirmation, steps, audit, hand-over, audit, files, sources. */
export async function deployCommand(context: DaoContext): Promise<DaoAnswer> {
  const { hre, text, flag, say } = context;
  const { name, config, accounts } = await configOf(context, text("preset"));
  await compile(hre);
  const chainId = await context.chainId();
  const local = chainId === LOCAL_CHAIN;
  const wanted = {
    rpc: hre.network.provider,
    name: text("name") ?? name,
    config,
    accounts,
    root: text("folder"),
  };

  const begun = await findLaunch(wanted);
  if (config.council) await checkSafe(chainOf(wanted.rpc));
  if (!begun) {
    say("rehearsing the deployment on a chain in the process …");
    const { steps, audit } = await rehearse(hre, config, accounts);
    Object.assign(wanted, { gas: Object.fromEntries(steps.map(({ id, gas }) => [id, gas])) });
    say(`\nWho will hold which power:\n${formatAudit(audit, { facts: false })}\n`);
  }
  const plan = await planOf(
    begun ?? (await openLaunch({ ...wanted, dryRun: true })),
    wanted.rpc,
    wanted.root,
  );
  say(formatPlan(plan, hre.network.name, config.name));
  if (flag("dryRun")) return { text: "nothing was sent", json: { plan } };
  checkFunds(plan);
  if (!local && plan.steps.length > 0) await confirm(wanted.name, flag("yes"));

  const options: LaunchOptions = {
    ...wanted,
    confirmations: Number(text("confirmations") ?? (local ? 1 : 5)),
    ...(local && { poll: 100 }),
    onProgress: (progress) => say(tell(progress)),
    onAudit: ({ deviations }, handedOver) =>
      say(
        `audit ${handedOver ? "after" : "before"} the hand-over: ${deviations.length === 0 ? "passed" : "failed"}`,
      ),
  };
  const done = await launch(hre, options);
  const { contracts, startBlock, deployer } = done;
  const details = await detailsOf(context, done);
  const file = writeDeployment(
    { name: config.name, chainId, block: startBlock, contracts, deployer, accounts, details },
    wanted.root,
  );
  if (!flag("noVerify") && process.env.ETHERSCAN_API_KEY && !local) {
    const made = Object.entries(details).map(([name, { constructorArguments: args }]) => ({
      ...{ name, address: contracts[name as keyof typeof contracts]!, constructorArguments: args },
    }));
    const { ETHERSCAN_API_KEY: key, EXPLORER_API_URL: url } = process.env;
    Object.assign(hre.config.etherscan, explorerOf({ key, url }, hre.network.name, chainId));
    await publishSources(hre, made, say);
  }
  const rows = Object.entries(contracts).map(([name, at]) => [name, at, blockOf(done.blocks[name])]);
  return {
    text: `\n${config.name} is deployed and handed over\n${formatTable(rows)}\n\n${formatAudit(done.audit)}\n\nthe addresses are in ${file}; keep ${done.folder} in version control`,
    json: { ...done, file, details },
  };
}

/** The council's Safe may have been there before. */
const blockOf = (block: number | undefined) => (block === undefined ? "" : `block ${block}`);

function formatPlan(
  { deployer, balance, steps, done, gas, gasPrice, cost, needed }: Plan,
  network: string,
  name: string,
) {
  return [
    `${name} on ${network}: ${steps.length} steps to go${done > 0 ? `, ${done} are done` : ""}`,
    ...steps.map((step) => `  ${step.id.padEnd(40)} ${step.gas.toLocaleString("en").padStart(12)} gas`),
    `deployer ${deployer} has ${formatEther(balance)} ETH`,
    `cost     about ${formatEther(cost)} ETH: ${gas.toLocaleString("en")} gas at ${formatUnits(gasPrice, "gwei")} gwei`,
    ...(balance < needed
      ? [`missing  ${formatEther(needed - balance)} ETH: fees move, so a fifth is added to the cost`]
      : []),
  ].join("\n");
}

/** What happens on the way, in a line. */
export function tell(progress: Progress): string {
  if (progress.what === "waiting")
    return `waiting for transaction ${progress.nonces.join(", ")} of the deployer, which was sent elsewhere or before`;
  if (progress.what === "retry") return `trying again (${progress.attempt}): ${progress.reason}`;
  const { what, step, done, total, hash, address } = progress;
  return `[${String(done).padStart(2)}/${total}] ${what} ${step} ${address ?? hash ?? ""}`.trimEnd();
}

async function detailsOf({ hre }: DaoContext, { contracts, blocks, folder }: Launched) {
  const entries = await Promise.all(
    Object.keys(contracts).map(async (name) => {
      const args = await constructorArguments(hre, folder, name);
      return args === undefined
        ? []
        : [[name, { block: blocks[name]!, constructorArguments: args }] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}
