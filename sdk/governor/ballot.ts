import type { Signer } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { signTyped } from "../eip712";
import { say } from "../language";

/** How a ballot counts; the numbers of OpenZeppelin's GovernorCountingSimple. */
export const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;
export type Support = keyof typeof SUPPORT;
/** What the sides are called. */
export const SIDE_NAMES: Readonly<Record<Support, string>> = {
  ...{ for: say("for"), against: say("against"), abstain: say("abstain") },
};

/** What {@link signBallot} signs. */
export const BALLOT = {
  Ballot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "voter", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};

/** Signs a ballot by EIP-712, for anybody to send with `castVoteBySig`. It is void once the voter's nonce is used. */
export async function signBallot(
  governor: NetworkGovernor,
  voter: Signer,
  { proposalId, support }: { proposalId: bigint; support: Support },
): Promise<string> {
  const account = await voter.getAddress();
  const nonce = await governor.nonces(account);
  return signTyped(governor, voter, BALLOT, { proposalId, support: SUPPORT[support], voter: account, nonce });
}
