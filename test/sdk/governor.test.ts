import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  advance,
  cancel,
  cancelRight,
  encodeCode,
  execute,
  isScheduled,
  findProposal,
  listProposals,
  partsOf,
  propose,
  queue,
  readProposalHistory,
  readOutcome,
  readProposal,
  vote,
  votesLeft,
} from "@polity/sdk";
import {
  asAccount,
  councilFixture,
  DAY,
  fixture,
  ONE,
  proposalOf,
  TYPES,
  type Action,
  type Governance,
} from "../helpers/governor";
import { encodedOf, networkOf, recordOf } from "../helpers/network";
import { fails } from "../helpers/fails";

const ALL = { fromBlock: 0 };

async function setUp() {
  const all = await fixture();
  /** Mined, so that calls see the time too. */
  const openVote = async ({ id }: { id: bigint }) =>
    time.increaseTo((await all.governor.proposalSnapshot(id)) + 1n);
  return { ...all, openVote, network: await networkOf(all) };
}

/** A proposal that nobody has made yet. */
const drafted = async ({ setNumber }: Governance, description: string, actions: Action[] = [setNumber(1n)]) =>
  encodedOf(await proposalOf(description, actions));

describe("Proposing with the SDK", () => {
  it("approves exactly the fee, burns it, and sends no approval when the allowance suffices", async () => {
    const all = await setUp();
    const { network, token, governor, alice } = all;
    await token.connect(alice).approve(governor, 0n);
    const first = await propose(network, alice, await drafted(all, "# NEP-ECON: One"));
    expect(first.approval).to.not.equal(undefined);
    expect(first.fee).to.equal(5n * ONE);
    expect(await token.allowance(alice, governor), "nothing is left over").to.equal(0n);
    expect(await token.balanceOf(alice)).to.equal(39_995n * ONE);

    await token.connect(alice).approve(governor, 5n * ONE);
    const second = await propose(network, alice, await drafted(all, "# NEP-ECON: Two"));
    expect(second.approval).to.equal(undefined);
    expect(await governor.proposalProposer(second.proposalId)).to.equal(alice.address);

    const free = await propose(network, alice, await drafted(all, "# NEP-NET: Three"));
    expect([free.fee, free.approval]).to.deep.equal([0n, undefined]);
  });

  it("takes back what is allowed beyond the fee, also where nothing is burned", async () => {
    const all = await setUp();
    const { network, token, governor, alice } = all;
    for (const [title, fee] of [
      ["# NEP-ECON: One", 5n * ONE],
      ["# NEP-NET: Two", 0n],
    ] as const) {
      await token.connect(alice).approve(governor, ethers.MaxUint256);
      const before = await token.balanceOf(alice);
      const { approval } = await propose(network, alice, await drafted(all, title));
      expect(approval).to.not.equal(undefined);
      expect(await token.allowance(alice, governor), "for rules to come").to.equal(0n);
      expect(before - (await token.balanceOf(alice))).to.equal(fee);
    }
  });

  it("Attack: a fee that is raised between the approval and the proposal burns nothing", async () => {
    const all = await setUp();
    const { network, token, governor, rulebook, timelock, alice } = all;
    const dear = { ...TYPES.ECON!, fee: 40_000n * ONE };
    const vote = await asAccount(await timelock.getAddress());
    const raise = () => rulebook.connect(vote).setRules(encodeCode("ECON"), dear);
    await token.connect(alice).approve(governor, ethers.MaxUint256);
    // The rules change when the allowance has just been set.
    const racing = new Proxy(alice, {
      get: (signer, name) =>
        name === "sendTransaction"
          ? async (...request: Parameters<typeof signer.sendTransaction>) => {
              const sent = await signer.sendTransaction(...request);
              await raise();
              return sent;
            }
          : (Reflect.get(signer, name, signer) as unknown),
    });
    const before = await token.balanceOf(alice);
    await fails(
      propose(network, racing, await drafted(all, "# NEP-ECON: Dear")),
      /may take 5 tokens, and the fee is 40000$/,
    );
    expect(await token.balanceOf(alice)).to.equal(before);

    const next = await drafted(all, "# NEP-ECON: Dearer than I allow");
    await fails(
      propose(network, alice, next, { maxFee: 5n * ONE }),
      /^proposing NEP-ECON burns 40000 tokens, and at most 5 may be burned/,
    );
    expect(await token.balanceOf(alice)).to.equal(before);
  });

  it("says before anything is sent what a proposer lacks", async () => {
    const all = await setUp();
    const { network, token, alice, dave, erin, frank, stranger } = all;
    const econ = await drafted(all, "# NEP-ECON: A change");
    const nonce = await erin.getNonce();
    await fails(propose(network, erin, econ), /has 60 votes, and proposing NEP-ECON takes 100$/);
    await fails(propose(network, frank, econ), /has 0 votes/);
    expect(await erin.getNonce(), "nothing was sent").to.equal(nonce);
    await fails(
      propose(network, dave, await drafted(all, "# NEP-EMERG: Now")),
      /has 400 votes, .* takes 500$/,
    );
    await token.connect(dave).transfer(stranger, 398n * ONE);
    await token.connect(alice).delegate(dave);
    await time.increase(2);
    await fails(propose(network, dave, econ), /has 2 unlocked tokens, and the fee is 5$/);
    const named = await drafted(all, `# NEP-ECON: Mine\n\n#proposer=${alice.address}`);
    await fails(propose(network, dave, named), new RegExp(`^only ${alice.address} can make this proposal`));
  });

  it("refuses to propose the same twice", async () => {
    const all = await setUp();
    const econ = await drafted(all, "# NEP-ECON: Once");
    await propose(all.network, all.alice, econ);
    await fails(propose(all.network, all.alice, econ), /^exactly this has been proposed already$/);
  });

  it("lets the council propose its types without votes, while its mandate lasts", async () => {
    const all = await councilFixture();
    const network = await networkOf(all);
    const emergency = (title: string) => drafted(all, title, [all.upgrade("emerg", 1n)]);
    await propose(network, all.council, await emergency("# NEP-EMERG: Stop"));
    await time.increaseTo(all.until + 1n);
    await fails(propose(network, all.council, await emergency("# NEP-EMERG: Again")), /has 0 votes/);
  });
});

