import { Contract, ZeroAddress, type Provider } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { PolityError } from "../errors";
import { readScopes } from "./scopes";
import type { Contracts } from "./types";

/** Views by which a contract of a network is recognised; it must obey the same timelock. */
const MARKS: Readonly<Record<string, string>> = {
  ProtocolRegistry: "semver() view returns (string)",
  Treasury: "budgetCount() view returns (uint256)",
};

/**
 * A network's contracts from its governor alone. What the governor asks it names itself; registry and treasury are looked
 * for among the contracts that its rulebook opens calls to. A council that is not in office and the factory of grants are
 * named by nothing: whoever wants them audited names them.
 * @throws PolityError when there is no such governor.
 */
export async function discover(provider: Provider, governor: string, fromBlock: number): Promise<Contracts> {
  const answers = NetworkGovernor__factory.connect(governor, provider);
  let named: [string, string, string, string, string];
  try {
    const { account } = await answers.guardian();
    named = [
      ...(await Promise.all([answers.timelock(), answers.rulebook(), answers.feeToken(), answers.token()])),
      account,
    ];
  } catch (cause) {
    throw new PolityError(`there is no governor of Polity at ${governor}`, {
      hint: "check the address and the network",
      cause,
    });
  }
  const [timelock, rulebook, feeToken, votes, guardian] = named;
  const found: Record<string, string> = {
    TimelockController: timelock,
    GovernanceToken: feeToken,
    Rulebook: rulebook,
    NetworkGovernor: governor,
  };
  const escrow = await answer(provider, votes, "ESCROW() view returns (address)");
  if (escrow !== undefined) found.CombinedVotes = votes;
  const locks = escrow ?? (votes === feeToken ? undefined : votes);
  if (locks !== undefined) {
    // Locks of a former escrow may count, too.
    const current = await answer(provider, locks, "CURRENT() view returns (address)");
    if (current !== undefined) found.SuccessiveVotes = locks;
    found.VoteEscrow = current ?? locks;
  }
  if (
    guardian !== ZeroAddress &&
    (await answer(provider, guardian, "getThreshold() view returns (uint256)"))
  ) {
    found.Council = guardian;
  }

  const scopes = await readScopes({ provider, contracts: found, fromBlock });
  for (const target of new Set(scopes.map((scope) => scope.target))) {
    if ((await answer(provider, target, "TIMELOCK() view returns (address)")) !== timelock) continue;
    for (const [name, view] of Object.entries(MARKS)) {
      if ((await answer(provider, target, view)) !== undefined) found[name] = target;
    }
  }
  return found;
}

async function answer(provider: Provider, at: string, view: string): Promise<string | undefined> {
  try {
    const contract = new Contract(at, [`function ${view}`], provider);
    return String(await contract.getFunction(view.split("(", 1)[0]!)());
  } catch {
    return undefined;
  }
}
