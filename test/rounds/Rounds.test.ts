import { anyValue } from "@nomicfoundation/hardhat-chai-matchers/withArgs";
import { loadFixture, mine, setStorageAt, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { EXCLUDED } from "../helpers/governor";
import {
  BUNDLE,
  CONTENT,
  DAY,
  deployRounds,
  ENTRY_FEE,
  ETHER,
  FEE,
  FLAG_BOND,
  FOREVER,
  KEY,
  Kind,
  ONE,
  PAUSE_DISTRIBUTION,
  PAUSE_SCORING,
  POT,
  PROGRAM_KEY,
  RECIPE,
  RECIPE_HASH,
  RUNNER,
  RUNNER_BOND,
  RUNNER_FEE,
  SALT,
  SEED_DELAY,
  slotOfRound,
  STANDS,
  Status,
  STRIKE,
  weightOf,
} from "./fixture";

const fixture = () => loadFixture(deployRounds);
const FEES = 15n * RUNNER_FEE;
const now = async () => BigInt(await time.latest());
/** What an entry of this score earns beside entries of these scores. */
const share = (score: number, all: readonly number[], pot = POT) =>
  (pot * weightOf(score)) / all.reduce((sum, each) => sum + weightOf(each), 0n);

describe("Rounds", () => {
  describe("deployment", () => {
    it("names its parts, and excludes its votes", async () => {
      const { rounds, token, treasury, registry, credentials, vesting, timelock } = await fixture();
      expect([
        ...[await rounds.TOKEN(), await rounds.TREASURY(), await rounds.REGISTRY()],
        ...[await rounds.CREDENTIALS(), await rounds.VESTING(), await rounds.TIMELOCK()],
      ]).to.deep.equal([
        ...[token.target, treasury.target, registry.target, credentials.target, vesting.target],
        timelock.address,
      ]);
      expect([await rounds.STANDS(), await rounds.STRIKE()]).to.deep.equal([STANDS, STRIKE]);
      expect(await token.delegates(rounds)).to.equal(EXCLUDED);
      expect(await rounds.rateOf(token)).to.equal(ONE);
    });

    it("refuses parts without code, and vaults of another token", async () => {
      const { token, treasury, registry, credentials, vesting, odd, stranger, timelock, libraries } =
        await fixture();
      const factory = await ethers.getContractFactory("Rounds", { libraries });
      const parts = [token, treasury, registry, credentials, vesting].map(({ target }) => target as string);
      const others = await ethers.deployContract("VestingFactory", [odd, ETHER, timelock, treasury]);
      for (const [i, part] of [
        ...[0, 1, 2, 3].map((each) => [each, stranger.address] as const),
        [4, others.target as string] as const,
      ]) {
        const given = parts.map((each, place) => (place === i ? part : each)) as [
          string,
          string,
          string,
          string,
          string,
        ];
        await expect(factory.deploy(...given))
          .to.be.revertedWithCustomError(factory, "Rounds_BadParameters")
          .withArgs(...given);
      }
    });

    it("takes ether from the treasury alone", async () => {
      const { rounds, stranger } = await fixture();
      await expect(stranger.sendTransaction({ to: rounds, value: 1n }))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotTreasury")
        .withArgs(stranger.address);
    });
  });

  describe("a recipe", () => {
    it("is known by its sha256, and its text is in the event for ever", async () => {
      const { rounds, publish, stranger } = await fixture();
      expect(await rounds.publishedAt(RECIPE_HASH)).to.equal(0n);
      await expect(rounds.connect(stranger).publishRecipe(RECIPE, "ipfs://recipe"))
        .to.emit(rounds, "RecipePublished")
        .withArgs(RECIPE_HASH, stranger.address, "ipfs://recipe", ethers.hexlify(RECIPE));
      const time_ = await now();
      expect(await rounds.publishedAt(RECIPE_HASH)).to.equal(time_);
      await expect(publish())
        .to.be.revertedWithCustomError(rounds, "Rounds_AlreadyPublished")
        .withArgs(RECIPE_HASH, time_);
    });

    it("has 1 to 96,000 bytes, and an address of up to 256", async () => {
      const { rounds } = await fixture();
      for (const length of [0, 96_001])
        await expect(rounds.publishRecipe(new Uint8Array(length), "", { gasLimit: 16_000_000 }))
          .to.be.revertedWithCustomError(rounds, "Rounds_BadRecipe")
          .withArgs(length, 96_000);
      await rounds.publishRecipe(new Uint8Array(96_000), "u".repeat(256), { gasLimit: 16_000_000 });
      await expect(rounds.publishRecipe("0x01", "u".repeat(257)))
        .to.be.revertedWithCustomError(rounds, "Rounds_UriTooLong")
        .withArgs(257, 256);
    });
  });

  describe("a program", () => {
    it("is opened and ended by the timelock alone", async () => {
      const { rounds, base, stranger, create } = await fixture();
      const theirs = rounds.connect(stranger);
      for (const attempt of [
        () => theirs.createProgram(base),
        () => theirs.endProgram(1),
        () => theirs.strike(1),
      ])
        await expect(attempt())
          .to.be.revertedWithCustomError(rounds, "Disputes_NotTimelock")
          .withArgs(stranger.address);
      await expect(rounds.createProgram(base))
        .to.emit(rounds, "ProgramCreated")
        .withArgs(1, KEY, 1, anyValue);
      const [program, dueAt] = await rounds.programOf(1);
      expect(program).to.deep.equal(Object.values(base));
      expect(dueAt).to.equal(await now());
      expect(await create()).to.equal(2n);
      await expect(rounds.endProgram(1)).to.emit(rounds, "ProgramEnded").withArgs(1);
      expect((await rounds.programOf(1)).dueAt).to.equal(FOREVER);
      for (const attempt of [() => rounds.endProgram(1), () => rounds.open(1), () => rounds.open(3)])
        await expect(attempt()).to.be.revertedWithCustomError(rounds, "Rounds_NoProgram");
    });

    it("has a pot, a cap, a majority of runs, and terms from a minute to a year", async () => {
      const { rounds, base } = await fixture();
      for (const changes of [
        { potPerRound: 0n },
        { potPerRound: 2n ** 112n },
        { capBps: 0n },
        { capBps: 10_001n },
        { minCommits: 16n, minReveals: 9n },
        { minCommits: 3n, minReveals: 4n },
        { minCommits: 4n, minReveals: 2n },
        { minCommits: 0n, minReveals: 0n },
        { kind: Kind.Program, entryFee: 1n },
        ...["every", "openFor", "runFor", "revealFor", "challengeFor", "claimFor"].flatMap((term) => [
          { [term]: 59n },
          { [term]: 365n * DAY + 1n },
        ]),
      ])
        await expect(
          rounds.createProgram({ ...base, ...changes }),
          JSON.stringify(changes, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
        ).to.be.revertedWithCustomError(rounds, "Rounds_BadProgram");
      await rounds.createProgram({
        ...base,
        ...{ every: 60n, claimFor: 365n * DAY, minCommits: 15n, minReveals: 8n },
      });
    });

    it("has a budget of its asset that this contract spends, and a parameter that exists", async () => {
      const { rounds, registry, base, treasury, token, odd, stranger } = await fixture();
      await expect(rounds.createProgram({ ...base, asset: odd.target as string }))
        .to.be.revertedWithCustomError(rounds, "Rounds_BadBudget")
        .withArgs(1, rounds.target, token.target);
      await treasury.setBudgetSpender(1, stranger);
      await expect(rounds.createProgram(base))
        .to.be.revertedWithCustomError(rounds, "Rounds_BadBudget")
        .withArgs(1, stranger.address, token.target);
      const recipeKey = ethers.encodeBytes32String("prompt.unknown");
      await expect(rounds.createProgram({ ...base, recipeKey }))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_UnknownKey")
        .withArgs(recipeKey);
    });

    it("takes for 0 the budget that the same proposal has granted last, and keeps its number", async () => {
      const { rounds, base, treasury, token } = await fixture();
      const libraries = await ethers.getContractFactory("Programs");
      const labels = await ethers.deployContract("MockLabels");
      await treasury.setGovernor(labels);
      await labels.set(7, 0);
      await expect(rounds.createProgram({ ...base, budgetId: 0n }))
        .to.be.revertedWithCustomError(libraries, "GrantedBudget_NotOfProposal")
        .withArgs(3, 0, 7);
      await treasury.grantBudget({
        ...{ spender: rounds, token, amount: ONE, start: 0, period: DAY, periods: 1, rollover: false },
        ...{ category: ethers.encodeBytes32String("equity") },
      });
      const creating = rounds.createProgram({ ...base, budgetId: 0n });
      await expect(creating).to.emit(rounds, "ProgramCreated").withArgs(1, KEY, 4, anyValue);
      expect((await rounds.programOf(1))[0].budgetId).to.equal(4n);
    });

    it("vests in the network's token alone, for a hundred years at the most, where there are vaults", async () => {
      const { rounds, base, odd, token, treasury, registry, credentials, libraries } = await fixture();
      const asset = odd.target as string;
      for (const changes of [
        { vestFor: 10n, cliff: 11n },
        { cliff: 1n },
        { vestFor: 10n, asset, budgetId: 2n },
        { vestFor: 100n * 365n * DAY + 1n },
      ])
        await expect(rounds.createProgram({ ...base, ...changes })).to.be.revertedWithCustomError(
          rounds,
          "Rounds_BadVesting",
        );
      const without = await ethers.deployContract("Rounds", [token, treasury, registry, credentials, ETHER], {
        libraries,
      });
      await expect(without.createProgram({ ...base, vestFor: 10n }))
        .to.be.revertedWithCustomError(rounds, "Rounds_BadVesting")
        .withArgs(token, 10n, 0n);
    });
  });

  describe("opening", () => {
    it("draws pot and fees from the budget, by the recipe that is in force", async () => {
      const { rounds, token, treasury, create, publish, stranger } = await fixture();
      const program = await create();
      await publish();
      const opening = rounds.connect(stranger).open(program);
      await expect(opening).to.changeTokenBalances(token, [treasury, rounds], [-(POT + FEES), POT + FEES]);
      const closes = (await now()) + 7n * DAY;
      await expect(opening).to.emit(rounds, "RoundOpened").withArgs(1, 1, RECIPE_HASH, POT, closes);
      // The ledger names the round.
      const [category, ref] = [ethers.encodeBytes32String("equity"), ethers.toBeHex(1, 32)];
      await expect(opening)
        .to.emit(treasury, "Disbursed")
        .withArgs(1, token, rounds, POT + FEES, category, ref, anyValue);
      const round = await rounds.roundOf(1);
      expect([round.status, round.pot, round.left, round.closes, round.recipe]).to.deep.equal([
        ...[Status.Open, POT, POT + FEES, closes, RECIPE_HASH],
      ]);
      const due = (await now()) + DAY;
      await expect(rounds.open(program))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotDue")
        .withArgs(1, due);
      await time.increaseTo(due);
      await rounds.open(program);
      expect(await rounds.roundCount()).to.equal(2n);
    });

    it("is refused for a recipe that nobody has published, and for none", async () => {
      const { rounds, create, publish } = await fixture();
      const program = await create();
      await expect(rounds.open(program))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotPublished")
        .withArgs(RECIPE_HASH);
      const none = await create({ recipeKey: ethers.encodeBytes32String("prompt.none") });
      await publish();
      await expect(rounds.open(none))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotPublished")
        .withArgs(ethers.ZeroHash);
    });

    it("keeps its recipe when a vote adopts another", async () => {
      const { rounds, registry, opened } = await fixture();
      const id = await opened();
      const other = ethers.sha256("0x02");
      await registry.upgrade(
        ethers.encodeBytes32String("prompt"),
        [{ key: KEY, value: other }],
        true,
        ethers.id("spec"),
        "",
      );
      expect((await rounds.roundOf(id)).recipe).to.equal(RECIPE_HASH);
      await time.increase(DAY);
      await expect(rounds.open(1))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotPublished")
        .withArgs(other);
    });

    it("is refused when the budget or the cap has no room, also for a second program of the budget", async () => {
      const { rounds, treasury, opened, create, token } = await fixture();
      await opened({ potPerRound: 9_000n * ONE });
      const second = await create();
      const budgets = await ethers.getContractFactory("Budgets");
      await expect(rounds.open(second)).to.be.revertedWithCustomError(budgets, "Budgets_Exceeded");
      await treasury.lowerCap(token, 1_000n * ONE);
      await treasury.raiseBudget(1, 100_000n * ONE, 12);
      const caps = await ethers.getContractFactory("OutflowCap");
      await expect(rounds.open(second)).to.be.revertedWithCustomError(caps, "OutflowCap_Exceeded");
    });

    it("is refused for an asset of which less arrives", async () => {
      const { rounds, odd, create, publish } = await fixture();
      const program = await create({ asset: odd.target as string, budgetId: 2n });
      await publish();
      await odd.setFees(100, 0);
      const wanted = POT + FEES;
      await expect(rounds.open(program))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongReceipt")
        .withArgs(odd, wanted - wanted / 100n, wanted);
    });
  });

  describe("an entry", () => {
    it("is chained to those before it, and costs its fee", async () => {
      const { rounds, token, opened, ada, ben, submit } = await fixture();
      const id = await opened();
      const submitting = submit(id, ben);
      await expect(submitting).to.changeTokenBalances(token, [ada, rounds], [-ENTRY_FEE, ENTRY_FEE]);
      await expect(submitting)
        .to.emit(rounds, "EntrySubmitted")
        .withArgs(id, 0, ben.address, ada.address, CONTENT, "ipfs://entry");
      const chain = (before: string, beneficiary: string) =>
        ethers.keccak256(
          ethers.AbiCoder.defaultAbiCoder().encode(
            ["bytes32", "address", "address", "bytes32", "bytes32"],
            [before, ada.address, beneficiary, CONTENT, ethers.id("ipfs://entry")],
          ),
        );
      const first = chain(ethers.ZeroHash, ben.address);
      expect((await rounds.roundOf(id)).inputs).to.equal(first);
      await submit(id, ada);
      const round = await rounds.roundOf(id);
      expect([round.inputs, round.count, round.left]).to.deep.equal([
        ...[chain(first, ada.address), 2n, POT + FEES + 2n * ENTRY_FEE],
      ]);
      expect([await rounds.beneficiaryOf(id, 0), await rounds.beneficiaryOf(id, 1)]).to.deep.equal([
        ...[ben.address, ada.address],
      ]);
    });

    it("names somebody who can be paid, an address of 256 bytes, and comes before closing", async () => {
      const { rounds, opened, ada, close } = await fixture();
      const id = await opened();
      for (const nobody of [ETHER, rounds.target as string])
        await expect(rounds.connect(ada).submit(id, nobody, CONTENT, ""))
          .to.be.revertedWithCustomError(rounds, "Rounds_BadBeneficiary")
          .withArgs(nobody);
      await expect(rounds.connect(ada).submit(id, ada, CONTENT, "u".repeat(257)))
        .to.be.revertedWithCustomError(rounds, "Rounds_UriTooLong")
        .withArgs(257, 256);
      await close(id);
      await expect(rounds.connect(ada).submit(id, ada, CONTENT, ""))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotNow")
        .withArgs(id, Status.Open, 0, (await rounds.roundOf(id)).closes);
    });

    it("is one of 24,000 at the most", async () => {
      const { rounds, opened, ada } = await fixture();
      const id = await opened();
      // The first word of a round has program, count and more: the count is in its bits 32 to 63.
      const slot = await slotOfRound(rounds, id);
      const word = BigInt(await ethers.provider.getStorage(rounds, slot));
      await setStorageAt(rounds.target as string, slot, ethers.toBeHex(word | (24_000n << 32n), 32));
      expect((await rounds.roundOf(id)).count).to.equal(24_000n);
      await expect(rounds.connect(ada).submit(id, ada, CONTENT, ""))
        .to.be.revertedWithCustomError(rounds, "Rounds_Full")
        .withArgs(id, 24_000);
    });

    it("is paid in the asset alone, and exactly", async () => {
      const { rounds, odd, opened, ada } = await fixture();
      const inTokens = await opened();
      await expect(rounds.connect(ada).submit(inTokens, ada, CONTENT, "", { value: 1n }))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongReceipt")
        .withArgs(ETHER, 1n, 0n);
      const inEther = await opened({ asset: ETHER, budgetId: 3n });
      await expect(rounds.connect(ada).submit(inEther, ada, CONTENT, "", { value: ENTRY_FEE - 1n }))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongReceipt")
        .withArgs(ETHER, ENTRY_FEE - 1n, ENTRY_FEE);
      const inOdd = await opened({ asset: odd.target as string, budgetId: 2n });
      await odd.setFees(100, 0);
      await expect(rounds.connect(ada).submit(inOdd, ada, CONTENT, ""))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongReceipt")
        .withArgs(odd, (ENTRY_FEE * 99n) / 100n, ENTRY_FEE);
    });

    it("does not exist in a program that computes", async () => {
      const { rounds, opened, ada } = await fixture();
      const id = await opened({ kind: Kind.Program, entryFee: 0n });
      await expect(rounds.connect(ada).submit(id, ada, CONTENT, ""))
        .to.be.revertedWithCustomError(rounds, "Rounds_NoEntries")
        .withArgs(id);
    });
  });

  describe("the seed", () => {
    it("comes from a block that is chosen after the entries are complete", async () => {
      const { rounds, opened, submit, ada, close } = await fixture();
      const id = await opened();
      await submit(id, ada);
      await expect(rounds.freeze(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await expect(rounds.seal(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await close(id);
      const { inputs } = await rounds.roundOf(id);
      const freezing = await rounds.freeze(id);
      const seedBlock = BigInt(freezing.blockNumber!) + BigInt(SEED_DELAY);
      await expect(freezing).to.emit(rounds, "RoundFrozen").withArgs(id, 1, inputs);
      await expect(freezing).to.emit(rounds, "SeedBlockSet").withArgs(id, seedBlock);
      await mine(SEED_DELAY - 1);
      await expect(rounds.seal(id))
        .to.be.revertedWithCustomError(rounds, "Rounds_TooSoon")
        .withArgs(seedBlock, seedBlock);
      await rounds.seal(id);
      const { hash } = (await ethers.provider.getBlock(Number(seedBlock)))!;
      const seed = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ["bytes32", "uint256", "address", "uint256", "bytes32"],
          [hash, 31_337, rounds.target, id, inputs],
        ),
      );
      const round = await rounds.roundOf(id);
      expect([round.seed, round.status]).to.deep.equal([seed, Status.Running]);
      expect([round.commitUntil, round.revealUntil]).to.deep.equal([
        ...[(await now()) + 3n * DAY, (await now()) + 5n * DAY],
      ]);
    });

    it("comes from another block when nobody knows the hash any more", async () => {
      const { rounds, opened, submit, ada, close } = await fixture();
      const id = await opened();
      await submit(id, ada);
      await close(id);
      await rounds.freeze(id);
      await mine(300);
      const sealing = await rounds.seal(id);
      const next = BigInt(sealing.blockNumber!) + BigInt(SEED_DELAY);
      await expect(sealing).to.emit(rounds, "SeedBlockSet").withArgs(id, next);
      expect((await rounds.roundOf(id)).status).to.equal(Status.Frozen);
      await mine(SEED_DELAY);
      await expect(rounds.seal(id)).to.emit(rounds, "SeedTaken");
    });

    it("of a program names the block that it reads", async () => {
      const { rounds, opened, close } = await fixture();
      const id = await opened({ kind: Kind.Program, entryFee: 0n });
      await close(id);
      await rounds.freeze(id);
      await mine(SEED_DELAY);
      await rounds.seal(id);
      const { seedBlock, inputs } = await rounds.roundOf(id);
      const { hash } = (await ethers.provider.getBlock(Number(seedBlock)))!;
      expect(inputs).to.equal(
        ethers.keccak256(
          ethers.AbiCoder.defaultAbiCoder().encode(
            ["uint256", "uint256", "bytes32"],
            [31_337, seedBlock, hash],
          ),
        ),
      );
    });

    it("is not needed where there are no entries: the pot goes home", async () => {
      const { rounds, token, treasury, opened, close } = await fixture();
      const id = await opened();
      await close(id);
      await expect(rounds.freeze(id)).to.emit(rounds, "RoundVoided").withArgs(id, 0, 0, 0, 0);
      const sweeping = rounds.sweep(id);
      await expect(sweeping).to.changeTokenBalances(token, [rounds, treasury], [-(POT + FEES), POT + FEES]);
      await expect(sweeping)
        .to.emit(rounds, "Swept")
        .withArgs(id, 1, POT + FEES);
      expect((await treasury.budget(1)).spent).to.equal(0n);
    });
  });

  describe("a run", () => {
    it("is committed to by who has the credential, once, with the bond", async () => {
      const { rounds, token, opened, submit, ada, seal, runners, commit, stranger, credentials } =
        await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      const committing = commit(id, runners[0]!, [5]);
      await expect(committing).to.changeTokenBalances(
        token,
        [runners[0]!, rounds],
        [-RUNNER_BOND, RUNNER_BOND],
      );
      await expect(committing).to.emit(rounds, "RunCommitted").withArgs(id, 0, runners[0]!.address, anyValue);
      await expect(commit(id, runners[0]!, [5]))
        .to.be.revertedWithCustomError(rounds, "Rounds_AlreadyCommitted")
        .withArgs(id, runners[0]!.address);
      await credentials.revoke(RUNNER, runners[1]!, ethers.ZeroHash);
      for (const other of [stranger, runners[1]!])
        await expect(commit(id, other, [5]))
          .to.be.revertedWithCustomError(rounds, "Rounds_NotRunner")
          .withArgs(other.address, RUNNER);
      await time.increaseTo((await rounds.roundOf(id)).commitUntil);
      await expect(commit(id, runners[2]!, [5])).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
    });

    it("is one of 15 at the most", async () => {
      const { rounds, opened, submit, ada, seal, runners, commit, credentials, stranger } = await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      for (const runner of runners) await commit(id, runner, [5]);
      await credentials.issue(RUNNER, stranger, ethers.ZeroHash);
      await expect(commit(id, stranger, [5]))
        .to.be.revertedWithCustomError(rounds, "Rounds_TooManyRuns")
        .withArgs(id, 15);
      expect((await rounds.runsOf(id)).map(({ runner }) => runner)).to.deep.equal(
        runners.map(({ address }) => address),
      );
    });

    it("is revealed as it was committed to, once, in its time", async () => {
      const { rounds, opened, submit, ada, seal, runners, commit, reveal, toReveals, toTally, stranger } =
        await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      const [first, second] = runners as [typeof ada, typeof ada];
      await commit(id, first, [5]);
      await commit(id, second, [6]);
      await expect(reveal(id, first, [5])).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toReveals(id);
      await expect(reveal(id, stranger, [5]))
        .to.be.revertedWithCustomError(rounds, "Rounds_NothingToReveal")
        .withArgs(id, stranger.address);
      await expect(reveal(id, first, [6]))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongOpening")
        .withArgs(
          await rounds.commitmentOf(id, first, "0x06", BUNDLE, SALT),
          await rounds.commitmentOf(id, first, "0x05", BUNDLE, SALT),
        );
      await expect(rounds.connect(first).revealRun(id, "0x05", BUNDLE, "u".repeat(257), SALT))
        .to.be.revertedWithCustomError(rounds, "Rounds_UriTooLong")
        .withArgs(257, 256);
      await expect(reveal(id, first, [5]))
        .to.emit(rounds, "RunRevealed")
        .withArgs(id, 0, first.address, anyValue, ethers.ZeroHash, BUNDLE, "ipfs://bundle");
      const [run] = await rounds.runsOf(id);
      expect(await ethers.provider.getCode(run!.scores)).to.equal("0x0005");
      await expect(reveal(id, first, [5])).to.be.revertedWithCustomError(rounds, "Rounds_NothingToReveal");
      await toTally(id);
      await expect(reveal(id, second, [6])).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
    });

    it("has a byte for each entry, or nothing", async () => {
      const { rounds, opened, submit, ada, seal, runners, commit, reveal, toReveals } = await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      const [first, second] = runners as [typeof ada, typeof ada];
      await commit(id, first, [5, 5]);
      await commit(id, second, []);
      await toReveals(id);
      await expect(reveal(id, first, [5, 5]))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongLength")
        .withArgs(2, 1);
      await reveal(id, second, []);
      const { results, failures } = await rounds.roundOf(id);
      expect([results, failures]).to.deep.equal([0n, 1n]);
    });

    it("cannot be copied: what it commits to names its runner", async () => {
      const { rounds, opened, submit, ada, seal, runners, commit, toReveals } = await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      const [first, copier] = runners as [typeof ada, typeof ada];
      await commit(id, first, [5]);
      const [run] = await rounds.runsOf(id);
      await rounds.connect(copier).commitRun(id, run!.value);
      await toReveals(id);
      await expect(
        rounds.connect(copier).revealRun(id, "0x05", BUNDLE, "", SALT),
      ).to.be.revertedWithCustomError(rounds, "Rounds_WrongOpening");
    });

    it("is of its round alone, contract and chain: another round's commitment opens nothing", async () => {
      const { rounds, opened, submit, ada, seal, runners, commit, toReveals } = await fixture();
      const id = await opened();
      const runner = runners[0]!;
      expect(await rounds.commitmentOf(id, runner, "0x05", BUNDLE, SALT)).to.equal(
        ethers.keccak256(
          ethers.AbiCoder.defaultAbiCoder().encode(
            ["uint256", "address", "uint256", "address", "bytes32", "bytes32", "bytes32"],
            [31_337, rounds.target, id, runner.address, ethers.keccak256("0x05"), BUNDLE, SALT],
          ),
        ),
      );
      await submit(id, ada);
      await seal(id);
      const elsewhere = await rounds.commitmentOf(id + 1n, runner, "0x05", BUNDLE, SALT);
      await rounds.connect(runner).commitRun(id, elsewhere);
      await commit(id, runners[1]!, [5]);
      await toReveals(id);
      await expect(
        rounds.connect(runner).revealRun(id, "0x05", BUNDLE, "", SALT),
      ).to.be.revertedWithCustomError(rounds, "Rounds_WrongOpening");
    });
  });

  describe("the tally", () => {
    it("is the medians, their weights, and the sum", async () => {
      const { rounds, tallied, ada, ben, critic } = await fixture();
      const id = await tallied(
        [ada, ben, critic],
        [
          [4, 20, 0],
          [6, 0, 255],
          [10, 7, 3],
        ],
      );
      // 255 counts as 0.
      const medians = [6, 7, 0];
      for (const [i, score] of medians.entries()) {
        expect(await rounds.scoreOf(id, i)).to.equal(BigInt(score));
        expect(await rounds.shareOf(id, i)).to.equal(share(score, medians));
      }
      const round = await rounds.roundOf(id);
      expect(round.total).to.equal(weightOf(6) + weightOf(7));
      expect([round.status, round.windowUntil, round.claimUntil]).to.deep.equal([
        ...[Status.Tallied, (await now()) + 10n * DAY, (await now()) + 100n * DAY],
      ]);
    });

    it("takes the lower middle of an even number", async () => {
      const { rounds, tallied, ada } = await fixture();
      const id = await tallied([ada], [[4], [6], [10], [12]]);
      expect(await rounds.scoreOf(id, 0)).to.equal(6n);
    });

    it("goes on from call to call, in words of 32", async () => {
      const { rounds, opened, submit, ada, seal, run } = await fixture();
      const id = await opened();
      for (let i = 0; i < 70; i++) await submit(id, ada);
      await seal(id);
      const scores = Array.from({ length: 70 }, (_, i) => i % 21);
      await run(id, [scores, scores, scores]);
      for (const few of [0, 31])
        await expect(rounds.tally(id, few))
          .to.be.revertedWithCustomError(rounds, "Rounds_NothingToTally")
          .withArgs(id, few);
      await expect(rounds.tally(id, 33)).to.emit(rounds, "TallyContinued").withArgs(id, 32);
      await expect(rounds.tally(id, 64)).to.emit(rounds, "RoundTallied");
      for (const [i, score] of scores.entries()) expect(await rounds.scoreOf(id, i)).to.equal(BigInt(score));
      expect((await rounds.roundOf(id)).total).to.equal(
        scores.reduce((sum, each) => sum + weightOf(each), 0n),
      );
      await expect(rounds.tally(id, 64)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
    });

    it("ends with the call that names exactly as many entries as there are", async () => {
      const { rounds, opened, submit, ada, seal, run } = await fixture();
      const id = await opened();
      for (let i = 0; i < 3; i++) await submit(id, ada);
      await seal(id);
      await run(id, [[4, 5, 6], [4, 5, 6], undefined]);
      await expect(rounds.tally(id, 3)).to.emit(rounds, "RoundTallied");
    });

    it("waits for the end of reveals", async () => {
      const { rounds, opened, submit, ada, seal, runners, commit, reveal, toReveals } = await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      for (const runner of runners.slice(0, 3)) await commit(id, runner, [5]);
      await toReveals(id);
      for (const runner of runners.slice(0, 3)) await reveal(id, runner, [5]);
      await expect(rounds.tally(id, 32))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotNow")
        .withArgs(id, Status.Running, (await rounds.roundOf(id)).revealUntil, FOREVER);
    });

    it("ends at once with too few commitments, and every bond comes back", async () => {
      const { rounds, token, opened, submit, ada, seal, runners, commit, toReveals } = await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      await commit(id, runners[0]!, [5]);
      await commit(id, runners[1]!, [5]);
      await expect(rounds.tally(id, 32)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toReveals(id);
      await expect(rounds.tally(id, 32)).to.emit(rounds, "RoundVoided").withArgs(id, 1, 2, 0, 0);
      await rounds.settle(id);
      for (const runner of runners.slice(0, 2))
        expect(await rounds.creditOf(runner, token)).to.equal(RUNNER_BOND);
      await expect(rounds.settle(id))
        .to.be.revertedWithCustomError(rounds, "Rounds_AlreadySettled")
        .withArgs(id);
      // The contributor's fee comes back, the share does not.
      await expect(rounds.claim(id, 0)).to.changeTokenBalance(token, ada, ENTRY_FEE);
      await rounds.sweep(id);
      expect((await rounds.roundOf(id)).left).to.equal(0n);
    });

    it("with too few commitments pays nobody twice, though some reveal in vain", async () => {
      // Found by the invariants: what a silent runner seemed to lose was shared, and came back to him besides.
      const { rounds, token, opened, submit, ada, seal, runners, commit, reveal, toReveals } =
        await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      await commit(id, runners[0]!, [5]);
      await commit(id, runners[1]!, [5]);
      await toReveals(id);
      await reveal(id, runners[0]!, [5]);
      await rounds.tally(id, 32);
      await rounds.settle(id);
      for (const runner of runners.slice(0, 2))
        expect(await rounds.creditOf(runner, token)).to.equal(RUNNER_BOND);
      expect((await rounds.roundOf(id)).left).to.equal(POT + FEES + ENTRY_FEE);
    });

    it("reads the scores of those who revealed, though the first to commit did not", async () => {
      const { rounds, tallied, ada, ben } = await fixture();
      const id = await tallied([ada, ben], [undefined, [3, 9], [5, 7]]);
      expect([await rounds.scoreOf(id, 0), await rounds.scoreOf(id, 1)]).to.deep.equal([3n, 7n]);
    });

    it("voids the round with too few results; the silent lose their bonds to the others", async () => {
      const { rounds, token, tallied, ada, runners } = await fixture();
      const id = await tallied([ada], [[5], undefined, undefined]);
      expect((await rounds.roundOf(id)).status).to.equal(Status.Voided);
      await rounds.settle(id);
      expect(await rounds.creditOf(runners[0]!, token)).to.equal(3n * RUNNER_BOND);
      expect(await rounds.creditOf(runners[1]!, token)).to.equal(0n);
    });

    it("voids the round when nobody reveals: what they lose goes to the budget", async () => {
      const { rounds, token, tallied, ada, runners, toEnd } = await fixture();
      const id = await tallied([ada], [undefined, undefined, undefined]);
      await rounds.settle(id);
      expect(await rounds.creditOf(runners[0]!, token)).to.equal(0n);
      await rounds.sweep(id);
      await expect(rounds.sweep(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toEnd(id);
      await expect(rounds.sweep(id))
        .to.emit(rounds, "Swept")
        .withArgs(id, 1, 3n * RUNNER_BOND + ENTRY_FEE);
      await expect(rounds.sweep(id))
        .to.be.revertedWithCustomError(rounds, "Rounds_NothingToSweep")
        .withArgs(id);
    });

    it("voids the round when more runs failed their gates than did not, and their bonds come back", async () => {
      const { rounds, token, tallied, ada, runners } = await fixture();
      const id = await tallied([ada], [[5], [5], [], [], []]);
      expect((await rounds.roundOf(id)).status).to.equal(Status.Voided);
      await rounds.settle(id);
      for (const runner of runners.slice(0, 5))
        expect(await rounds.creditOf(runner, token)).to.equal(RUNNER_BOND);
      const half = await tallied([ada], [[5], [5], [], []]);
      expect((await rounds.roundOf(half)).status).to.equal(Status.Tallied);
    });
  });

  describe("runners", () => {
    it("get bond, fee and what the silent lose, when the window is over", async () => {
      const { rounds, token, tallied, ada, runners, toClaims, stranger } = await fixture();
      const id = await tallied([ada], [[5], [6], [], undefined, undefined]);
      await expect(rounds.settle(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toClaims(id);
      const back = RUNNER_BOND + (2n * RUNNER_BOND) / 3n;
      await expect(rounds.connect(stranger).settle(id))
        .to.emit(rounds, "Credited")
        .withArgs(runners[0]!.address, token, back + RUNNER_FEE, id);
      expect(await rounds.creditOf(runners[2]!, token)).to.equal(back);
      expect(await rounds.creditOf(runners[3]!, token)).to.equal(0n);
      const withdrawing = rounds.connect(stranger).withdraw(runners[0]!, token);
      await expect(withdrawing).to.changeTokenBalance(token, runners[0]!, back + RUNNER_FEE);
      await expect(withdrawing)
        .to.emit(rounds, "Withdrawn")
        .withArgs(runners[0]!.address, token, back + RUNNER_FEE);
      await expect(rounds.withdraw(runners[0]!, token))
        .to.be.revertedWithCustomError(rounds, "Rounds_NothingToWithdraw")
        .withArgs(runners[0]!.address, token);
    });

    it("are credited nothing and without an event where there are neither bonds nor fees", async () => {
      const { rounds, tallied, ada, toClaims } = await fixture();
      const id = await tallied([ada], [[5], [6], [7]], { runnerBond: 0n, runnerFee: 0n });
      await toClaims(id);
      await expect(rounds.settle(id)).not.to.emit(rounds, "Credited");
    });
  });

  describe("a share", () => {
    it("is paid with the entry's fee, by anyone, after the window", async () => {
      const { rounds, token, tallied, ada, ben, toClaims, stranger } = await fixture();
      const id = await tallied(
        [ada, ben],
        [
          [4, 6],
          [4, 6],
          [4, 6],
        ],
      );
      await expect(rounds.claim(id, 0)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toClaims(id);
      const amount = share(4, [4, 6]);
      const claiming = rounds.connect(stranger).claim(id, 0);
      await expect(claiming).to.changeTokenBalance(token, ada, amount + ENTRY_FEE);
      await expect(claiming)
        .to.emit(rounds, "Claimed")
        .withArgs(id, 0, ada.address, amount, ENTRY_FEE, ETHER);
      expect(await rounds.isClosed(id, 0)).to.equal(true);
      for (const index of [0, 2])
        await expect(rounds.claim(id, index))
          .to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable")
          .withArgs(id, index);
      expect((await rounds.roundOf(id)).claimed).to.equal(amount);
    });

    it("of many is paid in one call, which passes over what is closed or is nothing", async () => {
      const { rounds, token, tallied, ada, ben, critic, toClaims } = await fixture();
      const scores = [4, 6, 0];
      const id = await tallied([ada, ben, critic], [scores, scores, scores]);
      await toClaims(id);
      await rounds.claim(id, 0);
      await expect(rounds.claimMany(id, [0, 1, 1, 2, 7])).to.changeTokenBalances(
        token,
        [ada, ben, critic],
        [0n, share(6, scores) + ENTRY_FEE, 0n],
      );
    });

    it("of an entry without a score is nothing, and its fee goes to the budget", async () => {
      const { rounds, token, treasury, tallied, ada, ben, toClaims, toEnd } = await fixture();
      const id = await tallied(
        [ada, ben],
        [
          [0, 6],
          [0, 6],
          [0, 6],
        ],
      );
      await toClaims(id);
      await expect(rounds.claim(id, 0)).to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable");
      await rounds.claim(id, 1);
      await expect(rounds.sweep(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toEnd(id);
      await expect(rounds.claim(id, 1)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await expect(rounds.sweep(id)).to.changeTokenBalance(
        token,
        treasury,
        ENTRY_FEE + FEES - 3n * RUNNER_FEE,
      );
      expect((await rounds.roundOf(id)).left).to.equal(0n);
    });

    it("is never more than the cap", async () => {
      const { rounds, token, tallied, ada, toClaims, toEnd, treasury } = await fixture();
      const id = await tallied([ada], [[20], [20], [20]], { capBps: 1_500n });
      await toClaims(id);
      const cap = (POT * 15n) / 100n;
      await expect(rounds.claim(id, 0)).to.changeTokenBalance(token, ada, cap + ENTRY_FEE);
      await rounds.settle(id);
      await toEnd(id);
      await expect(rounds.sweep(id)).to.changeTokenBalance(
        token,
        treasury,
        POT - cap + FEES - 3n * RUNNER_FEE,
      );
    });

    it("vests from the closing on, in a vault that nobody can revoke", async () => {
      const { rounds, token, vesting, tallied, ada, toClaims } = await fixture();
      const id = await tallied([ada], [[20], [20], [20]], { vestFor: 365n * DAY, cliff: 30n * DAY });
      await toClaims(id);
      const vault = await vesting.predict({
        beneficiary: ada,
        start: (await rounds.roundOf(id)).closes,
        durationSeconds: 365n * DAY,
        cliffSeconds: 30n * DAY,
        revocable: false,
      });
      const claiming = rounds.claim(id, 0);
      await expect(claiming).to.changeTokenBalances(token, [vault, ada], [POT, ENTRY_FEE]);
      await expect(claiming).to.emit(rounds, "Claimed").withArgs(id, 0, ada.address, POT, ENTRY_FEE, vault);
      const free = await tallied([ada], [[20], [20], [20]], { vestFor: 365n * DAY, entryFee: 0n });
      await toClaims(free);
      await expect(rounds.claim(free, 0)).to.changeTokenBalance(token, ada, 0n);
    });

    it("of ether is paid, vested nowhere, and swept as ether", async () => {
      const { rounds, treasury, tallied, ada, ben, runners, toClaims, toEnd } = await fixture();
      const id = await tallied(
        [ada, ben],
        [
          [4, 6],
          [4, 6],
          [4, 6],
        ],
        { asset: ETHER, budgetId: 3n },
      );
      await toClaims(id);
      await expect(rounds.claim(id, 1)).to.changeEtherBalance(ben, share(6, [4, 6]) + ENTRY_FEE);
      await rounds.settle(id);
      await expect(rounds.withdraw(runners[0]!, ETHER)).to.changeEtherBalance(
        runners[0]!,
        RUNNER_BOND + RUNNER_FEE,
      );
      await toEnd(id);
      const { left } = await rounds.roundOf(id);
      await expect(rounds.sweep(id)).to.changeEtherBalance(treasury, left);
    });
  });

  describe("a flag", () => {
    const flagged = async (ruling?: bigint) => {
      const world = await fixture();
      const { rounds, tallied, ada, ben, critic } = world;
      const id = await tallied(
        [ada, ben],
        [
          [4, 6],
          [4, 6],
          [4, 6],
        ],
      );
      await rounds.connect(critic).flag(id, 1, { value: FEE });
      if (ruling !== undefined) await world.ruleOn(1n, ruling);
      return { ...world, id };
    };

    it("is about one share, worth what that is, and delays no other", async () => {
      const { rounds, token, tallied, ada, ben, critic, toClaims, arbitrator } = await fixture();
      const id = await tallied(
        [ada, ben],
        [
          [4, 6],
          [4, 6],
          [4, 6],
        ],
      );
      const flagging = rounds.connect(critic).flag(id, 1, { value: FEE });
      await expect(flagging).to.changeTokenBalances(token, [critic, rounds], [-FLAG_BOND, FLAG_BOND]);
      await expect(flagging).to.emit(rounds, "ShareFlagged").withArgs(id, 1, 1, critic.address, FLAG_BOND);
      expect((await rounds.disputeOf(1)).value).to.equal(share(6, [4, 6]));
      expect(await arbitrator.lastExtraData()).to.equal(
        ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [critic.address, share(6, [4, 6])]),
      );
      await expect(rounds.connect(critic).flag(id, 1, { value: FEE }))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable")
        .withArgs(id, 1);
      await toClaims(id);
      await expect(rounds.claim(id, 1)).to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable");
      await expect(rounds.claim(id, 0)).to.changeTokenBalance(token, ada, share(4, [4, 6]) + ENTRY_FEE);
      await expect(rounds.connect(critic).flag(id, 0, { value: FEE })).to.be.revertedWithCustomError(
        rounds,
        "Rounds_NotNow",
      );
    });

    it("is refused about nothing, and without the fee", async () => {
      const { rounds, tallied, ada, critic } = await fixture();
      const id = await tallied([ada], [[0], [0], [0]]);
      for (const index of [0, 1])
        await expect(rounds.connect(critic).flag(id, index, { value: FEE }))
          .to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable")
          .withArgs(id, index);
      const other = await tallied([ada], [[5], [5], [5]]);
      await expect(rounds.connect(critic).flag(other, 0, { value: FEE - 1n }))
        .to.be.revertedWithCustomError(rounds, "Disputes_WrongFee")
        .withArgs(FEE - 1n, FEE);
    });

    it("that is upheld strikes the share: bond and entry fee are the flagger's", async () => {
      const { rounds, token, critic, id, toClaims, toEnd, treasury } = await flagged(STRIKE);
      expect(await rounds.creditOf(critic, token)).to.equal(FLAG_BOND + ENTRY_FEE);
      await toClaims(id);
      await expect(rounds.claim(id, 1)).to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable");
      await rounds.claim(id, 0);
      await rounds.settle(id);
      await toEnd(id);
      await expect(rounds.sweep(id)).to.changeTokenBalance(
        token,
        treasury,
        POT - share(4, [4, 6]) + FEES - 3n * RUNNER_FEE,
      );
    });

    it("that is refused opens the share again, and its bond is the beneficiary's", async () => {
      const { rounds, token, ben, id, toClaims } = await flagged(STANDS);
      expect(await rounds.creditOf(ben, token)).to.equal(FLAG_BOND);
      await toClaims(id);
      await expect(rounds.claim(id, 1)).to.changeTokenBalance(token, ben, share(6, [4, 6]) + ENTRY_FEE);
    });

    it("that nobody rules leaves everything as it was", async () => {
      const { rounds, token, critic, id, toClaims } = await flagged(0n);
      expect(await rounds.creditOf(critic, token)).to.equal(FLAG_BOND);
      await toClaims(id);
      await rounds.claim(id, 1);
    });

    it("keeps the rest here until it is ruled, and then the share has its whole time", async () => {
      const { rounds, id, toEnd, ruleOn } = await flagged();
      await toEnd(id);
      await expect(rounds.sweep(id))
        .to.be.revertedWithCustomError(rounds, "Rounds_FlagsOpen")
        .withArgs(id, 1);
      await ruleOn(1n, STANDS);
      expect((await rounds.roundOf(id)).claimUntil).to.equal((await now()) + 90n * DAY);
      await rounds.claim(id, 1);
    });
  });

  describe("a pot of one base unit", () => {
    const small = { potPerRound: 1n, entryFee: 0n, runnerFee: 0n };

    it("has no share for two, and nothing to claim", async () => {
      const { rounds, tallied, toClaims, ada, ben } = await fixture();
      const runs = [0, 1, 2].map(() => [5, 5]);
      const id = await tallied([ada, ben], runs, small);
      await toClaims(id);
      expect(await rounds.shareOf(id, 0)).to.equal(0n);
      await expect(rounds.claim(id, 0))
        .to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable")
        .withArgs(id, 0);
      await expect(rounds.claimMany(id, [0, 1])).to.not.emit(rounds, "Claimed");
    });

    it("is contested without a bond, of which nothing comes back when it is struck", async () => {
      const { rounds, tallied, ada, critic } = await fixture();
      const id = await tallied([ada], [[5], [5], [5]], small);
      await rounds.connect(critic).contest(id);
      await expect(rounds.strike(id)).to.emit(rounds, "RoundStruck").and.not.to.emit(rounds, "Credited");
    });
  });

  describe("a contest", () => {
    it("prolongs the window by 45 days, once, for a bond of a fortieth of the pot", async () => {
      const { rounds, token, tallied, ada, critic, toClaims } = await fixture();
      const id = await tallied([ada], [[5], [5], [5]]);
      const { windowUntil, claimUntil } = await rounds.roundOf(id);
      const contesting = rounds.connect(critic).contest(id);
      await expect(contesting).to.changeTokenBalance(token, critic, -POT / 40n);
      await expect(contesting)
        .to.emit(rounds, "RoundContested")
        .withArgs(id, critic.address, POT / 40n, windowUntil + 45n * DAY);
      expect((await rounds.roundOf(id)).claimUntil).to.equal(claimUntil + 45n * DAY);
      await expect(rounds.contest(id))
        .to.be.revertedWithCustomError(rounds, "Rounds_AlreadyContested")
        .withArgs(id);
      await time.increaseTo(windowUntil);
      await expect(rounds.claim(id, 0)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toClaims(id);
      await expect(rounds.contest(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await expect(rounds.strike(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
    });

    it("that no vote follows pays the runners", async () => {
      const { rounds, token, tallied, ada, critic, runners, toClaims } = await fixture();
      const id = await tallied([ada], [[5], [5], [5], []]);
      await rounds.connect(critic).contest(id);
      await toClaims(id);
      await rounds.settle(id);
      expect(await rounds.creditOf(runners[0]!, token)).to.equal(RUNNER_BOND + RUNNER_FEE + POT / 40n / 3n);
      expect(await rounds.creditOf(runners[3]!, token)).to.equal(RUNNER_BOND);
    });

    it("that a vote follows gives the bond back, the pot home, and entry fees to contributors", async () => {
      const { rounds, token, treasury, tallied, ada, critic, runners, toEnd } = await fixture();
      const id = await tallied([ada], [[0], [0], [0]]);
      await rounds.connect(critic).contest(id);
      await expect(rounds.strike(id)).to.emit(rounds, "RoundStruck").withArgs(id);
      expect(await rounds.creditOf(critic, token)).to.equal(POT / 40n);
      expect(await rounds.shareOf(id, 0)).to.equal(0n);
      await expect(rounds.sweep(id)).to.changeTokenBalance(token, treasury, POT + FEES);
      // Also of an entry without a score: nobody knows now whether that was right.
      await expect(rounds.claim(id, 0)).to.changeTokenBalance(token, ada, ENTRY_FEE);
      await rounds.settle(id);
      expect(await rounds.creditOf(runners[0]!, token)).to.equal(RUNNER_BOND);
      expect((await rounds.roundOf(id)).left).to.equal(0n);
      await toEnd(id);
      await expect(rounds.sweep(id)).to.be.revertedWithCustomError(rounds, "Rounds_NothingToSweep");
    });

    it("is not needed for a vote in the window, and flags are ruled all the same", async () => {
      const { rounds, token, tallied, ada, ben, critic, ruleOn } = await fixture();
      const id = await tallied(
        [ada, ben],
        [
          [4, 6],
          [4, 6],
          [4, 6],
        ],
      );
      await rounds.connect(critic).flag(id, 0, { value: FEE });
      await rounds.connect(critic).flag(id, 1, { value: FEE });
      await rounds.strike(id);
      await ruleOn(1n, STRIKE);
      await ruleOn(2n, STANDS);
      expect(await rounds.creditOf(critic, token)).to.equal(FLAG_BOND + ENTRY_FEE);
      expect(await rounds.creditOf(ben, token)).to.equal(FLAG_BOND);
      await expect(rounds.claimMany(id, [0, 1])).to.changeTokenBalances(token, [ada, ben], [0n, ENTRY_FEE]);
    });

    it("of ether is bonded in ether", async () => {
      const { rounds, tallied, ada, critic } = await fixture();
      const id = await tallied([ada], [[5], [5], [5]], { asset: ETHER, budgetId: 3n });
      await expect(rounds.connect(critic).contest(id, { value: POT / 40n })).to.changeEtherBalance(
        critic,
        -POT / 40n,
      );
    });
  });

  describe("a pause", () => {
    it("of scoring holds up reveals and tally, and their time begins anew", async () => {
      const { rounds, opened, submit, ada, seal, runners, commit, reveal, toReveals, toTally, pause } =
        await fixture();
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      for (const runner of runners.slice(0, 3)) await commit(id, runner, [5]);
      await pause(PAUSE_SCORING);
      await expect(rounds.prolong(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
      await toReveals(id);
      const paused = [rounds, "Rounds_Paused"] as const;
      await expect(reveal(id, runners[0]!, [5]))
        .to.be.revertedWithCustomError(...paused)
        .withArgs(PAUSE_SCORING, true);
      await toTally(id);
      await expect(rounds.tally(id, 32)).to.be.revertedWithCustomError(...paused);
      await rounds.prolong(id);
      const until = (await now()) + 2n * DAY;
      expect((await rounds.roundOf(id)).revealUntil).to.equal(until);
      await pause(PAUSE_SCORING, false);
      await expect(rounds.prolong(id))
        .to.be.revertedWithCustomError(...paused)
        .withArgs(PAUSE_SCORING, false);
      for (const runner of runners.slice(0, 3)) await reveal(id, runner, [5]);
      await time.increaseTo(until);
      await expect(rounds.tally(id, 32)).to.emit(rounds, "RoundTallied");
    });

    it("does not reopen reveals when a part is tallied", async () => {
      const { rounds, opened, submit, ada, seal, run, pause } = await fixture();
      const id = await opened();
      for (let i = 0; i < 33; i++) await submit(id, ada);
      await seal(id);
      const scores = Array.from({ length: 33 }, () => 5);
      await run(id, [scores, scores, undefined]);
      await rounds.tally(id, 32);
      await pause(PAUSE_SCORING);
      await expect(rounds.prolong(id)).to.be.revertedWithCustomError(rounds, "Rounds_NotNow");
    });

    it("of distribution holds up claims and sweeps", async () => {
      const { rounds, tallied, ada, toClaims, toEnd, pause } = await fixture();
      const id = await tallied([ada], [[5], [5], [5]]);
      await toClaims(id);
      await pause(PAUSE_DISTRIBUTION);
      for (const attempt of [
        () => rounds.claim(id, 0),
        () => rounds.claimMany(id, [0]),
        () => rounds.sweep(id),
      ])
        await expect(attempt())
          .to.be.revertedWithCustomError(rounds, "Rounds_Paused")
          .withArgs(PAUSE_DISTRIBUTION, true);
      await toEnd(id);
      await rounds.prolong(id);
      expect((await rounds.roundOf(id)).claimUntil).to.equal((await now()) + 90n * DAY);
      await pause(PAUSE_DISTRIBUTION, false);
      await rounds.claim(id, 0);
    });

    it("does not exist where the registry has no flag", async () => {
      const { token, treasury, credentials, vesting, timelock, libraries } = await fixture();
      const registry = await ethers.deployContract("ProtocolRegistry", [timelock, []]);
      const rounds = await ethers.deployContract(
        "Rounds",
        [token, treasury, registry, credentials, vesting],
        { libraries },
      );
      await expect(rounds.prolong(1))
        .to.be.revertedWithCustomError(rounds, "Rounds_Paused")
        .withArgs(PAUSE_SCORING, false);
    });
  });

  describe("a program that computes", () => {
    const leafOf = (index: number, account: string, amount: bigint) =>
      ethers.keccak256(
        ethers.keccak256(
          ethers.AbiCoder.defaultAbiCoder().encode(
            ["uint256", "address", "uint256"],
            [index, account, amount],
          ),
        ),
      );
    const pair = (a: string, b: string) => ethers.keccak256(ethers.concat(a < b ? [a, b] : [b, a]));
    const computed = async (amounts: readonly [bigint, bigint], changes = {}) => {
      const world = await fixture();
      const { ada, ben, opened, seal, run, rounds } = world;
      const id = await opened({ kind: Kind.Program, entryFee: 0n, recipeKey: PROGRAM_KEY, ...changes });
      const leaves = [leafOf(0, ada.address, amounts[0]), leafOf(1, ben.address, amounts[1])] as const;
      const root = pair(...leaves);
      await seal(id);
      return { ...world, id, leaves, root, other: ethers.id("another root"), run, rounds };
    };

    it("pays by the root of more than half of the runs, and only those that agree get a fee", async () => {
      const { rounds, token, ada, ben, id, leaves, root, other, run, toClaims, runners } = await computed([
        ...[600n * ONE, 400n * ONE],
      ] as [bigint, bigint]);
      await run(id, [root, other, root]);
      await rounds.tally(id, 0);
      expect((await rounds.roundOf(id)).root).to.equal(root);
      await toClaims(id);
      await expect(rounds.claimProven(id, 0, ada, 601n * ONE, [leaves[1]]))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongProof")
        .withArgs(id, root);
      await expect(rounds.claimProven(id, 0, ada, 600n * ONE, [leaves[1]])).to.changeTokenBalance(
        token,
        ada,
        600n * ONE,
      );
      for (const index of [0n, 2n ** 32n])
        await expect(rounds.claimProven(id, index, ada, 600n * ONE, [leaves[1]]))
          .to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable")
          .withArgs(id, index);
      for (const nobody of [ETHER, rounds.target as string])
        await expect(rounds.claimProven(id, 1, nobody, 400n * ONE, [leaves[0]]))
          .to.be.revertedWithCustomError(rounds, "Rounds_BadBeneficiary")
          .withArgs(nobody);
      await rounds.claimProven(id, 1, ben, 400n * ONE, [leaves[0]]);
      await rounds.settle(id);
      expect(await rounds.creditOf(runners[0]!, token)).to.equal(RUNNER_BOND + RUNNER_FEE);
      expect(await rounds.creditOf(runners[1]!, token)).to.equal(RUNNER_BOND);
    });

    it("never pays more than the cap, nor more than the pot, whatever the root says", async () => {
      const { rounds, token, ada, ben, id, leaves, root, run, toClaims } = await computed(
        [900n * ONE, 900n * ONE],
        { capBps: 6_000n },
      );
      await run(id, [root, root, root]);
      await rounds.tally(id, 0);
      await toClaims(id);
      await expect(rounds.claimProven(id, 0, ada, 900n * ONE, [leaves[1]])).to.changeTokenBalance(
        token,
        ada,
        600n * ONE,
      );
      await expect(rounds.claimProven(id, 1, ben, 900n * ONE, [leaves[0]]))
        .to.be.revertedWithCustomError(rounds, "Rounds_AbovePot")
        .withArgs(id, 1_200n * ONE, POT);
    });

    it("is void when runs do not agree, or too few do", async () => {
      const { rounds, id, root, other, run, ada, leaves } = await computed([ONE, ONE]);
      await run(id, [root, other]);
      await rounds.tally(id, 0);
      expect((await rounds.roundOf(id)).status).to.equal(Status.Voided);
      await expect(rounds.claimProven(id, 0, ada, ONE, [leaves[1]])).to.be.revertedWithCustomError(
        rounds,
        "Rounds_NotClaimable",
      );
    });

    it("is void when half of the runs agree and half do not", async () => {
      const { rounds, id, root, other, run } = await computed([ONE, ONE]);
      await run(id, [root, other, root, other]);
      await rounds.tally(id, 0);
      expect((await rounds.roundOf(id)).status).to.equal(Status.Voided);
    });

    it("is void when fewer agree than the program wants, though they are more than half", async () => {
      const { rounds, id, root, other, run } = await computed([ONE, ONE], { minReveals: 3n });
      await run(id, [root, root, other]);
      await rounds.tally(id, 0);
      expect((await rounds.roundOf(id)).status).to.equal(Status.Voided);
    });

    it("counts nobody who commits to the root itself and stays silent", async () => {
      const { rounds, id, root, other, commit, reveal, runners, toReveals, toTally } = await computed([
        ...[ONE, ONE],
      ] as [bigint, bigint]);
      const [first, second, silent] = runners as [
        (typeof runners)[0],
        (typeof runners)[0],
        (typeof runners)[0],
      ];
      await commit(id, first, root);
      await commit(id, second, other);
      await rounds.connect(silent).commitRun(id, root);
      await toReveals(id);
      await reveal(id, first, root);
      await reveal(id, second, other);
      await toTally(id);
      await rounds.tally(id, 0);
      expect((await rounds.roundOf(id)).status).to.equal(Status.Voided);
    });

    it("counts a root of 0 as a failure, and passes over the silent", async () => {
      const { rounds, id, root, run, commit, runners } = await computed([ONE, ONE]);
      await commit(id, runners[14]!, "0x05");
      await run(id, [ethers.ZeroHash, root, root, undefined]);
      await rounds.tally(id, 0);
      const { root: agreed, results, failures } = await rounds.roundOf(id);
      expect([agreed, results, failures]).to.deep.equal([root, 2n, 1n]);
    });

    it("takes 32 bytes", async () => {
      const { rounds, id, commit, reveal, runners, toReveals } = await computed([ONE, ONE]);
      await commit(id, runners[0]!, "0x05");
      await toReveals(id);
      await expect(reveal(id, runners[0]!, "0x05"))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongLength")
        .withArgs(1, 32);
    });

    it("has no entries that could be claimed or flagged, and a judged round no leaves", async () => {
      const { rounds, id, root, run, toClaims, critic, tallied, ada } = await computed([ONE, ONE]);
      await run(id, [root, root, root]);
      await rounds.tally(id, 0);
      await expect(rounds.connect(critic).flag(id, 0, { value: FEE })).to.be.revertedWithCustomError(
        rounds,
        "Rounds_NotClaimable",
      );
      await toClaims(id);
      await expect(rounds.claim(id, 0)).to.be.revertedWithCustomError(rounds, "Rounds_NotClaimable");
      const judged = await tallied([ada], [[5], [5], [5]]);
      await toClaims(judged);
      await expect(rounds.claimProven(judged, 0, ada, POT, []))
        .to.be.revertedWithCustomError(rounds, "Rounds_WrongProof")
        .withArgs(judged, ethers.ZeroHash);
    });
  });
});
