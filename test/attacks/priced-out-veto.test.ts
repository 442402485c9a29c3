import { expect } from "chai";
import { ethers } from "hardhat";

import { checkSize, MAX_PROPOSAL_SIZE, sizeOfCalls } from "@polity/sdk/governor/size";
import { fixture, proposalOf, type Proposal } from "../helpers/governor";
import { largest } from "../helpers/largest";

/** What nodes pass on by default: a larger transaction does not travel. */
const MAX_TRANSACTION_SIZE = 131_072;
const encoder = ethers.AbiCoder.defaultAbiCoder();
const encodedSize = ([targets, values, calldatas]: Proposal["full"]) =>
  ethers.dataLength(
    encoder.encode(["address[]", "uint256[]", "bytes[]"], [targets, values, calldatas] as unknown[]),
  );
const filled = (title: string, size: number) => title.padEnd(size, "Why it is good for us. ");

describe("Attack: a veto that costs more than it may", () => {
  it("where nothing bounds the calls, padding that decoders ignore makes the veto's transaction too large to travel", async () => {
    const { token, target, setNumber, stranger } = await fixture();
    const timelock = await ethers.deployContract("TimelockController", [0n, [], [], stranger.address]);
    const stock = await ethers.deployContract("WizardGovernor", [token.target, timelock.target]);
    const padding = ethers.concat([setNumber(1n).data!, new Uint8Array(MAX_TRANSACTION_SIZE)]);
    const attack = await proposalOf("# Padded", [{ target, data: padding }]);
    await stock.propose(...attack.full);
    const veto = stock.interface.encodeFunctionData("cancel", attack.hashed);
    expect(ethers.dataLength(veto)).to.be.greaterThan(MAX_TRANSACTION_SIZE);
  });

  it("here calls of 32,768 bytes are taken and not a word more, and the SDK knows before anybody pays", async () => {
    const { governor, target, submit, alice } = await fixture();
    for (const [what, actions] of Object.entries(largest(target))) {
      const proposal = await proposalOf(`# NEP-GOV: ${what}`, actions);
      expect(sizeOfCalls(proposal.full[2]), what).to.equal(encodedSize(proposal.full));
      expect(sizeOfCalls(proposal.full[2]), what).to.be.within(MAX_PROPOSAL_SIZE - 191, MAX_PROPOSAL_SIZE);
      checkSize({ calls: proposal.calls, description: proposal.description });
      await submit(proposal.description, actions);

      const more = [...actions, { target, data: "0x".padEnd(2 + 2 * 32, "00") }];
      const tooLarge = await proposalOf(`# NEP-GOV: ${what}, and more`, more);
      const size = encodedSize(tooLarge.full);
      await expect(governor.connect(alice).propose(...tooLarge.full))
        .to.be.revertedWithCustomError(governor, "GovernorBounds_TooLarge")
        .withArgs(size, tooLarge.description.length, MAX_PROPOSAL_SIZE);
      expect(() => checkSize({ calls: tooLarge.calls, description: tooLarge.description })).to.throw(
        `the actions have ${size.toLocaleString("en")} bytes, and a proposal carries 32,768 bytes at the most`,
      );
    }
  });

  it("here a description of 32,768 bytes is taken and not a byte more", async () => {
    const { governor, submit, alice, setNumber } = await fixture();
    await submit(filled("# NEP-GOV: Long\n", MAX_PROPOSAL_SIZE));
    const text = filled("# NEP-GOV: Longer\n", MAX_PROPOSAL_SIZE + 1);
    const longer = await proposalOf(text, [setNumber(1n)]);
    await expect(governor.connect(alice).propose(...longer.full))
      .to.be.revertedWithCustomError(governor, "GovernorBounds_TooLarge")
      .withArgs(sizeOfCalls(longer.full[2]), MAX_PROPOSAL_SIZE + 1, MAX_PROPOSAL_SIZE);
    expect(() => checkSize({ calls: longer.calls, description: text })).to.throw(
      "the text has 32,769 bytes, and a proposal carries 32,768 bytes at the most",
    );
    // Characters of several bytes count as what they are on the chain.
    expect(() => checkSize({ calls: [], description: "é".repeat(16_385) })).to.throw("32,770 bytes");
  });

  it("here calldata that names one large argument many times is measured as what it decodes to", async () => {
    const { governor, target, alice } = await fixture();
    const plain = await proposalOf("# NEP-GOV: Once", [
      { target, data: ethers.hexlify(new Uint8Array(3_200).fill(1)) },
    ]);
    const data = governor.interface.encodeFunctionData("propose", plain.full);
    // Eleven entries of the array point to the same bytes: little to send, eleven times as much to carry.
    const word = (value: bigint | number) => ethers.toBeHex(value, 32).slice(2);
    const count = 11;
    const list = (each: string) => word(count) + each.repeat(count);
    const bytes = word(3_200) + "01".repeat(3_200);
    const description =
      word(15) + ethers.hexlify(ethers.toUtf8Bytes("# NEP-GOV: Once")).slice(2).padEnd(64, "0");
    const [targets, values] = [list(word(BigInt(target.target as string))), list(word(0))];
    const calls = list(word(count * 32)) + bytes;
    const head = [4 * 32];
    for (const part of [targets, values, calls]) head.push(head.at(-1)! + part.length / 2);
    const packed = data.slice(0, 10) + head.map(word).join("") + targets + values + calls + description;
    expect(ethers.dataLength(packed)).to.be.lessThan(5_000);
    await expect(alice.sendTransaction({ to: governor.target, data: packed }))
      .to.be.revertedWithCustomError(governor, "GovernorBounds_TooLarge")
      .withArgs(192 + count * (128 + 3_200), 15, MAX_PROPOSAL_SIZE);
  });
});
