import { expect } from "chai";

import { interfacesOf } from "@polity/sdk/core/interfaces";
import { DOMAINS } from "@polity/sdk/domains";
import { eventsOf, foldingOf, historicalOf } from "@polity/sdk/history/fold";
import { addressOf } from "../helpers/history";

const COUNTED = ["GovernanceToken", "VoteEscrow", "NetworkGovernor", "ProtocolRegistry", "Treasury"] as const;

describe("The history of every domain", () => {
  const names = DOMAINS.map(({ name }) => name as string);

  it("says of each event whether it is folded or not needed", async () => {
    const interfaces = interfacesOf(DOMAINS);
    const parts = await historicalOf(DOMAINS);
    expect([...parts.keys()]).to.deep.equal(names);
    for (const { name, contracts } of DOMAINS) {
      const { fold } = parts.get(name)!;
      expect(fold, name).to.have.all.keys(Object.keys(contracts));
      for (const [contract, events] of Object.entries(fold)) {
        if (events === null) continue;
        const emitted: string[] = [];
        interfaces[contract]!.forEachEvent((event) => emitted.push(event.name));
        expect(Object.keys(events), contract).to.have.members(emitted);
      }
    }
  });

  it("is kept in lists and maps, which a reading copies", async () => {
    for (const [name, { initial }] of await historicalOf(DOMAINS)) {
      for (const [part, entries] of Object.entries(initial?.() ?? {}) as [string, unknown][]) {
        expect(Array.isArray(entries) || entries instanceof Map, `${name}.${part}`).to.equal(true);
      }
    }
  });

  it("is of the contracts whose events somebody folds", async () => {
    const events = await eventsOf(DOMAINS);
    expect(Object.keys(events)).to.have.members([
      ...COUNTED,
      "VestingFactory",
      "Sale",
      "Distributor",
      "JurorCourt",
      "DisputedBudgets",
      "Credentials",
      "Reputation",
      "Ballots",
      "Phases",
      "Market",
      "FeeTill",
      "Work",
      "Verdicts",
      "Rounds",
    ]);
    expect(events.VestingFactory).to.deep.equal(["VaultCreated"]);
    expect(events.Treasury).to.include("Paid").and.not.include("CapSet");
  });

  it("has another schema once a domain folds differently, is new, or wants other events", async () => {
    const addresses = Object.fromEntries(COUNTED.map((name, i) => [name, addressOf(i + 1)])) as never;
    const schemaOf = async (domains: Parameters<typeof historicalOf>[0]) =>
      (await foldingOf({ addresses, domains })).schema;
    const [first, ...others] = [...DOMAINS].reverse();
    const changed = {
      ...first!,
      history: async () => ({ history: { ...(await first!.history!()).history, version: 99 } }),
    };
    const schemas = [DOMAINS, others.reverse(), [...others, changed as never]].map(schemaOf);
    expect(new Set(await Promise.all(schemas))).to.have.lengthOf(3);
    expect(await schemaOf([...DOMAINS])).to.equal(await schemaOf(DOMAINS));
  });
});
