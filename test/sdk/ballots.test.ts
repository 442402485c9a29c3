import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Wallet, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import {
  checkBallots,
  MAX_TRANSACTION_GAS,
  parseBallots,
  relayBallots,
  signBallot,
  signRelayedBallot,
  type SignedBallot,
} from "@polity/sdk";
import { fails } from "../helpers/fails";
import { fixture, ONE } from "../helpers/governor";
import { formsOf } from "../helpers/signatures";
import known from "../fixtures/foreign/ballot-signatures.json";

async function open() {
  const all = await fixture();
  const { governor, submit } = all;
  const proposal = await submit("# NEP-ECON: Ballots");
  await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
  const sign = (voter: typeof all.alice, support: SignedBallot["support"] = "for", deadline?: number) =>
    signRelayedBallot(governor, voter, { proposalId: proposal.id, support, ...(deadline && { deadline }) });
  return { ...all, proposal, sign };
}

describe("Ballots with the SDK", () => {
  it("are counted when anybody relays them, those of several proposals too", async () => {
    const { governor, proposal, sign, submit, alice, bob, carol, stranger } = await open();
    const other = await submit("# NEP-NET: Another");
    await time.increaseTo((await governor.proposalSnapshot(other.id)) + 1n);
    const ballots = [
      await sign(alice),
      await signRelayedBallot(governor, alice, { proposalId: other.id, support: "against" }),
      await sign(bob, "against"),
      await sign(carol, "abstain"),
    ];
    const { counted, rejected, receipts } = await relayBallots(governor, stranger, {
      ballots: parseBallots(JSON.stringify(ballots)),
    });
    expect(rejected).to.deep.equal([]);
    expect(receipts).to.have.length(2);
    expect(counted.map(({ weight }) => weight)).to.have.members([
      ...[39_995n * ONE, 39_995n * ONE, 25_000n * ONE, 15_000n * ONE],
    ]);
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([
      25_000n * ONE,
      39_995n * ONE,
      15_000n * ONE,
    ]);
    expect((await governor.proposalVotes(other.id)).againstVotes).to.equal(39_995n * ONE);
  });

  it("that would not be counted are told before they are sent, and nothing is sent for them", async () => {
    const { governor, proposal, sign, submit, alice, bob, carol, dave, frank, stranger, vote } = await open();
    const good = await sign(alice);
    const voted = await sign(carol);
    await vote(proposal, carol);
    const pending = await submit("# NEP-ECON: Pending");
    const late = await sign(dave, "for", (await time.latest()) + 5);
    await time.increase(10);
    const { rejected, good: rest } = await checkBallots(governor, [
      good,
      { ...good, support: "against" },
      await sign(bob).then((ballot) => ({ ...ballot, support: "against" as const })),
      voted,
      late,
      { ...good, voter: frank.address },
      { ...good, voter: governor.target as string },
      { ...good, chainId: 1 },
      { ...good, governor: ZeroAddress },
      { ...good, proposalId: pending.id.toString() },
      { ...good, proposalId: "1" },
      { ...good, signature: "0x1234" },
    ]);
    expect(rest).to.deep.equal([good]);
    const reasons = rejected.map(({ reason }) => reason);
    const expected = [
      /^it is not signed by its voter$/,
      /^it is not signed by its voter$/,
      /^its voter has voted already$/,
      /^its deadline was \d{4}-/,
      /^its voter had no votes when the vote began$/,
      /^its voter had no votes when the vote began$/,
      /^it is for chain 1, and this is 31337$/,
      /^it is for another governor, 0x0{40}$/,
      /^the proposal is under review until/,
      /^there is no proposal 1$/,
      /^it is not signed by its voter$/,
    ];
    expect(reasons).to.have.length(expected.length);
    reasons.forEach((reason, i) => expect(reason).to.match(expected[i]!));

    const nonce = await stranger.getNonce();
    const none = await relayBallots(governor, stranger, { ballots: [voted, late] });
    expect([none.counted.length, none.receipts.length, await stranger.getNonce()]).to.deep.equal([
      0,
      0,
      nonce,
    ]);
    const twice = await relayBallots(governor, stranger, { ballots: [good, good] });
    expect(twice.rejected.map(({ reason }) => reason)).to.deep.equal([
      "a ballot of its voter stands before it",
    ]);
    expect(twice.counted).to.have.length(1);
  });

  it("are counted in whatever form a file brings a valid signature, and are signed in one form", async () => {
    const { governor, submit, sign, alice, bob, carol, stranger } = await open();
    const forms = Object.keys(formsOf((await sign(alice)).signature));
    expect(forms).to.include.members(known.forms);
    for (const form of forms) {
      const proposal = await submit(`# NEP-ECON: ${form}`, undefined, alice);
      await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
      const inForm = (voter: typeof alice) =>
        Object.create(voter, {
          signTypedData: {
            value: async (...args: Parameters<typeof voter.signTypedData>) =>
              formsOf(await voter.signTypedData(...args))[form],
          },
        }) as typeof alice;
      const signed = (voter: typeof alice) =>
        signRelayedBallot(governor, voter, { proposalId: proposal.id, support: "for" });
      // Of one voter the wallet has the form, of the other the file.
      const [ofWallet, right] = [await signed(inForm(alice)), await signed(bob)];
      expect(ofWallet, form).to.deep.equal(await signed(alice));
      const ofFile = { ...right, signature: formsOf(right.signature)[form]! };
      const ballots = parseBallots(JSON.stringify([ofWallet, ofFile]));
      const { good } = await checkBallots(governor, ballots);
      expect(good, form).to.deep.equal([ofWallet, right]);
      const { counted, rejected } = await relayBallots(governor, stranger, { ballots });
      expect([counted.length, rejected.length], form).to.deep.equal([2, 0]);
      const single = await signBallot(governor, inForm(carol), { proposalId: proposal.id, support: "for" });
      await governor.connect(stranger).castVoteBySig(proposal.id, 1, carol, single);
      expect(await governor.hasVoted(proposal.id, carol)).to.equal(true);
    }
  });

  it("of a contract are good only if it answers within the gas that the governor grants", async () => {
    const { governor, token, submit, alice, stranger } = await open();
    const wallets = [];
    for (const mood of [0, 3, 5]) {
      const wallet = await ethers.deployContract("HostileWallet", [mood]);
      const at = await wallet.getAddress();
      await token.connect(alice).transfer(wallet, ONE);
      await ethers.provider.send("hardhat_impersonateAccount", [at]);
      await ethers.provider.send("hardhat_setBalance", [at, "0xde0b6b3a7640000"]);
      await token.connect(await ethers.getSigner(at)).delegate(at);
      wallets.push(at);
    }
    const proposal = await submit("# NEP-ECON: Hostile", undefined, alice);
    await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
    const deadline = Number(await governor.proposalDeadline(proposal.id));
    const right = await signRelayedBallot(governor, alice, { proposalId: proposal.id, support: "for" });
    // Long signatures bring gas of their own to whoever asks in another way than the governor does.
    const ballots = wallets.flatMap((voter) =>
      ["0x", "0x1234", `0x${"ff".repeat(10_000)}`].map((signature) => ({
        ...right,
        voter,
        deadline,
        signature,
      })),
    );
    for (const ballot of ballots) {
      const { good } = await checkBallots(governor, [ballot]);
      const answer = await governor
        .connect(stranger)
        .castVotesBySig.staticCall(proposal.id, [{ ...ballot, support: 1 }]);
      expect(good.length).to.equal(Number(answer));
    }
    const { counted, rejected } = await relayBallots(governor, stranger, { ballots });
    expect(counted.map(({ ballot }) => ballot.voter)).to.deep.equal([wallets[0], wallets[2]]);
    expect(rejected).to.have.length(7);
  });

  it("of a contract are counted when it knows the signature", async () => {
    const { governor, token, submit, frank, alice, stranger } = await open();
    const wallet = await ethers.deployContract("MockWallet", [frank.address]);
    const at = await wallet.getAddress();
    await token.connect(frank).transfer(wallet, 100n * ONE);
    await wallet.connect(frank).call(token, token.interface.encodeFunctionData("delegate", [at]));
    const proposal = await submit("# NEP-ECON: Contract", undefined, alice);
    await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
    const asWallet = Object.create(frank, {
      getAddress: { value: () => Promise.resolve(at) },
    }) as typeof frank;
    const ballot = await signRelayedBallot(governor, asWallet, { proposalId: proposal.id, support: "for" });
    const { counted, rejected } = await relayBallots(governor, stranger, { ballots: [ballot] });
    expect(rejected.map(({ reason }) => reason)).to.deep.equal([]);
    expect(counted[0]!.weight).to.equal(100n * ONE);
  });

  it("fill transactions without exceeding what one may have, and are all counted", async () => {
    const { governor, token, submit, alice, stranger } = await fixture();
    const voters = Array.from(
      { length: 400 },
      (_, i) => new Wallet(ethers.toBeHex(i + 1_000, 32), ethers.provider),
    );
    // Whatever a wallet would ask for is given: 400 wallets ask for a lot.
    const given = { nonce: 0, gasLimit: 200_000, gasPrice: 10_000_000_000n, type: 0, chainId: 31_337n };
    for (const [i, { address }] of voters.entries()) {
      // The token's own storage would be quicker and prove less: votes come from a delegation for each voter.
      await token.connect(alice).transfer(address, ONE, { gasLimit: 200_000 });
      await ethers.provider.send("hardhat_setBalance", [address, "0xde0b6b3a7640000"]);
      await token.connect(voters[i]).delegate(address, given);
    }
    const proposal = await submit("# NEP-ECON: Crowd", undefined, alice);
    await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
    const ballots: SignedBallot[] = [];
    for (const voter of voters)
      ballots.push(await signRelayedBallot(governor, voter, { proposalId: proposal.id, support: "for" }));
    const told: number[] = [];
    const { counted, rejected, receipts } = await relayBallots(governor, stranger, {
      ballots,
      onProgress: ({ sent }) => told.push(sent),
    });
    expect([counted.length, rejected.length]).to.deep.equal([400, 0]);
    expect((await governor.proposalVotes(proposal.id)).forVotes).to.equal(400n * ONE);
    expect(receipts).to.have.length(2);
    for (const { gasUsed } of receipts) expect(gasUsed <= MAX_TRANSACTION_GAS).to.equal(true);
    expect(told.at(-1)).to.equal(400);
  });

  it("are signed only for an open vote, all at once and until a time that comes", async () => {
    const { governor, proposal, sign, alice, bob, frank } = await open();
    await fails(sign(frank), /had no votes when the vote began/);
    await fails(sign(alice, "for", 1), /^1970-01-01T00:00:01Z is past$/);
    const parts = ethers.solidityPacked(["uint128", "uint128", "uint128"], [1n, 0n, 0n]);
    await governor.connect(bob).castVoteWithReasonAndParams(proposal.id, 255, "", parts);
    await fails(sign(bob), /has cast a part of its votes$/);
    const refusing = Object.create(alice, {
      signTypedData: { value: () => Promise.reject(Object.assign(new Error("no"), { code: 4001 })) },
    }) as typeof alice;
    await fails(sign(refusing), /^the wallet declined$/);
    expect((await sign(alice)).deadline).to.equal(Number(await governor.proposalDeadline(proposal.id)));
  });

  it("are read from a file with every problem told", () => {
    expect(() => parseBallots("{", "mine.json")).to.throw("mine.json is not JSON");
    expect(() => parseBallots("{}")).to.throw("must be a list of signed ballots");
    const wrong = { chainId: 0, governor: "0x1", proposalId: "-1", voter: "", support: "yes", deadline: -1, signature: "0x1" }; // prettier-ignore
    expect(() => parseBallots(JSON.stringify([wrong]))).to.throw("7 problems");
    expect(() => parseBallots(JSON.stringify([{ more: 1 }]))).to.throw("unknown field");
  });
});
