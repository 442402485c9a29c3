import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { claimAll, requireDisputes } from "@polity/sdk/court";
import { formatTokens } from "@polity/sdk/format";
import { signedCommand } from "../core/context";

export default signedCommand({
  words: "Takes everything that the court has for the signer: stake, shares, rewards, bonds and fees",
  options: {},
  async run({ network, signer, nameOf }) {
    const { tokens, fees, receipts } = await claimAll(requireDisputes(network), signer);
    const ether = await readTokenUnit(network, ZeroAddress);
    return {
      text: [
        `${nameOf(signer.address)} got ${formatTokens(tokens)} tokens and ${formatUnits(fees, ether)}`,
        ...receipts.map(({ hash }) => `tx ${hash}`),
      ].join("\n"),
      json: { tokens, fees, transactions: receipts.map(({ hash }) => hash) },
    };
  },
});
