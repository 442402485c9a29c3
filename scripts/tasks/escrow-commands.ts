import { requireEscrow } from "../../sdk/deployment";
import * as escrow from "../../sdk/escrow";
import { parseAmount } from "../../sdk/format";
import { tokens } from "../demo/print";
import type { Command } from "./command";
import { allowLocker, delegateLocked } from "./escrow-delegate";
import { done, endOf, idOf, moved, unlockTimeOf } from "./escrow-options";
import { show } from "./escrow-show";

const lock: Command = async (context) => {
  const { network, signer, text, needed, flag, addressOf, nameOf } = context;
  const amount = parseAmount(needed("amount"));
  const owner = text("account");
  const result = await escrow.lock(requireEscrow(network), signer, {
    amount,
    unlockTime: await unlockTimeOf(context, ["weeks", "until", "permanent"]),
    account: owner && addressOf(owner),
    payment: flag("approve") ? "approve" : "permit",
  });
  const { id, unlockTime, receipt } = result;
  const whose = owner ? ` of ${nameOf(addressOf(owner))}` : "";
  return done(receipt, `lock ${id}${whose}: ${tokens(amount)} tokens, ${endOf(unlockTime, text("until"))}`, {
    id,
    amount,
    unlockTime,
    approval: result.approval?.hash,
  });
};

const increase: Command = async (context) => {
  const { network, signer, text, needed, flag, addressOf } = context;
  const [id, owner] = [idOf(context), text("account")];
  const { amount, approval, receipt } = await escrow.increase(requireEscrow(network), signer, {
    id,
    amount: parseAmount(needed("amount")),
    account: owner && addressOf(owner),
    payment: flag("approve") ? "approve" : "permit",
  });
  return done(receipt, `lock ${id}: ${tokens(amount)} tokens`, { id, amount, approval: approval?.hash });
};

const extend: Command = async (context) => {
  const { network, signer, text } = context;
  const id = idOf(context);
  const unlockTime = await unlockTimeOf(context, ["weeks", "until"]);
  return moved(id, await escrow.extend(requireEscrow(network), signer, { id, unlockTime }), text("until"));
};

const permanent: Command = async (context) => {
  const id = idOf(context);
  return moved(id, await escrow.makePermanent(requireEscrow(context.network), context.signer, { id }));
};

const decay: Command = async (context) => {
  const id = idOf(context);
  return moved(id, await escrow.startDecay(requireEscrow(context.network), context.signer, { id }));
};

const merge: Command = async (context) => {
  const [from, to] = [idOf(context, "fromId"), idOf(context, "toId")];
  const { receipt, ...kept } = await escrow.merge(requireEscrow(context.network), context.signer, {
    from,
    to,
  });
  return done(receipt, `lock ${to}: ${tokens(kept.amount)} tokens, ${endOf(kept.unlockTime)}`, {
    id: to,
    ...kept,
  });
};

const withdraw: Command = async (context) => {
  const id = idOf(context);
  const { amount, receipt } = await escrow.withdraw(requireEscrow(context.network), context.signer, { id });
  return done(receipt, `lock ${id} is withdrawn: ${tokens(amount)} tokens`, { id, amount });
};

/** The commands of the scope, by name. */
export const commands = {
  ...{ show, lock, increase, extend, permanent, decay, merge, withdraw, delegate: delegateLocked },
  "allow-locker": allowLocker,
};
