import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { artifacts, ethers } from "hardhat";

import { EXCLUDED } from "../helpers/governor";
import {
  AUDITS,
  CAP,
  ETHER,
  fixture,
  FUNDS,
  GRANTS,
  Label,
  MONTH,
  ONE,
  PROPOSAL,
  REF,
  word,
} from "./fixture";

describe("Treasury", () => {
  describe("deployment", () => {
    it("names its timelock, its governor and the first caps, which are in force at once", async () => {
      const { treasury, token, labels, timelock } = await fixture();
      expect(await treasury.TIMELOCK()).to.equal(timelock.address);
      expect(await treasury.governor()).to.equal(labels.target);
      expect(await treasury.capOf(token)).to.deep.equal([CAP, 0n, 0n]);
      expect(await treasury.available(token)).to.deep.equal([CAP, CAP / 2n]);
      expect(await treasury.isListed(token)).to.equal(true);
      expect(await treasury.isListed(labels)).to.equal(false);
      await expect(treasury.deploymentTransaction())
        .to.emit(treasury, "CapSet")
        .withArgs(token, 0, 0, CAP)
        .and.to.emit(treasury, "GovernorSet")
        .withArgs(ethers.ZeroAddress, labels);
    });

    it("refuses no timelock, and a token with two caps", async () => {
      const factory = await ethers.getContractFactory("Treasury");
      const [someone] = await ethers.getSigners();
      await expect(factory.deploy(ethers.ZeroAddress, someone!, [])).to.be.revertedWithCustomError(
        factory,
        "Treasury_ZeroTimelock",
      );
      const cap = { token: ETHER, cap: 1n };
      await expect(factory.deploy(someone!, someone!, [cap, cap]))
        .to.be.revertedWithCustomError(factory, "Treasury_DuplicateCap")
        .withArgs(ETHER);
    });

    it("can name a token and a governor that do not exist yet, and be minted to", async () => {
      const [deployer] = await ethers.getSigners();
      const nonce = await deployer!.getNonce();
      const [token, governor] = [1, 2].map((ahead) =>
        ethers.getCreateAddress({ from: deployer!.address, nonce: nonce + ahead }),
      );
      const treasury = await ethers.deployContract("Treasury", [
        deployer!.address,
        governor!,
        [{ token: token!, cap: CAP }],
      ]);
      const minted = await ethers.deployContract("GovernanceToken", [
        "Neuro",
        "NEURO",
        deployer!.address,
        [{ account: treasury, amount: FUNDS }],
        FUNDS,
        0,
      ]);
      expect(minted.target).to.equal(token);
      await treasury.exclude(minted);
      const payment = { token: minted, payee: deployer!.address, amount: 1n, category: AUDITS, ref: REF };
      await expect(treasury.pay([payment]))
        .to.emit(treasury, "Paid")
        .withArgs(0, minted, deployer!.address, 1, AUDITS, REF);
      expect(await minted.getVotes(EXCLUDED)).to.equal(FUNDS - 1n);
    });
  });

  describe("who may what", () => {
    it("is the timelock everything that grants, changes or pays", async () => {
      const { treasury, token, stranger, spender, payment, terms, salary } = await fixture();
      for (const caller of [stranger, spender]) {
        const as = treasury.connect(caller);
        for (const attempt of [
          () => as.pay([payment(1n)]),
          () => as.pay([]),
          () => as.grantBudget(terms()),
          () => as.raiseBudget(1, 1, 1),
          () => as.lowerBudget(1, 1, 1),
          () => as.endBudget(1),
          () => as.setBudgetSpender(1, caller),
          () => as.freezeBudget(1),
          () => as.unfreezeBudget(1),
          () => as.scheduleRecurring(salary()),
          () => as.cancelRecurring(1),
          () => as.raiseCap(token, CAP * 2n),
          () => as.lowerCap(token, 0),
          () => as.setGovernor(caller),
          () => as.recoverERC721(token, 1, caller),
          () => as.recoverERC1155(token, 1, 1, caller),
        ]) {
          await expect(attempt())
            .to.be.revertedWithCustomError(treasury, "Treasury_NotTimelock")
            .withArgs(caller.address);
        }
      }
    });

    it("is told by ERC-165, with the ERC-1155 that it takes", async () => {
      const { treasury } = await fixture();
      let id = 0n;
      const own = new ethers.Interface((await artifacts.readArtifact("ITreasury")).abi);
      own.forEachFunction(({ selector }) => (id ^= BigInt(selector)));
      expect(await treasury.supportsInterface(ethers.toBeHex(id, 4))).to.equal(true);
      expect(await treasury.supportsInterface("0x4e2312e0")).to.equal(true);
      expect(await treasury.supportsInterface("0x01ffc9a7")).to.equal(true);
      expect(await treasury.supportsInterface("0xffffffff")).to.equal(false);
    });
  });

  describe("paying by vote", () => {
    it("sends a token and ether in one call, and says for what and by which proposal", async () => {
      const { treasury, token, payee, payment } = await fixture();
      const payments = [payment(3n * ONE), payment(2n * ONE, { token: ETHER, category: GRANTS })];
      const paying = treasury.pay(payments);
      await expect(paying)
        .to.emit(treasury, "Paid")
        .withArgs(PROPOSAL, token, payee, 3n * ONE, AUDITS, REF)
        .and.to.emit(treasury, "Paid")
        .withArgs(PROPOSAL, ETHER, payee, 2n * ONE, GRANTS, REF);
      await expect(paying).to.changeTokenBalances(token, [treasury, payee], [-3n * ONE, 3n * ONE]);
      await expect(paying).to.changeEtherBalances([treasury, payee], [-2n * ONE, 2n * ONE]);
      expect(await treasury.booked(token)).to.equal(FUNDS - 3n * ONE);
      expect(await treasury.booked(ETHER)).to.equal(FUNDS - 2n * ONE);
      expect((await treasury.available(token)).forVotes).to.equal(CAP - 3n * ONE);
    });

    it("pays all or nothing", async () => {
      const { treasury, token, payee, payment } = await fixture();
      const blocked = ethers.Wallet.createRandom().address;
      await token.setBlocked(blocked, true);
      await expect(treasury.pay([payment(1n), payment(1n, { payee: blocked })]))
        .to.be.revertedWithCustomError(token, "OddToken_Blocked")
        .withArgs(blocked);
      expect(await token.balanceOf(payee)).to.equal(0);
      expect(await treasury.booked(token)).to.equal(FUNDS);
      expect((await treasury.available(token)).forVotes).to.equal(CAP);
    });

    it("refuses no amount, no payee and itself, and what is not here", async () => {
      const { treasury, token, pay } = await fixture();
      await expect(pay(0n)).to.be.revertedWithCustomError(treasury, "Treasury_ZeroAmount");
      for (const payee of [ethers.ZeroAddress, treasury.target]) {
        await expect(pay(1n, { payee }))
          .to.be.revertedWithCustomError(treasury, "Treasury_InvalidPayee")
          .withArgs(payee);
      }
      for (const [asset, set] of [
        [token.target, (n: bigint) => token.setBalance(treasury, n)],
        [ETHER, (n: bigint) => setBalance(treasury.target as string, n)],
      ] as const) {
        await set(ONE);
        await expect(pay(ONE + 1n, { token: asset }))
          .to.be.revertedWithCustomError(treasury, "Treasury_InsufficientBalance")
          .withArgs(asset, ONE + 1n, ONE);
        await pay(ONE, { token: asset });
        expect(await treasury.booked(asset)).to.equal(0);
      }
    });

    it("reverts when a payee refuses ether, and pays when it no longer does", async () => {
      const { treasury, payment } = await fixture();
      const payee = await ethers.deployContract("HostilePayee");
      await payee.setRefuses(true);
      const pay = () => treasury.pay([payment(ONE, { token: ETHER, payee })]);
      await expect(pay()).to.be.revertedWithCustomError(payee, "HostilePayee_Refused");
      await payee.setRefuses(false);
      await expect(pay()).to.changeEtherBalance(payee, ONE);
    });
  });

  describe("labels", () => {
    for (const mode of ["Revert", "BurnGas", "Nothing", "TwoWords", "Flood"] as const) {
      it(`are 0, and the payment goes out, when the governor does this: ${mode}`, async () => {
        const { treasury, token, labels, payee, pay } = await fixture();
        await labels.set(PROPOSAL, Label[mode]);
        const paying = pay(ONE);
        await expect(paying).to.emit(treasury, "Paid").withArgs(0, token, payee, ONE, AUDITS, REF);
        const receipt = await (await paying).wait();
        expect(receipt!.gasUsed).to.be.lessThan(200_000);
      });
    }

    it("are 0 without a governor, with one that has no code, and with one that knows nothing", async () => {
      const { treasury, token, payee, stranger, pay } = await fixture();
      for (const governor of [ethers.ZeroAddress, stranger.address, token.target]) {
        await treasury.setGovernor(governor);
        await expect(pay(ONE)).to.emit(treasury, "Paid").withArgs(0, token, payee, ONE, AUDITS, REF);
      }
    });

    it("come from another governor once a vote says so", async () => {
      const { treasury, token, labels, payee, pay } = await fixture();
      const next = await ethers.deployContract("MockLabels");
      await next.set(8n, Label.Answer);
      await expect(treasury.setGovernor(next)).to.emit(treasury, "GovernorSet").withArgs(labels, next);
      expect(await treasury.governor()).to.equal(next.target);
      await expect(pay(ONE)).to.emit(treasury, "Paid").withArgs(8, token, payee, ONE, AUDITS, REF);
    });
  });

  describe("income", () => {
    it("is booked with its category and reference when it is deposited", async () => {
      const { treasury, token, stranger } = await fixture();
      await token.mint(stranger, ONE);
      await token.connect(stranger).approve(treasury, ONE);
      const sales = word("sales");
      await expect(treasury.connect(stranger).deposit(token, ONE, sales, REF))
        .to.emit(treasury, "Deposited")
        .withArgs(token, stranger, sales, ONE, REF);
      await expect(treasury.connect(stranger).deposit(ETHER, 5n, sales, REF, { value: 5n }))
        .to.emit(treasury, "Deposited")
        .withArgs(ETHER, stranger, sales, 5, REF);
      expect(await treasury.booked(token)).to.equal(FUNDS + ONE);
      expect(await treasury.booked(ETHER)).to.equal(FUNDS + 5n);
    });

    it("of ether without a word has no category", async () => {
      const { treasury, stranger } = await fixture();
      await expect(stranger.sendTransaction({ to: treasury, value: 3n }))
        .to.emit(treasury, "Deposited")
        .withArgs(ETHER, stranger, ethers.ZeroHash, 3, ethers.ZeroHash);
      expect(await treasury.booked(ETHER)).to.equal(FUNDS + 3n);
    });

    it("must be what comes with the call, and something", async () => {
      const { treasury, token, stranger } = await fixture();
      const as = treasury.connect(stranger);
      await expect(as.deposit(ETHER, 2n, GRANTS, REF, { value: 1n }))
        .to.be.revertedWithCustomError(treasury, "Treasury_WrongValue")
        .withArgs(1, 2);
      await expect(as.deposit(token, 2n, GRANTS, REF, { value: 2n }))
        .to.be.revertedWithCustomError(treasury, "Treasury_WrongValue")
        .withArgs(2, 0);
      await expect(as.deposit(ETHER, 0n, GRANTS, REF)).to.be.revertedWithCustomError(
        treasury,
        "Treasury_ZeroAmount",
      );
      await expect(as.deposit(token, 0n, GRANTS, REF)).to.be.revertedWithCustomError(
        treasury,
        "Treasury_ZeroAmount",
      );
    });

    it("of a token that never had a cap is refused, since it could not leave", async () => {
      const { treasury, stranger } = await fixture();
      const other = await ethers.deployContract("OddToken");
      await other.mint(stranger, ONE);
      await other.connect(stranger).approve(treasury, ONE);
      const attempt = () => treasury.connect(stranger).deposit(other, ONE, GRANTS, REF);
      await expect(attempt())
        .to.be.revertedWithCustomError(treasury, "Treasury_UnlistedToken")
        .withArgs(other);
      await treasury.raiseCap(other, 1n);
      await attempt();
      expect(await treasury.booked(other)).to.equal(ONE);
    });
  });

  describe("the books", () => {
    it("catch up with plain transfers and rebases when anyone asks", async () => {
      const { treasury, token, stranger } = await fixture();
      const reconcile = () => treasury.connect(stranger).reconcile(token);
      await token.mint(treasury, 5n);
      expect(await treasury.booked(token)).to.equal(FUNDS);
      await expect(reconcile())
        .to.emit(treasury, "Reconciled")
        .withArgs(token, FUNDS, FUNDS + 5n);
      await token.setBalance(treasury, 7n);
      await expect(reconcile())
        .to.emit(treasury, "Reconciled")
        .withArgs(token, FUNDS + 5n, 7);
      expect(await treasury.booked(token)).to.equal(7);
      await expect(reconcile()).not.to.emit(treasury, "Reconciled");
    });

    it("catch up with ether that nobody could refuse", async () => {
      const { treasury, stranger } = await fixture();
      await setBalance(treasury.target as string, FUNDS + 9n);
      await expect(treasury.connect(stranger).reconcile(ETHER))
        .to.emit(treasury, "Reconciled")
        .withArgs(ETHER, FUNDS, FUNDS + 9n);
      expect(await treasury.booked(ETHER)).to.equal(FUNDS + 9n);
    });

    it("catch up before every expense", async () => {
      const { treasury, token, pay } = await fixture();
      await token.mint(treasury, 5n);
      await expect(pay(ONE))
        .to.emit(treasury, "Reconciled")
        .withArgs(token, FUNDS, FUNDS + 5n);
      expect(await treasury.booked(token)).to.equal(FUNDS + 5n - ONE);
    });

    it("are not kept for a token that never had a cap", async () => {
      const { treasury } = await fixture();
      const other = await ethers.deployContract("OddToken");
      await other.mint(treasury, ONE);
      await expect(treasury.reconcile(other))
        .to.be.revertedWithCustomError(treasury, "Treasury_UnlistedToken")
        .withArgs(other);
    });
  });

  describe("tokens that are odd", () => {
    it("that answer nothing are paid and taken", async () => {
      const { treasury, stranger, payee, pay } = await fixture();
      const silent = await ethers.deployContract("SilentToken");
      await treasury.raiseCap(silent, CAP);
      await time.increase(MONTH);
      await silent.mint(stranger, 10n);
      await silent.connect(stranger).approve(treasury, 10n);
      await treasury.connect(stranger).deposit(silent, 10n, GRANTS, REF);
      await pay(4n, { token: silent });
      expect(await silent.balanceOf(payee)).to.equal(4);
      expect(await treasury.booked(silent)).to.equal(6);
    });

    it("that keep a fee of what arrives are booked by what arrived", async () => {
      const { treasury, token, stranger, payee, pay } = await fixture();
      await token.setFees(100, 0);
      await token.mint(stranger, 1_000n);
      await token.connect(stranger).approve(treasury, 1_000n);
      await expect(treasury.connect(stranger).deposit(token, 1_000n, GRANTS, REF))
        .to.emit(treasury, "Deposited")
        .withArgs(token, stranger, GRANTS, 990, REF);
      expect(await treasury.booked(token)).to.equal(FUNDS + 990n);
      await expect(pay(100n)).to.emit(treasury, "Paid").withArgs(PROPOSAL, token, payee, 100, AUDITS, REF);
      expect(await token.balanceOf(payee)).to.equal(99);
      expect(await treasury.booked(token)).to.equal(await token.balanceOf(treasury));
    });

    it("that take a fee from the sender are booked and capped by what left", async () => {
      const { treasury, token, payee, pay } = await fixture();
      await token.setFees(0, 100);
      await expect(pay(10_000n))
        .to.emit(treasury, "Paid")
        .withArgs(PROPOSAL, token, payee, 10_100, AUDITS, REF);
      expect(await treasury.booked(token)).to.equal(FUNDS - 10_100n);
      expect(await treasury.booked(token)).to.equal(await token.balanceOf(treasury));
      expect((await treasury.available(token)).forVotes).to.equal(CAP - 10_100n);
      await time.increase(MONTH);
      await expect(pay(CAP)).to.be.revertedWithCustomError(treasury, "OutflowCap_Exceeded");
    });

    it("that move less than they say leave a difference, which is booked as income", async () => {
      const { treasury, token, payee, pay } = await fixture();
      await token.setLies(true);
      await expect(pay(100n)).to.emit(treasury, "Paid").withArgs(PROPOSAL, token, payee, 100, AUDITS, REF);
      expect(await treasury.booked(token)).to.equal(FUNDS - 100n);
      await expect(treasury.reconcile(token))
        .to.emit(treasury, "Reconciled")
        .withArgs(token, FUNDS - 100n, FUNDS);
    });
  });

  describe("votes", () => {
    it("are excluded from quorums by anyone, and that is all that anyone can do", async () => {
      const { treasury, stranger } = await fixture();
      const votes = await ethers.deployContract("GovernanceToken", [
        "Neuro",
        "NEURO",
        stranger.address,
        [{ account: treasury, amount: FUNDS }],
        FUNDS,
        0,
      ]);
      await treasury.connect(stranger).exclude(votes);
      expect(await votes.delegates(treasury)).to.equal(EXCLUDED);
      expect(await votes.getVotes(EXCLUDED)).to.equal(FUNDS);
      const called = await ethers.deployContract("MockTarget");
      await expect(treasury.connect(stranger).exclude(called))
        .to.emit(called, "Called")
        .withArgs(votes.interface.encodeFunctionData("delegate", [EXCLUDED]), 0);
    });
  });

  describe("the governor that it asks for labels", () => {
    async function withTimelock() {
      const [admin, governor, stranger] = await ethers.getSigners();
      const timelock = await ethers.deployContract("TimelockController", [0, [], [], admin!.address]);
      const treasury = await ethers.deployContract("Treasury", [timelock, ethers.ZeroAddress, []]);
      return { admin: admin!, governor: governor!, stranger: stranger!, timelock, treasury };
    }

    it("is named by anyone while none is, and is whom the timelock lets propose", async () => {
      const { governor, stranger, timelock, treasury } = await withTimelock();
      const as = treasury.connect(stranger);
      await expect(as.adoptGovernor(governor))
        .to.be.revertedWithCustomError(treasury, "Treasury_NotProposer")
        .withArgs(governor);
      await timelock.grantRole(await timelock.PROPOSER_ROLE(), governor);
      await expect(as.adoptGovernor(stranger))
        .to.be.revertedWithCustomError(treasury, "Treasury_NotProposer")
        .withArgs(stranger);
      await expect(as.adoptGovernor(governor))
        .to.emit(treasury, "GovernorSet")
        .withArgs(ethers.ZeroAddress, governor);
      expect(await treasury.governor()).to.equal(governor.address);
    });

    it("is replaced by the timelock alone once it is named", async () => {
      const { governor, stranger, timelock, treasury } = await withTimelock();
      await timelock.grantRole(await timelock.PROPOSER_ROLE(), governor);
      await treasury.adoptGovernor(governor);
      await timelock.grantRole(await timelock.PROPOSER_ROLE(), stranger);
      await expect(treasury.connect(stranger).adoptGovernor(stranger))
        .to.be.revertedWithCustomError(treasury, "Treasury_GovernorNamed")
        .withArgs(governor);
    });
  });

  describe("collectibles", () => {
    it("come in safely and leave by vote", async () => {
      const { treasury, token, stranger, payee } = await fixture();
      const art = await ethers.deployContract("MockERC721");
      const items = await ethers.deployContract("MockERC1155");
      for (const id of [1n, 2n]) await art.mint(stranger, id);
      await items.mint(stranger, 5n, 10n);
      await items.mint(stranger, 6n, 10n);
      await art.connect(stranger)["safeTransferFrom(address,address,uint256)"](stranger, treasury, 1n);
      await art.connect(stranger).transferFrom(stranger, treasury, 2n);
      await items.connect(stranger).safeTransferFrom(stranger, treasury, 5n, 10n, "0x");
      await items.connect(stranger).safeBatchTransferFrom(stranger, treasury, [6n], [10n], "0x");

      // Nothing is lost in a contract that knows no such tokens.
      await expect(treasury.recoverERC721(art, 2n, token)).to.be.revertedWithCustomError(
        art,
        "ERC721InvalidReceiver",
      );
      await expect(treasury.recoverERC721(art, 2n, payee))
        .to.emit(treasury, "RecoveredERC721")
        .withArgs(PROPOSAL, art, payee, 2);
      await expect(treasury.recoverERC1155(items, 5n, 4n, payee))
        .to.emit(treasury, "RecoveredERC1155")
        .withArgs(PROPOSAL, items, payee, 5, 4);
      expect(await art.ownerOf(2n)).to.equal(payee.address);
      expect(await art.ownerOf(1n)).to.equal(treasury.target);
      expect(await items.balanceOf(payee, 5n)).to.equal(4);
      expect(await items.balanceOf(treasury, 5n)).to.equal(6);
    });

    it("are not what has a cap", async () => {
      const { treasury, token, payee } = await fixture();
      await expect(treasury.recoverERC721(token, 1n, payee))
        .to.be.revertedWithCustomError(treasury, "Treasury_ListedToken")
        .withArgs(token);
      await expect(treasury.recoverERC1155(token, 1n, 1n, payee))
        .to.be.revertedWithCustomError(treasury, "Treasury_ListedToken")
        .withArgs(token);
    });

    it("cannot be made unrecoverable by a stranger who has them booked", async () => {
      const { treasury, stranger, payee } = await fixture();
      const art = await ethers.deployContract("MockERC721");
      for (const id of [1n, 2n]) await art.mint(id === 1n ? treasury : stranger, id);
      await art.connect(stranger).approve(treasury, 2n);
      const as = treasury.connect(stranger);
      await expect(as.reconcile(art)).to.be.revertedWithCustomError(treasury, "Treasury_UnlistedToken");
      await expect(as.deposit(art, 2n, GRANTS, REF)).to.be.revertedWithCustomError(
        treasury,
        "Treasury_UnlistedToken",
      );
      await treasury.recoverERC721(art, 1n, payee);
    });
  });
});
