import { readContent } from "@polity/sdk/core/content";
import { checkDocument, isBeside } from "@polity/sdk/nep";
import { PolityError } from "@polity/sdk/errors";
import { decodeText } from "@polity/sdk/text";
import { findRun, verifyOnChain } from "@polity/sdk/rounds";
import { readText } from "../../scripts/lib/text";
import { required, text } from "../core/command";
import { readingCommand } from "../core/context";
import { scanOf } from "../parts/proposals";
import { ROUND } from "../parts/rounds";
import { numberOf } from "../parts/treasury";

const MAX_BUNDLE = 1 << 28;

export default readingCommand({
  words: "Verifies a run by the chain and its bundle alone, and ends in one sentence",
  options: {
    round: ROUND,
    run: required("The run: its number in the round, from 0"),
    bundle: text("The bundle's file; default what lies at the address that its runner has named"),
  },
  async run(context) {
    const { network, options } = context;
    const scan = scanOf(context);
    const id = numberOf("round", options.round);
    if (!/^\d{1,2}$/.test(options.run))
      throw new PolityError(`"${options.run}" is no run`, { hint: "they are numbered from 0" });
    const run = Number(options.run);
    const source =
      options.bundle !== undefined
        ? readText(options.bundle, "give the bundle's file")
        : await fetched(await findRun(network, id, run, scan));
    const { holds, sentence } = await verifyOnChain(network, id, run, source, scan);
    return { text: sentence, json: { round: id, run, holds, sentence }, failed: !holds };
  },
});

/** Strangers name the address: only `ipfs` and public `https` are asked. */
async function fetched({ found }: Awaited<ReturnType<typeof findRun>>): Promise<string> {
  if (found.uri === "" || isBeside(found.uri))
    throw new PolityError(`run ${found.run} names no address that can be asked`, {
      hint: "get the bundle from its runner, and give its file",
    });
  const bytes = await readContent(checkDocument(found.uri), found.bundleHash, { maxBytes: MAX_BUNDLE });
  return decodeText(bytes, found.uri);
}
