import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { Network } from "@polity/sdk/deployment";
import { DOMAINS } from "@polity/sdk/domains";
import { encodeNep } from "@polity/sdk/nep/encode";
import type { ProposalRecord } from "@polity/sdk/governor/proposals";
import type { ProposalState, ProposalView } from "@polity/sdk/governor/timeline";
import { validateNep } from "@polity/sdk/nep/validate";
import { lastBlockOf, readPastChanges, readText } from "./call-facts";

const at = (digit: string) => `0x${digit.repeat(40)}`;
const addresses = {
  ...{ TimelockController: at("1"), GovernanceToken: at("2"), ProtocolRegistry: at("3") },
  ...{ Rulebook: at("4"), NetworkGovernor: at("5") },
};
const network = { addresses, domains: DOMAINS } as unknown as Network;
const file = readFileSync(
  join(import.meta.dirname, "../../../../test/fixtures/neps/good/two-namespaces.md"),
  "utf8",
);

/** A proposal that is made from a NEP, or says so. */
function proposed(change: Partial<{ target: string; value: bigint; calldata: string }> = {}): ProposalRecord {
  const nep = validateNep(file, { fileName: "two-namespaces.md" });
  const { calls, description } = encodeNep(nep, {
    proposer: at("7"),
    contracts: addresses,
  });
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

describe("What a proposal that is over would have changed", () => {
  /** A chain with a block every ten seconds, which has forgotten its state before a block. */
  function chain(oldest: number) {
    const provider = {
      getBlock: (number: number | "latest") =>
        Promise.resolve({
          number: number === "latest" ? 100 : number,
          timestamp: Number(number) * 10 || 1_000,
        }),
      getCode: (_: string, block: number) =>
        block < oldest ? Promise.reject(new Error("missing trie node")) : Promise.resolve("0x60"),
    };
    return { addresses, domains: DOMAINS, governor: { runner: { provider } } } as unknown as Network;
  }
  const record = { block: 10, calls: [{ target: at("9"), value: 10n ** 18n, calldata: "0x" }] };
  const view = (state: ProposalState, expiry = 0) => ({ state, deadline: 305, expiry }) as ProposalView;

  it("is of the last block of its life: of the vote, of the time to execute, or before it was canceled", async () => {
    const network = chain(0);
    expect(await lastBlockOf(network, { record, view: view("Defeated") }, undefined)).toBe(30);
    expect(await lastBlockOf(network, { record, view: view("Expired", 505) }, undefined)).toBe(50);
    expect(await lastBlockOf(network, { record, view: view("Canceled") }, 25)).toBe(24);
    expect(await lastBlockOf(network, { record, view: view("Canceled") }, 10), "proposed in it").toBe(10);
  });

  it("is read from that block, or not at all where the endpoint keeps no state so old", async () => {
    expect(await readPastChanges(chain(30), record, 30, {})).toEqual({
      time: 300,
      calls: [[`sends 1 of the chain's own currency to ${at("9")}`]],
    });
    expect(await readPastChanges(chain(31), record, 30, {})).toBe(undefined);
  });
});
