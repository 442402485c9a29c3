import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { ContractTransactionResponse, Signer } from "ethers";
import { ethers } from "hardhat";

import { ensureCouncil } from "../../deploy/council";
import { checkSize, MAX_PROPOSAL_SIZE, sizeOfCalls } from "../../sdk/governor/size";
import {
  buildSafeTransaction,
  connectSafe,
  executeSafeTransaction,
  signSafeTransaction,
} from "../../sdk/safe";
import { MAX_TRANSACTION_GAS } from "../../sdk/transaction";
import {
  CANCEL,
  CANCEL_BY_ID,
  councilFixture,
  DAY,
  fixture,
  proposalOf,
  State,
  type Action,
  type Proposal,
} from "../helpers/governor";

/** What nodes pass on by default: a larger transaction does not travel. */
const MAX_TRANSACTION_SIZE = 131_072;
/** What every step stays below, and what docs/invariants.md promises. */
const CEILING = { gas: 8_000_000n, size: 80_000 };

const encoder = ethers.AbiCoder.defaultAbiCoder();
const encodedSize = ([targets, values, calldatas]: Proposal["full"]) =>
  ethers.dataLength(
    encoder.encode(["address[]", "uint256[]", "bytes[]"], [targets, values, calldatas] as unknown[]),
  );
const filled = (title: string, size: number) => title.padEnd(size, "Why it is good for us. ");

