import { formatCount, formatTokens } from "@polity/sdk/format";
import { parseBallots } from "@polity/sdk/governor/ballots";
import { relayBallots } from "@polity/sdk/governor/relay";
import { readText } from "../../scripts/lib/text";
import { required } from "../core/command";
import { signedCommand } from "../core/context";

export default signedCommand({
  words: "Checks and sends a file of signed ballots",
  options: { file: required("What vote --sign has written") },
  async run({ network: { governor }, signer, options, nameOf, progress }) {
    const { file } = options;
    const ballots = parseBallots(readText(file, "give a file that vote --sign has written"), file);
    const { counted, rejected, receipts } = await relayBallots(governor, signer, {
      ballots,
      onProgress: ({ sent, total, receipt }) => progress(`${sent} of ${total} ballots, tx ${receipt.hash}`),
    });
    const weight = counted.reduce((sum, one) => sum + one.weight, 0n);
    const gas = receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
    const lines = [
      `${counted.length} of ${ballots.length} ballots are counted, with ${formatTokens(weight)} votes`,
      ...rejected.map(({ ballot, reason }) => `not counted: ${nameOf(ballot.voter)}: ${reason}`),
      ...receipts.map(({ hash }) => `tx ${hash}`),
      ...(counted.length ? [`${formatCount(gas)} gas, ${formatCount(gas / BigInt(counted.length))} a ballot`] : []), // prettier-ignore
    ];
    return {
      text: lines.join("\n"),
      json: {
        counted: counted.map((one) => ({
          voter: one.ballot.voter,
          support: one.ballot.support,
          weight: one.weight,
        })),
        rejected: rejected.map(({ ballot, reason }) => ({ voter: ballot.voter, reason })),
        transactions: receipts.map(({ hash }) => hash),
        gas,
      },
      failed: rejected.length > 0,
    };
  },
});
