import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { CANCEL, code, fixture, GOV, State, word, type Action, type Governance } from "../helpers/governor";

/** As contracts/mocks/HostileRulebook.sol numbers them. */
const MOODS = {
  "reverts on everything": 1,
  "reverts with half a megabyte": 2,
  "burns all the gas it is given": 3,
  "answers with nothing": 4,
  "answers with less than a word": 5,
  "answers with garbage": 6,
  "answers with half a megabyte of garbage": 7,
} as const;

/** The network has adopted a rulebook that was well-behaved then, and is not any more. */
describe("Attack: a rulebook that stops answering", () => {
  const useBook = ({ governor }: Governance, book: { target: unknown }): Action => ({
    target: governor,
    data: governor.interface.encodeFunctionData("setRulebook", [book.target as string]),
  });

  it("where the book is asked about every proposal, also about its own replacement, it stays for ever", async () => {
    const hostile = await ethers.deployContract("HostileRulebook", [code("GOV"), GOV]);
    const naive = await ethers.deployContract("NaiveBookGovernor", [hostile.target]);
    const good = await ethers.deployContract("Batcher");
    for (const mood of [1, 2, 4, 5]) {
      await hostile.become(mood);
      await expect(naive.replaceBook(good.target, ethers.MaxUint256 - 1n)).to.be.reverted;
    }
    await hostile.become(3);
    await expect(naive.replaceBook(good.target, ethers.MaxUint256 - 1n, { gasLimit: 500_000 })).to.be
      .reverted;
    // A number that nobody has votes for is as good as no answer.
    for (const mood of [6, 7]) {
      await hostile.become(mood);
      await expect(naive.replaceBook(good.target, ethers.MaxUint256 - 1n)).to.be.revertedWith(
        "below the threshold",
      );
    }
    expect(await naive.book()).to.equal(hostile.target);
  });

  for (const [what, mood] of Object.entries(MOODS)) {
    // Each step of the loop that burns the gas is traced under coverage, and covers what reverting does.
    const tooSlow = mood === MOODS["burns all the gas it is given"] && process.env.SOLIDITY_COVERAGE;
    it(`here one that ${what} holds up every type but the one that replaces it`, async function () {
      if (tooSlow) this.skip();
      const context = await fixture();
      const { governor, rulebook, target, alice, stranger, dave, token } = context;
      const { submit, pass, queue, enact, execute, upgrade, openVote, vote } = context;
      const hostile = await ethers.deployContract("HostileRulebook", [code("GOV"), GOV]);
      const caught = await pass("# NEP-TRAIN 30d: Caught", [upgrade("train", 1n)]);
      await queue(caught);
      await enact("# NEP-GOV: A better rulebook", [useBook(context, hostile)]);
      const daves = await submit("# NEP-GOV: Dave's", undefined, dave);
      await hostile.become(mood);

      const gasLimit = 1_000_000;
      for (const type of ["ECON", "NET", "EMERG", "NOPE"]) {
        const [targets, values, calldatas] = caught.full;
        await expect(
          governor.connect(alice).propose(targets, values, calldatas, `# NEP-${type}: x`, { gasLimit }),
          type,
        ).to.be.reverted;
      }
      // What clients ask is answered all the same, and votes and cancellations go on.
      expect(await governor.proposalThreshold({ gasLimit })).to.equal(GOV.threshold);
      expect(await governor.votingDelay()).to.equal(GOV.review);
      expect(await governor.votingPeriod()).to.equal(GOV.voting);
      expect(await governor.state(caught.id)).to.equal(State.Queued);
      await token.connect(dave).transfer(alice, await token.balanceOf(dave));
      await mine();
      await governor.connect(stranger)[CANCEL](...daves.hashed, { gasLimit });
      expect(await governor.state(daves.id)).to.equal(State.Canceled);

      const early = await submit("# NEP-GOV: The old rulebook", [useBook(context, rulebook)]);
      await openVote(early);
      await vote(early, alice);
      await context.closeVote(early);
      await queue(early);
      await time.increaseTo(await governor.proposalEta(early.id));
      await execute(early);
      expect(await governor.rulebook()).to.equal(rulebook.target);
      await execute(caught);
      expect(await target.parameters(word("train"))).to.equal(1);
      await submit("# NEP-NET: x");
    });

    it(`and one that ${what} from the beginning is not adopted`, async function () {
      if (tooSlow) this.skip();
      const context = await fixture();
      const { governor, rulebook, pass, queue, toEta } = context;
      const hostile = await ethers.deployContract("HostileRulebook", [code("GOV"), GOV]);
      await hostile.become(mood);
      const proposal = await pass("# NEP-GOV: A better rulebook", [useBook(context, hostile)]);
      await queue(proposal);
      await toEta(proposal);
      await expect(governor.execute(...proposal.hashed, { gasLimit: 1_000_000 })).to.be.reverted;
      expect(await governor.rulebook()).to.equal(rulebook.target);
      expect(await governor.state(proposal.id)).to.equal(State.Queued);
    });
  }
});
