import { ensureCouncil } from "../../deploy/council";
import { PolityError } from "@polity/sdk/errors";
import { flag, required } from "../core/command";
import { signedCommand } from "../core/context";
import { accountOf, numberOf } from "../parts/treasury";

/** The Safe has no power until votes give it some. */
export default signedCommand({
  words: "Makes a Safe for another council; votes give it what it has",
  options: {
    members: required("Who is in it, separated by commas: addresses, or names"),
    threshold: required("How many of them sign"),
    plain: flag("Prints the address alone, for a variable of the shell"),
  },
  async run(context) {
    const { signer, deployment, options, nameOf } = context;
    const members = options.members.split(",").map((member) => accountOf(context, member.trim()));
    const threshold = Number(numberOf("threshold", options.threshold));
    if (threshold < 1 || threshold > members.length || new Set(members).size < members.length) {
      throw new PolityError(`${threshold} of ${members.length} members is no council`, {
        hint: "name each member once, and a --threshold of 1 up to their number",
      });
    }
    const address = await ensureCouncil(signer, { name: deployment.name, members, threshold });
    return {
      text: options.plain
        ? address
        : `the Safe ${address} is there, ${threshold} of ${members.map(nameOf).join(", ")}: it has no power yet`,
      json: { address, members, threshold },
    };
  },
});
