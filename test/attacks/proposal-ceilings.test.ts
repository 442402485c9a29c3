import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import type { ContractTransactionResponse, Signer } from "ethers";
import { ethers } from "hardhat";

import { ensureCouncil } from "../../deploy/council";
import { MAX_PROPOSAL_SIZE } from "@polity/sdk/governor/size";
import {
  buildSafeTransaction,
  connectSafe,
  executeSafeTransaction,
  signSafeTransaction,
} from "@polity/sdk/safe";
import { MAX_TRANSACTION_GAS } from "@polity/sdk/transaction";
import {
  CANCEL,
  CANCEL_BY_ID,
  councilFixture,
  DAY,
  proposalOf,
  State,
  type Action,
} from "../helpers/governor";
import { largest } from "../helpers/largest";

/** What nodes pass on by default: a larger transaction does not travel. */
const MAX_TRANSACTION_SIZE = 131_072;
/** What every step stays below, and what docs/invariants.md promises. */
const CEILING = { gas: 8_000_000n, size: 80_000 };

describe("Attack: a proposal that is too dear to carry on", () => {
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
    for (const [step, { gas, size }] of Object.entries(worst)) {
      expect(gas, step).to.be.lessThan(CEILING.gas);
      expect(size, step).to.be.lessThan(CEILING.size);
    }
    for (const threshold of [3, 15]) {
      expect(worst[`a Safe's cancel by the id, ${threshold} sign`]!.gas).to.be.lessThan(300_000n);
    }
  });
});
