import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { Network } from "../../../sdk/deployment";
import { encodeNep } from "../../../sdk/nep/encode";
import type { ProposalRecord } from "../../../sdk/governor/proposals";
import { validateNep } from "../../../sdk/nep/validate";
import { readText } from "./call-facts";

const at = (digit: string) => `0x${digit.repeat(40)}`;
const addresses = {
  ...{ TimelockController: at("1"), GovernanceToken: at("2"), ProtocolRegistry: at("3") },
  ...{ Rulebook: at("4"), NetworkGovernor: at("5") },
};
const network = { addresses } as unknown as Network;
const file = readFileSync(
  join(import.meta.dirname, "../../../test/fixtures/neps/good/two-namespaces.md"),
  "utf8",
);

/** A proposal that is made from a NEP, or says so. */
function proposed(change: Partial<{ target: string; value: bigint; calldata: string }> = {}): ProposalRecord {
  const nep = validateNep(file, { fileName: "two-namespaces.md" });
  const { targets, values, calldatas, description } = encodeNep(nep, {
    proposer: at("7"),
    contracts: addresses,
  });
  const calls = targets.map((target, i) => ({ target, value: values[i]!, calldata: calldatas[i]! }));
  Object.assign(calls.at(-1)!, change);
  return { proposer: at("7"), calls, description } as ProposalRecord;
}

describe("Whether a proposal does what its text says", () => {
  it("is known where its calls are exactly those that its NEP makes", () => {
    expect(readText(network, proposed())).toMatchObject({
      same: true,
      nep: { code: expect.any(String) as string },
    });
  });

  it.each([
    ["another target", { target: at("6") }],
    ["another value", { value: 1n }],
    ["other calldata", { calldata: "0x1234" }],
  ])("is denied for %s", (_, change) => {
    expect(readText(network, proposed(change))?.same).toBe(false);
  });

  it("is denied for one call more", () => {
    const record = proposed();
    record.calls.push({ target: at("6"), value: 0n, calldata: "0x" });
    expect(readText(network, record)?.same).toBe(false);
  });

  it("is not asked of a text that is no NEP, or was changed", () => {
    const record = proposed();
    expect(readText(network, { ...record, description: "# Thanks" })).toBe(undefined);
    const description = record.description.replace("# NEP-", "# NEP-X");
    expect(readText(network, { ...record, description })).toBe(undefined);
  });
});
