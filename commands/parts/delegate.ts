import { ZeroAddress } from "ethers";

import type { Network } from "@polity/sdk/deployment";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { PolityError } from "@polity/sdk/errors";
import * as escrow from "@polity/sdk/escrow";
import { parseDuration } from "@polity/sdk/format";
import { heldVotes } from "@polity/sdk/votes";
import { readText } from "../../scripts/lib/text";
import { done, type Answer } from "../core/answer";
import { flag, text, type Values } from "../core/command";
import type { Context } from "../core/context";

/** What a command that delegates votes is asked for: those of locks, or of tokens in a wallet. */
export const DELEGATION = {
  to: text("Who votes with them: an address, a name that the deployment knows, or nobody"),
  sign: flag("Only signs: prints the delegation as JSON, for anybody to send"),
  valid: text('With --sign: how long it can be sent, like "36h"; default 7d'),
  relay: text("Sends the signed delegation of this file"),
};

/** Delegates the signer's votes, signs a delegation, or sends one that is signed. */
const delegateAt =
  (votesOf: (network: Network) => escrow.VoteContract) =>
  async (context: Context<Values<typeof DELEGATION>>): Promise<Answer> => {
    const { network, signer, options, addressOf, nameOf } = context;
    const { to, relay: file } = options;
    if ((to === undefined) === (file === undefined)) {
      throw new PolityError("a delegation is to somebody, or one to relay", { hint: "give --to or --relay" });
    }
    const votes = votesOf(network);
    if (file !== undefined) {
      const signed = escrow.parseSignedDelegation(
        readText(file, "give the file that --sign's answer is in"),
        file,
      );
      const { receipt } = await escrow.relayDelegation(votes, signer, signed);
      const { delegator, delegatee } = signed;
      return done(receipt, `${nameOf(delegator)} delegates to ${nameOf(delegatee)}`, {
        ...{ delegator, delegatee },
      });
    }
    const delegatee = to === "nobody" ? ZeroAddress : addressOf(to!);
    if (options.sign) {
      const expiry = Number(await votes.clock()) + parseDuration(options.valid ?? "7d");
      const json = await escrow.signDelegation(votes, signer, { to: delegatee, expiry });
      return { text: JSON.stringify(json, null, 2), json };
    }
    const { receipt } = await escrow.delegate(votes, signer, { to: delegatee });
    const delegator = signer.address;
    return done(receipt, `${nameOf(delegator)} delegates to ${nameOf(delegatee)}`, { delegator, delegatee });
  };

/** The votes of all locks. */
export const delegateLocked = delegateAt(requireEscrow);

/** The votes of the tokens in a wallet. */
export const delegateHeld = delegateAt((network) => {
  if (heldVotes(network)) return network.token;
  throw new PolityError("tokens in a wallet have no votes on this network", {
    hint: "lock them; escrow delegate gives the votes of locks to somebody",
  });
});
