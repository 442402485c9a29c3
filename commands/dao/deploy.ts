import { formatEther, formatUnits } from "ethers";

import { formatCount } from "@polity/sdk/format";
import { LOCAL_CHAIN } from "../../config/local";
import { warningsOf } from "../../config/schema";
import type { Compiled } from "../../deploy/artifacts";
import { chainOf } from "../../deploy/chain";
import { findLaunch, launch, openLaunch, type Launched, type LaunchOptions } from "../../deploy/launch";
import { checkFunds, planOf, type Plan } from "../../deploy/plan";
import { rehearse } from "../../deploy/rehearsal";
import { checkSafe } from "../../deploy/safe";
import { constructorArguments } from "../../deploy/verify";
import { writeDeployment } from "../../scripts/lib/deployments";
import { confirm } from "../../scripts/lib/confirm";
import { conventionsOf } from "@polity/sdk/conventions";
import { formatTable } from "../../scripts/lib/table";
import { command, flag, text } from "../core/command";
import { formatAudit } from "../parts/audit-text";
import { tell } from "../parts/deploying";
import { configOf, CONFIRMATIONS, confirmationsOf, PRESET } from "../parts/preset";

/** Deploys a network: plan, confirmation, steps, audit, hand-over, audit, files, sources. */
export default command({
  words: "Deploys a network, or goes on with a deployment that was interrupted",
  options: {
    ...PRESET,
    name: text("The deployment's name; default that of the preset or file"),
    accounts: text('File with the addresses that the preset names, {"ada": "0x…"}'),
    ...CONFIRMATIONS,
    dryRun: flag("Only shows the plan"),
    yes: flag("Does not ask"),
    noVerify: flag("Does not publish the sources, though ETHERSCAN_API_KEY is set"),
  },
  async run(context) {
    const { host, options, say } = context;
    const { name, config, accounts } = await configOf(context, options.preset);
    const chainId = await host.chainId();
    const local = chainId === LOCAL_CHAIN;
    const confirmations = confirmationsOf(options, local);
    const { compiled, rpc, rehearsal, publish } = await host.workshop();
    const root = options.folder ?? host.deployments;
    const wanted = { rpc, name: options.name ?? name, config, accounts, root };

    for (const warning of warningsOf(config)) say(`Warning: ${warning}`);
    const begun = await findLaunch(wanted);
    if (config.council) await checkSafe(chainOf(wanted.rpc));
    if (!begun) {
      say("rehearsing the deployment on a chain of its own …");
      const { rpc: trial, stop } = await rehearsal();
      const { steps, audit } = await rehearse(trial, compiled, config, accounts).finally(stop);
      Object.assign(wanted, { gas: Object.fromEntries(steps.map(({ id, gas }) => [id, gas])) });
      say(`\nWho will hold which power:\n${formatAudit(audit, { facts: false })}\n`);
    }
    const plan = await planOf(
      begun ?? (await openLaunch({ ...wanted, dryRun: true })),
      wanted.rpc,
      wanted.root,
    );
    say(formatPlan(plan, host.network, config.name));
    if (options.dryRun) return { text: "nothing was sent", json: { plan } };
    checkFunds(plan);
    if (!local && plan.steps.length > 0) await confirm(wanted.name, options.yes);

    const how: LaunchOptions = {
      ...wanted,
      confirmations,
      ...(local && { poll: 100 }),
      onProgress: (progress) => say(tell(progress)),
      onAudit: ({ deviations }, handedOver) =>
        say(
          `audit ${handedOver ? "after" : "before"} the hand-over: ${deviations.length === 0 ? "passed" : "failed"}`,
        ),
    };
    const done = await launch(compiled, how);
    const { contracts, startBlock, deployer } = done;
    const details = await detailsOf(compiled, done);
    const file = writeDeployment(
      {
        ...{ name: config.name, chainId, block: startBlock, contracts, deployer, accounts },
        ...{ conventions: conventionsOf(config), details },
      },
      wanted.root,
    );
    if (!options.noVerify && publish && !local) {
      const made = Object.entries(details).map(([name, { constructorArguments: args }]) => ({
        ...{ name, address: contracts[name as keyof typeof contracts]!, constructorArguments: args },
      }));
      await publish(made, say);
    }
    const rows = Object.entries(contracts).map(([name, at]) => [name, at, blockOf(done.blocks[name])]);
    return {
      text: `\n${config.name} is deployed and handed over\n${formatTable(rows)}\n\n${formatAudit(done.audit)}\n\nthe addresses are in ${file}${local ? "" : `; keep ${done.folder} in version control`}`,
      json: { ...done, file, details },
    };
  },
});

/** The council's Safe may have been there before. */
const blockOf = (block: number | undefined) => (block === undefined ? "" : `block ${block}`);

function formatPlan(
  { deployer, balance, steps, done, gas, gasPrice, cost, needed }: Plan,
  network: string,
  name: string,
) {
  return [
    `${name} on ${network}: ${steps.length} steps to go${done > 0 ? `, ${done} are done` : ""}`,
    ...steps.map((step) => `  ${step.id.padEnd(40)} ${formatCount(step.gas).padStart(12)} gas`),
    `deployer ${deployer} has ${formatEther(balance)} ETH`,
    `cost     about ${formatEther(cost)} ETH: ${formatCount(gas)} gas at ${formatUnits(gasPrice, "gwei")} gwei`,
    ...(balance < needed
      ? [`missing  ${formatEther(needed - balance)} ETH: fees move, so a fifth is added to the cost`]
      : []),
  ].join("\n");
}

async function detailsOf(compiled: Compiled, { contracts, blocks, folder }: Launched) {
  const entries = await Promise.all(
    Object.keys(contracts).map(async (name) => {
      const args = await constructorArguments(compiled, folder, name);
      return args === undefined
        ? []
        : [[name, { block: blocks[name]!, constructorArguments: args }] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}