/** Calls as large as the governor takes them, each kind dear in its own way. */
function largest(target: {
  target: unknown;
  interface: { encodeFunctionData(name: "set", values: [bigint]): string };
}) {
  const to = target.target as string;
  const call = target.interface.encodeFunctionData("set", [7n]);
  const rest = MAX_PROPOSAL_SIZE - 192;
  const padded = ethers.concat([call, new Uint8Array(rest - 128 - 36).fill(0xff)]);
  return {
    "one call with padding that costs most": [{ target: to, data: padded }],
    "as many calls as fit": Array<Action>(Math.floor(rest / 192)).fill({ target: to, data: call }),
    "as many plain transfers as fit": Array<Action>(Math.floor(rest / 128)).fill({ target: to }),
  };
}

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
      checkSize({ calldatas: proposal.full[2], description: proposal.description });
      await submit(proposal.description, actions);

      const more = [...actions, { target, data: "0x".padEnd(2 + 2 * 32, "00") }];
      const tooLarge = await proposalOf(`# NEP-GOV: ${what}, and more`, more);
      const size = encodedSize(tooLarge.full);
      await expect(governor.connect(alice).propose(...tooLarge.full))
        .to.be.revertedWithCustomError(governor, "GovernorBounds_TooLarge")
        .withArgs(size, tooLarge.description.length, MAX_PROPOSAL_SIZE);
      expect(() => checkSize({ calldatas: tooLarge.full[2], description: tooLarge.description })).to.throw(
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
    expect(() => checkSize({ calldatas: longer.full[2], description: text })).to.throw(
      "the text has 32,769 bytes, and a proposal carries 32,768 bytes at the most",
    );
    // Characters of several bytes count as what they are on the chain.
    expect(() => checkSize({ calldatas: [], description: "é".repeat(16_385) })).to.throw("32,770 bytes");
  });

  it("here calldata that names one large argument a thousand times is measured as what it decodes to", async () => {
    const { governor, target, alice } = await fixture();
    const plain = await proposalOf("# NEP-GOV: Once", [
      { target, data: ethers.hexlify(new Uint8Array(3_200).fill(1)) },
    ]);
    const data = governor.interface.encodeFunctionData("propose", plain.full);
    // Ten entries of the array point to the same bytes: little to send, ten times as much to carry.
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

  it("here each step of the largest proposals stays far below what a transaction may cost, the veto of a Safe too", async () => {
    const context = await councilFixture();
    const { governor, target, alice, deployer, submit, openVote, vote, closeVote, queue, toEta, appoint } =
      context;
    const signers = await ethers.getSigners();
    const members = signers.slice(10, 15);
    const crowd = Array.from({ length: 20 }, () => ethers.Wallet.createRandom(ethers.provider) as Signer);
    const worst: Record<string, { gas: bigint; size: number }> = {};
    const note = async (step: string, sent: Promise<ContractTransactionResponse | { hash: string }>) => {
      const { hash } = await sent;
      const [{ gasUsed }, { data }] = [
        (await ethers.provider.getTransactionReceipt(hash))!,
        (await ethers.provider.getTransaction(hash))!,
      ];
      const before = worst[step] ?? { gas: 0n, size: 0 };
      const size = ethers.dataLength(data);
      worst[step] = { gas: gasUsed > before.gas ? gasUsed : before.gas, size: Math.max(size, before.size) };
    };
    const councilOf = async (people: readonly Signer[], threshold: number) => {
      const owners = await Promise.all(people.map((one) => one.getAddress()));
      const address = await ensureCouncil(deployer, {
        name: `Council of ${owners.length}`,
        members: owners,
        threshold,
      });
      await appoint(address, BigInt(await time.latest()) + 300n * DAY);
      const safe = connectSafe(address, ethers.provider);
      return async (data: string) => {
        const id = { chainId: 31_337, address };
        const transaction = buildSafeTransaction(
          { to: governor.target as string, data },
          Number(await safe.nonce()),
        );
        const signatures = await Promise.all(
          people.slice(0, threshold).map((one) => signSafeTransaction(safe, one, id, transaction)),
        );
        return executeSafeTransaction(safe, deployer, id, transaction, signatures);
      };
    };
    const queued = async (description: string, actions: Action[]) => {
      const proposal = await proposalOf(description, actions);
      await note("propose", governor.connect(alice).propose(...proposal.full));
      await openVote(proposal);
      await vote(proposal, alice);
      await closeVote(proposal);
      await note("queue", queue(proposal));
      return proposal;
    };

    // A first line of marks is read to its end.
    const long = (title: string) => `# NEP-GOV:${"#".repeat(MAX_PROPOSAL_SIZE - 11 - title.length)} ${title}`;
    let act = await councilOf(members, 3);
    for (const [what, actions] of Object.entries(largest(target))) {
      const first = await queued(long(what), actions);
      await note(
        "a Safe's cancel with the calls, 3 sign",
        act(governor.interface.encodeFunctionData(CANCEL, first.hashed)),
      );
      const second = await queued(`# NEP-ECON: ${what}`, actions);
      await toEta(second);
      await note("execute", governor.execute(...second.hashed));
    }
    const padded = largest(target)["as many calls as fit"];
    for (const [people, threshold] of [
      [members, 3],
      [crowd, 15],
    ] as const) {
      if (threshold > 3) act = await councilOf(people, threshold);
      const proposal = await queued(`# NEP-GOV: By its id, ${threshold} sign`, padded);
      await note(
        `a Safe's cancel by the id, ${threshold} sign`,
        act(governor.interface.encodeFunctionData(CANCEL_BY_ID, [proposal.id])),
      );
      expect(await governor.state(proposal.id)).to.equal(State.Canceled);
      await note("expire", governor.expire(...proposal.hashed));
    }
    const withdrawn = await submit("# NEP-GOV: Withdrawn", padded);
    await note("cancel", governor.connect(alice)[CANCEL](...withdrawn.hashed));
    if (process.env.SHOW_CEILINGS) console.table(worst);
    expect(CEILING.gas * 2n).to.be.lessThan(MAX_TRANSACTION_GAS);
    expect(CEILING.size).to.be.lessThan(MAX_TRANSACTION_SIZE);
    if (process.env.SOLIDITY_COVERAGE) return;
    for (const [step, { gas, size }] of Object.entries(worst)) {
      expect(gas, step).to.be.lessThan(CEILING.gas);
      expect(size, step).to.be.lessThan(CEILING.size);
    }
    for (const threshold of [3, 15]) {
      expect(worst[`a Safe's cancel by the id, ${threshold} sign`]!.gas).to.be.lessThan(300_000n);
    }
  });
});
