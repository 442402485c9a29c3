import type { Signer, TransactionReceipt } from "ethers";

import type { VestingFactory } from "../../typechain-types/contracts/vesting/VestingFactory";
import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { PolityError } from "../errors";
import { formatAmount } from "../format";
import { send } from "../transaction";
import { predictVault, readFactoryCode } from "./predict";
import { vaultAt } from "./read";
import { toStruct, type Grant } from "./terms";

/** A grant takes 93,000 gas in a list, and a transaction 16.7 million, of which {@link send} leaves 30 % in reserve. */
export const GRANTS_PER_TRANSACTION = 100;
/** How many vaults are asked about at once. */
const AT_ONCE = 50;

/** What is to be done for a grant. Amounts in base units. */
export interface PlannedGrant {
  grant: Grant;
  vault: string;
  exists: boolean;
  /** What the vault has got so far: held, released or locked. */
  allocation: bigint;
  /** What is to be paid into it. */
  payment: bigint;
}

export interface PlanOptions {
  /** Adds the amounts to what is there; default: pays what is missing to the amounts, so that a list can be sent again. */
  add?: boolean;
}

export interface CreateResult {
  planned: PlannedGrant[];
  /** What was paid in all. */
  paid: bigint;
  /** The approval of exactly that, if the allowance was short. */
  approval?: TransactionReceipt;
  /** One for each {@link GRANTS_PER_TRANSACTION}. */
  receipts: TransactionReceipt[];
}

/**
 * What {@link createGrants} would do; sends nothing.
 * @throws PolityError for a grant that was revoked: what is added to it would be its owner's at once; and for one to another
 * vault, which could never claim it.
 */
export async function planGrants(
  factory: VestingFactory,
  grants: readonly Grant[],
  { add = false }: PlanOptions = {},
): Promise<PlannedGrant[]> {
  const [code, tokenAddress] = await Promise.all([readFactoryCode(factory), factory.TOKEN()]);
  const token = GovernanceToken__factory.connect(tokenAddress, factory.runner);
  const provider = factory.runner!.provider!;

  const planned: PlannedGrant[] = [];
  for (let i = 0; i < grants.length; i += AT_ONCE) {
    planned.push(...(await Promise.all(grants.slice(i, i + AT_ONCE).map(plan))));
  }
  return planned;

  async function plan(grant: Grant): Promise<PlannedGrant> {
    const at = predictVault(code, grant);
    const { beneficiary } = grant;
    const [exists, balance, ofBeneficiary] = await Promise.all([
      provider.getCode(at).then((found) => found !== "0x"),
      token.balanceOf(at),
      provider.getCode(beneficiary),
    ]);
    if (ofBeneficiary.toLowerCase().includes(code.implementation.slice(2).toLowerCase())) {
      throw new PolityError(
        `${beneficiary} cannot be granted anything: it is a vault, which can never claim`,
        {
          hint: "grant to the account that the vault belongs to",
        },
      );
    }
    const allocation = balance + (exists ? await gone(at) : 0n);
    const missing = grant.amount > allocation ? grant.amount - allocation : 0n;
    return { grant, vault: at, exists, allocation, payment: add ? grant.amount : missing };
  }

  /** What a vault has released or locked. */
  async function gone(at: string): Promise<bigint> {
    const vault = vaultAt(at, factory.runner);
    const [revoked, released, locked] = await Promise.all([
      vault.revoked(),
      vault["released(address)"](tokenAddress),
      vault.locked(),
    ]);
    if (!revoked) return released + locked;
    throw new PolityError(`the grant of vault ${at} was revoked`, {
      hint: "what is added to it would be its owner's at once: take it off the list, or change its terms",
    });
  }
}

/**
 * Creates the vaults of a list and pays them, in as many transactions as it takes, with tokens of the signer. Sent again
 * after a failure, it goes on where it stopped.
 * @throws PolityError when the balance is too low or a grant was revoked, and as {@link send} does.
 */
export async function createGrants(
  factory: VestingFactory,
  signer: Signer,
  grants: readonly Grant[],
  options: PlanOptions = {},
): Promise<CreateResult> {
  const planned = await planGrants(factory, grants, options);
  const paid = planned.reduce((sum, { payment }) => sum + payment, 0n);
  const due = planned.filter(({ exists, payment }) => !exists || payment > 0n);

  const [funder, spender, tokenAddress] = await Promise.all([
    signer.getAddress(),
    factory.getAddress(),
    factory.TOKEN(),
  ]);
  const token = GovernanceToken__factory.connect(tokenAddress, factory.runner);
  const [balance, allowance] = await Promise.all([token.balanceOf(funder), token.allowance(funder, spender)]);
  if (balance < paid) {
    throw new PolityError(
      `${funder} has ${formatAmount(balance)} tokens, and the grants need ${formatAmount(paid)}`,
      { hint: "grant less, or get more first" },
    );
  }
  const approval =
    allowance < paid ? await send(signer, token.approve.populateTransaction(spender, paid)) : undefined;

  const receipts: TransactionReceipt[] = [];
  for (let i = 0; i < due.length; i += GRANTS_PER_TRANSACTION) {
    const chunk = due.slice(i, i + GRANTS_PER_TRANSACTION);
    const list = chunk.map(({ grant, payment }) => ({ terms: toStruct(grant), amount: payment }));
    receipts.push(await send(signer, factory.create.populateTransaction(list)));
  }
  return { planned, paid, ...(approval ? { approval } : {}), receipts };
}
