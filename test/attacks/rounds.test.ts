import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import {
  deployRounds,
  ENTRY_FEE,
  FEE,
  ONE,
  POT,
  RUNNER_BOND,
  RUNNER_FEE,
  Status,
  weightOf,
} from "../rounds/fixture";

const fixture = () => loadFixture(deployRounds);
const sum = (values: readonly bigint[]) => values.reduce((all, each) => all + each, 0n);

/** The score of a value, by the scale: each half-step is a factor of √1.5, and less than one half-step is nothing. */
const scoreOf = (value: number): number =>
  Math.max(0, Math.min(20, Math.round((2 * Math.log(value)) / Math.log(1.5))));
/** What entries of these values earn together beside others, of a pot of 1. */
const together = (values: readonly number[], others: readonly number[]): number => {
  const [mine, theirs] = [values, others].map((each) =>
    Number(sum(each.map((value) => weightOf(scoreOf(value))))),
  );
  return mine! / (mine! + theirs!);
};

describe("attack: taking more from a round than one's work earns", () => {
  it("empty entries take nothing, and lose their fees to the pot's budget", async () => {
    const { rounds, token, treasury, opened, submit, ada, critic, seal, run, toClaims, toEnd } =
      await fixture();
    const id = await opened();
    await submit(id, ada);
    const EMPTY = 100;
    for (let i = 0; i < EMPTY; i++) await submit(id, critic, critic);
    await seal(id);
    const scores = [4, ...Array.from({ length: EMPTY }, () => 0)];
    await run(id, [scores, scores, scores]);
    await rounds.tally(id, 24_000);
    await toClaims(id);
    await rounds.claimMany(
      id,
      Array.from({ length: EMPTY + 1 }, (_, i) => i),
    );
    expect((await rounds.roundOf(id)).claimed).to.equal(POT);
    expect(await token.balanceOf(critic)).to.equal(10_000n * ONE - BigInt(EMPTY) * ENTRY_FEE);
    await toEnd(id);
    await expect(rounds.sweep(id)).to.changeTokenBalance(
      token,
      treasury,
      BigInt(EMPTY) * ENTRY_FEE + 12n * RUNNER_FEE,
    );
  });

  it("a thousand empty entries would take most of a pot if a score of 0 weighed something", () => {
    // The first design: 1.5^0. Fifty contributors around 1.5^5.
    const honest = Array.from({ length: 50 }, (_, i) => 1.5 ** (3 + (i % 5)));
    const naive = 1_000 / (1_000 + honest.reduce((all, each) => all + each, 0));
    expect(naive).to.be.greaterThan(0.59);
    expect(
      together(
        Array.from({ length: 1_000 }, () => 0.02),
        honest,
      ),
    ).to.equal(0);
  });

  it("work in pieces earns about what it earned whole, and in very many nothing", () => {
    const others = Array.from({ length: 49 }, (_, i) => 1.5 ** (3 + (i % 5)));
    for (const value of [6, 9, 14, 30]) {
      const whole = together([value], others);
      for (const [pieces, most] of [
        [2, 1.25],
        [5, 1.35],
        [20, 1.35],
        [100, 0.01],
      ] as const) {
        const cut = together(
          Array.from({ length: pieces }, () => value / pieces),
          others,
        );
        expect(cut / whole, `${value} in ${pieces}`).to.be.lessThan(most);
      }
    }
  });

  it("two colluders of seven with one runner absent move a friend's share by a step at the most", async () => {
    const { rounds, tallied, ada, ben } = await fixture();
    const honest = [8, 8];
    const forged = [20, 0];
    const terms = { minCommits: 7n, minReveals: 5n };
    const fair = await tallied([ada, ben], [...Array.from({ length: 6 }, () => honest), undefined], terms);
    const unfair = await tallied(
      [ada, ben],
      [...Array.from({ length: 4 }, () => honest), forged, forged, undefined],
      terms,
    );
    expect(await rounds.shareOf(unfair, 0)).to.equal(await rounds.shareOf(fair, 0));
    // Where the honest disagree by a half-step, the colluders choose among what the honest said, and nothing beyond.
    const torn = await tallied(
      [ada, ben],
      [[7, 8], [8, 8], [8, 9], [9, 9], forged, forged, undefined],
      terms,
    );
    expect(await rounds.scoreOf(torn, 0)).to.equal(8n);
    expect(await rounds.scoreOf(torn, 1)).to.equal(8n);
  });

  it("an absent colluder cannot kill a round of seven alone, and pays the others", async () => {
    const { rounds, token, tallied, ada, runners, toClaims } = await fixture();
    const scores = [8];
    const id = await tallied([ada], [scores, scores, scores, scores, scores, undefined, undefined], {
      minCommits: 7n,
      minReveals: 5n,
    });
    expect((await rounds.roundOf(id)).status).to.equal(Status.Tallied);
    await toClaims(id);
    await rounds.settle(id);
    const share = (2n * RUNNER_BOND) / 5n;
    expect(await rounds.creditOf(runners[0]!, token)).to.equal(RUNNER_BOND + share + RUNNER_FEE);
    expect(await rounds.creditOf(runners[6]!, token)).to.equal(0n);
  });

  it("an entry that models refuse is its own score of 0, and stops nobody", async () => {
    const { rounds, token, tallied, ada, ben, toClaims } = await fixture();
    const id = await tallied(
      [ada, ben],
      [
        [0, 9],
        [0, 9],
        [0, 9],
      ],
    );
    await toClaims(id);
    await expect(rounds.claim(id, 1)).to.changeTokenBalance(token, ben, POT + ENTRY_FEE);
  });

  it("a round in which nobody earned anything pays the runners, and the pot goes home", async () => {
    const { rounds, token, treasury, tallied, ada, toClaims, toEnd, runners } = await fixture();
    const id = await tallied([ada], [[0], [0], [0]]);
    await toClaims(id);
    await expect(rounds.claim(id, 0)).to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable");
    await rounds.settle(id);
    expect(await rounds.creditOf(runners[0]!, token)).to.equal(RUNNER_BOND + RUNNER_FEE);
    await toEnd(id);
    await expect(rounds.sweep(id)).to.changeTokenBalance(token, treasury, POT + ENTRY_FEE + 12n * RUNNER_FEE);
  });

  it("a beneficiary that cannot be paid, and a flag without end, hold up no other", async () => {
    const { rounds, tallied, ada, critic, toClaims } = await fixture();
    // A contract that takes no ether.
    const stone = { address: (await ethers.deployContract("RoundsHarness")).target as string };
    const id = await tallied(
      [ada, stone, critic],
      [
        [4, 4, 4],
        [4, 4, 4],
        [4, 4, 4],
      ],
      {
        ...{ asset: ethers.ZeroAddress, budgetId: 3n },
      },
    );
    await rounds.connect(critic).flag(id, 2, { value: FEE });
    await toClaims(id);
    await expect(rounds.claim(id, 1)).to.be.reverted;
    await expect(rounds.claim(id, 0)).to.changeEtherBalance(ada, POT / 3n + ENTRY_FEE);
  });

  it("what a flag brings is less than it risks: a share cannot be flagged twice, nor without its bond", async () => {
    const { rounds, token, tallied, ada, critic, ruleOn } = await fixture();
    const id = await tallied([ada], [[4], [4], [4]]);
    await token.connect(critic).approve(rounds, 0);
    await expect(rounds.connect(critic).flag(id, 0, { value: FEE })).to.be.reverted;
    await token.connect(critic).approve(rounds, ethers.MaxUint256);
    await rounds.connect(critic).flag(id, 0, { value: FEE });
    await ruleOn(1n, 2n);
    await expect(rounds.connect(critic).flag(id, 0, { value: FEE })).to.be.revertedWithCustomError(
      rounds,
      "Rounds_NotClaimable",
    );
  });
});
