import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Future, IgnitionModule } from "@nomicfoundation/ignition-core";
import { BrowserProvider } from "ethers";
import * as z from "zod";

import { deployed, foreignTo, type NetworkConfig } from "../config/schema";
import { audit, type Audit } from "@polity/sdk/audit";
import type { Addresses } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { parseJson, strictObject } from "@polity/sdk/problems";
import { patiently } from "@polity/sdk/provider";
import { artifactsOf, type Compiled } from "./artifacts";
import { chainOf, type Rpc } from "./chain";
import { ensureCouncil, predictCouncil, type CouncilSetting } from "./council";
import { carryOut, PATIENCE, type Progress, type StepProgress } from "./engine";
import { DEPLOYMENTS, writeAtOnce } from "./files";
import { lock } from "./lock";
import { deployedBy, doneSteps, readJournal, repairJournal } from "./journal";
import { HAND_OVER, handOverModule, stepsOf } from "./modules/handOver";
import { PARTS } from "./parts";
import { COUNCIL, withMissingSum } from "./plan";
import { placeStandIns, standInsOf } from "./stand-ins";
import { checkSupported } from "./unsupported";
import { dayOf, deploySteps, namedResults, withAddresses, type Runner } from "./run";

/** A deployment that has begun: what it deploys, where and by whom. Another start must want the same. */
const launchSchema = strictObject({
  name: z.string(),
  chainId: z.int(),
  genesis: z.string(),
  deployer: z.string(),
  /** The newest block when it began. */
  startBlock: z.int(),
  /** The day that it began, in seconds: grants that do not say when start then, whenever it goes on. */
  today: z.int(),
  /** The configuration with all its addresses, amounts as texts. */
  config: z.record(z.string(), z.unknown()),
  /** What each step costs in gas, as rehearsed. */
  gas: z.record(z.string(), z.string()),
});
export type Launch = z.output<typeof launchSchema>;

export interface LaunchOptions {
  rpc: Rpc;
  /** The name of the deployment, as a rule that of the preset. */
  name: string;
  config: NetworkConfig;
  /** Addresses of the accounts that the configuration names. */
  accounts: Readonly<Record<string, string>>;
  /** What each step costs in gas, if it was rehearsed: the deployer must have that before the first one. */
  gas?: Readonly<Record<string, bigint>>;
  /** Blocks that a transaction counts as final after. */
  confirmations: number;
  /** Where the deployments are; default deploy/deployments. */
  root?: string | undefined;
  poll?: number;
  patience?: number;
  onProgress?: (progress: Progress) => void;
  /** Called with each audit: before the hand-over, and after it. */
  onAudit?: (result: Audit, handedOver: boolean) => void;
}

/** What identifies a deployment, and where it is kept. */
export type LaunchWish = Pick<LaunchOptions, "rpc" | "name" | "config" | "accounts" | "gas" | "root">;

export interface Launched {
  contracts: Addresses;
  /** Block of each contract's deployment, by name. */
  blocks: Record<string, number>;
  /** The block before the first contract's, or an earlier one. */
  startBlock: number;
  deployer: string;
  folder: string;
  audit: Audit;
}

/**
 * Deploys a network, from wherever an earlier attempt has left it: all but the hand-over; then the audit, which has to
 * pass; then the hand-over; then the audit again.
 * @throws PolityError while another process works on it, for another configuration than the deployment began with, and when
 * the audit names a deviation.
 */
export async function launch(compiled: Compiled, options: LaunchOptions): Promise<Launched> {
  const folder = folderOf(options.root, await openLaunch({ ...options, dryRun: true }));
  const unlock = lock(join(folder, "deployment.lock"), `the deployment in ${folder}`);
  try {
    return await launchIn(compiled, folder, options);
  } finally {
    unlock();
  }
}

/** @throws PolityError where a contract of others is not on the chain that the configuration names. */
async function checkForeign(rpc: Rpc, chainId: number, config: NetworkConfig): Promise<void> {
  const placed = standInsOf(chainId, config, PARTS).map(({ at }) => at);
  for (const [name, address] of Object.entries(foreignTo(config))) {
    if (placed.includes(address)) continue;
    const code = await rpc.request({ method: "eth_getCode", params: [address, "latest"] });
    if (code !== "0x") continue;
    throw new PolityError(`there is no contract at ${address} on this chain, the configuration's ${name}`, {
      hint: "correct the address, or deploy where that contract is",
    });
  }
}

