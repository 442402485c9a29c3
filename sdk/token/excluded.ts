import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { fact } from "../audit/facts";
import { nameIn } from "../audit/names";
import type { Fact, Subject } from "../audit/types";
import { EXCLUDED } from "../core/excluded";

const OUT = "out of every quorum";

/** Reads that nobody can vote with the tokens that a contract holds, and that no quorum counts them. */
export async function readExcluded<Config extends object>(
  contract: string,
  at: string,
  subject: Subject<Config>,
): Promise<Fact> {
  const { provider, contracts } = subject;
  const delegate = await GovernanceToken__factory.connect(contracts.GovernanceToken!, provider).delegates(at);
  return fact(contract, "votes", [delegate === EXCLUDED ? OUT : nameIn(subject, delegate)], [OUT]);
}
