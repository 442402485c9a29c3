import { nominate } from "@polity/sdk/voting/open";
import { requireBallots } from "@polity/sdk/voting/require";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { BALLOT } from "../parts/ballots";
import { numberOf } from "../parts/treasury";

export default signedCommand({
  words: "Stands in a ballot that takes nominations, with the share of votes that it asks for",
  options: {
    id: required(BALLOT),
    uri: text("Where you present yourself, an address of 256 bytes at the most; default none"),
  },
  async run({ network, signer, options, nameOf }) {
    const id = numberOf("id", options.id);
    const { option, receipt } = await nominate(requireBallots(network), signer, id, options.uri ?? "");
    const says = `${nameOf(signer.address)} stands in ballot ${id}, as option ${option}`;
    return done(receipt, says, { ballot: id, option });
  },
});