describe("Finding proposals with the SDK", () => {
  it("lists them as they were made, with what happened to them", async () => {
    const { network, governor, alice, submit, enact, setNumber } = await setUp();
    const actions = [setNumber(3n), { ...setNumber(4n), value: 0n }];
    const first = await enact("# NEP-ECON: First", actions);
    const second = await submit("Untagged \u202e and unseen");
    const [one, two, ...more] = await listProposals(network, ALL);
    expect(more).to.deep.equal([]);
    expect(one).to.deep.include({ id: first.id, title: "First", proposer: alice.address });
    expect(one!.calls.map(({ calldata }) => calldata)).to.deep.equal(first.full[2]);
    expect(one!.descriptionHash).to.equal(first.hashed[3]);
    expect(two).to.deep.include({ id: second.id, title: "Untagged \u202e and unseen" });
    expect(two!.nep).to.equal(undefined);

    const history = await readProposalHistory(network, one!);
    expect(history.queued! - history.proposed).to.be.greaterThan(Number(8n * DAY));
    expect(BigInt(history.executed!.time)).to.equal(await governor.proposalEta(first.id));
    expect(history.canceled).to.equal(undefined);
    expect(await readProposalHistory(network, two!)).to.have.all.keys("proposed");
  });

  it("finds one by its id in digits or hex and by eight digits of it, and nothing by fewer", async () => {
    const { network, submit } = await setUp();
    const { id } = await submit("# NEP-ECON: Found");
    for (const wanted of [id.toString(), ethers.toBeHex(id), id.toString().slice(0, 8)]) {
      expect((await findProposal(network, wanted, ALL)).id).to.equal(id);
    }
    const short = id.toString().slice(0, 7);
    await fails(findProposal(network, short, ALL), new RegExp(`^there is no proposal ${short}$`));
    await fails(findProposal(network, "12", ALL), /^there is no proposal 12$/);
  });

  it("judges the votes by the governor's own rules", async () => {
    const { network, governor, alice, bob, carol, submit, openVote } = await setUp();
    const proposal = await submit("# NEP-ECON: Judge");
    const outcome = async () => readOutcome(network, await readProposal(governor, proposal.id));
    expect(await outcome()).to.deep.include({ cast: 0n, quorumReached: false, approved: false });
    expect(await outcome()).to.not.have.any.keys("electorate");
    expect((await outcome()).approvalBps).to.equal(undefined);
    await openVote(proposal);
    await vote(governor, bob, { proposalId: proposal.id, choice: "for" });
    await vote(governor, carol, { proposalId: proposal.id, choice: "against" });
    const { electorate, ...judged } = await outcome();
    expect(judged).to.deep.equal({
      ...{ cast: 40_000n * ONE, towardsQuorum: 25_000n * ONE, quorumReached: true },
      ...{ approvalBps: 6_250, neededBps: 6_600, approved: false },
      ...{ counting: {}, turnoutBps: Number((40_000n * ONE * 10_000n) / electorate!) },
    });
    await vote(governor, alice, { proposalId: proposal.id, choice: "for" });
    expect(await outcome()).to.deep.include({ quorumReached: true, approvalBps: 8_124, approved: true });

    // One that was canceled in its review has no electorate before the time at which its review would have ended.
    const gone = await submit("# NEP-ECON: Gone");
    await cancel(network, alice, recordOf(gone, alice.address));
    const canceled = await readProposal(governor, gone.id);
    expect(canceled.state).to.equal("Canceled");
    expect(await readOutcome(network, canceled)).to.not.have.any.keys("electorate");
  });
});

