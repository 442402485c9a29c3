import { BrowserProvider, getAddress } from "ethers";

import { foreignTo, type NetworkConfig } from "../config/schema";
import { audit, type Audit } from "@polity/sdk/audit";
import { artifactsOf, type Compiled } from "./artifacts";
import { chainOf, type Rpc } from "./chain";
import { carryOut } from "./engine";
import { ensureCouncil, type CouncilSetting } from "./council";
import { PARTS } from "./parts";
import { COUNCIL } from "./plan";
import { dayOf, deploySteps, namedResults, type Runner } from "./run";
import { placeStandIns, standInsOf } from "./stand-ins";

/** A step of a deployment and what it costs. */
export interface Step {
  id: string;
  gas: bigint;
}

/** A whole deployment on a chain in the process: what it takes, and what it leads to. */
export interface Rehearsal {
  steps: Step[];
  audit: Audit;
}

/**
 * Deploys a network to a local chain that nobody else uses and that ends afterwards: its figures are measured, and a configuration that the
 * contracts refuse is refused before anything is paid.
 * @throws PolityError when a step fails.
 */
export async function rehearse(
  rpc: Rpc,
  compiled: Compiled,
  config: NetworkConfig,
  accounts: Readonly<Record<string, string>>,
): Promise<Rehearsal> {
  const [first] = (await rpc.request({ method: "eth_accounts" })) as [string];
  const deployer = getAddress(first);
  const sent = new Map<string, string>();
  const provider = new BrowserProvider(rpc, undefined, { cacheTimeout: -1, pollingInterval: 10 });
  const council = async (setting: CouncilSetting) => {
    const address = await ensureCouncil(await provider.getSigner(deployer), setting);
    // On a public chain Safe's own contracts are there: only the last transaction remains, which makes the proxy.
    sent.set(COUNCIL, (await provider.getBlock("latest"))!.transactions[0]!);
    return address;
  };
  const run: Runner = async (module) => {
    const addresses = await carryOut(module, {
      rpc,
      artifacts: artifactsOf(compiled),
      deployer,
      confirmations: 1,
      startBlock: 0,
      poll: 10,
      onProgress: (told) => {
        if (told.what === "sent") sent.set(told.step, told.hash!);
      },
    });
    return namedResults(module, addresses);
  };
  // Other contracts of others are not here; what they do is not rehearsed.
  await placeStandIns(rpc, artifactsOf(compiled), standInsOf(await chainOf(rpc).id(), config, PARTS));
  for (const address of Object.values(foreignTo(config)))
    if ((await rpc.request({ method: "eth_getCode", params: [address, "latest"] })) === "0x")
      await rpc.request({ method: "hardhat_setCode", params: [address, "0x00"] });
  const today = dayOf((await chainOf(rpc).latest()).timestamp);
  const contracts = await deploySteps(config, accounts, { run, council, today });
  const steps = await Promise.all(
    [...sent].map(async ([id, hash]) => {
      const receipt = await rpc.request({ method: "eth_getTransactionReceipt", params: [hash] });
      return { id, gas: BigInt((receipt as { gasUsed: string }).gasUsed) };
    }),
  );
  try {
    const deployment = { deployer, handedOver: true };
    return { steps, audit: await audit({ provider, contracts, fromBlock: 0, config, accounts, deployment }) };
  } finally {
    provider.destroy();
  }
}
