import { expect } from "chai";
import { ethers } from "hardhat";

import { code, fixture, GOV, ONE, proposalOf, State, Support, type Action } from "../helpers/governor";

/** The attacker has enough votes for an easy type and wants what only the strictest may do. */
describe("Attack: a mislabelled proposal", () => {
  it("where a type is what the proposal says, the easy label passes the hard thing", async () => {
    const { token, target, dave, setNumber } = await fixture();
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 20_000n * ONE, 0n]);
    const { data } = setNumber(666n);
    await naive.propose(dave.address, target.target, data!, "x", 0n);
    await naive.connect(dave).castVote(await naive.idOf(target, data!, "x"));
    const execute = (label: string) =>
      naive.execute(target, data!, "x", ethers.encodeBytes32String(label).padEnd(66, "0"));
    await expect(execute("HARD")).to.be.revertedWith("not passed");
    await execute("EASY");
    expect(await target.number()).to.equal(666);
  });

  it("cannot carry what is not open to its type, however the call is dressed", async () => {
    const { governor, rulebook, timelock, token, target, setNumber, upgrade, submit, stranger } =
      await fixture();
    const self = (data: string): Action => ({ target: governor, data });
    const call = target.interface;
    const role = await timelock.PROPOSER_ROLE();
    const dressed: [string, Action][] = [
      ["another type's call", upgrade("emerg", 1n)],
      [
        "a wrapper",
        { target, data: call.encodeFunctionData("multicall", [target.target, setNumber(1n).data!]) },
      ],
      [
        "the token's mint",
        { target: token, data: token.interface.encodeFunctionData("mint", [stranger.address, 1n]) },
      ],
      [
        "somebody's allowance",
        { target: token, data: token.interface.encodeFunctionData("transfer", [stranger.address, 1n]) },
      ],
      ["the rulebook", self(governor.interface.encodeFunctionData("setRulebook", [stranger.address]))],
      [
        "the rules",
        {
          target: rulebook,
          data: rulebook.interface.encodeFunctionData("setRules", [code("NET"), { ...GOV, fee: 0n }]),
        },
      ],
      [
        "a role",
        {
          target: timelock,
          data: timelock.interface.encodeFunctionData("grantRole", [role, stranger.address]),
        },
      ],
      ["the delay", { target: timelock, data: timelock.interface.encodeFunctionData("updateDelay", [0n]) }],
      [
        "relay",
        self(governor.interface.encodeFunctionData("relay", [target.target, 0n, setNumber(1n).data!])),
      ],
      ["money to a stranger", { target: stranger, value: 1n }],
      ["bytes that a fallback may read", { target, data: call.getFunction("set").selector.slice(0, 8) }],
      ["a selector alone", { target, data: call.getFunction("upgrade").selector }],
    ];
    for (const [what, action] of dressed) {
      for (const title of ["# NEP-NET: x", "# NEP-ECON: x"]) {
        const proposal = await proposalOf(title, [setNumber(1n), action]);
        await expect(
          governor.propose.staticCall(...proposal.full),
          `${title} with ${what}`,
        ).to.be.revertedWithCustomError(
          rulebook,
          action.data?.length === 8 ? "Rulebook_MalformedCall" : "Rulebook_OutOfScope",
        );
      }
    }
    await submit("# NEP-NET: The innocent half", [setNumber(1n)]);
  });

  it("with a label that only looks like one falls under the strictest rules", async () => {
    const { governor, submit, dave } = await fixture();
    for (const title of [
      "# NEP-ＮET: x",
      "# NEP-NET : x",
      "#NEP-NET: x",
      "# NEP-net: x",
      "\u200b# NEP-NET: x",
    ]) {
      const { id } = await submit(title, undefined, dave);
      const { code: type } = await governor.proposalType(id);
      expect(type).to.equal(code("GOV"));
      expect((await governor.proposalDeadline(id)) - (await governor.proposalSnapshot(id))).to.equal(
        GOV.voting,
      );
    }
  });

  it("with the label in the second line is refused or falls under the strictest rules", async () => {
    const { governor, submit } = await fixture();
    await expect(submit("\n# NEP-NET: x")).to.be.reverted;
    const { id } = await submit("A title\n# NEP-NET: x");
    expect((await governor.proposalType(id)).code).to.equal(code("GOV"));
  });
});

describe("Attack: relay", () => {
  it("where it is open, a passed proposal spends what proposers allowed for their fees", async () => {
    const { token, alice, stranger } = await fixture();
    const naive = await ethers.deployContract("NaiveGovernor", [token.target, 1n, 0n]);
    await token.connect(alice).approve(naive.target, ethers.MaxUint256);
    const theft = token.interface.encodeFunctionData("transferFrom", [
      alice.address,
      stranger.address,
      100n * ONE,
    ]);
    const data = naive.interface.encodeFunctionData("relay", [token.target, theft]);
    await naive.propose(stranger.address, naive.target, data, "x", 0n);
    await naive.connect(alice).castVote(await naive.idOf(naive.target, data, "x"));
    await naive.execute(naive.target, data, "x", ethers.ZeroHash);
    expect(await token.balanceOf(stranger)).to.equal(100n * ONE);
  });

  it("here it reverts, even for a proposal that everybody wants", async () => {
    const {
      governor,
      timelock,
      token,
      target,
      alice,
      bob,
      carol,
      submit,
      openVote,
      closeVote,
      vote,
      queue,
      toEta,
      execute,
    } = await fixture();
    const before = await token.balanceOf(alice);
    const inner = [
      [token.target, token.interface.encodeFunctionData("transferFrom", [alice.address, bob.address, ONE])],
      [
        timelock.target,
        timelock.interface.encodeFunctionData("schedule", [
          target.target,
          0n,
          "0x",
          ethers.ZeroHash,
          ethers.ZeroHash,
          3600n,
        ]),
      ],
    ] as const;
    for (const [index, [to, data]] of inner.entries()) {
      const relay = governor.interface.encodeFunctionData("relay", [to, 0n, data]);
      const proposal = await submit(`# NEP-GOV: Relay ${index}`, [{ target: governor, data: relay }]);
      await openVote(proposal);
      for (const voter of [alice, bob, carol]) await vote(proposal, voter, Support.For);
      await closeVote(proposal);
      await queue(proposal);
      await toEta(proposal);
      await expect(execute(proposal)).to.be.revertedWithCustomError(governor, "GovernorTimelock_NoRelay");
      expect(await governor.state(proposal.id)).to.equal(State.Queued);
    }
    expect(before - (await token.balanceOf(alice))).to.equal(2n * GOV.fee);
  });
});
