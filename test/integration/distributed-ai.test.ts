import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, parseEther, ZeroHash } from "ethers";

import hre from "hardhat";

import {
  buildTree,
  buy,
  capTableOf,
  claimLeaves,
  claimPurchase,
  compareList,
  DAY,
  encodeKey,
  encodeNep,
  firstHoldersOf,
  parseList,
  readDistribution,
  readHistory,
  readProposal,
  readSale,
  readSales,
  readVoteSource,
  requireDistributor,
  requireEscrow,
  requireSale,
  settleSale,
  validateNep,
  ValidationError,
  WEEK,
  weekOf,
} from "@polity/sdk";
import { encodeCode } from "@polity/sdk/governor/rules";
import { proposalIdOf, type Proposal } from "@polity/sdk/nep/encode";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { LOCAL_ACCOUNTS } from "../../config";
import { VestingVault__factory } from "../../typechain-types";
import { fails } from "../helpers/fails";
import { readText } from "../helpers/files";
import { decide, deployPreset, rulesOf, stageOf, type DeployedPreset } from "../helpers/preset";
import { argumentsOf } from "@polity/sdk/governor/proposals";

const STAKE = parseEther("2000000");
const FOUR_YEARS = 208 * WEEK;

/** Distributed.ai from its preset: what its documents promise, on its own rules. */
describe("Distributed.ai", () => {
  interface Lock {
    holder: string;
    amount: bigint;
    end: number;
  }
  async function lockIn(
    { network }: DeployedPreset,
    holder: HardhatEthersSigner,
    weeks: number,
    amount: bigint,
  ) {
    const escrow = requireEscrow(network);
    await network.token.connect(holder).approve(escrow, amount);
    const end = weekOf((await time.latest()) + weeks * WEEK);
    await escrow.connect(holder).createLock(amount, end);
    return { holder: holder.address, amount, end };
  }
  async function lockers() {
    const deployed = await deployPreset("distributed-ai");
    const { ada, ben, cleo } = deployed.people;
    const locks: Lock[] = [];
    for (const [holder, weeks] of [
      [ada, 208],
      [ben, 52],
      [cleo, 26],
    ] as const)
      locks.push(await lockIn(deployed, holder, weeks, STAKE));
    await time.increase(1);
    return { deployed, locks };
  }
  /** Ada has locked for four years, Ben for one, Cleo for half of one, each as much; Dan only holds. */
  async function locked() {
    const { deployed, locks: first } = await loadFixture(lockers);
    const locks = [...first];
    const lock = async (holder: HardhatEthersSigner, weeks: number, amount = STAKE) =>
      locks.push(await lockIn(deployed, holder, weeks, amount));
    /** The definition of power, spelt out: tokens in proportion to the seconds that are left of four years. */
    const powerOf = (counted: Lock[], at: number) =>
      counted.reduce((sum, { amount, end }) => sum + amount * BigInt(Math.max(0, end - at)), 0n) /
      BigInt(FOUR_YEARS);
    const power = ({ address }: HardhatEthersSigner, at: number) => {
      const own = locks.filter(({ holder }) => holder === address);
      return powerOf(own, at);
    };
    const total = (at: number) => powerOf(locks, at);
    return { ...deployed, ...deployed.people, lock, power, total };
  }
  async function vaultOf({ vesting }: DeployedPreset["network"], owner: HardhatEthersSigner) {
    const [created] = await vesting!.queryFilter(vesting!.filters.VaultCreated(owner.address));
    return VestingVault__factory.connect(created!.args.vault, owner);
  }
  const scoring = { type: "PROTOCOL", changes: { "reward.maxBounty": 3000 } };
  const [RECIPE, TESTED] = [id("a recipe"), id("its test")];
  const shares = {
    ...{ type: "PROMPT", changes: { "prompt.equity": RECIPE } },
    documents: {
      "prompt.equity": `, document: contents/equity-1.json, test: { hash: "${TESTED}", at: contents/equity-1-test.json }`,
    },
  };

  it("D1: the token is with the contributors, and gives votes to those who lock it", async () => {
    const { network, config, dan, lock } = await locked();
    const { amount } = config.token.allocation.find(({ to }) => to === "dan")!;
    expect(await network.token.balanceOf(dan)).to.equal(amount);
    expect(await network.votes.getVotes(dan)).to.equal(0n);
    await lock(dan, 208);
    expect(Number((await network.votes.getVotes(dan)) / 10n ** 18n)).to.be.within(1_980_000, 2_000_000);
  });

  it("D1: a cap table adds up by class what everybody got, and what they own now, locked and vesting, too", async () => {
    const { network, config, ivan, cleo, pia, omar } = await locked();
    const { token } = network;
    const vault = await vaultOf(network, ivan);
    await vault.createLock(parseEther("1000000"), weekOf((await time.latest()) + 52 * WEEK));
    await token.connect(pia).transfer(cleo, parseEther("500000"));
    await token.connect(cleo).transfer(omar, parseEther("250000"));
    const { rows } = capTableOf(
      await readHistory(network, { fromBlock: 0 }),
      await readVoteSource(network),
      firstHoldersOf(config),
      (account) =>
        account === "treasury"
          ? network.addresses.Treasury
          : LOCAL_ACCOUNTS[account as keyof typeof LOCAL_ACCOUNTS],
    );
    const millions = (amount: string) => parseEther(amount) * 1_000_000n;
    expect(rows).to.deep.equal([
      ["Contributors", 8, millions("20"), 4_000, 6_666, millions("20.25")],
      ["Users", 3, millions("5"), 1_000, 1_666, millions("4.5")],
      ["Founders", 1, millions("3"), 600, 1_000, millions("3")],
      ["Investors", 1, millions("2"), 400, 666, millions("2")],
      ["The treasury, which does not vote", 1, millions("20"), 4_000, undefined, millions("20")],
    ]);
  });

  it("D2: the treasury pays what a vote of its type has approved, and nobody else's word moves anything", async () => {
    const { network, propose, activate, ada, ben, cleo, hana } = await locked();
    const { governor, rulebook, token } = network;
    const treasury = network.treasury!;
    const category = encodeBytes32String("development");
    const payments = [
      {
        token: network.addresses.GovernanceToken,
        payee: hana.address,
        amount: 1000n,
        category,
        ref: ZeroHash,
      },
    ];
    await expect(treasury.connect(ada).pay(payments)).to.be.revertedWithCustomError(
      treasury,
      "Treasury_NotTimelock",
    );
    const proposing = (description: string): Proposal => {
      const calldata = treasury.interface.encodeFunctionData("pay", [payments]);
      const calls = [{ target: network.addresses.Treasury!, value: 0n, calldata }];
      const descriptionHash = id(description);
      const proposalId = proposalIdOf(calls, descriptionHash);
      const unknown = { specHash: ZeroHash, specURI: "" };
      return { proposalId, calls, description, descriptionHash, ...unknown };
    };
    await expect(propose(proposing("# NEP-PROTOCOL: Pay Hana"), ada)).to.be.revertedWithCustomError(
      rulebook,
      "Rulebook_OutOfScope",
    );

    const proposal = proposing("# NEP-TREASURY: Pay Hana");
    await propose(proposal, ada);
    await decide(network, proposal, [
      [ada, "for"],
      [ben, "for"],
      [cleo, "against"],
    ]);
    const before = await token.balanceOf(hana);
    await activate(proposal, hana);
    expect((await token.balanceOf(hana)) - before).to.equal(1000n);
    const [paid] = await treasury.queryFilter(treasury.filters.Paid(proposal.proposalId));
    expect(paid!.args.category).to.equal(category);
    expect(await governor.executingProposal()).to.equal(0n);
  });

  /** What a file of neps/distributed-ai proposes, proposed by Ada, approved and executed. */
  async function enact(
    { config, network, propose, activate, ada, ben, cleo }: Awaited<ReturnType<typeof locked>>,
    file: string,
  ) {
    const nep = validateNep(readText(`neps/distributed-ai/${file}`), { fileName: file, network: config });
    const proposal = encodeNep(nep, { proposer: ada.address, contracts: { ...network.addresses } });
    await propose(proposal, ada);
    await decide(network, proposal, [
      [ada, "for"],
      [ben, "for"],
      [cleo, "against"],
    ]);
    await activate(proposal, cleo);
  }

  it("D2: token sales feed the treasury: a vote opens one out of a budget, and its proceeds and its rest come back", async () => {
    const all = await locked();
    const { network, dan, eva, finn, gus } = all;
    await enact(all, "nep-0001-first-sale.md");
    const [sale, treasury] = [requireSale(network), network.treasury!];
    const [view] = await readSales(sale);
    expect([view!.status, view!.amount, view!.least]).to.deep.equal([
      "open",
      parseEther("200000"),
      parseEther("100"),
    ]);
    expect(await network.token.balanceOf(sale)).to.equal(parseEther("200000"));
    for (const buyer of [dan, eva, finn, gus])
      await buy(sale, buyer, { saleId: 1n, amount: parseEther("20000") });
    await fails(buy(sale, dan, { saleId: 1n, amount: 1n }), /would have bought/);

    await time.increase(15 * DAY);
    const before = await hre.ethers.provider.getBalance(treasury);
    const { collected, returned } = await settleSale(sale, gus, await readSale(sale, 1n));
    expect(returned).to.equal(parseEther("120000"));
    expect(await hre.ethers.provider.getBalance(treasury)).to.equal(before + collected);
    expect(collected).to.be.within(parseEther("150"), parseEther("160"));
    const booked = (await treasury.queryFilter(treasury.filters.Deposited())).at(-1);
    expect(booked!.args.category).to.equal(encodeBytes32String("sale"));
    expect(await treasury.budgetAvailable(1)).to.equal(parseEther("120000"));

    const { recipient } = await claimPurchase(sale, gus, 1n, eva.address);
    const vault = VestingVault__factory.connect(recipient, eva);
    expect([await vault.owner(), await vault.duration()]).to.deep.equal([eva.address, BigInt(365 * DAY)]);
    expect(await network.token.balanceOf(vault)).to.equal(parseEther("20000"));
  });

  it("D1: contributors get tokens by a list that a vote decided about, each claimed by anybody", async () => {
    const all = await locked();
    const { network, gus, hana } = all;
    await enact(all, "nep-0001-first-sale.md");
    await enact(all, "nep-0002-contributors-q2.md");
    const distributor = requireDistributor(network);
    const list = parseList(readText("neps/distributed-ai/contributors-2026-q2.json"));
    const tree = buildTree(list.recipients);
    expect(compareList(list, tree, await readDistribution(distributor, 1n))).to.deep.equal([]);
    const before = await network.token.balanceOf(hana);
    await claimLeaves(distributor, gus, 1n, tree.claimsOf(hana.address));
    expect((await network.token.balanceOf(hana)) - before).to.equal(parseEther("9800"));
    const { claimed, amount } = await claimLeaves(distributor, gus, 1n, tree.claims());
    expect([claimed, amount]).to.deep.equal([4, parseEther("98200")]);
    expect((await readDistribution(distributor, 1n)).left).to.equal(0n);
  });

  it("D6: founders and early investors get nothing for a year and all of it after four, and vote meanwhile", async () => {
    const { network, config, ivan, june } = await locked();
    for (const [label, owner] of Object.entries({ ivan, june })) {
      const { amount } = config.vesting!.find(({ beneficiary }) => beneficiary === label)!;
      const vault = await vaultOf(network, owner);
      const start = await vault.start();
      expect(await network.token.balanceOf(vault)).to.equal(amount);
      const vestedAfter = async (days: number) =>
        vault["vestedAmount(address,uint64)"](network.token, Number(start) + days * DAY);
      expect(await vestedAfter(364)).to.equal(0n);
      expect(await vestedAfter(365)).to.equal(amount / 4n);
      expect(await vestedAfter(730)).to.equal(amount / 2n);
      expect(await vestedAfter(1460)).to.equal(amount);

      await vault.createLock(amount, weekOf((await time.latest()) + 104 * WEEK));
      const votes = await network.votes.getVotes(owner);
      expect(Number((votes * 100n) / amount)).to.be.within(49, 50);
      expect(await vault["releasable(address)"](network.token)).to.equal(0n);
    }
  });

  it("D4: a longer lock has more power, in proportion to its time, and all power runs off", async () => {
    const { network, ada, ben, cleo, power } = await locked();
    for (const wait of [1, 13 * WEEK, 26 * WEEK, 52 * WEEK]) {
      await time.increase(wait);
      const now = await time.latest();
      for (const holder of [ada, ben, cleo])
        expect(await network.votes.getVotes(holder)).to.equal(power(holder, now));
    }
    // After 91 weeks only the longest lock has power left.
    expect(await network.votes.getVotes(cleo)).to.equal(0n);
    expect(await network.votes.getVotes(ben)).to.equal(0n);
    expect(await network.votes.getVotes(ada)).to.be.greaterThan(STAKE / 2n);
  });

  it("D4: what is locked for a vote that is already open does not count in it", async () => {
    const { network, submit, ada, ben, dan, lock, power } = await locked();
    const proposal = await submit(scoring, ada);
    const { snapshot } = await readProposal(network.governor, proposal.proposalId);
    await time.increaseTo(snapshot + 1);
    await lock(dan, 208);
    await expect(
      network.governor.connect(dan).castVote(proposal.proposalId, SUPPORT.against),
    ).to.be.revertedWithCustomError(network.governor, "GovernorCounting_NoVotes");
    await network.governor.connect(ben).castVote(proposal.proposalId, SUPPORT.for);
    const { votes } = await readProposal(network.governor, proposal.proposalId);
    expect(votes.for).to.equal(power(ben, snapshot));
  });

  it("D4: whoever stays away does not hold up the others: the quorum follows the power that there is, down to a floor", async () => {
    const { network, config, submit, ada, dan, eva, finn, gus, lock, total } = await locked();
    const { quorumBps, quorumFloor } = rulesOf(config, "PROTOCOL");
    const share = (at: number) => (total(at) * BigInt(quorumBps)) / 10_000n;
    const quorumOf = async (title: string) => {
      const { proposalId } = await submit({ ...scoring, title }, ada);
      await time.increaseTo((await readProposal(network.governor, proposalId)).snapshot + 1);
      return readProposal(network.governor, proposalId);
    };
    const few = await quorumOf("Few have locked");
    expect(share(few.snapshot) < quorumFloor).to.equal(true);
    expect(few.quorum).to.equal(quorumFloor);

    for (const [holder, amount] of [
      [dan, "2500000"],
      [eva, "2500000"],
      [finn, "2000000"],
      [gus, "1500000"],
    ] as const)
      await lock(holder, 208, parseEther(amount));
    const many = await quorumOf("Many have locked");
    expect(share(many.snapshot) > quorumFloor).to.equal(true);
    expect(many.quorum).to.equal(share(many.snapshot));

    await time.increase(52 * WEEK);
    const later = await quorumOf("A year has passed");
    expect(later.quorum).to.equal(share(later.snapshot));
    expect(later.quorum! < many.quorum!).to.equal(true);
  });

  it("D8: a decision goes from draft to active: review, vote, approval, grace period, and the parameter holds", async () => {
    const { network, config, submit, ada, ben, june } = await locked();
    const { governor, registry } = network;
    const { review, voting, window } = rulesOf(config, "EQUITY");
    const proposal = await submit({ ...shares, grace: 14 }, ada);
    const view = () => readProposal(governor, proposal.proposalId);
    const submitted = await time.latest();
    const { stage, snapshot, deadline } = await view();
    expect([stage, snapshot - submitted, deadline - snapshot]).to.deep.equal(["REVIEW", review, voting]);
    await expect(governor.connect(ada).castVote(proposal.proposalId, SUPPORT.for)).to.be.reverted;

    await decide(network, proposal, [
      [ada, "for"],
      [ben, "against"],
    ]);
    expect(await stageOf(network, proposal)).to.equal("APPROVED");
    await governor.connect(june).queue(...argumentsOf(proposal));
    const { eta, expiry } = await view();
    expect([eta - (await time.latest()), expiry - eta]).to.deep.equal([14 * DAY, window]);
    await expect(governor.connect(june).execute(...argumentsOf(proposal))).to.be.revertedWithCustomError(
      governor,
      "GovernorTimelock_GraceNotOver",
    );
    await time.increaseTo(eta);
    await governor.connect(june).execute(...argumentsOf(proposal));
    expect(await stageOf(network, proposal)).to.equal("ACTIVE");
    expect(await registry.get(encodeKey("prompt.equity"))).to.equal(RECIPE);
    expect(await registry.semver()).to.equal("1.1.0");
  });

  it("D8: 63 % carry a change of the protocol, and not one of who owns it", async () => {
    const { network, submit, ada, ben, cleo, power } = await locked();
    for (const [nep, stage] of [
      [scoring, "APPROVED"],
      [shares, "DEFEATED"],
    ] as const) {
      const proposal = await submit(nep, ada);
      const { snapshot } = await readProposal(network.governor, proposal.proposalId);
      const [a, b, c] = [power(ada, snapshot), power(ben, snapshot), power(cleo, snapshot)];
      const inFavour = ((a + b + c) * 63n) / 100n;
      await decide(network, proposal, [
        [ada, [a - inFavour, inFavour, 0n]],
        [ben, "against"],
        [cleo, "against"],
      ]);
      const { votes, quorum } = await readProposal(network.governor, proposal.proposalId);
      // The quorum is there both times: it is the approval that differs.
      expect(votes.for > quorum!, nep.type).to.equal(true);
      expect(await stageOf(network, proposal), nep.type).to.equal(stage);
    }
  });

  it("D8: what stops a proposal: its proposer in review, too few voters, and time", async () => {
    const { network, config, submit, ada, ben, cleo, june } = await locked();
    const { governor } = network;
    const withdrawn = await submit(scoring, ada);
    await governor.connect(ada)["cancel(uint256)"](withdrawn.proposalId);
    expect(await stageOf(network, withdrawn)).to.equal("CANCELED");

    const short = await submit({ ...scoring, title: "Too few" }, ada);
    await decide(network, short, [
      [ben, "for"],
      [cleo, "for"],
    ]);
    expect(await stageOf(network, short)).to.equal("DEFEATED");

    const late = await submit({ ...scoring, title: "Forgotten" }, ada);
    await decide(network, late, [[ada, "for"]]);
    await governor.connect(june).queue(...argumentsOf(late));
    const { expiry } = await readProposal(governor, late.proposalId);
    await time.increaseTo(expiry + 1);
    expect(await stageOf(network, late)).to.equal("EXPIRED");
    await expect(governor.connect(june).execute(...argumentsOf(late))).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    expect(rulesOf(config, "PROTOCOL").window).to.equal(14 * DAY);
  });

  it("D8: a proposer needs the votes of the type, and the power of now counts, not the tokens", async () => {
    const { network, encode, propose, dan, lock } = await locked();
    // 10,000 tokens for 52 weeks are just below 2,500 votes; for 53 they are above.
    await lock(dan, 52, parseEther("10000"));
    await time.increase(1);
    const proposal = encode(scoring, dan);
    await expect(propose(proposal, dan)).to.be.revertedWithCustomError(
      network.governor,
      "GovernorInsufficientProposerVotes",
    );
    await requireEscrow(network)
      .connect(dan)
      .extend(0, weekOf((await time.latest()) + 54 * WEEK));
    await time.increase(1);
    await propose(proposal, dan);
    expect(await stageOf(network, proposal)).to.equal("REVIEW");
  });

  it("D8: disputes are ruled by GOV alone, whatever a title says", async () => {
    const { network, encode, propose, submit, ada } = await locked();
    const ruling = `- { target: Rounds, function: "setArbitrator(address arbitrator, bytes extraData, string metaEvidence)", args: [JurorCourt, "0x", ""] }`;
    const judges = { changes: {}, actions: [ruling] };
    for (const type of ["PROTOCOL", "EQUITY", "PROMPT"])
      expect(() => encode({ type, ...judges }, ada), type).to.throw(
        ValidationError,
        /may not call Rounds\.setArbitrator; types that may: GOV/,
      );
    const proposal = encode({ type: "GOV", ...judges }, ada);
    const disguised = { ...proposal, description: proposal.description.replace("NEP-GOV", "NEP-EQUITY") };
    await expect(propose(disguised, ada))
      .to.be.revertedWithCustomError(network.rulebook, "Rulebook_OutOfScope")
      .withArgs(
        0n,
        network.addresses.Rounds,
        network.rounds!.interface.getFunction("setArbitrator").selector,
        encodeCode("EQUITY"),
        [],
      );
    expect(await stageOf(network, await submit({ type: "GOV", ...judges }, ada))).to.equal("REVIEW");
  });
});
