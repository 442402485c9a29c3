import { expect, it } from "vitest";

import { columnsOf } from "@polity/sdk/analytics/table";
import type { Report } from "../../../../report/report";
import { exportOf } from "./Analytics";

it("writes every table with all of its digits, and of which block they are", () => {
  const table = {
    ...{ title: "Ledger", method: "From events." },
    columns: columnsOf(["Account", "account"], ["Votes", "votes"], ["Share", "bps"]),
    rows: [
      ["0xA", 1_234_567_890_123_456_789n, 5_012],
      ["0xB", 0n, undefined],
    ],
  };
  const report = {
    ...{ network: "Net", period: { from: 0, to: 86_400 }, head: { block: 7, hash: "0x", time: 86_399 } },
    sections: [{ id: "power", title: "Power", text: [], figures: [{ table }] }],
    units: { token: { symbol: "NET", decimals: 18 }, tokens: new Map() },
  } as unknown as Report;
  expect(JSON.parse(exportOf(report, 5))).toEqual({
    ...{ network: "Net", chainId: 5, block: 7, from: "1970-01-01T00:00:00Z", to: "1970-01-02T00:00:00Z" },
    tables: [
      {
        ...{ section: "Power", title: "Ledger", method: "From events." },
        columns: ["Account", "Votes", "Share"],
        rows: [
          ["0xA", "1.234567890123456789", "50.12\u00a0%"],
          ["0xB", "0", null],
        ],
      },
    ],
  });
});