async function launchIn(compiled: Compiled, folder: string, options: LaunchOptions): Promise<Launched> {
  const { rpc, config, accounts } = options;
  const record = await openLaunch(options);
  await placeStandIns(rpc, artifactsOf(compiled), standInsOf(record.chainId, config, PARTS));
  const { deployer, startBlock, today } = record;
  const withCouncil = config.council ? 1 : 0;
  const total = stepsOf(handOverModule(withAddresses(config, accounts, today))).length + withCouncil;
  const tell = (step: Omit<StepProgress, "total">) => options.onProgress?.({ ...step, total });
  // The council's step is in no journal, and counts all the same.
  const onProgress = (progress: Progress) =>
    "step" in progress
      ? tell({ ...progress, done: progress.done + withCouncil })
      : options.onProgress?.(progress);
  const engine = { ...options, deployer, folder, startBlock, artifacts: artifactsOf(compiled), onProgress };
  const patience = { first: options.poll ?? 1000 };
  const pollingInterval = options.poll ?? 1000;
  const provider = new BrowserProvider(rpc, undefined, { cacheTimeout: -1, pollingInterval });
  const latest: { audit?: Audit; Council?: string } = {};

  const check = async (steps: readonly Future[], handedOver: boolean, before = false) => {
    const { Council } = latest;
    const contracts = { ...contractsOf(folder, steps), ...(Council && { Council }) };
    const deployment = { deployer, handedOver };
    const result = await patiently(
      () => audit({ provider, contracts, fromBlock: startBlock, config, accounts, deployment }),
      patience,
    );
    options.onAudit?.(result, handedOver);
    // What was handed over before this start may have been changed by votes since.
    if (result.deviations.length > 0 && !before) {
      const named = result.deviations.map(({ contract, what }) => `${contract}: ${what}`).join("; ");
      throw new PolityError(
        handedOver
          ? `the network is not as its configuration says: ${named}`
          : `the hand-over is refused, the audit found ${named}`,
        { hint: "nobody but the deployer and the governor has a power; look at the audit before you go on" },
      );
    }
    latest.audit = result;
  };

  /** The Safe is found by its address, so a second start makes no second one; once in office, it is its members' own. */
  const council = async (setting: CouncilSetting) => {
    const signer = await provider.getSigner(deployer);
    const started = doneSteps(readJournal(folder)).has(HAND_OVER);
    latest.Council = await patiently(async () => {
      const onWait = (nonces: number[]) => options.onProgress?.({ what: "waiting", nonces });
      await repairJournal(folder, rpc, { patience: PATIENCE, ...engine, onWait });
      if (started) return predictCouncil(signer, setting);
      let made: string | undefined;
      const at = await ensureCouncil(signer, setting, (hash) => {
        made = hash;
        tell({ what: "sent", step: COUNCIL, done: 0, hash });
      });
      if (made !== undefined) tell({ what: "done", step: COUNCIL, done: 1, address: at });
      return at;
    }, patience);
    return latest.Council;
  };

  const run: Runner = async (module) => {
    const steps = stepsOf(module);
    const journal = readJournal(folder);
    const finished = doneSteps(journal).has(HAND_OVER);
    // The hand-over begins after an audit that has passed.
    if (!journal.some(({ futureId }) => futureId === HAND_OVER)) {
      const [network] = [...module.submodules] as [IgnitionModule];
      await carryOut(network, engine);
      await check(stepsOf(network), false);
    }
    const addresses = await carryOut(module, engine);
    await check(steps, true, finished);
    return namedResults(module, addresses);
  };

  try {
    const contracts = await deploySteps(config, accounts, { run, council, today });
    const found = [...deployedBy(readJournal(folder)).values()];
    const blocks = Object.entries(contracts).flatMap(([name, at]) => {
      const made = found.find(({ address }) => address.toLowerCase() === at.toLowerCase());
      return made ? [[name, made.block] as const] : [];
    });
    return {
      contracts,
      blocks: Object.fromEntries(blocks),
      startBlock,
      deployer,
      folder,
      audit: latest.audit!,
    };
  } catch (error) {
    throw await withMissingSum(error, record, rpc, options.root);
  } finally {
    provider.destroy();
  }
}

