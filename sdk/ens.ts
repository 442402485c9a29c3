import {
  AbiCoder,
  ensNormalize,
  getAddress,
  id,
  isHexString,
  namehash,
  ZeroAddress,
  type Provider,
} from "ethers";

import { isRefused } from "./provider";

/** The registry of ENS, which has the same address on mainnet, Sepolia and Holesky. */
export const ENS_REGISTRY = "0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e";
/** The most characters of a name that is shown. */
const MAX_NAME = 64;
/** Gas of one question: a resolver is a stranger's contract, and its answer has a bound by what memory costs. */
const GAS = 1_000_000n;

/**
 * The name that an account has chosen for itself in ENS, if the name leads back to the account. Anybody can claim any name in
 * the reverse record, so that alone says nothing. Names that are not in their one form (ENSIP-15) are not names: they could
 * look like another's. No server is asked: resolvers that send to one (EIP-3668), and those that answer for all names below
 * theirs (ENSIP-10), give no name here.
 * @returns Nothing where there is none, or one that is not the account's own.
 * @throws what the provider throws when it does not answer.
 */
export async function readEnsName(provider: Provider, account: string): Promise<string | undefined> {
  const address = getAddress(account);
  const reverse = namehash(`${address.slice(2).toLowerCase()}.addr.reverse`);
  const claimed = await ask(
    provider,
    await resolverOf(provider, reverse),
    "name(bytes32)",
    reverse,
    "string",
  );
  const name = normalName(claimed);
  if (name === undefined) return undefined;
  const node = namehash(name);
  const owner = await ask(provider, await resolverOf(provider, node), "addr(bytes32)", node, "address");
  return owner === address ? name : undefined;
}

async function resolverOf(provider: Provider, node: string): Promise<string | undefined> {
  const resolver = await ask(provider, ENS_REGISTRY, "resolver(bytes32)", node, "address");
  return resolver === ZeroAddress ? undefined : resolver;
}

/** A text that is a name in its one form, of two labels at least, and short enough to be shown. */
function normalName(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MAX_NAME || !text.includes(".")) return undefined;
  try {
    return ensNormalize(text) === text ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Asks a contract for something of a node. What it refuses, or answers in another form, is nothing. */
async function ask(
  provider: Provider,
  to: string | undefined,
  signature: string,
  node: string,
  type: "address" | "string",
): Promise<string | undefined> {
  if (to === undefined) return undefined;
  let answer: string;
  try {
    // `enableCcipRead` is left out: nobody else is asked.
    answer = await provider.call({ to, data: id(signature).slice(0, 10) + node.slice(2), gasLimit: GAS });
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
  try {
    return isHexString(answer) ? (AbiCoder.defaultAbiCoder().decode([type], answer)[0] as string) : undefined;
  } catch {
    return undefined;
  }
}
