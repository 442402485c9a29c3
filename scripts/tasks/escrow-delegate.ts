import { readFileSync } from "node:fs";

import { ZeroAddress } from "ethers";

import { requireEscrow } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import * as escrow from "../../sdk/escrow";
import { parseDuration } from "../../sdk/format";
import type { Command } from "./command";
import { done } from "./escrow-options";

/** Delegates the signer's votes, signs a delegation, or sends one that is signed. */
export const delegate: Command = async ({ network, signer, text, flag, addressOf, nameOf }) => {
  const [to, file] = [text("to"), text("relay")];
  if ((to === undefined) === (file === undefined)) {
    throw new PolityError("a delegation is to somebody, or one to relay", { hint: "give --to or --relay" });
  }
  if (file !== undefined) {
    const signed = escrow.parseSignedDelegation(readText(file), file);
    const { receipt } = await escrow.relayDelegation(requireEscrow(network), signer, signed);
    const { delegator, delegatee } = signed;
    return done(receipt, `${nameOf(delegator)} delegates to ${nameOf(delegatee)}`, { delegator, delegatee });
  }
  const delegatee = to === "nobody" ? ZeroAddress : addressOf(to!);
  if (flag("sign")) {
    const expiry = Number(await requireEscrow(network).clock()) + parseDuration(text("valid") ?? "7d");
    const json = await escrow.signDelegation(requireEscrow(network), signer, { to: delegatee, expiry });
    return { text: JSON.stringify(json, null, 2), json };
  }
  const { receipt } = await escrow.delegate(requireEscrow(network), signer, { to: delegatee });
  const delegator = signer.address;
  return done(receipt, `${nameOf(delegator)} delegates to ${nameOf(delegatee)}`, { delegator, delegatee });
};

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

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new PolityError(`${file} cannot be read`, {
      hint: "give the file that --sign's answer is in",
      cause,
    });
  }
}
