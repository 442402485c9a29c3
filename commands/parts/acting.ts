import type { ContractTransaction, TransactionReceipt } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import { send, tryAs } from "@polity/sdk/transaction";
import { done, type Answer } from "../core/answer";
import { flag, text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { goRound } from "./safe-round";
import { tellAccount } from "./treasury";

/** Options of what the council's Safe may have to do: with a file it does, without one whoever signs. */
export const ACTING = {
  file: text(
    "Where the transaction of the council's Safe is written, if the council is who may; council sign goes on with it",
  ),
  nonce: text("Of the Safe; default its next one"),
  sign: flag("Signs the Safe's transaction as --from"),
};
/** What a transaction has led to: for people, and for machines. */
export type Said = string | ((receipt: TransactionReceipt) => Promise<{ text: string; json: object }>);

export type Acting = Context<Values<typeof ACTING>>;

/**
 * Sends what one account may do: as that account, or as a transaction of the council's Safe.
 * @param who Who may.
 * @param what Follows "the council" in a hint: what it may do.
 * @param said What was done, for people, or how that is read from the transaction.
 */
export async function act(
  context: Acting,
  {
    who,
    what,
    call,
    said,
  }: {
    who: string;
    what: string;
    call: ContractTransaction;
    said: Said;
  },
): Promise<Answer> {
  const { network, options, signer } = context;
  const isCouncil = who === network.addresses.Council;
  if (options.file !== undefined) {
    if (!isCouncil)
      throw new PolityError(`${tellAccount(context, who)} ${what}, and not the council`, {
        hint: "leave --file out, and sign as that account",
      });
    return goRound(context as Parameters<typeof goRound>[0], async () => {
      // What would fail is said before anybody signs it.
      await tryAs(context.host.provider, who, call);
      return call;
    });
  }
  if (signer.address !== who)
    throw new PolityError(
      `${tellAccount(context, who)} ${what}, and ${tellAccount(context, signer.address)} does not`,
      {
        hint: isCouncil
          ? "give --file: the council's members sign a transaction of their Safe"
          : "sign as that account, or have a vote name another",
      },
    );
  const receipt = await send(signer, call);
  const { text, json } = typeof said === "string" ? { text: said, json: {} } : await said(receipt);
  return done(receipt, text, json);
}
