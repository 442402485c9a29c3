import { decodeKey, encodeKey } from "@polity/sdk/nep";
import { differenceOf } from "@polity/sdk/nep";
import { visible } from "@polity/sdk/nep/text";
import { findRecipe, requireRounds } from "@polity/sdk/rounds";
import { required, text } from "../core/command";
import { readingCommand } from "../core/context";
import { scanOf } from "../parts/proposals";
import { readRecipe, RECIPE } from "../parts/rounds";

const pretty = (source: string): string => `${JSON.stringify(JSON.parse(source), null, 2)}\n`;

export default readingCommand({
  words: "Shows what differs between a recipe and the one in force, or another file, line by line",
  options: {
    recipe: RECIPE,
    key: required("The parameter that holds the recipe in force, like prompt.equity"),
    with: text("Another recipe's file, in place of the one in force"),
  },
  async run(context) {
    const { network, options } = context;
    const rounds = requireRounds(network);
    const inForce = await network.registry.get(encodeKey(options.key));
    const none = BigInt(inForce) === 0n;
    const before =
      options.with !== undefined
        ? readRecipe(options.with)
        : none
          ? "{}"
          : await findRecipe(rounds, inForce, scanOf(context));
    const after = readRecipe(options.recipe);
    const difference = differenceOf(pretty(before), pretty(after));
    const lines = difference?.hunks.flatMap((hunk) => hunk.lines).map(visible) ?? [];
    const what =
      options.with ??
      (none
        ? `nothing: no vote has adopted one for ${decodeKey(encodeKey(options.key))}`
        : `the recipe ${inForce} in force`);
    return {
      text: [
        `compared with ${what}`,
        ...(difference
          ? lines.length > 0
            ? lines
            : ["nothing differs"]
          : ["they have too little in common"]),
      ].join("\n"),
      json: { before: options.with ?? inForce, ...(difference && { difference }) },
    };
  },
});
