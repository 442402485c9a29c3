import type { BaseContract, ContractRunner } from "ethers";

import { IERC5805__factory } from "../typechain-types/factories/@openzeppelin/contracts/interfaces/IERC5805__factory";
import { checkDomains } from "./core/check";
import type { AnyDomain } from "./core/domain";
import { conventions, type Conventions } from "./conventions";
import { contractsOf } from "./core/find";
import { DOMAINS } from "./domains";
import { PolityError } from "./errors";
import { checkAddress } from "./nep/actions";
import type { Addresses, Network } from "./network";
import { isRefused } from "./provider";
import { votesAddress } from "./votes/address";
import { exactly, optional, parseText, readShape, record, text, textRead, whole, type Shape } from "./shape";

export type { Addresses, Network } from "./network";

/** A network on a chain, as its deployment file describes it. Events are looked for from `block` on. */
export interface Deployment {
  name: string;
  chainId: number;
  /** The block before the first contract's, or an earlier one. */
  block: number;
  contracts: Addresses;
  /** Whose account deployed it; nothing is theirs any more. */
  deployer?: string | undefined;
  /** The people whom the configuration names, by label. */
  accounts?: Record<string, string> | undefined;
  /** What the network has agreed on and its chain does not say. */
  conventions?: Conventions | undefined;
  /** Of each contract that was deployed: its block, and what it was constructed with, ABI-encoded. */
  details?: Record<string, Deployed> | undefined;
}
interface Deployed {
  block: number;
  constructorArguments: string;
}

const address = textRead("must be an address", checkAddress);
const label = text(
  "must be an account's label: a-z, then a-z, 0-9 and -, 31 characters at most",
  /^[a-z][a-z0-9-]{0,30}$/,
);

const addressesOf = (domains: readonly AnyDomain[]) =>
  exactly(
    Object.fromEntries(
      contractsOf(domains)
        .filter(([, { presence }]) => presence !== "many")
        .map(([name, { presence }]) => [name, presence === "required" ? address : optional(address)]),
    ),
  ) as Shape<object> as Shape<Addresses>;

/** What a deployment's file has, where it may name the contracts of these domains. */
export const deploymentOf = (domains: readonly AnyDomain[]): Shape<Deployment> =>
  exactly<Deployment>({
    name: text("must be the network's name", /^./),
    chainId: whole(1, "must be the chain's id"),
    block: whole(0, "must be the number of the block before the first contract's, or an earlier one"),
    contracts: addressesOf(domains),
    deployer: optional(address),
    accounts: optional(record(address, label)),
    conventions: optional(conventions),
    details: optional(
      record(exactly<Deployed>({ block: whole(0, "must be a block"), constructorArguments: text() })),
    ),
  });

/**
 * Reads a deployment file's content.
 * @param text JSON of a {@link Deployment}.
 * @param domains Those whose contracts it may name.
 * @param file What to call it in errors.
 * @throws PolityError for what is not JSON, ValidationError with every problem of what is.
 */
export function parseDeployment(
  text: string,
  file = "deployment",
  domains: readonly AnyDomain[] = DOMAINS,
): Deployment {
  const value = parseText(text, file, "deploy again to write it anew");
  return readShape(deploymentOf(domains), value, file);
}

/**
 * Checks addresses of a network's contracts.
 * @throws ValidationError with every name that is missing or unknown, and every address that is not valid.
 */
export function parseAddresses(value: unknown, domains: readonly AnyDomain[] = DOMAINS): Addresses {
  return readShape(addressesOf(domains), value, "contracts");
}

/** A deployment as its file has it. */
export function formatDeployment(value: Deployment): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Binds a network's contracts to whoever reads (a provider) or sends (a signer).
 * @throws PolityError for domains that are registered twice, or that have something in common.
 */
export function connect(
  addresses: Addresses,
  runner: ContractRunner,
  domains: readonly AnyDomain[] = DOMAINS,
): Network {
  checkDomains(domains);
  return {
    ...(connectAll(domains, addresses, runner) as unknown as Network),
    addresses,
    domains,
    votes: IERC5805__factory.connect(votesAddress(addresses), runner),
  };
}

/** Contracts of any domains, by what these call them. */
export function connectAll(
  domains: readonly AnyDomain[],
  addresses: Readonly<Record<string, string | undefined>>,
  runner: ContractRunner,
): Record<string, BaseContract | undefined> {
  return Object.fromEntries(
    contractsOf(domains).flatMap(([name, { as, factory }]) => {
      const at = addresses[name];
      return as === undefined ? [] : [[as, at === undefined ? undefined : factory.connect(at, runner)]];
    }),
  );
}

/**
 * {@link connect}, once the chain has been asked whether the deployment is there.
 * @throws PolityError on another chain, on one that was started anew since, and where no governor is at its address.
 */
export async function connectDeployment(
  { name, chainId, block, contracts, conventions: agreed }: Deployment,
  runner: ContractRunner,
  domains: readonly AnyDomain[] = DOMAINS,
): Promise<Network> {
  const provider = runner.provider;
  if (!provider) throw new PolityError("there is no chain to ask", { hint: "connect a provider" });
  const actual = (await provider.getNetwork()).chainId;
  if (actual !== BigInt(chainId)) {
    throw new PolityError(`${name} is deployed to chain ${chainId}, and this is chain ${actual.toString()}`, {
      hint: "choose the other network, or another deployment",
    });
  }
  const codes = await Promise.all(Object.values(contracts).map((at) => provider.getCode(at)));
  const absent = Object.entries(contracts).find((_, i) => codes[i] === "0x");
  if (absent) {
    throw new PolityError(`chain ${chainId} has no ${absent[0]} at ${absent[1]}`, {
      hint: codes.every((code) => code === "0x")
        ? "the chain was started anew: deploy again"
        : "the deployment's file names a wrong address: take the file that the deployment wrote",
    });
  }
  const network = { ...connect(contracts, runner, domains), block, ...(agreed && { conventions: agreed }) };
  await requireGovernor(network);
  return network;
}

/** @throws PolityError where something else stands at the governor's address, or the governor of another network. */
async function requireGovernor({ governor, addresses }: Network): Promise<void> {
  const { NetworkGovernor: at, TimelockController: expected } = addresses;
  const hint = "the deployment's file names a wrong address: take the file that the deployment wrote";
  let timelock: string;
  try {
    timelock = await governor.timelock();
  } catch (cause) {
    if (!isRefused(cause)) throw cause;
    throw new PolityError(`the contract at ${at} is no governor`, { hint, cause });
  }
  if (timelock === expected) return;
  throw new PolityError(`the governor at ${at} has its timelock at ${timelock}, not at ${expected}`, {
    hint,
  });
}
