import { randomSalt } from "@polity/sdk/court/salt";
import { PolityError } from "@polity/sdk/errors";
import { entryFileText, entryHash, MAX_ENTRY, requireRounds, submitEntry } from "@polity/sdk/rounds";
import { readText, writeNew } from "../../scripts/lib/text";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { ROUND } from "../parts/rounds";
import { numberOf, WHO } from "../parts/treasury";

/** The text stays with its author: only a salted hash and an address go on the chain, and they stay there. */
export default signedCommand({
  words: "Submits an entry. Your address, its score and its share stay public for ever; the text stays yours",
  options: {
    round: ROUND,
    content: required("The file with what you have contributed"),
    out: required("Where the file to publish is written: text and salt; whoever erases it has a score of 0"),
    uri: required("Where that file will be: ipfs://… or https://…, and nothing personal in it"),
    for: text(`${WHO}: who gets the share; default whoever signs`),
  },
  async run({ network, signer, options, addressOf, nameOf }) {
    const rounds = requireRounds(network);
    const content = readText(options.content, "give the file with what you have contributed");
    if (content.length > MAX_ENTRY)
      throw new PolityError(`the entry is longer than ${MAX_ENTRY} characters`, {
        hint: "models see the first few thousand; say first what matters",
      });
    const salt = randomSalt();
    writeNew(options.out, entryFileText({ text: content, salt }));
    const beneficiary = options.for === undefined ? signer.address : addressOf(options.for);
    const id = numberOf("round", options.round);
    const { index, receipt } = await submitEntry(rounds, signer, id, {
      ...{ beneficiary, contentHash: entryHash(content, salt), uri: options.uri },
    });
    return done(
      receipt,
      `entry ${index} of round ${id} is in, for ${nameOf(beneficiary)}: publish ${options.out} at ${options.uri} before the round closes`,
      { round: id, entry: index, beneficiary },
    );
  },
});
