import { encodeBytes32String, ZeroHash } from "ethers";

import { GOVERNANCE_TOKEN } from "../../config/schema";
import { COLLECTOR, PERMIT2 } from "@polity/sdk/market/bounds";
import type { DeployPart } from "./part";
import { treasuryOf } from "./treasury";

const word = (key: string | undefined) => (key === undefined ? ZeroHash : encodeBytes32String(key));

/**
 * The market, which makes what its tills are clones of, over x402's contract; and the till of fees, where there is one. Who
 * rules about payments comes by votes: until then none can be disputed.
 */
export const market: DeployPart<"market", ["treasury", "registry"]> = {
  name: "market",
  needs: ["treasury", "registry"],
  module: "Market",

  standIns: ({ market: section }) =>
    section
      ? [
          { at: section.settlement, contract: "BatchSettlementStandIn", args: [] },
          { at: PERMIT2, contract: "Permit2StandIn", args: [] },
          { at: COLLECTOR, contract: "Permit2CollectorStandIn", args: [section.settlement, PERMIT2] },
        ]
      : [],

  contracts(m, { market: section, feeTill }, have) {
    const treasury = treasuryOf(have);
    if (!treasury) return {};
    const { GovernanceToken, ProtocolRegistry } = have;
    const FeeTill =
      feeTill &&
      m.contract("FeeTill", [GovernanceToken, treasury, ProtocolRegistry, word(feeTill.treasuryBps)]);
    if (!section) return { ...(FeeTill && { FeeTill }) };
    const { kinds, tokens, exitDelay, factor, settlement, keys } = section;
    const Market = m.contract("Market", [
      {
        ...{ settlement, treasury, token: GovernanceToken, registry: ProtocolRegistry },
        ...{ kinds: kinds.length, factor, exitDelay },
        keys: {
          minStake: word(keys.minStake),
          minDeveloperBps: word(keys.minDeveloperBps),
          usageBps: word(keys.usageBps),
          burnBps: word(keys.burnBps),
          pauseListing: word(keys.pauseListing),
          pauseSweep: word(keys.pauseSweep),
        },
        tokens: tokens.map((token) => (token === GOVERNANCE_TOKEN ? GovernanceToken : token)),
      },
    ]);
    return { ...(FeeTill && { FeeTill }), Market };
  },
};
