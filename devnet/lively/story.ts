import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { connect, type Addresses } from "@polity/sdk";
import { Teller } from "../demo/print";
import * as scenes from "../demo/scenes";
import { beginInThePast, Calendar } from "./calendar";
import { planHolders } from "./holders";
import { planProposal } from "./lifecycle";
import { planMoney } from "./money";
import { inviteAll, PEOPLE } from "./people";
import { PROPOSALS } from "./proposals";
import { randomFrom } from "./random";
import type { World } from "./world";

/** A network with a past. */
export interface LivelyNetwork {
  name: string;
  contracts: Addresses;
}

/**
 * Deploys the neuroshard network to the in-process chain and lets fourteen months of its life pass on it, which end now.
 * Everything is done by its people with the SDK, as on any chain, and by nobody else. Apart from seconds, each run is
 * the same. To be called before the chain is first used.
 * @param onProgress How many of how many things have happened.
 */
export async function playLively(
  hre: HardhatRuntimeEnvironment,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<LivelyNetwork> {
  const calendar = new Calendar(beginInThePast(hre));
  inviteAll(hre);
  const config = parseConfig(presets.neuroshard);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = connect(contracts, hre.ethers.provider);
  const world: World = {
    ...{ network, config, calendar, random: randomFrom(7) },
    signer: (name) => hre.ethers.getSigner(PEOPLE[name]),
  };

  const { ada, ben, cleo, dan, june } = LOCAL_ACCOUNTS;
  const [a, b, c, d, j] = await Promise.all(
    [ada, ben, cleo, dan, june].map((at) => hre.ethers.getSigner(at)),
  );
  const stage = { network, cast: { ada: a!, ben: b!, cleo: c!, dan: d!, june: j! }, tell: new Teller(true) };
  calendar.on(1, () => scenes.stake(stage));
  planHolders(world);
  planMoney(world);
  for (const proposal of PROPOSALS(PEOPLE)) planProposal(world, proposal);
  await calendar.live(onProgress);
  return { name: config.name, contracts };
}
