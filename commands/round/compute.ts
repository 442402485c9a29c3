import { computeShares, findRecipe, requireRounds, sharesHash, sharesText } from "@polity/sdk/rounds";
import { writeNew } from "../../scripts/lib/text";
import { formatTable } from "../../scripts/lib/table";
import { required } from "../core/command";
import { readingCommand } from "../core/context";
import { scanOf } from "../parts/proposals";
import { dueOf, moneyOf, ROUND } from "../parts/rounds";

export default readingCommand({
  words: "Computes the shares of a round whose recipe is an exact function; writes them for commit and claim",
  options: { round: ROUND, out: required("Where the shares are written, to be published") },
  async run(context) {
    const { network, options, nameOf } = context;
    const rounds = requireRounds(network);
    const { round, program } = await dueOf(context, options.round);
    const recipe = await findRecipe(rounds, round.recipe, scanOf(context));
    const { shares, tree } = await computeShares(network, round, recipe, scanOf(context));
    const text = sharesText(round, shares);
    writeNew(options.out, text);
    const money = await moneyOf(context, program.asset);
    const rows = shares.map(({ account, amount }) => [nameOf(account), money(amount)]);
    return {
      text: [
        rows.length > 0 ? formatTable(rows) : "nobody earns anything in this round",
        `${shares.length} shares are in ${options.out}, sha256 ${sharesHash(text)}${tree ? `, root ${tree.root}` : ""}`,
      ].join("\n"),
      json: { round: round.id, shares, root: tree?.root, bundleHash: sharesHash(text) },
    };
  },
});
