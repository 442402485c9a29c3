import {
  AbiCoder,
  Contract,
  Interface,
  Signature,
  type ContractRunner,
  type ContractTransaction,
} from "ethers";

import { COLLECTOR } from "../market/bounds";
import { channelIdOf, type Channel, type Where } from "./channel";
import type { Voucher } from "./voucher";

const CONFIG =
  "(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)";

/** What x402's contract of settlement is called by. */
export const SETTLEMENT_CALLS = new Interface([
  `function deposit(${CONFIG} config, uint128 amount, address collector, bytes data)`,
  `function claim(((${CONFIG} channel, uint128 maxClaimableAmount) voucher, bytes signature, uint128 totalClaimed)[] claims)`,
  `function initiateWithdraw(${CONFIG} config, uint128 amount)`,
  `function finalizeWithdraw(${CONFIG} config)`,
  "function channels(bytes32 channelId) view returns (uint128 balance, uint128 totalClaimed)",
  "function receivers(address receiver, address token) view returns (uint128 totalClaimed, uint128 totalSettled)",
  "function pendingWithdrawals(bytes32 channelId) view returns (uint128 amount, uint40 initiatedAt)",
  `event ChannelCreated(bytes32 indexed channelId, ${CONFIG} config)`,
  "event Claimed(bytes32 indexed channelId, address indexed sender, uint128 claimAmount, uint128 newTotalClaimed)",
  "event WithdrawInitiated(bytes32 indexed channelId, uint128 amount, uint40 finalizeAfter)",
  ...["InvalidSignature()", "ClaimExceedsBalance()", "ClaimExceedsCeiling()", "NotAuthorizedToClaim()"].map(
    (error) => `error ${error}`,
  ),
]);

/** What a channel has on the chain. */
export interface ChannelState {
  /** What came in, less what went back. */
  balance: bigint;
  /** What was claimed of it, over all time. */
  claimed: bigint;
  /** What the payer wants back, and since when; 0 where it has not asked. */
  withdrawing: bigint;
  withdrawingSince: number;
}

/** What a payer has signed so that a deposit can be collected, without a transaction of its own. */
export interface Collection {
  nonce: bigint;
  deadline: bigint;
  signature: string;
  /** A permit of ERC-2612 for Permit2, where the payer has not approved it before. */
  permit?: { amount: bigint; deadline: bigint; signature: string } | undefined;
}

/** x402's contract of settlement, as far as payers and providers of a market use it. */
export function settlementOf(where: Where, runner: ContractRunner) {
  const contract = new Contract(where.settlement, SETTLEMENT_CALLS, runner);
  const call = (name: string, ...args: unknown[]): Promise<ContractTransaction> =>
    contract.getFunction(name).populateTransaction(...args);
  return {
    where,
    async stateOf(id: string, blockTag: number | "latest" = "latest"): Promise<ChannelState> {
      const [[balance, claimed], [withdrawing, since]] = (await Promise.all(
        ["channels", "pendingWithdrawals"].map((name) => contract.getFunction(name)(id, { blockTag })),
      )) as [[bigint, bigint], [bigint, bigint]];
      return { balance, claimed, withdrawing, withdrawingSince: Number(since) };
    },
    deposit: (channel: Channel, amount: bigint, { nonce, deadline, signature, permit }: Collection) =>
      call(
        "deposit",
        channel,
        amount,
        COLLECTOR,
        CODER.encode(
          ["uint256", "uint256", "bytes", "bytes"],
          [nonce, deadline, signature, permit ? encodePermit(permit) : "0x"],
        ),
      ),
    /** Moves what was charged to the receiver's side, of many channels at once. */
    claim: (claims: readonly { channel: Channel; voucher: Voucher; charged: bigint }[]) =>
      call(
        "claim",
        claims.map(({ channel, voucher: { ceiling, signature }, charged }) => ({
          voucher: { channel, maxClaimableAmount: ceiling },
          ...{ signature, totalClaimed: charged },
        })),
      ),
    initiateWithdraw: (channel: Channel, amount: bigint) => call("initiateWithdraw", channel, amount),
    finalizeWithdraw: (channel: Channel) => call("finalizeWithdraw", channel),
    idOf: (channel: Channel) => channelIdOf(where, channel),
  };
}
export type Settlement = ReturnType<typeof settlementOf>;

const CODER = AbiCoder.defaultAbiCoder();

function encodePermit({ amount, deadline, signature }: NonNullable<Collection["permit"]>): string {
  const { v, r, s } = Signature.from(signature);
  return CODER.encode(["uint256", "uint256", "uint8", "bytes32", "bytes32"], [amount, deadline, v, r, s]);
}

/** Reads what was claimed for a receiver in a token over all time, and what of it was sent to it. */
export const receiptsOf = (settlement: string, runner: ContractRunner) => {
  const contract = new Contract(settlement, SETTLEMENT_CALLS, runner);
  return async (receiver: string, token: string, blockTag: number | "latest" = "latest") => {
    const read = contract.getFunction("receivers")(receiver, token, { blockTag });
    const [claimed, settled] = (await read) as [bigint, bigint];
    return { claimed, settled };
  };
};
