import { existsSync } from "node:fs";

import { audit } from "@polity/sdk/audit";
import type { AuditedContracts } from "@polity/sdk/audit/types";
import { PolityError } from "@polity/sdk/errors";
import { checkAddress } from "@polity/sdk/nep/actions";
import { readDeployment } from "../../scripts/lib/deployments";
import { command, flag, text, type Values } from "../core/command";
import { DEPLOYMENT, deploymentOf } from "../core/context";
import type { HostContext } from "../core/host";
import { formatAudit } from "../parts/audit-text";
import { phaseAudit } from "../parts/phases";
import { configOf } from "../parts/preset";

const options = {
  governor: text("The governor's address; default that of the deployment file"),
  ...DEPLOYMENT,
  preset: text("The configuration to compare with: the name of a preset, or a file like ./my-network.ts"),
  accounts: text("File with the addresses that the preset names; default the deployment file"),
  phase: flag("Only how far the network has come from its founders, and a sentence of verdict"),
  fromBlock: text("The block of the deployment; default that of the deployment file, or 0"),
};

/**
 * Reads every power from the chain. With a preset, each is compared with the configuration; without one, all are listed, and
 * those that bypass the vote are marked.
 */
export default command({
  words: "Reads from the chain who holds which power; exit code 1 when it is not as it should be",
  options,
  async run(context) {
    const { provider, domains } = context.host;
    const { contracts, fromBlock, accounts: known, deployer } = await targetOf(context);
    const { preset, phase } = context.options;
    const compared = preset === undefined ? { accounts: known } : await configOf(context, preset, known);
    const result = await audit({ domains, provider, contracts, fromBlock, deployer, ...compared });
    if (phase) return phaseAudit(result);
    return { text: formatAudit(result), json: result, failed: result.deviations.length > 0 };
  },
});

/** An auditor has the governor's address; whoever deployed has the file. */
async function targetOf({ host, options: given }: HostContext<Values<typeof options>>): Promise<{
  contracts: AuditedContracts;
  fromBlock: number;
  accounts?: Record<string, string> | undefined;
  deployer?: string | undefined;
}> {
  const { governor, fromBlock: first } = given;
  if (first !== undefined && !/^\d+$/.test(first)) {
    throw new PolityError(`"${first}" is no block`, {
      hint: "give the number of the block of the deployment",
    });
  }
  if (governor !== undefined) {
    return { contracts: { NetworkGovernor: checkAddress(governor) }, fromBlock: Number(first ?? 0) };
  }
  const file = deploymentOf(given.deployment, await host.chainId(), host);
  if (!existsSync(file)) {
    throw new PolityError("there is nothing to audit", { hint: "give --governor, or --deployment" });
  }
  const { contracts, block, accounts, deployer } = readDeployment(file, host.domains);
  return { contracts, fromBlock: Number(first ?? block), accounts, deployer };
}