describe("Voting with the SDK", () => {
  it("casts all votes for a side, with a reason if there is one", async () => {
    const { governor, alice, bob, submit, openVote } = await setUp();
    const { id: proposalId } = await submit("# NEP-ECON: Vote").then(
      async (made) => (await openVote(made), made),
    );
    const cast = await vote(governor, alice, { proposalId, choice: "for", reason: "It is time." });
    expect(cast.weight).to.equal(39_995n * ONE);
    const [logged] = await governor.queryFilter(governor.filters.VoteCast());
    expect(logged!.args.reason).to.equal("It is time.");
    await vote(governor, bob, { proposalId, choice: "abstain" });
    expect(await governor.proposalVotes(proposalId)).to.deep.equal([0n, 39_995n * ONE, 25_000n * ONE]);
  });

  it("casts parts, and the rest later", async () => {
    const { governor, bob, submit, openVote } = await setUp();
    const proposal = await submit("# NEP-ECON: Parts");
    await openVote(proposal);
    const parts = { for: 15_000n * ONE, against: 5_000n * ONE };
    expect((await vote(governor, bob, { proposalId: proposal.id, choice: parts })).weight).to.equal(
      20_000n * ONE,
    );
    expect(await votesLeft(governor, proposal.id, bob.address)).to.equal(5_000n * ONE);
    await fails(
      vote(governor, bob, { proposalId: proposal.id, choice: parts }),
      /^the parts are 20000 votes, and .* has 5000 to cast$/,
    );
    await fails(vote(governor, bob, { proposalId: proposal.id, choice: {} }), /^the parts are 0 votes/);
    expect((await vote(governor, bob, { proposalId: proposal.id, choice: "abstain" })).weight).to.equal(
      5_000n * ONE,
    );
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([
      5_000n * ONE,
      15_000n * ONE,
      5_000n * ONE,
    ]);
    await fails(vote(governor, bob, { proposalId: proposal.id, choice: "for" }), /has voted already$/);
  });

  it("says why there is nothing to vote with, or on", async () => {
    const { governor, frank, alice, submit, openVote, closeVote } = await setUp();
    const proposal = await submit("# NEP-ECON: Closed");
    const cast = (by: typeof alice) => vote(governor, by, { proposalId: proposal.id, choice: "for" });
    await fails(cast(alice), /^the proposal is under review until \d{4}-/);
    await openVote(proposal);
    await time.increase(1);
    await fails(cast(frank), /had no votes when the vote began$/);
    await closeVote(proposal);
    await fails(cast(alice), /^the vote was open until .*; the proposal is DEFEATED now$/);
  });

  it("splits to the last base unit when the shares are the whole", () => {
    expect(partsOf(100n, { for: 6_000, against: 4_000 })).to.deep.equal({ for: 60n, against: 40n });
    expect(partsOf(101n, { against: 3_333, for: 3_334, abstain: 3_333 })).to.deep.equal({
      ...{ against: 33n, for: 35n, abstain: 33n },
    });
    expect(partsOf(101n, { for: 5_000 })).to.deep.equal({ for: 50n });
    for (const shares of [
      { for: 10_001 },
      { for: 0 },
      {},
      { for: 6_000, against: 4_001 },
      { for: 2, against: -1 },
    ])
      expect(() => partsOf(1n, shares)).to.throw("at most 100 %");
  });
});

