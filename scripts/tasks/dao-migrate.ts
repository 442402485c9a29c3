import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { LOCAL_CHAIN } from "../../config/local";
import { migrate } from "../../deploy/migrate";
import { connectDeployment, formatDeployment, type Addresses, type Deployment } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { formatTimestamp } from "../../sdk/format";
import { DEFAULT_TYPE } from "../../sdk/core/code";
import { patiently } from "../../sdk/provider";
import { formatMigrationNep, readInFlight } from "../../sdk/migration";
import { compile } from "../lib/compile";
import { deploymentFile, readDeployment } from "../lib/deployments";
import { networkOf } from "../lib/network-file";
import { formatTable } from "../lib/table";
import { tell } from "./dao-deploy";
import type { DaoAnswer, DaoContext } from "./dao-run";
import { titleOf } from "./gov-options";
import { nepTarget, nepTimes, writeNep } from "./nep-file";

/** Deploys what a network moves to, and writes the NEP and the deployment file of the network as it will be. */
export async function migrateCommand(context: DaoContext): Promise<DaoAnswer> {
  const { hre, text, say } = context;
  const { provider } = hre.ethers;
  const chainId = await context.chainId();
  const local = chainId === LOCAL_CHAIN;
  const file = text("deployment") ?? deploymentFile(chainId);
  const deployment = readDeployment(file);
  const nep = nepTarget(text);
  await compile(hre);

  const options = { rpc: hre.network.provider, deployment, escrow: escrowOf(context), root: text("folder") };
  const contracts = await migrate(hre, {
    ...options,
    confirmations: Number(text("confirmations") ?? (local ? 1 : 5)),
    ...(local && { poll: 100 }),
    onProgress: (progress) => say(tell(progress)),
  });
  // Without details: they are those of the contracts that the network leaves.
  const { name, block, accounts } = deployment;
  const next: Deployment = {
    name,
    chainId: deployment.chainId,
    block,
    contracts,
    ...(accounts && { accounts }),
  };
  const nextFile = join(dirname(file), "polity.next.json");
  writeFileSync(nextFile, formatDeployment(next));

  const network = await connectDeployment(deployment, provider);
  const draft = { ...nep, ...(await nepTimes(network, DEFAULT_TYPE)) };
  writeNep(nep.file, formatMigrationNep(draft, contracts));

  const inFlight = await patiently(() => readInFlight(network, { fromBlock: block }));
  const added = Object.entries(contracts).filter(
    ([key, at]) => at !== deployment.contracts[key as keyof Addresses],
  );
  const lines = inFlight.map(({ record, view }) => {
    const { stage, eta, snapshot } = view;
    const since = eta
      ? `, to be executed from ${formatTimestamp(eta)}`
      : `, voted on from ${formatTimestamp(snapshot)}`;
    return `  ${titleOf(record)}: ${stage}${since}`;
  });
  return {
    text: [
      formatTable(added.map(([key, at]) => [key, at])),
      "nobody has lost or gained a power: a vote on the NEP decides",
      ...(lines.length
        ? ["in flight, and without effect if they are not executed before the move:", ...lines]
        : []),
      `the NEP is in ${nep.file}: read and complete it, then explain, simulate and propose it`,
      `the addresses as they will be are in ${nextFile}; once it is executed, that file takes the place of ${file}`,
    ].join("\n"),
    json: { contracts, nep: nep.file, deployment: nextFile, inFlight: inFlight.map(({ view }) => view) },
  };
}

function escrowOf({ text, flag }: DaoContext) {
  if (!flag("escrow")) return undefined;
  const preset = text("preset");
  if (preset === undefined) {
    throw new PolityError("--preset is missing", { hint: "with --escrow, it says how the new one locks" });
  }
  const { token, escrow } = networkOf(preset).config;
  if (!escrow) throw new PolityError(`${preset} has no escrow`, { hint: "leave --escrow out" });
  return { name: `Vote-escrowed ${token.name}`, symbol: `ve${token.symbol}`, ...escrow };
}
