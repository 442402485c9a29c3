import { contractName, type ContractAddresses } from "../core/names";
import { PolityError } from "../errors";
import { EXCLUDED } from "../votes";

/**
 * Why what a grant pays to an account would be lost: the account is a contract of the network that can do nothing with it,
 * or an address that nobody has the key of. A council is a Safe, and can. Everybody else gets no answer.
 */
export function whyLost(addresses: ContractAddresses, account: string): string | undefined {
  if (account.toLowerCase() === EXCLUDED.toLowerCase()) return "it is the address that nobody has the key of";
  const name = contractName(addresses, account);
  if (name === account || name === "Council") return undefined;
  return `it is the network's ${name}, which can never claim`;
}

/**
 * The account, if a grant to it is not lost.
 * @throws PolityError for a contract of the network that cannot claim.
 */
export function checkBeneficiary(addresses: ContractAddresses, account: string): string {
  const why = whyLost(addresses, account);
  if (why === undefined) return account;
  throw new PolityError(`${account} cannot be granted anything: ${why}`, {
    hint: "grant to an account or a Safe; what belongs to everyone is paid to the treasury",
  });
}
