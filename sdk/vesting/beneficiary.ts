import { contractAt, whyNobodys, type Known } from "../core/recipient";
import { PolityError } from "../errors";

/**
 * Why what a grant pays to an account would be lost: the account is a contract of the network that can do nothing with it,
 * or an address that nobody has the key of. A council is a Safe, and can. Everybody else gets no answer.
 */
export function whyUnclaimed(network: Known, account: string): string | undefined {
  const contract = contractAt(network, account);
  if (!contract || contract.usedBy === "members") return whyNobodys(account);
  return `it is the network's ${contract.name}, which can never claim`;
}

/**
 * The account, if a grant to it is not lost.
 * @throws PolityError for a contract of the network that cannot claim.
 */
export function checkBeneficiary(network: Known, account: string): string {
  const why = whyUnclaimed(network, account);
  if (why === undefined) return account;
  throw new PolityError(`${account} cannot be granted anything: ${why}`, {
    hint: "grant to an account or a Safe; what belongs to everyone is paid to the treasury",
  });
}
