import { ZeroAddress } from "ethers";

import type { Network } from "@polity/sdk/deployment";
import { delegate, type VoteContract } from "@polity/sdk/escrow/delegate";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { shortAddress } from "../../ui";
import type { Action } from "../../actions/runner";

/** What votes: what is locked in the escrow, or what the wallet holds. */
export type VoteKind = "locked" | "held";

export const contractOf = (network: Network, kind: VoteKind): VoteContract =>
  kind === "locked" ? requireEscrow(network) : network.token;

/** What gives votes of the wallet's account to somebody, or to nobody. */
export const delegating = (network: Network, kind: VoteKind, to: string): Action => ({
  title: "Delegate your votes",
  work: async (signer) => {
    await delegate(contractOf(network, kind), signer, { to });
    return to === ZeroAddress
      ? "Your votes count for nobody now."
      : `Your votes count for ${shortAddress(to)} now.`;
  },
});
