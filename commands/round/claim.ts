import { buildTree } from "@polity/sdk/distribution/tree";
import { PolityError } from "@polity/sdk/errors";
import { roundText } from "@polity/sdk/rounds";
import {
  claimableIn,
  claimShares,
  inTurns,
  readRoundsPrograms,
  requireRounds,
  withdrawCredits,
} from "@polity/sdk/rounds";
import { send } from "@polity/sdk/transaction";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { dueOf, moneyOf, ROUND } from "../parts/rounds";
import { readShareFile } from "../parts/rounds-run";
import { WHO } from "../parts/treasury";

export default signedCommand({
  words: "Pays shares to whom they belong, whoever sends it; and what runners and flaggers are credited with",
  options: {
    round: ROUND,
    for: text(`${WHO}: only the shares of this account; default all of the round`),
    shares: text("Of a round that computes: the file that round compute has written"),
  },
  async run(context) {
    const { network, signer, options, addressOf, nameOf } = context;
    const rounds = requireRounds(network);
    const { round, program, at } = await dueOf(context, options.round);
    const only = options.for === undefined ? undefined : addressOf(options.for);
    const receipts = [];
    let claimed = 0;
    if (program.computes && options.shares !== undefined) {
      const tree = buildTree(readShareFile(options.shares, round).shares);
      if (tree.root !== round.root)
        throw new PolityError(`these shares lead to the root ${tree.root}, and the round has ${round.root}`, {
          hint: "compute the round, or take the file of a run that counts",
        });
      const leaves = only === undefined ? tree.claims() : tree.claimsOf(only);
      for (const { index, account, amount, proof } of leaves) {
        if (await rounds.isClosed(round.id, index)) continue;
        receipts.push(
          await send(signer, rounds.claimProven.populateTransaction(round.id, index, account, amount, proof)),
        );
        claimed++;
      }
    } else {
      const all = await claimableIn(rounds, round, at.now);
      const owners =
        only === undefined ? [] : await inTurns(all, (index) => rounds.beneficiaryOf(round.id, index));
      const indexes = all.filter((_, i) => only === undefined || owners[i] === only);
      receipts.push(...(await claimShares(rounds, signer, round.id, indexes)));
      claimed = indexes.length;
    }
    const account = only ?? signer.address;
    const assets = (await readRoundsPrograms(rounds)).map(({ asset }) => asset);
    const credits = await withdrawCredits(rounds, signer, account, assets);
    if (claimed === 0 && credits.length === 0)
      throw new PolityError(
        `nothing of round ${round.id} can be claimed: it ${roundText(round, program, at)}`,
        {
          hint: program.computes ? "give --shares, the file of a run that counts" : "show lists the shares",
        },
      );
    const told = await Promise.all(
      credits.map(async ({ asset, amount }) => (await moneyOf(context, asset))(amount)),
    );
    const { hash } = [...receipts, ...credits.map(({ receipt }) => receipt)].at(-1)!;
    return {
      text: [
        ...(claimed > 0 ? [`${claimed} shares of round ${round.id} are paid`] : []),
        ...told.map((amount) => `${nameOf(account)} is paid ${amount}`),
        `tx ${hash}`,
      ].join("\n"),
      json: { round: round.id, claimed, credits: credits.map(({ asset, amount }) => ({ asset, amount })) },
    };
  },
});
