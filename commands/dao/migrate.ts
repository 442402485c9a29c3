import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { presetConventions } from "../../config/conventions";
import { LOCAL_CHAIN } from "../../config/local";
import { migrate } from "../../deploy/migrate";
import { connectDeployment, formatDeployment, type Addresses, type Deployment } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp } from "@polity/sdk/format";
import { DEFAULT_TYPE } from "@polity/sdk/core/code";
import { patiently } from "@polity/sdk/provider";
import { readSourced } from "@polity/sdk/governor/sources";
import { formatMigrationNep, readInFlight } from "@polity/sdk/migration";
import { readDeployment } from "../../scripts/lib/deployments";
import { networkOf } from "../../scripts/lib/network-file";
import { formatTable } from "../../scripts/lib/table";
import { command, flag, required, text, type Values } from "../core/command";
import { DEPLOYMENT, deploymentOf } from "../core/context";
import { tell } from "../parts/deploying";
import { AUTHOR, nepTarget, nepTimes, writeNep } from "../parts/nep-file";
import { CONFIRMATIONS, confirmationsOf } from "../parts/preset";
import { titleOf } from "../parts/proposals";

const options = {
  ...AUTHOR,
  nep: required("Where the NEP is written, like neps/nep-0006-move.md"),
  escrow: flag("A new escrow, too, as the preset describes it"),
  preset: text("With --escrow: the configuration of the new one, a preset or a file"),
  ...CONFIRMATIONS,
  ...DEPLOYMENT,
};

/** Deploys what a network moves to, and writes the NEP and the deployment file of the network as it will be. */
export default command({
  words: "Deploys a new governor, or escrow, and writes the NEP that moves the network to it",
  options,
  async run(context) {
    const { host, options, say } = context;
    const chainId = await host.chainId();
    const local = chainId === LOCAL_CHAIN;
    const file = deploymentOf(options.deployment, chainId, host);
    const deployment = readDeployment(file, host.domains);
    const nep = nepTarget(options);
    const confirmations = confirmationsOf(options, local);
    const { compiled, rpc } = await host.workshop();
    const escrow = escrowOf(options);
    const contracts = await migrate(compiled, {
      ...{ rpc, deployment, escrow, root: options.folder ?? host.deployments },
      confirmations,
      ...(local && { poll: 100 }),
      onProgress: (progress) => say(tell(progress)),
    });
    // Without details: they are those of the contracts that the network leaves.
    const { name, block, accounts } = deployment;
    const conventions = deployment.conventions ?? presetConventions(name);
    const form = conventions?.proposals;
    const next: Deployment = {
      name,
      chainId: deployment.chainId,
      block,
      contracts,
      ...(accounts && { accounts }),
      ...(conventions && { conventions }),
    };
    const nextFile = join(dirname(file), "polity.next.json");
    writeFileSync(nextFile, formatDeployment(next));

    const network = await connectDeployment(deployment, host.provider, host.domains);
    const draft = { ...nep, ...(await nepTimes(network, DEFAULT_TYPE)) };
    const sourced = await patiently(() => readSourced(network));
    const move = { before: deployment.contracts, next: contracts, sourced, domains: host.domains };
    const text = formatMigrationNep(draft, move, form);
    const todo = writeNep(nep.file, text, form);

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
        todo,
        `the addresses as they will be are in ${nextFile}; once it is executed, that file takes the place of ${file}`,
      ].join("\n"),
      json: { contracts, nep: nep.file, deployment: nextFile, inFlight: inFlight.map(({ view }) => view) },
    };
  },
});

function escrowOf({ escrow: wanted, preset }: Values<typeof options>) {
  if (!wanted) return undefined;
  if (preset === undefined) {
    throw new PolityError("--preset is missing", { hint: "with --escrow, it says how the new one locks" });
  }
  const { token, escrow } = networkOf(preset).config;
  if (!escrow) throw new PolityError(`${preset} has no escrow`, { hint: "leave --escrow out" });
  return { name: `Vote-escrowed ${token.name}`, symbol: `ve${token.symbol}`, ...escrow };
}