describe("Carrying out with the SDK", () => {
  it("queues what has passed and executes what is due, and says why not yet", async () => {
    const { governor, target, stranger, submit, openVote, vote: cast, closeVote, alice } = await setUp();
    const made = await submit("# NEP-ECON: Set");
    const record = recordOf(made, alice.address);
    await fails(queue(governor, stranger, record), /^the vote is open until/);
    await fails(execute(governor, stranger, record), /^a proposal in the state REVIEW cannot be executed$/);
    await openVote(made);
    await cast(made, alice);
    await closeVote(made);
    const { eta } = await queue(governor, stranger, record);
    expect(eta).to.equal(Number(await governor.proposalEta(made.id)));
    await fails(queue(governor, stranger, record), /^a proposal in the state SCHEDULED cannot be queued$/);
    await fails(execute(governor, stranger, record), /^the grace period lasts until/);
    await time.increaseTo(eta);
    await execute(governor, stranger, record);
    expect(await target.number()).to.equal(1n);
    await fails(execute(governor, stranger, record), /^a proposal in the state ACTIVE cannot be executed$/);
  });

  it("does not execute what has expired", async () => {
    const { governor, pass, queue: schedule, alice, stranger } = await setUp();
    const made = await pass("# NEP-ECON: Late");
    await schedule(made);
    await time.increaseTo((await governor.proposalExpiry(made.id)) + 1n);
    await fails(
      execute(governor, stranger, recordOf(made, alice.address)),
      /^the proposal could be executed until/,
    );
  });

  it("neither queues nor executes what nobody queued in time", async () => {
    const { governor, pass, alice, stranger } = await setUp();
    const made = recordOf(await pass("# NEP-ECON: Forgotten"), alice.address);
    const { expiry, eta } = await readProposal(governor, made.id);
    expect([eta, expiry]).to.deep.equal([0, Number(await governor.proposalExpiry(made.id))]);
    await time.increaseTo(expiry + 1);
    expect((await readProposal(governor, made.id)).stage).to.equal("EXPIRED");
    for (const act of [queue, execute])
      await fails(act(governor, stranger, made), /^the proposal could be queued until/);
  });

  it("sends value along for calls that carry it", async () => {
    const { governor, timelock, pass, queue: schedule, setNumber, alice, target } = await setUp();
    const made = await pass("# NEP-ECON: Pay", [{ ...setNumber(2n), value: 5n }]);
    await schedule(made);
    await time.increaseTo(await governor.proposalEta(made.id));
    await execute(governor, alice, { ...recordOf(made, alice.address), value: 5n });
    expect(await ethers.provider.getBalance(target)).to.equal(5n);
    expect(await ethers.provider.getBalance(timelock)).to.equal(0n);
  });
});

describe("The keeper of the SDK", () => {
  it("takes every proposal as far as it can, in one go, and does nothing twice", async () => {
    const { network, governor, stranger, submit, pass, queue: schedule, setNumber } = await setUp();
    const due = await pass("# NEP-ECON: Due", [setNumber(1n)]);
    await schedule(due);
    const passed = await pass("# NEP-ECON: Passed", [setNumber(2n)]);
    const fresh = await submit("# NEP-ECON: Fresh", [setNumber(3n)]);
    const proposals = await listProposals(network, ALL);
    const run = () => advance(network, stranger, { proposals });
    const told = async () =>
      (await run()).map(({ proposal, did, state }) => [proposal.title, did, state] as const);
    expect(await told()).to.deep.equal([
      ["Due", "executed", "Executed"],
      ["Passed", "queued", "Queued"],
      ["Fresh", "waits", "Pending"],
    ]);
    const nonce = await stranger.getNonce();
    const again = await run();
    expect(again.map(({ did, waitsFor }) => [did, waitsFor])).to.deep.equal([
      ["waits", "the end of its grace period"],
      ["waits", "the end of its review"],
    ]);
    expect(again.map(({ until }) => BigInt(until!))).to.deep.equal([
      await governor.proposalEta(passed.id),
      await governor.proposalSnapshot(fresh.id),
    ]);
    expect(await stranger.getNonce()).to.equal(nonce);
  });

  it("goes on when one proposal fails", async () => {
    const { network, target, token, stranger, pass, queue: schedule, setNumber, governor } = await setUp();
    // Its grace is longer, so that it has not expired when the other is due.
    const failing = await pass("# NEP-GOV 14d: Fails", [
      {
        target,
        data: target.interface.encodeFunctionData("multicall", [await token.getAddress(), "0x12345678"]),
      },
    ]);
    await schedule(failing);
    const good = await pass("# NEP-GOV: Works", [setNumber(9n)]);
    await schedule(good);
    await time.increaseTo(await governor.proposalEta(good.id));
    const steps = await advance(network, stranger, { proposals: await listProposals(network, ALL) });
    expect(steps.map(({ did, state }) => [did, state])).to.deep.equal([
      ["failed", "Queued"],
      ["executed", "Executed"],
    ]);
    expect(steps[0]!.error!.message).to.not.equal("");
    expect(await target.number()).to.equal(9n);
  });

  it("does not mind that somebody else was faster", async () => {
    const { network, stranger, pass, queue: schedule } = await setUp();
    const made = await pass("# NEP-ECON: Race");
    const proposals = await listProposals(network, ALL);
    const slow = Object.create(stranger, {
      estimateGas: {
        value: async () => {
          await schedule(made);
          throw new Error("too late");
        },
      },
    }) as typeof stranger;
    const [step] = await advance(network, slow, { proposals });
    expect([step!.did, step!.state]).to.deep.equal(["elsewhere", "Queued"]);
  });
});

