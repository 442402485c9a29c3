import { ZeroAddress } from "ethers";

import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { readTokenUnit, type TokenUnit } from "../calls";
import type { Network } from "../deployment";
import { requireTreasury } from "./require";
import { findEvents } from "../events";
import { isRefused } from "../provider";
import { readBudgets, type BudgetView } from "./budgets";
import { readRecurring, type RecurringView } from "./recurring";

/** What the treasury has of one token, and what may leave. Amounts in base units. */
export interface Holding {
  /** The zero address is ether. */
  token: string;
  /** What the token says of itself: a label, nothing more. */
  unit: TokenUnit;
  balance: bigint;
  /** The most that leaves at once; what left comes back under it within 30 days. 0n: nothing may leave. */
  cap: bigint;
  /** A higher cap that is announced, and when it comes into force, in seconds. */
  raise?: { cap: bigint; at: number };
  /** What the cap lets leave now by votes, and by budgets and recurring payments together. */
  left: { votes: bigint; grants: bigint };
}

/** The treasury at a glance, as of one block. */
export interface TreasuryState {
  address: string;
  /** Of ether, the governance token and every token that ever had a cap. */
  holdings: Holding[];
  /** Those that are not over. */
  budgets: BudgetView[];
  /** Those of which an instalment is to come. */
  recurring: RecurringView[];
}

/**
 * Reads the treasury: balances, what caps leave of them, budgets and recurring payments.
 * @param options `fromBlock` is the deployment's block, or an earlier one; `block` the one as of which to read.
 * @throws PolityError for a network that has no treasury.
 */
export async function readTreasury(
  network: Network,
  { fromBlock, block }: { fromBlock: number; block: number },
): Promise<TreasuryState> {
  const treasury = requireTreasury(network);
  const { filters } = treasury;
  const range = { fromBlock, toBlock: block };
  const [address, set, raised, budgets, recurring] = await Promise.all([
    treasury.getAddress(),
    findEvents(treasury, filters.CapSet(), range),
    findEvents(treasury, filters.CapRaiseAnnounced(), range),
    readBudgets(treasury, block),
    readRecurring(treasury, block),
  ]);
  const capped = [...set, ...raised].map(({ args }) => args.token);
  const tokens = [...new Set([network.addresses.GovernanceToken, ZeroAddress, ...capped])];
  return {
    address,
    holdings: await Promise.all(tokens.map(holding)),
    budgets: budgets.filter(({ status }) => status !== "over"),
    recurring: recurring.filter(({ left }) => left > 0),
  };

  async function holding(token: string): Promise<Holding> {
    const at = { blockTag: block };
    const [unit, balance, { cap, raised: coming, effectiveAt }, { forVotes, forGrants }] = await Promise.all([
      readTokenUnit(network, token),
      balanceOf(token),
      treasury.capOf(token, at),
      treasury.available(token, at),
    ]);
    return {
      ...{ token, unit, balance, cap },
      ...(effectiveAt > 0n && { raise: { cap: coming, at: Number(effectiveAt) } }),
      left: { votes: forVotes, grants: forGrants },
    };
  }

  /** A token that does not answer has, for whoever wants to spend it, nothing here. */
  async function balanceOf(token: string): Promise<bigint> {
    const provider = treasury.runner!.provider!;
    if (token === ZeroAddress) return provider.getBalance(address, block);
    const erc20 = IERC20__factory.connect(token, provider);
    return erc20.balanceOf(address, { blockTag: block }).catch((error: unknown) => {
      if (isRefused(error)) return 0n;
      throw error;
    });
  }
}
