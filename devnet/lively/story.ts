import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { connect, type Addresses } from "@polity/sdk";
import { Teller } from "../demo/print";
import * as scenes from "../demo/scenes";
import { planAi1net } from "./ai1net";
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

/** The networks that have a past, by preset, and what happens in each. */
const STORIES = { neuroshard: planNeuroshard, ai1net: planAi1net } as const;
export type StoryName = keyof typeof STORIES;
export const STORY_NAMES = Object.keys(STORIES) as StoryName[];

/**
 * Deploys a network from its preset to the in-process chain and lets fourteen months of its life pass on it, which end now.
 * Everything is done by its people with the SDK, as on any chain, and by nobody else. Apart from seconds, each run is
 * the same. To be called before the chain is first used.
 * @param onProgress How many of how many things have happened.
 */
export async function playLively(
  hre: HardhatRuntimeEnvironment,
  onProgress: (done: number, of: number) => void = () => undefined,
  preset: StoryName = "neuroshard",
): Promise<LivelyNetwork> {
  const calendar = new Calendar(beginInThePast(hre));
  inviteAll(hre);
  return tellStory(
    hre,
    { preset, calendar, signer: (name) => hre.ethers.getSigner(PEOPLE[name]) },
    onProgress,
  );
}

/** Deploys a network and lives through what its story puts into a calendar. */
export async function tellStory(
  hre: HardhatRuntimeEnvironment,
  { preset, calendar, signer }: Pick<World, "calendar" | "signer"> & { preset: StoryName },
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<LivelyNetwork> {
  const config = parseConfig(presets[preset]);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = connect(contracts, hre.ethers.provider);
  await STORIES[preset]({ network, config, calendar, random: randomFrom(7), signer });
  await calendar.live(onProgress);
  return { name: config.name, contracts };
}

async function planNeuroshard(world: World): Promise<void> {
  const { network, calendar, signer } = world;
  const names = ["ada", "ben", "cleo", "dan", "june"] as const;
  const [ada, ben, cleo, dan, june] = await Promise.all(names.map(signer));
  const cast = { ada: ada!, ben: ben!, cleo: cleo!, dan: dan!, june: june! };
  calendar.on(1, () => scenes.stake({ network, cast, tell: new Teller(true) }));
  planHolders(world);
  planMoney(world);
  for (const proposal of PROPOSALS(PEOPLE)) planProposal(world, proposal);
}
