import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import * as sdk from "@polity/sdk";
import { Teller } from "../demo/print";
import * as scenes from "../demo/scenes";
import { DAYS_OF_AI1NET, planAi1net } from "./ai1net";
import { DAYS_OF_AITBC, planAitbc } from "./aitbc";
import { beginInThePast, Calendar } from "./calendar";
import { DAYS_OF_DISTRIBUTED_AI, planDistributedAi } from "./distributed-ai";
import { Diary } from "./diary";
import { planHolders } from "./holders";
import { planProposal } from "./lifecycle";
import { planMoney } from "./money";
import { inviteAll, PEOPLE, type PersonName } from "./people";
import { PROPOSALS } from "./proposals";
import { randomFrom } from "./random";
import { signStatements, type Statements } from "./statements";
import type { World } from "./world";

/** A network with a past. */
export interface LivelyNetwork {
  name: string;
  contracts: sdk.Addresses;
  statements: Statements;
}

/** The networks that have a past, by preset: how many days of it there are, and what happens in them. */
const STORIES = {
  neuroshard: { days: 420, plan: planNeuroshard },
  ai1net: { days: DAYS_OF_AI1NET, plan: planAi1net },
  "distributed-ai": { days: DAYS_OF_DISTRIBUTED_AI, plan: planDistributedAi },
  aitbc: { days: DAYS_OF_AITBC, plan: planAitbc },
} as const;
export type StoryName = keyof typeof STORIES;
export const STORY_NAMES = Object.keys(STORIES) as StoryName[];

/**
 * Deploys a network from its preset to the in-process chain and lets its life until now pass on it, a year or more.
 * Everything is done by its people with the SDK, as on any chain, and by nobody else. Apart from seconds, each run is
 * the same. To be called before the chain is first used.
 * @param onProgress How many of how many things have happened.
 */
export async function playLively(
  hre: HardhatRuntimeEnvironment,
  onProgress: (done: number, of: number) => void = () => undefined,
  preset: StoryName = "neuroshard",
): Promise<LivelyNetwork> {
  const calendar = calendarOf(preset, (days) => beginInThePast(hre, days));
  inviteAll(hre);
  return tellStory(
    hre,
    { preset, calendar, signer: (name) => hre.ethers.getSigner(PEOPLE[name]) },
    onProgress,
  );
}

/** The empty calendar of a network's story. @param start When a story of so many days begins. */
export function calendarOf(preset: StoryName, start: (days: number) => number): Calendar {
  const { days } = STORIES[preset];
  return new Calendar(start(days), days);
}

interface Telling extends Pick<World, "calendar" | "signer"> {
  preset: StoryName;
  /** Puts into the calendar what happens besides. */
  besides?: (world: World) => void;
}

/** Deploys a network and lives through what its story puts into a calendar. */
export async function tellStory(
  hre: HardhatRuntimeEnvironment,
  { preset, calendar, signer, besides }: Telling,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<LivelyNetwork & { diary: Diary }> {
  const config = parseConfig(presets[preset]);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = sdk.connect(contracts, hre.ethers.provider);
  const diary = new Diary();
  const world = { network, config, calendar, random: randomFrom(7), signer, diary };
  await STORIES[preset].plan(world);
  besides?.(world);
  await calendar.live(onProgress);
  const statements = await signStatements(network, signer);
  return { name: config.name, contracts, statements, diary };
}

async function planNeuroshard(world: World): Promise<void> {
  const { network, calendar, signer, diary } = world;
  const names = ["ada", "ben", "cleo", "dan", "june"] as const;
  const [ada, ben, cleo, dan, june] = await Promise.all(names.map(signer));
  const cast = { ada: ada!, ben: ben!, cleo: cleo!, dan: dan!, june: june! };
  calendar.on(1, async () => {
    await scenes.stake({ network, cast, tell: new Teller(true) });
    for (const [name, amount] of Object.entries(scenes.STAKES))
      diary.write("locked", { by: PEOPLE[name as PersonName], amount: sdk.parseAmount(amount) });
  });
  planHolders(world);
  planMoney(world);
  for (const proposal of PROPOSALS(PEOPLE)) planProposal(world, proposal);
}
