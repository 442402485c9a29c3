import { formatCell } from "../analytics/write";
import { readTokenUnit } from "../calls/token";
import type { Notice, Noticing } from "../notices/types";
import { wordName } from "./figures";

/** What the treasury pays. What it gets is left out: anybody could fill a channel with gifts. */
export const noticing: Noticing = {
  notices(network, { treasury: { movements } }) {
    const within = new Map<string, number>();
    return movements
      .filter(({ amount, kind }) => amount < 0n && kind !== "difference")
      .map((movement): Notice => {
        const place = within.get(movement.transactionHash) ?? 0;
        within.set(movement.transactionHash, place + 1);
        const {
          time,
          transactionHash: transaction,
          token,
          amount,
          counterparty,
          category,
          kind,
          proposalId,
        } = movement;
        return {
          key: `treasury/${transaction}/${place}`,
          ...{ kind: "paid", time, transaction },
          async say() {
            const unit = await readTokenUnit(network, token);
            const sum = formatCell({ token, units: -amount }, "amount", {
              ...{ token: unit, tokens: new Map([[token, unit]]) },
            });
            return {
              title: `The treasury paid ${sum}`,
              text: `To ${counterparty ?? "nobody"}, for ${wordName(category)}, by a ${kind}${proposalId === 0n ? "" : `; proposal ${proposalId} decided it`}.`,
            };
          },
        };
      });
  },
};
