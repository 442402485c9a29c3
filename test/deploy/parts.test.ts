import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Future, IgnitionModule } from "@nomicfoundation/ignition-core";
import { expect } from "chai";
import { Wallet } from "ethers";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { handOverModule, stepsOf } from "../../deploy/modules/handOver";
import { migrationModule } from "../../deploy/modules/migration";
import { ordered } from "../../deploy/modules/order";
import type { AnyDeployPart } from "../../deploy/modules/part";
import { polityModule } from "../../deploy/modules/Polity";
import { PARTS } from "../../deploy/parts";
import { withAddresses } from "../../deploy/run";
import { DOMAINS } from "@polity/sdk/domains";
import type { Addresses } from "@polity/sdk/network";

const moduleOf = (preset: (typeof presets)[keyof typeof presets]) => {
  const config = parseConfig(preset);
  return handOverModule(withAddresses(config, resolveAccounts(config, LOCAL_CHAIN), 0));
};

/** Each step with those that it waits for, in the order in which Ignition sends them. */
function sent(module: IgnitionModule): [step: string, after: string[]][] {
  const left = new Map(stepsOf(module).map((step) => [step.id, step]));
  // A step that needs one of another module waits for all of that module: Ignition's rule.
  const waitsFor = (step: Future) =>
    [...step.dependencies].flatMap((one) => ("dependencies" in one && one.module !== step.module ? stepsOf(one.module) : [one as Future])); // prettier-ignore
  const order: [string, string[]][] = [];
  while (left.size > 0) {
    const ready = [...left.values()].filter((step) => waitsFor(step).every(({ id }) => !left.has(id)));
    for (const { id, dependencies } of ready.sort((a, b) => (a.id < b.id ? -1 : 1)))
      order.push([id, [...new Set([...dependencies].map((one) => one.id))].sort()]);
    for (const { id } of ready) left.delete(id);
  }
  return order;
}

/** A domain that deploys nothing. */
const part = (name: string, ...needs: string[]): AnyDeployPart => ({
  ...{ name, needs, module: name.toUpperCase() },
  contracts: () => ({}),
});
const names = (parts: readonly AnyDeployPart[]) => ordered(parts).map(({ name }) => name);

describe("The steps of a deployment", () => {
  // Journals of deployments that have begun hold these ids, and addresses follow from the order.
  const recorded = JSON.parse(readFileSync(join(__dirname, "steps.json"), "utf8")) as Record<string, object>;

  for (const [name, preset] of Object.entries(presets)) {
    it(`of the ${name} preset are the recorded ones, in their order, which journals and addresses depend on`, () => {
      expect(sent(moduleOf(preset))).to.deep.equal(Object.entries(recorded[name]!));
    });
  }

  for (const [what, without] of [
    ["migration", ["QuadraticVotes", "BlendedVotes"]],
    ["migration of people's votes", []],
  ] as const) {
    it(`of a move to a new escrow (${what}) are those that such a move began with, in their order`, () => {
      const at = () => Wallet.createRandom().address;
      const all = DOMAINS.flatMap(({ contracts }) => Object.keys(contracts));
      const there = all.filter((name) => !(without as readonly string[]).includes(name));
      const from = Object.fromEntries(there.map((name) => [name, at()])) as unknown as Addresses;
      const escrow = {
        name: "Vote-escrowed X",
        symbol: "veX",
        maxWeeks: 104,
        minAmount: 1n,
        locks: "any",
      } as const;
      const module = migrationModule({
        from,
        governor: "X",
        rulebook: at(),
        votes: at(),
        locks: at(),
        escrow,
      });
      expect(sent(module)).to.deep.equal(Object.entries(recorded[what]!));
    });
  }

  it("deploy every contract that a deployment's file can name", () => {
    const deployed = Object.values(presets).flatMap((preset) => Object.keys(moduleOf(preset).results));
    // Safe's own code makes the council, and a move to a new escrow knows the former contracts and the votes of both.
    const elsewhere = ["Council", "SuccessiveVotes", "FormerGovernor", "FormerEscrow"];
    const named = DOMAINS.flatMap(({ contracts }) =>
      Object.entries(contracts).flatMap(([name, { presence }]) => (presence === "many" ? [] : [name])),
    );
    expect(elsewhere.filter((name) => deployed.includes(name))).to.deep.equal([]);
    expect([...new Set([...deployed, ...elsewhere])]).to.have.members(named);
  });
});

