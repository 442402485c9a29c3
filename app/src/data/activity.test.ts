import { expect, it } from "vitest";

import type { HistoricProposal } from "../../../sdk/governor/history";
import type { History } from "../../../sdk/history";
import { activityOf } from "./activity";

const at = (time: number) => ({ block: time, time, transaction: `0x${time}` });
const ballot = (voter: string, time: number) => ({ ...at(time), voter });

it("tells the newest first, and the ballots of one proposal together, by the last", () => {
  const ballots = [ballot("ada", 40), ballot("ben", 50), ballot("ada", 60)];
  const proposal = { proposed: at(10), executed: at(90), ballots } as unknown as HistoricProposal;
  const history = {
    governor: {
      proposals: new Map([[1n, proposal]]),
      guardians: [{ ...at(20), guardian: "0x1", until: 99 }],
    },
    registry: { versions: [{ ...at(90), block: 91 }] },
    treasury: { movements: [{ blockNumber: 70, time: 70, transactionHash: "0x70" }] },
  } as unknown as History;
  const told = activityOf(history, 5);
  expect(told.map(({ what, time }) => [what, time])).toEqual([
    ...[
      ["version", 90],
      ["executed", 90],
      ["money", 70],
    ],
    ...[
      ["voted", 60],
      ["guardian", 20],
    ],
  ]);
  expect(told[3]).toMatchObject({ voters: 2, transaction: "0x60" });
});
