import { writeFileSync } from "node:fs";

import { formatDeployment } from "@polity/sdk/deployment";
import { connectSafe, readSafe } from "@polity/sdk/safe";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { accountOf } from "../parts/treasury";

/** From then on the commands and the audit take this Safe for the council. */
export default signedCommand({
  words: "Writes the council's address into the deployment file, once votes have given it the office",
  options: { account: text("The Safe's address; default whoever is in office") },
  async run(context) {
    const { network, deployment, deploymentFile: file, options } = context;
    const { account: inOffice } = await network.governor.guardian();
    const address = options.account === undefined ? inOffice : accountOf(context, options.account);
    await readSafe(connectSafe(address, network.governor.runner!));
    const former = deployment.contracts.Council;
    writeFileSync(
      file,
      formatDeployment({ ...deployment, contracts: { ...deployment.contracts, Council: address } }),
    );
    return {
      text: `the council is ${address}, no longer ${former ?? "nobody"}, in ${file}`,
      json: { file, former: former ?? null, council: address },
    };
  },
});
