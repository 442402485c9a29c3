import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { cancelRight, type Cancelable } from "../governor/cancel";
import type { ProposerCheck } from "../governor/propose";
import { arraysOf } from "../nep/actions";
import type { Proposal } from "../nep/encode";
import type { Network } from "../network";
import type { BudgetView } from "../treasury/budgets";
import { checkPayee } from "../treasury/recipient";
import { requireTreasury } from "../treasury/require";
import { requireCouncil } from "./require";

/** A call that the council's Safe makes. */
export interface SafeCall {
  to: string;
  data: string;
  /** In wei; default none. */
  value?: bigint;
  /** What to know besides, for whoever has it built. */
  note?: string;
}

/** What is paid out of a budget. */
export interface Disbursement {
  to: string;
  /** In base units of the budget's token. */
  amount: bigint;
  /** 32 bytes; default the budget's. */
  category?: string | undefined;
  /** 32 bytes: an invoice, a decision, or zero. */
  ref: string;
}

/**
 * Pays out of a budget of the council.
 * @throws PolityError for a payee that could never use it.
 */
export function disburseCall(
  network: Network,
  { id, spender, token, category }: Pick<BudgetView, "id" | "spender" | "token" | "category">,
  paid: Disbursement,
): SafeCall {
  const treasury = requireTreasury(network);
  const data = treasury.interface.encodeFunctionData("disburse", [
    id,
    checkPayee(network, paid.to, token),
    paid.amount,
    paid.category ?? category,
    paid.ref,
  ]);
  // Budgets whose payments can be disputed are instructed by the same call.
  const { disputedBudgets } = network;
  const to = [disputedBudgets, treasury].find((one) => one?.target === spender) ?? treasury;
  return { to: to.target as string, data };
}

/**
 * Stops a proposal, by the right that the council has.
 * @throws PolityError with the rights that there are, when it has none.
 */
export async function cancelCall(network: Network, proposal: Cancelable): Promise<SafeCall> {
  await cancelRight(network, await requireCouncil(network).getAddress(), proposal);
  const data = network.governor.interface.encodeFunctionData("cancel(uint256)", [proposal.id]);
  return { to: network.addresses.NetworkGovernor, data };
}

/**
 * Proposes what the council has checked that it may. Where the type costs a fee, the Safe approves it first, in a transaction
 * of its own.
 */
export async function proposeCall(
  { governor, addresses }: Network,
  { calls, description }: Proposal,
  { fee, allowance }: Pick<ProposerCheck, "fee" | "allowance">,
): Promise<SafeCall> {
  // Neither more nor less: what is left of an allowance could be burned by the rules of a later day.
  if (allowance !== fee) {
    const token = await governor.feeToken();
    const data = GovernanceToken__factory.createInterface().encodeFunctionData("approve", [
      addresses.NetworkGovernor,
      fee,
    ]);
    return { to: token, data, note: "the fee comes first: when this is executed, propose the same again" };
  }
  return {
    to: addresses.NetworkGovernor,
    data: governor.interface.encodeFunctionData("propose", [...arraysOf(calls), description]),
  };
}

/** Without a mandate, and without votes, a council proposes nothing. @throws PolityError that says so. */
export async function requireOffice({ governor, addresses }: Network): Promise<void> {
  const [[guardian, until], now] = await Promise.all([governor.guardian(), governor.clock()]);
  if (guardian === addresses.Council && now <= until) return;
  if (addresses.Council && (await governor.getVotes(addresses.Council, now - 1n)) > 0n) return;
  const ended = guardian === addresses.Council ? `, which ended ${formatTimestamp(until)}` : "";
  throw new PolityError(`the council cannot propose without its mandate as guardian${ended}`, {
    hint: "a NEP-GOV gives it one: council mandate writes it",
  });
}

/** A Safe keeps its owners in a linked list; this one stands before the first. */
const FIRST = "0x0000000000000000000000000000000000000001";

/**
 * Replaces a member by somebody else.
 * @param nameOf What an address is called in errors.
 * @throws PolityError when the one is no member, or the other is one already.
 */
export async function replaceCall(
  network: Network,
  { member, by }: { member: string; by: string },
  nameOf: (address: string) => string = (address) => address,
): Promise<SafeCall> {
  const safe = requireCouncil(network);
  const owners = await safe.getOwners();
  const index = owners.indexOf(member);
  if (index === -1) {
    throw new PolityError(`${nameOf(member)} is no member of the council`, {
      hint: `members are ${owners.map((owner) => nameOf(owner)).join(", ")}`,
    });
  }
  if (owners.includes(by)) throw new PolityError(`${nameOf(by)} is a member already`);
  const before = owners[index - 1] ?? FIRST;
  return {
    to: await safe.getAddress(),
    data: safe.interface.encodeFunctionData("swapOwner", [before, member, by]),
  };
}
