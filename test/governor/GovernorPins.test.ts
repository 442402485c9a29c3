import { setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { fixture, proposalOf, State, type Action } from "../helpers/governor";

const OTHER_CODE = "0x600160005500";

/** The digest of the targets that are called. */
async function digestOf(targets: string[]): Promise<string> {
  let digest = ethers.ZeroHash;
  for (const target of targets) {
    const hash = ethers.keccak256(await ethers.provider.getCode(target));
    digest = ethers.keccak256(ethers.concat([digest, hash]));
  }
  return digest;
}

describe("GovernorPins", () => {
  describe("a target", () => {
    it("must have code when it is called", async () => {
      const { governor, submit, setNumber, stranger } = await fixture();
      const call: Action = { target: stranger.address, data: "0x12345678" };
      await expect(submit("# NEP-GOV: x", [call]))
        .to.be.revertedWithCustomError(governor, "GovernorPins_NoCode")
        .withArgs(0, stranger.address);
      await expect(submit("# NEP-GOV: x", [setNumber(1n), call]))
        .to.be.revertedWithCustomError(governor, "GovernorPins_NoCode")
        .withArgs(1, stranger.address);
      await setCode(stranger.address, OTHER_CODE);
      await submit("# NEP-GOV: x", [setNumber(1n), call]);
    });

    it("must have code of its own, not a delegation (EIP-7702)", async () => {
      const { governor, submit, target, stranger } = await fixture();
      const call: Action = { target: stranger.address, data: "0x12345678" };
      await setCode(stranger.address, ethers.concat(["0xef0100", target.target as string]));
      await expect(submit("# NEP-GOV: x", [call]))
        .to.be.revertedWithCustomError(governor, "GovernorPins_NoCode")
        .withArgs(0, stranger.address);
      // Without calldata it is a payee like any other.
      await submit("# NEP-GOV: x", [{ target: stranger.address, value: 1n }]);
    });

    it("is pinned with all others by one digest, in their order; payees are not", async () => {
      const { governor, submit, setNumber, target, token, stranger } = await fixture();
      const [a, b] = [target.target as string, token.target as string];
      const other: Action = { target: token, data: token.interface.encodeFunctionData("decimals") };
      const pay: Action = { target: stranger.address, value: 1n };
      const idOf = async (title: string, actions: Action[]) =>
        governor.proposalCodeId((await submit(`# NEP-GOV: ${title}`, actions)).id);
      expect(await idOf("one", [setNumber(1n)])).to.equal(await governor.codeIdOf(await digestOf([a])));
      expect(await idOf("two", [setNumber(1n), other])).to.equal(
        await governor.codeIdOf(await digestOf([a, b])),
      );
      expect(await idOf("turned", [other, pay, setNumber(1n)])).to.equal(
        await governor.codeIdOf(await digestOf([b, a])),
      );
      expect(await idOf("none", [pay])).to.equal(0);
      expect(await governor.codeIdOf(ethers.ZeroHash)).to.equal(0);
      expect(await governor.proposalCodeId(1n)).to.equal(0);
    });

    it("has a number that the first proposal with such code gives it, and that no other code ever has", async () => {
      const { governor, submit, setNumber, target, stranger, alice } = await fixture();
      const call: Action = { target: stranger.address, data: "0x12345678" };
      await submit("# NEP-GOV: Pays", [{ target: stranger.address, value: 1n }]);

      // One more than its sequence number.
      const first = await proposalOf("# NEP-GOV: x", [setNumber(1n)]);
      await expect(governor.connect(alice).propose(...first.full))
        .to.emit(governor, "CodePinned")
        .withArgs(2, await digestOf([target.target as string]));
      const again = await proposalOf("# NEP-GOV: y", [setNumber(2n)]);
      await expect(governor.connect(alice).propose(...again.full)).not.to.emit(governor, "CodePinned");
      await setCode(stranger.address, OTHER_CODE);
      const other = await submit("# NEP-GOV: z", [call]);
      expect(
        await Promise.all([first, again, other].map(({ id }) => governor.proposalCodeId(id))),
      ).to.deep.equal([2n, 2n, 4n]);
      // The same code elsewhere is the same code: where it is, the proposal's id says.
      await setCode(stranger.address, await ethers.provider.getCode(target));
      expect(await governor.proposalCodeId((await submit("# NEP-GOV: w", [call])).id)).to.equal(2);
    });

    it("cannot borrow the number of code that another proposal was made with", async () => {
      const { governor, submit, pass, queue, execute, toEta, setNumber, target } = await fixture();
      const [to, original] = [target.target as string, await ethers.provider.getCode(target)];
      const proposal = await pass("# NEP-GOV: x");
      await queue(proposal);
      await setCode(to, OTHER_CODE);
      const other = await submit("# NEP-GOV: y", [setNumber(2n)]);
      await toEta(proposal);
      await expect(execute(proposal))
        .to.be.revertedWithCustomError(governor, "GovernorPins_CodeChanged")
        .withArgs(
          proposal.id,
          await governor.proposalCodeId(other.id),
          await governor.proposalCodeId(proposal.id),
        );
      await setCode(to, original);
      await execute(proposal);
      expect(await governor.state(proposal.id)).to.equal(State.Executed);
    });
  });

  describe("execution", () => {
    for (const [what, changed] of [
      ["other code", OTHER_CODE],
      ["no code any more", "0x"],
    ] as const) {
      it(`is refused while a target has ${what}, until the proposal expires`, async () => {
        const { governor, target, submit, openVote, vote, closeVote, alice, queue, execute, toEta } =
          await fixture();
        const to = target.target as string;
        const original = await ethers.provider.getCode(to);
        const [saved, proposal] = [await submit("# NEP-GOV: y"), await submit("# NEP-GOV: x")];
        await openVote(proposal);
        for (const one of [saved, proposal]) await vote(one, alice);
        await closeVote(proposal);
        for (const one of [saved, proposal]) await queue(one);
        await setCode(to, changed);
        await toEta(proposal);
        await expect(execute(proposal))
          .to.be.revertedWithCustomError(governor, "GovernorPins_CodeChanged")
          .withArgs(proposal.id, 0, await governor.proposalCodeId(proposal.id));
        expect(await governor.state(proposal.id)).to.equal(State.Queued);

        // With the code that was voted on, it runs.
        await setCode(to, original);
        await execute(saved);
        await setCode(to, changed);

        await time.increaseTo((await governor.proposalExpiry(proposal.id)) + 1n);
        expect(await governor.state(proposal.id)).to.equal(State.Expired);
        await setCode(to, original);
        await expect(execute(proposal)).to.be.revertedWithCustomError(
          governor,
          "GovernorUnexpectedProposalState",
        );
      });
    }

    it("sees the second of two targets change, too", async () => {
      const { governor, pass, queue, execute, toEta, setNumber, target } = await fixture();
      const other = await ethers.deployContract("MockTarget");
      const call: Action = { target: other, data: setNumber(5n).data! };
      const proposal = await pass("# NEP-GOV: x", [setNumber(1n), call]);
      await queue(proposal);
      await setCode(other.target as string, OTHER_CODE);
      await toEta(proposal);
      await expect(execute(proposal)).to.be.revertedWithCustomError(governor, "GovernorPins_CodeChanged");
      expect(await target.number()).to.equal(0);
    });

    it("pays a fresh account, whose first wei changes the hash of its account", async () => {
      const { governor, pass, queue, execute, toEta, alice, timelock } = await fixture();
      const payee = ethers.Wallet.createRandom().address;
      const proposal = await pass("# NEP-GOV: Pay", [{ target: payee, value: 7n }]);
      await queue(proposal);
      await alice.sendTransaction({ to: timelock.target, value: 7n });
      await alice.sendTransaction({ to: payee, value: 1n });
      await toEta(proposal);
      await execute(proposal);
      expect(await ethers.provider.getBalance(payee)).to.equal(8);
      expect(await governor.state(proposal.id)).to.equal(State.Executed);
    });
  });
});
