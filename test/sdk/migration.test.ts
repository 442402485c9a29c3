import { expect } from "chai";
import { Interface } from "ethers";

import type { AnyDomain } from "@polity/sdk/core/domain";
import { DOMAINS } from "@polity/sdk/domains";
import { formatMigrationNep, switchActions } from "@polity/sdk/migration";
import type { Addresses } from "@polity/sdk/network";
import { addressOf } from "../helpers/history";

const HERE = {
  ...{ TimelockController: addressOf(1), Rulebook: addressOf(2), NetworkGovernor: addressOf(3) },
  ...{ GovernanceToken: addressOf(4), VoteEscrow: addressOf(5), ProtocolRegistry: addressOf(6) },
  ...{ Treasury: addressOf(7), VestingFactory: addressOf(8) },
};
const THERE: Addresses = { ...HERE, NetworkGovernor: addressOf(13), FormerGovernor: HERE.NetworkGovernor };
const WITH_ESCROW: Addresses = {
  ...{ ...THERE, VoteEscrow: addressOf(15), FormerEscrow: HERE.VoteEscrow },
  ...{ SuccessiveVotes: addressOf(16), VestingFactory: addressOf(18) },
};
const DRAFT = {
  ...{ number: 9, authors: ["Ada"], discussion: "https://forum.example.org/t/9", today: 0, graceDays: 14 },
};
const nep = (before: Addresses, next: Addresses) => formatMigrationNep(DRAFT, { before, next });

describe("The NEP that moves a network", () => {
  it("lists what is new, says what stays, and who learns of the new governor", () => {
    const text = nep(HERE, THERE);
    expect(text).to.contain("title: Move to a new governor\n");
    expect(text).to.contain(`Move to a new governor:\n\n- NetworkGovernor: \`${THERE.NetworkGovernor}\`\n\n`);
    expect(text).to.contain(
      "TimelockController, Rulebook, GovernanceToken, VoteEscrow, ProtocolRegistry, Treasury and VestingFactory stay where they are",
    );
    expect(text).to.contain("executor, Treasury asks it for the ids of proposals, and the timelock");

    const { Treasury: _, ...without } = HERE;
    const { Treasury: __, ...next } = THERE;
    expect(nep(without, next)).to.contain("proposer, canceller and executor, and the timelock takes");
  });

  it("lists what a new escrow makes anew", () => {
    const text = nep(HERE, WITH_ESCROW);
    expect(text).to.contain("title: Move to a new escrow and governor\n");
    const moved = ["NetworkGovernor", "VoteEscrow", "SuccessiveVotes", "VestingFactory"] as const;
    expect(text).to.contain(moved.map((name) => `- ${name}: \`${WITH_ESCROW[name]!}\``).join("\n"));
    expect(text).to.contain("ProtocolRegistry and Treasury stay where they are");
    expect(text).to.contain("Locks of the former escrow count until they end");
  });

  it("speaks of a new governor alone when the escrow was replaced by an earlier move", () => {
    const next = { ...WITH_ESCROW, NetworkGovernor: addressOf(23), FormerGovernor: THERE.NetworkGovernor };
    const text = nep(WITH_ESCROW, next);
    expect(text).to.contain("title: Move to a new governor\n");
    expect(text).to.contain(`:\n\n- NetworkGovernor: \`${next.NetworkGovernor}\`\n\n`);
    expect(text).to.not.contain("Nobody has to move on a certain day");
  });

  it("names the new governor to whatever contract asks one, of whatever domain", () => {
    const factory = { abi: [], connect: () => undefined as never };
    const follows = { set: "follow(address next)", get: "leader" };
    const choir: AnyDomain = {
      name: "choir",
      contracts: { Choir: { factory, presence: "optional", follows } },
    };
    const next = { ...THERE, Choir: addressOf(30) } as Addresses;
    const named = switchActions({ before: HERE, next, domains: [...DOMAINS, choir] }).slice(3, -3);
    expect(named.map(({ target, function: set, args }) => [target, set, args])).to.deep.equal([
      ["Treasury", "setGovernor(address governor_)", [THERE.NetworkGovernor]],
      ["Choir", "follow(address next)", [THERE.NetworkGovernor]],
    ]);
  });
});

describe("What a domain says of its contracts", () => {
  it("names functions that they have", () => {
    const named = DOMAINS.flatMap(({ contracts }: AnyDomain) =>
      Object.entries(contracts).flatMap(([name, { factory, follows, counts, ordinary = [], scopable }]) => {
        const functions = [
          ...(follows ? [follows.set, follows.get] : []),
          ...(counts ? [counts.set, counts.get] : []),
          ...ordinary,
          ...(scopable?.namespaced ?? []),
          ...(scopable?.onlyTakes ?? []),
          ...(scopable?.onlyDecides ?? []),
          ...(scopable?.emergency ?? []).map((one) => one.name),
        ];
        // A NEP writes the call, so that it needs the whole signature.
        for (const asks of [follows, counts]) expect(asks?.set ?? "()").to.match(/\(.*\)$/);
        const abi = new Interface(factory.abi);
        const names = new Set(factory.abi.map((one) => one.name));
        const has = (one: string) => (one.includes("(") ? abi.getFunction(one) !== null : names.has(one));
        return functions.map((one) => [`${name}.${one}`, has(one)] as const);
      }),
    );
    expect(named.length).to.be.above(10);
    for (const [one, found] of named) expect(found, one).to.equal(true);
  });
});