describe("Domains in a deployment", () => {
  it("come after what they need, otherwise as they are listed", () => {
    expect(names(PARTS)).to.deep.equal([
      "treasury",
      "vesting",
      "distribution",
      "court",
      "people",
      "voting",
      "rounds",
      "phases",
      "market",
      "work",
    ]);
    expect(names([...PARTS].reverse())).to.deep.equal([
      "treasury",
      "people",
      "voting",
      "work",
      "market",
      "phases",
      "vesting",
      "rounds",
      "court",
      "distribution",
    ]);
    const court = part("court", "people", "registry");
    expect(names([part("work", "court"), court, part("people", "escrow"), part("rounds")])).to.deep.equal([
      "people",
      "court",
      "work",
      "rounds",
    ]);
  });

  it("are refused when one is registered twice", () => {
    const twice = [part("court"), part("people"), part("court")];
    expect(() => names(twice)).to.throw("the domain court is registered twice");
    for (const fixed of ["token", "escrow", "governor"])
      expect(() => names([part(fixed)])).to.throw(`the domain ${fixed} is registered twice`);
    const alike = { ...part("people"), module: "COURT" };
    expect(() => names([part("court"), alike])).to.throw(
      "court and people both deploy by a module called COURT",
    );
  });

  it("are refused when their needs form a circle", () => {
    const circle = [part("work"), part("court", "people"), part("people", "work", "court")];
    expect(() => names(circle)).to.throw(
      "the needs of domains form a circle: court needs people needs court",
    );
    expect(() => names([part("court", "court")])).to.throw("a circle: court needs court");
  });

  it("are refused when nothing gives what one needs", () => {
    expect(() => names([part("court", "people")])).to.throw("court needs people, which is not registered");
    expect(() => names([part("court", "governor")])).to.throw(
      "court needs governor, which is not registered",
    );
  });

  it("are refused when two deploy a contract of one name", () => {
    const config = parseConfig(presets.neuroshard);
    const thief: AnyDeployPart = {
      ...part("thief"),
      contracts: (m) => ({ Treasury: m.contract("Treasury", []) }),
    };
    expect(() => polityModule(config, { parts: [...PARTS, thief], domains: DOMAINS })).to.throw(
      "the modules Treasury and THIEF both deploy Treasury",
    );
  });

  it("see what they need and no more, and at the end all that there is", () => {
    const seen: string[][] = [];
    const curious: AnyDeployPart = {
      ...part("curious", "escrow", "votes", "treasury"),
      contracts: (_, __, have) => (seen.push(Object.keys(have)), {}),
      finish: (_, __, have) => seen.push(Object.keys(have)),
    };
    const config = withAddresses(parseConfig(presets.ai1net), {}, 0);
    const { results } = polityModule(config, { parts: [curious, ...PARTS], domains: DOMAINS });
    const base = ["TimelockController", "GovernanceToken"];
    expect(seen).to.deep.equal([[...base, "VoteEscrow", "CombinedVotes", "Treasury"], Object.keys(results)]);
    expect(seen[1]).to.include.members(["NetworkGovernor", "ProtocolRegistry"]);
  });

  it("say what the deployer is minted for them, and only that", () => {
    const config = withAddresses(parseConfig(presets.aitbc), {}, 0);
    const minted = (parts: readonly AnyDeployPart[]) => {
      const module = polityModule(
        { ...config, governor: { ...config.governor, scopes: [] } },
        { parts, domains: DOMAINS },
      );
      const token = stepsOf(module).find(({ id }) => id === "Token#GovernanceToken") as Future & {
        constructorArgs: [string, string, Future, { account: string | object; amount: bigint }[]];
      };
      return token.constructorArgs[3].filter(
        ({ account }) => typeof account === "object" && "accountIndex" in account,
      );
    };
    expect(minted([])).to.deep.equal([]);
    const greedy = { ...part("greedy"), entrusts: () => 7n };
    const modest = { ...part("modest"), entrusts: () => 5n };
    expect(minted([greedy, modest, part("none")]).map(({ amount }) => amount)).to.deep.equal([12n]);
  });
});
