import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

const YEAR = 365 * 24 * 60 * 60;
const UINT96_MAX = 2n ** 96n - 1n;
const ONE = 10n ** 18n;

const HARD_CAP = 1_500n * ONE;
const INFLATION_BPS = 1_000n;

// One token, whose votes are kept in two ways: what it promises is the same.
for (const name of ["GovernanceToken", "PackedGovernanceToken"] as const)
  describe(name, () => {
    async function deployFixture() {
      const [timelock, alice, bob, carol] = await ethers.getSigners();
      const Token = await ethers.getContractFactory(name);
      const allocations = [
        { account: alice!.address, amount: 600n * ONE },
        { account: bob!.address, amount: 400n * ONE },
      ];
      const deploy = (
        options: {
          timelock?: string;
          allocations?: typeof allocations;
          hardCap?: bigint;
          inflationBps?: bigint;
        } = {},
      ) =>
        ethers.deployContract(name as "GovernanceToken", [
          "Neuro",
          "NEURO",
          options.timelock ?? timelock!.address,
          options.allocations ?? allocations,
          options.hardCap ?? HARD_CAP,
          options.inflationBps ?? INFLATION_BPS,
        ]);
      const token = await deploy();
      return {
        token,
        Token,
        deploy,
        allocations,
        timelock: timelock!,
        alice: alice!,
        bob: bob!,
        carol: carol!,
      };
    }

    describe("deployment", () => {
      it("gives the initial supply to the allocations and nothing to anyone else", async () => {
        const { token, timelock, alice, bob } = await loadFixture(deployFixture);
        expect(await token.name()).to.equal("Neuro");
        expect(await token.symbol()).to.equal("NEURO");
        expect(await token.decimals()).to.equal(18);
        expect(await token.balanceOf(alice)).to.equal(600n * ONE);
        expect(await token.balanceOf(bob)).to.equal(400n * ONE);
        expect(await token.balanceOf(timelock)).to.equal(0);
        expect(await token.totalSupply()).to.equal(1_000n * ONE);
        expect(await token.everMinted()).to.equal(1_000n * ONE);
      });

      it("fixes the timelock and both limits", async () => {
        const { token, timelock } = await loadFixture(deployFixture);
        expect(await token.TIMELOCK()).to.equal(timelock.address);
        expect(await token.HARD_CAP()).to.equal(HARD_CAP);
        expect(await token.INFLATION_BPS()).to.equal(INFLATION_BPS);
        expect(await token.MAX_INFLATION_BPS()).to.equal(10_000);
        expect(await token.INFLATION_WINDOW()).to.equal(YEAR);
      });

      it("adds up the allocations of one account", async () => {
        const { deploy, alice, allocations } = await loadFixture(deployFixture);
        const token = await deploy({ allocations: [...allocations, { account: alice.address, amount: 5n }] });
        expect(await token.balanceOf(alice)).to.equal(600n * ONE + 5n);
      });

      it("refuses a token that nobody governs", async () => {
        const { deploy, Token } = await loadFixture(deployFixture);
        await expect(deploy({ timelock: ethers.ZeroAddress })).to.be.revertedWithCustomError(
          Token,
          "GovernanceToken_ZeroTimelock",
        );
      });

      it("refuses a token without an initial supply", async () => {
        const { deploy, Token } = await loadFixture(deployFixture);
        await expect(deploy({ allocations: [] })).to.be.revertedWithCustomError(
          Token,
          "GovernanceToken_NoAllocations",
        );
      });

      it("refuses an allocation to nobody or of nothing, and says which", async () => {
        const { deploy, Token, alice, allocations } = await loadFixture(deployFixture);
        for (const [account, amount] of [
          [ethers.ZeroAddress, 1n],
          [alice.address, 0n],
        ] as const) {
          await expect(deploy({ allocations: [...allocations, { account, amount }] }))
            .to.be.revertedWithCustomError(Token, "GovernanceToken_InvalidAllocation")
            .withArgs(2, account, amount);
        }
      });

      it("takes a hard cap of exactly the initial supply, and refuses one unit less", async () => {
        const { deploy, Token } = await loadFixture(deployFixture);
        const token = await deploy({ hardCap: 1_000n * ONE });
        expect(await token.mintable()).to.equal(0);
        await expect(deploy({ hardCap: 1_000n * ONE - 1n }))
          .to.be.revertedWithCustomError(Token, "GovernanceToken_HardCapExceeded")
          .withArgs(1_000n * ONE, 1_000n * ONE - 1n);
      });

      it("takes a hard cap of exactly 96 bits, and refuses one unit more", async () => {
        const { deploy, Token } = await loadFixture(deployFixture);
        expect(await (await deploy({ hardCap: UINT96_MAX })).HARD_CAP()).to.equal(UINT96_MAX);
        await expect(deploy({ hardCap: UINT96_MAX + 1n }))
          .to.be.revertedWithCustomError(Token, "GovernanceToken_HardCapTooHigh")
          .withArgs(UINT96_MAX + 1n, UINT96_MAX);
      });

      it("takes an inflation of exactly 100 % a year, and refuses more", async () => {
        const { deploy, Token } = await loadFixture(deployFixture);
        expect(await (await deploy({ inflationBps: 10_000n })).INFLATION_BPS()).to.equal(10_000);
        await expect(deploy({ inflationBps: 10_001n }))
          .to.be.revertedWithCustomError(Token, "GovernanceToken_InflationTooHigh")
          .withArgs(10_001, 10_000);
      });
    });

    describe("minting", () => {
      it("belongs to the timelock alone", async () => {
        const { token, timelock, alice, carol } = await loadFixture(deployFixture);
        await expect(token.connect(alice).mint(alice, 1n))
          .to.be.revertedWithCustomError(token, "GovernanceToken_NotTimelock")
          .withArgs(alice.address);
        await expect(token.connect(timelock).mint(carol, 7n)).to.changeTokenBalance(token, carol, 7n);
        expect(await token.everMinted()).to.equal(1_000n * ONE + 7n);
      });

      it("allows the yearly growth of the initial supply in the first year, to the unit", async () => {
        const { token, carol } = await loadFixture(deployFixture);
        expect(await token.mintable()).to.equal(100n * ONE);
        await expect(token.mint(carol, 100n * ONE + 1n))
          .to.be.revertedWithCustomError(token, "GovernanceToken_InflationExceeded")
          .withArgs(1_100n * ONE + 1n, 1_100n * ONE);
        await token.mint(carol, 100n * ONE);
        expect(await token.mintable()).to.equal(0);
      });

      it("opens room again exactly 365 days after the mint that closed it", async () => {
        const { token, carol } = await loadFixture(deployFixture);
        await token.mint(carol, 100n * ONE);
        const minted = await time.latest();

        await time.setNextBlockTimestamp(minted + YEAR - 1);
        await expect(token.mint(carol, 1n))
          .to.be.revertedWithCustomError(token, "GovernanceToken_InflationExceeded")
          .withArgs(1_100n * ONE + 1n, 1_100n * ONE);
        await time.setNextBlockTimestamp(minted + YEAR);
        await token.mint(carol, 110n * ONE);
        expect(await token.everMinted()).to.equal(1_210n * ONE);
      });

      it("does not save up the room of years without a mint", async () => {
        const { token } = await loadFixture(deployFixture);
        await time.increase(3 * YEAR);
        expect(await token.mintable()).to.equal(100n * ONE);
      });

      it("counts each mint for a full year of its own", async () => {
        const { token, carol } = await loadFixture(deployFixture);
        await token.mint(carol, 40n * ONE);
        const first = await time.latest();
        await time.setNextBlockTimestamp(first + YEAR / 2);
        await token.mint(carol, 60n * ONE);

        await time.increaseTo(first + YEAR);
        // The base is 1,040 now, so 1,144 may have been minted, and 1,100 were.
        expect(await token.mintable()).to.equal(44n * ONE);
      });

      it("stops at the hard cap, to the unit", async () => {
        const { deploy, Token, carol } = await loadFixture(deployFixture);
        const token = await deploy({ hardCap: 1_050n * ONE });
        expect(await token.mintable()).to.equal(50n * ONE);
        await expect(token.mint(carol, 50n * ONE + 1n))
          .to.be.revertedWithCustomError(Token, "GovernanceToken_HardCapExceeded")
          .withArgs(1_050n * ONE + 1n, 1_050n * ONE);
        await token.mint(carol, 50n * ONE);
        await time.increase(2 * YEAR);
        expect(await token.mintable()).to.equal(0);
      });

      it("never happens again when the inflation is 0", async () => {
        const { deploy, Token, carol } = await loadFixture(deployFixture);
        const token = await deploy({ inflationBps: 0n });
        await time.increase(10 * YEAR);
        expect(await token.mintable()).to.equal(0);
        await expect(token.mint(carol, 1n)).to.be.revertedWithCustomError(
          Token,
          "GovernanceToken_InflationExceeded",
        );
      });
    });

    describe("a captured vote that prints (Build Finance, 2022)", () => {
      it("dilutes by the yearly share however often and however it mints", async () => {
        const { token, carol: attacker } = await loadFixture(deployFixture);
        const start = await time.latest();
        for (let day = 1; day <= 10; ++day) {
          await time.setNextBlockTimestamp(start + (day * YEAR) / 10 - 1);
          await token.mint(attacker, 10n * ONE);
        }
        await expect(token.mint(attacker, 1n)).to.be.revertedWithCustomError(
          token,
          "GovernanceToken_InflationExceeded",
        );
        expect(await token.balanceOf(attacker)).to.equal(100n * ONE);
      });

      it("cannot mint twice the share around the turn of a year", async () => {
        const { token, carol: attacker } = await loadFixture(deployFixture);
        const deployed = await time.latest();
        await time.setNextBlockTimestamp(deployed + YEAR - 1);
        await token.mint(attacker, 100n * ONE);
        await time.setNextBlockTimestamp(deployed + YEAR + 1);
        await expect(token.mint(attacker, 1n))
          .to.be.revertedWithCustomError(token, "GovernanceToken_InflationExceeded")
          .withArgs(1_100n * ONE + 1n, 1_100n * ONE);
      });

      it("cannot make room by burning what it minted", async () => {
        const { token, carol: attacker } = await loadFixture(deployFixture);
        await token.mint(attacker, 100n * ONE);
        await token.connect(attacker).burn(100n * ONE);
        expect(await token.totalSupply()).to.equal(1_000n * ONE);
        expect(await token.everMinted()).to.equal(1_100n * ONE);
        expect(await token.mintable()).to.equal(0);
        await expect(token.mint(attacker, 1n)).to.be.revertedWithCustomError(
          token,
          "GovernanceToken_InflationExceeded",
        );
      });

      it("cannot raise a limit: no function writes one", async () => {
        const { token } = await loadFixture(deployFixture);
        const writes = token.interface.fragments
          .filter((fragment): fragment is typeof fragment & { name: string; stateMutability: string } =>
            ["nonpayable", "payable"].includes(
              (fragment as { stateMutability?: string }).stateMutability ?? "",
            ),
          )
          .filter(({ type }) => type === "function")
          .map(({ name }) => name)
          .sort();
        expect(writes).to.deep.equal([
          "approve",
          "burn",
          "burnFrom",
          "delegate",
          "delegateBySig",
          "mint",
          "permit",
          "transfer",
          "transferFrom",
        ]);
      });
    });

    describe("votes", () => {
      it("follow the clock in seconds", async () => {
        const { token } = await loadFixture(deployFixture);
        expect(await token.clock()).to.equal(await time.latest());
        expect(await token.CLOCK_MODE()).to.equal("mode=timestamp");
      });

      it("count once delegated, for the past seconds they were held", async () => {
        const { token, alice, bob, carol } = await loadFixture(deployFixture);
        await token.connect(alice).delegate(carol);
        const delegated = await time.latest();
        await token.connect(alice).transfer(bob, 100n * ONE);
        await time.increase(1);
        expect(await token.getPastVotes(carol, delegated)).to.equal(600n * ONE);
        expect(await token.getVotes(carol)).to.equal(500n * ONE);
        expect(await token.getVotes(bob)).to.equal(0);
        expect(await token.getPastTotalSupply(delegated)).to.equal(1_000n * ONE);
      });

      it("grow with a mint to a delegated account and shrink with its burn", async () => {
        const { token, alice } = await loadFixture(deployFixture);
        await token.connect(alice).delegate(alice);
        await token.mint(alice, 10n * ONE);
        expect(await token.getVotes(alice)).to.equal(610n * ONE);
        await token.connect(alice).burn(20n * ONE);
        expect(await token.getVotes(alice)).to.equal(590n * ONE);
      });
    });

    describe("burning and permits", () => {
      it("burns another's tokens only within the allowance", async () => {
        const { token, alice, bob } = await loadFixture(deployFixture);
        await token.connect(alice).approve(bob, 10n);
        await expect(token.connect(bob).burnFrom(alice, 11n)).to.be.revertedWithCustomError(
          token,
          "ERC20InsufficientAllowance",
        );
        await expect(token.connect(bob).burnFrom(alice, 10n)).to.changeTokenBalance(token, alice, -10n);
      });

      it("takes a permit once, with a nonce that delegations by signature share", async () => {
        const { token, alice, bob } = await loadFixture(deployFixture);
        const domain = {
          name: "Neuro",
          version: "1",
          chainId: (await ethers.provider.getNetwork()).chainId,
          verifyingContract: await token.getAddress(),
        };
        const deadline = (await time.latest()) + 100;
        const message = { owner: alice.address, spender: bob.address, value: 5n, nonce: 0n, deadline };
        const types = {
          Permit: [
            "address owner",
            "address spender",
            "uint256 value",
            "uint256 nonce",
            "uint256 deadline",
          ].map((field) => {
            const [type, name] = field.split(" ") as [string, string];
            return { type, name };
          }),
        };
        const { v, r, s } = ethers.Signature.from(await alice.signTypedData(domain, types, message));
        await token.permit(alice, bob, 5n, deadline, v, r, s);
        expect(await token.allowance(alice, bob)).to.equal(5n);
        expect(await token.nonces(alice)).to.equal(1);
        await expect(token.permit(alice, bob, 5n, deadline, v, r, s)).to.be.revertedWithCustomError(
          token,
          "ERC2612InvalidSigner",
        );
      });
    });
  });
