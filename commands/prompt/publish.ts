import { contentHash } from "@polity/sdk/core/content";
import { publishRecipe, requireRounds } from "@polity/sdk/rounds";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { readRecipe, RECIPE } from "../parts/rounds";

export default signedCommand({
  words: "Publishes a recipe on the chain, so that rounds can be opened by it once a vote has adopted it",
  options: { recipe: RECIPE, uri: text("Where else it is: an address of 256 bytes at the most") },
  async run({ network, signer, options }) {
    const source = readRecipe(options.recipe);
    const receipt = await publishRecipe(requireRounds(network), signer, source, options.uri ?? "");
    const recipe = contentHash(source);
    return done(receipt, `the recipe ${recipe} is public`, { recipe });
  },
});
