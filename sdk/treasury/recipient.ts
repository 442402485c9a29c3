import { contractAt, whyLost, whyNobodys, type Known } from "../core/recipient";
import { PolityError } from "../errors";

/** Why a budget of this spender would never be spent; nothing where it can be. */
export function whyUnspent(network: Known, spender: string): string | undefined {
  const contract = contractAt(network, spender);
  if (contract?.spends) return undefined;
  if (!contract || contract.usedBy === "members") return whyNobodys(spender);
  return contract.usedBy === "votes"
    ? `it is the network's ${contract.name}, which does what votes say, and votes pay without a budget`
    : `it is the network's ${contract.name}, which can never disburse`;
}

/**
 * The account, if it can use what it is paid in this token; the zero address is ether.
 * @throws PolityError for a contract of the network that can never pay it out, and for the token's own.
 */
export function checkPayee(network: Known, payee: string, token: string): string {
  const why = whyLost(network, payee, token);
  if (why === undefined) return payee;
  throw new PolityError(`what ${payee} is paid would be lost: ${why}`, {
    hint: "pay an account, a Safe or the timelock",
  });
}

/**
 * The account, if it can spend a budget.
 * @throws PolityError for a contract of the network that cannot.
 */
export function checkSpender(network: Known, spender: string): string {
  const why = whyUnspent(network, spender);
  if (why === undefined) return spender;
  throw new PolityError(`${spender} could never spend the budget: ${why}`, {
    hint: "name an account or a Safe",
  });
}
