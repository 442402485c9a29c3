import { isAddress } from "ethers";

import { formatCell } from "@polity/sdk/analytics";
import type { Deployment } from "@polity/sdk/deployment";
import { capTableOf } from "@polity/sdk/votes/figures/cap-table";
import { concentration } from "@polity/sdk/votes/figures/concentration";
import { delegationGraph } from "@polity/sdk/votes/figures/delegation";
import { lockHistory } from "@polity/sdk/votes/figures/locks";
import { aheadPicture, delegationPicture, lockedPicture, lorenzPicture, topPicture } from "../pictures/votes";
import { counted, shown, unlessEmpty } from "./figures";
import { treasuryOf } from "./treasury";
import type { WriteChapter } from "./types";

/** Who could decide, and how evenly that was spread. */
export const votes: WriteChapter = ({ history, source, units, deployment }, nameOf) => {
  const spread = concentration(history, source);
  const graph = delegationGraph(history, source);
  const locks = lockHistory(history, source);
  const percent = (bps: number | undefined) => formatCell(bps, "bps", units);
  const { symbol } = units.token;
  const { nakamoto, accounts, giniBps, top1Bps } = spread.spreads[0]!;
  const power =
    nakamoto === undefined
      ? "At the end nobody had votes."
      : `At the end ${counted(accounts, "account")} had votes, and ${counted(nakamoto, "account")} together more than half of them; the largest had ${percent(top1Bps)}. ${counted(graph.delegators, "account")} delegated to somebody else.`;
  const locked = locks.points.at(-1);
  const holders = deployment.conventions?.holders;
  const cap = holders && capTableOf(history, source, holders, (account) => addressOf(deployment, account));
  return {
    key: [
      {
        name: "More than half of the votes",
        value: nakamoto === undefined ? "–" : counted(nakamoto, "account"),
        note: `of ${counted(accounts, "account")} with votes; Gini ${percent(giniBps)}`,
      },
    ],
    summary: [
      power,
      ...(locked && locked.locked > 0n ? [`${percent(locked.lockedBps)} of the supply was locked.`] : []),
    ],
    sections: [
      {
        ...{ id: "power", title: "Power and delegation" },
        text: [
          "Who could decide at the end of the period, and how evenly that was spread.",
          ...(nakamoto === undefined
            ? []
            : [
                `The Gini coefficient of the votes is ${percent(giniBps)}: it would be 0 % if all accounts had the same, and is nearly 100 % if one has almost everything. The Nakamoto coefficient is ${nakamoto}: ${nakamoto === 1 ? "one account alone has" : `it takes the ${nakamoto} largest accounts to have`} more than half of the votes.`,
              ]),
        ],
        figures: [
          ...(spread.lorenz.length ? [shown(lorenzPicture(spread))] : [{ table: spread.table }]),
          ...unlessEmpty(spread.topTable, shown(topPicture(spread, nameOf))),
          ...(cap ? [{ table: cap }] : []),
          ...unlessEmpty(graph.table, shown(delegationPicture(graph, nameOf))),
          ...unlessEmpty(locks.table, shown(lockedPicture(locks, symbol))),
          ...(locks.ahead.length > 0 ? [shown(aheadPicture(locks)), { table: locks.endTable }] : []),
        ],
      },
    ],
  };
};

/** The address of an account that the configuration names. */
function addressOf(deployment: Deployment, account: string): string | undefined {
  const { accounts = {}, contracts } = deployment;
  if (account === "treasury") return treasuryOf(deployment);
  if (account === "timelock") return contracts.TimelockController;
  return Object.hasOwn(accounts, account) ? accounts[account] : isAddress(account) ? account : undefined;
}
