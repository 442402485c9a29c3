import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { BrowserProvider } from "ethers";
import * as z from "zod";

import { audit } from "@polity/sdk/audit";
import type { Deviation } from "@polity/sdk/audit";
import { TIMELOCK_ROLES } from "@polity/sdk/audit/roles";
import { connectDeployment, parseAddresses, type Addresses, type Deployment } from "@polity/sdk/deployment";
import { contractOf } from "@polity/sdk/core/find";
import { DOMAINS } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import { LEFT_BEHIND, readSourced, requireFollowed } from "@polity/sdk/governor/sources";
import { POWERS } from "@polity/sdk/migration";
import { parseJson, strictObject } from "@polity/sdk/problems";
import { patiently } from "@polity/sdk/provider";
import { artifactsOf, type Compiled } from "./artifacts";
import { chainOf, type Rpc } from "./chain";
import { carryOut, type Progress } from "./engine";
import { DEPLOYMENTS, writeAtOnce } from "./files";
import { exact } from "./launch";
import { migrationModule, type MigrationPlan } from "./modules/migration";

export interface MigrateOptions {
  rpc: Rpc;
  /** The network as it is. */
  deployment: Deployment;
  /** A new escrow, if there is to be one. */
  escrow?: MigrationPlan["escrow"];
  /** Blocks that a transaction counts as final after. */
  confirmations: number;
  /** Where deployments are kept; default deploy/deployments. */
  root?: string | undefined;
  /** Milliseconds between two looks at the chain. */
  poll?: number;
  onProgress?: (progress: Progress) => void;
}

/** A migration that has begun: another start goes on with it. */
const recordSchema = strictObject({
  deployer: z.string(),
  startBlock: z.int(),
  plan: z.record(z.string(), z.unknown()),
});

/**
 * Deploys what a network moves to, from wherever an earlier attempt has left it, and audits it: nothing may be wrong but
 * that the former governor still has the power. Takes no power from anybody; that a vote does.
 * @returns The addresses of the network as it will be.
 * @throws PolityError when the governor has no power to give, or the audit finds anything else.
 */
export async function migrate(compiled: Compiled, options: MigrateOptions): Promise<Addresses> {
  const { rpc, deployment, escrow, root = DEPLOYMENTS, poll = 1000 } = options;
  const provider = new BrowserProvider(rpc, undefined, { cacheTimeout: -1, pollingInterval: poll });
  try {
    const plan = await patiently(() => planOf(deployment, provider, escrow));
    const { from } = plan;
    const { deployer, startBlock, folder } = await openRecord(rpc, deployment, plan, root);
    const module = migrationModule(plan);
    const artifacts = artifactsOf(compiled);
    const made = await carryOut(module, { ...options, deployer, startBlock, folder, artifacts });
    const results = Object.entries(module.results) as [string, { id: string }][];
    const found = Object.fromEntries(results.map(([name, { id }]) => [name, made[id]!]));
    const contracts = parseAddresses({
      ...{ ...from, ...found, FormerGovernor: from.NetworkGovernor },
      ...(escrow ? { FormerEscrow: from.VoteEscrow } : {}),
    });
    const fromBlock = deployment.block;
    const { deviations } = await patiently(() => audit({ provider, contracts, fromBlock }));
    const wrong = deviations.filter((deviation) => !isTheSwitch(deviation, escrow !== undefined));
    if (wrong.length > 0) {
      const named = wrong.map(({ contract, what }) => `${contract}: ${what}`).join("; ");
      throw new PolityError(`the audit of what the network would move to found ${named}`, {
        hint: "look at dao audit of the network as it is, and put that right first",
      });
    }
    return contracts;
  } finally {
    provider.destroy();
  }
}

/** What the vote is to change: the former governor has what the new one lacks, and nobody else has anything. */
function isTheSwitch({ contract, what, missing, unexpected }: Deviation, escrow: boolean): boolean {
  // What counts the former votes will count the new ones: which types do, the NEP says.
  if (escrow && (contractOf(DOMAINS, contract)?.counts?.get === what || what === LEFT_BEHIND)) return true;
  const moved =
    contract === "TimelockController"
      ? POWERS.some((role) => role === what)
      : contractOf(DOMAINS, contract)?.follows?.get === what;
  return moved && missing.join() === "NetworkGovernor" && unexpected.join() === "FormerGovernor";
}

async function planOf(
  deployment: Deployment,
  provider: BrowserProvider,
  escrow: MigrationPlan["escrow"],
): Promise<MigrationPlan> {
  const { contracts: from, name } = deployment;
  const network = await connectDeployment(deployment, provider);
  const { governor, timelock } = network;
  if (!(await timelock.hasRole(TIMELOCK_ROLES.PROPOSER_ROLE, governor))) {
    throw new PolityError(`the governor of ${name} has no power: the network has moved already`, {
      hint: "give the newest deployment file with --deployment",
    });
  }
  if (escrow && from.VoteEscrow === undefined) {
    throw new PolityError(`${name} has no escrow that it could move from`, { hint: "leave --escrow out" });
  }
  if (escrow) await requireFollowed(await readSourced(network), { ...from }, provider, network.domains);
  const [title, rulebook, votes] = await Promise.all([
    governor.name(),
    governor.rulebook(),
    governor.token(),
  ]);
  // Where tokens vote too, they go on as they do; otherwise all that votes are locks, of one escrow or of several.
  const locks = from.CombinedVotes ? (from.SuccessiveVotes ?? from.VoteEscrow) : votes;
  return { from, governor: title, rulebook, votes, locks, escrow };
}

/** A migration is known by the governor that it leaves: another start goes on with it, and must want the same. */
async function openRecord(rpc: Rpc, { chainId, name }: Deployment, plan: MigrationPlan, root: string) {
  const chain = chainOf(rpc);
  const [[deployer], startBlock] = await Promise.all([chain.accounts(), chain.height()]);
  if (deployer === undefined) {
    throw new PolityError("there is no account to deploy with", {
      hint: "give the program a key to sign with",
    });
  }
  const kind = plan.escrow ? "escrow" : "governor";
  const folder = join(root, `chain-${chainId}-${kind}-from-${plan.from.NetworkGovernor.slice(2, 10)}`);
  const file = join(folder, "migration.json");
  const wanted = { deployer, startBlock, plan: JSON.parse(JSON.stringify(plan, exact)) as object };
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeAtOnce(file, `${JSON.stringify(wanted, null, 2)}\n`);
    return { deployer, startBlock, folder };
  }
  const begun = parseJson(recordSchema, readFileSync(file, "utf8"), file, "restore it from version control");
  if (begun.deployer !== deployer || JSON.stringify(begun.plan) !== JSON.stringify(wanted.plan)) {
    throw new PolityError(`this migration of ${name} was begun by ${begun.deployer} with another plan`, {
      hint: `go on with that account and configuration, or move ${folder} away to begin anew`,
    });
  }
  return { deployer, startBlock: begun.startBlock, folder };
}
