import { BaseContract, type Result } from "ethers";

import type { AnyDomain, AnyWords, ParameterNotes, Scene } from "../core/domain";
import { contractOf, domainOf } from "../core/find";
import type { Network } from "../network";

export interface DescribeOptions {
  notes?: ParameterNotes;
  blockTag?: number | "latest";
}

/** What a describer gets: the contract at `address` is typed as the one of that name. */
export function sceneOf(
  network: Network,
  name: string,
  address: string,
  args: Result,
  { notes = {}, blockTag = "latest" }: DescribeOptions = {},
): Scene<Result> {
  const known = contractOf(network.domains, name);
  const { runner } = network.governor;
  const contract = known ? known.factory.connect(address, runner) : new BaseContract(address, [], runner);
  return { network, contract, args, notes, at: { blockTag } };
}

/** The describer of a function or an event, where its contract's domain has one. */
export async function describerOf(
  domains: readonly AnyDomain[],
  what: keyof AnyWords,
  contract: string,
  name: string,
): Promise<((scene: Scene) => unknown) | undefined> {
  const words = (await domainOf(domains, contract)?.words?.())?.[what]?.[contract];
  if (!words || !Object.hasOwn(words, name)) return undefined;
  return words[name] as (scene: Scene) => unknown;
}
