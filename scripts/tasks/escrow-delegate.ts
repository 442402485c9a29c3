import { ZeroAddress } from "ethers";

import { requireEscrow, type Network } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import * as escrow from "../../sdk/escrow";
import { parseDuration } from "../../sdk/format";
import { readVoteSource } from "../../sdk/votes";
import { readText } from "../lib/text";
import type { Command } from "./command";
import { done } from "./escrow-options";

/** Delegates the signer's votes, signs a delegation, or sends one that is signed. */
const delegateAt =
  (votesOf: (network: Network) => Promise<escrow.VoteContract>): Command =>
  async ({ network, signer, text, flag, addressOf, nameOf }) => {
    const [to, file] = [text("to"), text("relay")];
    if ((to === undefined) === (file === undefined)) {
      throw new PolityError("a delegation is to somebody, or one to relay", { hint: "give --to or --relay" });
    }
    const votes = await votesOf(network);
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
    if (flag("sign")) {
      const expiry = Number(await votes.clock()) + parseDuration(text("valid") ?? "7d");
      const json = await escrow.signDelegation(votes, signer, { to: delegatee, expiry });
      return { text: JSON.stringify(json, null, 2), json };
    }
    const { receipt } = await escrow.delegate(votes, signer, { to: delegatee });
    const delegator = signer.address;
    return done(receipt, `${nameOf(delegator)} delegates to ${nameOf(delegatee)}`, { delegator, delegatee });
  };

/** The votes of all locks. */
export const delegateLocked = delegateAt((network) => Promise.resolve(requireEscrow(network)));

/** The votes of the tokens in a wallet. */
export const delegateHeld = delegateAt(async (network) => {
  if ((await readVoteSource(network)).held) return network.token;
  throw new PolityError("tokens in a wallet have no votes on this network", {
    hint: "lock them; escrow delegate gives the votes of locks to somebody",
  });
});

/** Lets another account create locks for the signer. */
export const allowLocker: Command = async ({ network, signer, needed, flag, addressOf, nameOf }) => {
  const [locker, allowed] = [addressOf(needed("locker")), !flag("revoke")];
  const { receipt } = await escrow.allowLocker(requireEscrow(network), signer, { locker, allowed });
  const verb = allowed ? "may" : "may no longer";
  return done(receipt, `${nameOf(locker)} ${verb} create locks for ${nameOf(signer.address)}`, {
    locker,
    allowed,
  });
};