describe("Cancelling with the SDK", () => {
  it("leaves to whoever advances what the timelock still keeps of a proposal", async () => {
    const all = await councilFixture();
    const [network, { governor, pass, queue: schedule, alice, council, stranger }] = [
      await networkOf(all),
      all,
    ];
    const made = await pass("# NEP-ECON: Queued");
    await schedule(made);
    const record = recordOf(made, alice.address);
    expect((await cancel(network, council, record)).right).to.equal("guardian");
    expect(await isScheduled(network, record)).to.equal(true);
    const advanceIt = async () =>
      (await advance(network, stranger, { proposals: [record] })).map(({ did, state }) => [did, state]);
    expect(await advanceIt()).to.deep.equal([["cleared", "Canceled"]]);
    expect(await isScheduled(network, record)).to.equal(false);
    expect(await advanceIt()).to.deep.equal([]);
    expect((await readProposal(governor, made.id)).state).to.equal("Canceled");
  });

  it("names the right: proposer while pending, anyone below the threshold, the guardian", async () => {
    const all = await councilFixture();
    const network = await networkOf(all);
    const { submit, alice, dave, token, stranger, council } = all;
    const record = async (title: string, by = alice) =>
      recordOf(await submit(title, undefined, by), by.address);

    expect((await cancel(network, alice, await record("# NEP-ECON: Mine"))).right).to.equal("proposer");
    expect((await cancel(network, council, await record("# NEP-ECON: Guarded"))).right).to.equal("guardian");
    const weak = await record("# NEP-ECON: Weak", dave);
    await fails(cancel(network, stranger, weak), /^0x\w+ cannot cancel the proposal$/);
    await token.connect(dave).transfer(stranger, await token.balanceOf(dave));
    await time.increase(2);
    expect((await cancel(network, stranger, weak)).right).to.equal("threshold");
    expect((await readProposal(network.governor, weak.id)).state).to.equal("Canceled");
    await fails(cancel(network, council, weak), /^the proposal is CANCELED: there is nothing to cancel$/);

    const open = await submit("# NEP-ECON: Open");
    await time.increaseTo((await network.governor.proposalSnapshot(open.id)) + 1n);
    await fails(
      cancelRight(network, alice.address, recordOf(open, alice.address)),
      /cannot cancel the proposal/,
    );
  });

  it("says that a guardian cannot stop its own removal", async () => {
    const all = await councilFixture();
    const network = await networkOf(all);
    const { governor, submit, council, alice } = all;
    const data = governor.interface.encodeFunctionData("setGuardian", [ethers.ZeroAddress, 0]);
    const made = await submit("# NEP-GOV: Remove the council", [{ target: governor, data }]);
    const error = await cancelRight(network, council.address, recordOf(made, alice.address)).catch(
      (e: unknown) => e,
    );
    expect((error as { hint: string }).hint).to.contain("the guardian can, but not what takes its own power");
  });
});