/**
 * The deployment's record, written at its first start. Its folder is named after the chain, the network and the chain's
 * first block, so that a chain that was started anew has a deployment of its own (docs/decisions/0502).
 * @param wish With `dryRun`, nothing is written.
 * @throws PolityError when the deployment began with another configuration or account.
 */
export async function openLaunch({
  rpc,
  name,
  config,
  accounts,
  gas = {},
  root,
  dryRun,
}: LaunchWish & { dryRun?: boolean }): Promise<Launch> {
  const chain = chainOf(rpc);
  const [chainId, genesis, { height: startBlock, timestamp }, [deployer]] = await Promise.all([
    chain.id(),
    chain.genesis(),
    chain.latest(),
    chain.accounts(),
  ]);
  checkSupported(chainId, config);
  await checkForeign(rpc, chainId, config);
  if (deployer === undefined) {
    throw new PolityError("there is no account to deploy with", {
      hint: "give the program a key to sign with",
    });
  }
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value, exact)) as Record<string, never>;
  const wanted: Launch = {
    ...{ name, chainId, genesis, deployer, startBlock, today: dayOf(timestamp) },
    config: plain({ ...deployed(config), accounts }),
    gas: plain(gas),
  };
  const folder = folderOf(root, wanted);
  const file = join(folder, "launch.json");
  if (!existsSync(file)) {
    if (dryRun) return wanted;
    mkdirSync(folder, { recursive: true });
    writeAtOnce(file, `${JSON.stringify(wanted, null, 2)}\n`);
    return wanted;
  }
  const begun = parseJson(
    launchSchema,
    readFileSync(file, "utf8"),
    file,
    "restore it from your version control",
  );
  if (begun.deployer !== deployer) {
    throw new PolityError(
      `this deployment was begun by ${begun.deployer}, and the key is that of ${deployer}`,
      {
        hint: "use the first account's key, or deploy under another --name",
      },
    );
  }
  const changes = [...differences(begun.config, wanted.config)];
  if (changes.length > 0) {
    throw new PolityError(
      `the configuration has changed since this deployment began:${changes.map((line) => `\n  ${line}`).join("")}\n`,
      { hint: "undo the change, or deploy under another --name" },
    );
  }
  return begun;
}

/** {@link openLaunch} of a deployment that has begun; nothing for one that has not. */
export async function findLaunch(wish: LaunchWish): Promise<Launch | undefined> {
  const launch = await openLaunch({ ...wish, dryRun: true });
  return existsSync(join(folderOf(wish.root, launch), "launch.json")) ? launch : undefined;
}

/** Where a deployment keeps its journal and record. */
export function folderOf(
  root = DEPLOYMENTS,
  { chainId, name, genesis }: Pick<Launch, "chainId" | "name" | "genesis">,
): string {
  return join(root, `chain-${chainId}-${name}-${genesis.slice(2, 10)}`);
}

/** `governor.types.GOV.voting: 604800 → 86400` for each value that differs. */
export function* differences(before: unknown, after: unknown, path = ""): Generator<string> {
  if (isTree(before) && isTree(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* differences(before[key], after[key], path ? `${path}.${key}` : key);
    }
  } else if (before !== after) {
    const shown = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
    yield `${path}: ${shown(before)} → ${shown(after)}`;
  }
}

/** Addresses by the names of the contracts, of the steps that are done. */
function contractsOf(folder: string, steps: readonly Future[]): Record<string, string> {
  const made = deployedBy(readJournal(folder));
  return Object.fromEntries(
    steps.flatMap((step) => {
      const at = made.get(step.id)?.address;
      return at && "contractName" in step ? [[step.contractName, at]] : [];
    }),
  );
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** For JSON: amounts as texts. */
export const exact = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
