import { loadFixture, mine } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, makeError, Wallet, type TransactionReceipt } from "ethers";
import hre, { ethers } from "hardhat";

import {
  decodeRevert,
  DOMAINS,
  eventOf,
  eventsOf,
  explain,
  explainFailure,
  readDomain,
  recoverTyped,
  send,
  signBallot,
  SUPPORT,
} from "@polity/sdk";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { Support, fixture as governance } from "../helpers/governor";
import { withMargin } from "@polity/sdk/transaction";
import { deployCourt } from "../court/fixture";
import { deployEscrow, ONE } from "../helpers/escrow";
import f07 from "../fixtures/foreign/provider-errors.json";
import { fails } from "../helpers/fails";

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
const rejected = (error: Error) => Promise.reject(error);
const encode = (signature: string, ...values: unknown[]) => {
  const types = /\((.*)\)/.exec(signature)![1]!;
  const args = ethers.AbiCoder.defaultAbiCoder().encode(types ? types.split(",") : [], values);
  return id(signature).slice(0, 10) + args.slice(2);
};

async function four() {
  return deployEscrow(4);
}

describe("Sending with the SDK", () => {
  it("gives a call 30 % more gas than the estimate, and three checkpoints", async () => {
    const { escrow, token, ada } = await loadFixture(four);
    await token.connect(ada).approve(escrow, ONE);
    const call = await escrow.createPermanentLock.populateTransaction(ONE);
    const estimate = await ada.estimateGas(call);
    const { hash } = await send(ada, call);
    const { gasLimit } = (await ethers.provider.getTransaction(hash))!;
    expect(gasLimit).to.equal((estimate * 13n) / 10n + 66_300n);
  });

  it("leaves enough where every checkpoint of a deposit in court falls into another second than in its estimate", async () => {
    const { court, token, payer, stranger, jurors } = await loadFixture(deployCourt);
    const [first, second] = jurors as [typeof payer, typeof payer];
    for (const juror of [first, second]) await token.connect(juror).delegate(second);
    const call = await court.deposit.populateTransaction(5_000n * ONE);
    for (const [before, after] of [
      [payer, stranger],
      [second, first],
    ] as const) {
      await before.sendTransaction(call);
      // In the second of the deposit before it.
      const question = [{ from: after.address, to: call.to, data: call.data }, "latest"];
      const estimate = BigInt((await ethers.provider.send("eth_estimateGas", question)) as string);
      const { gasUsed } = (await (await after.sendTransaction(call)).wait())!;
      expect(gasUsed).to.be.above((estimate * 13n) / 10n);
      expect(gasUsed).to.be.at.most(withMargin(estimate));
    }
  });

  it("says in a sentence what the escrow, the token or the governor refused", async () => {
    const { escrow, token, ada, ben, week } = await loadFixture(four);
    await token.connect(ada).approve(escrow, 100n * ONE);
    await escrow.connect(ada).createPermanentLock(ONE);
    await escrow.connect(ada).createLock(ONE, week(2));
    const refusals: [Parameters<typeof send>[1], RegExp][] = [
      [
        escrow.createPermanentLock.populateTransaction(1n),
        /^0\.0{17}1 tokens are too few to lock; lock at least 1$/,
      ],
      [escrow.createLock.populateTransaction(ONE, week(9)), /cannot end in the week of .*; choose a week/],
      [
        escrow.createPermanentLock.populateTransaction(200n * ONE),
        /may take 98 tokens, and 200 are needed; approve/,
      ],
      [escrow.createLockFor.populateTransaction(ben, ONE, 0), /does not let 0x\w+ create locks for it; /],
      [escrow.extend.populateTransaction(1, week(1)), /is not later than the lock's end, \d{4}-.*; /],
      [escrow.extend.populateTransaction(0, week(3)), /^lock 0 is permanent; start its decay/],
      [escrow.startDecay.populateTransaction(1), /^lock 1 decays already; /],
      [escrow.withdraw.populateTransaction(0), /^lock 0 is permanent; start its decay, then wait/],
      [escrow.withdraw.populateTransaction(1), /^lock 1 ends at .*; it can be withdrawn from then on$/],
      [escrow.withdraw.populateTransaction(5), /has no lock 5; /],
      [escrow.merge.populateTransaction(0, 0), /^lock 0 cannot be merged with itself; /],
      [escrow.transfer.populateTransaction(ben, 1n), /cannot be transferred; delegate the votes/],
      [token.transfer.populateTransaction(ben, 5_000n * ONE), /has 998 tokens, and 5000 are needed; /],
      [
        token.mint.populateTransaction(ben, 1n),
        /^the contract refused: GovernanceToken_NotTimelock \(caller 0x\w+\)$/,
      ],
    ];
    for (const [call, sentence] of refusals) {
      const error = await send(ada, call).then(
        () => "it was sent",
        (thrown: unknown) => explain(thrown),
      );
      expect(error).to.match(sentence);
    }
  });

  it("takes for a contract's events only those that it emitted itself", async () => {
    const { escrow, token, ada } = await loadFixture(four);
    await token.connect(ada).approve(escrow, ONE);
    const receipt = await send(ada, escrow.createPermanentLock.populateTransaction(ONE));
    const own = receipt.logs.filter(({ address }) => address === escrow.target);
    const forged = own.map((log) => ({ ...log.toJSON(), address: token.target }));
    const mixed = {
      hash: receipt.hash,
      logs: [...forged, ...own],
    } as unknown as TransactionReceipt;
    expect(await eventsOf(escrow, mixed, "LockCreated")).to.have.length(1);
    expect((await eventOf(escrow, mixed, "LockCreated")).account).to.equal(ada.address);
    const none = { hash: receipt.hash, logs: forged } as unknown as TransactionReceipt;
    await fails(
      eventOf(escrow, none, "LockCreated"),
      /does not have the event LockCreated/,
      /is the contract that you mean/,
    );
  });

  it("decodes errors that need a time or a state of their own", async () => {
    const who = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    for (const [data, sentence] of [
      [
        encode("VoteEscrow_TooManyLocks(address)", who),
        /has 16 locks, which is the most there can be; merge/,
      ],
      [
        encode("VoteEscrow_LockExpired(address,uint256,uint256)", who, 3, 604_800),
        /^lock 3 ended at 1970-01-08/,
      ],
      [encode("VoteEscrow_LockPermanent(address,uint256)", who, 3), /^lock 3 is permanent/],
      [encode("VotesExpiredSignature(uint256)", 604_800), /^the signature expired at 1970-01-08T00:00:00Z; /],
      [
        encode("InvalidAccountNonce(address,uint256)", who, 4),
        /has been used or replaced: its next nonce is 4/,
      ],
      [
        encode("GovernorInsufficientProposerVotes(address,uint256,uint256)", who, 0, ONE),
        /proposing takes 1; lock/,
      ],
      [
        encode("GovernorFee_AllowanceTooLow(address,address,uint256,uint256)", who, who, 0, ONE),
        /may take 0 tokens, and the fee is 1; approve/,
      ],
      [
        encode("GovernorFee_BalanceTooLow(address,address,uint256,uint256)", who, who, 0, ONE),
        /has 0 unlocked tokens, and the fee is 1; /,
      ],
      [encode("GovernorCounting_NoVotes(uint256,address)", 1, who), /had no votes when the vote began; /],
      [encode("GovernorTimelock_GraceNotOver(uint256,uint256)", 1, 604_800), /lasts until 1970-01-08/],
      [encode("GovernorAlreadyCastVote(address)", who), /has voted already; /],
      [encode("NepTitle_Empty()"), /^the contract refused: NepTitle_Empty$/],
      [encode("Error(string)", "out of luck"), /^the contract refused: Error \(reason out of luck\)$/],
    ] as const) {
      expect(explain(await decodeRevert(data))).to.match(sentence);
    }
    expect(await decodeRevert("0x12345678")).to.equal(undefined);
  });

  it("loads the words of those domains alone whose contracts have the error", async () => {
    const asked: string[] = [];
    const domains = DOMAINS.map((domain: AnyDomain) => ({
      ...domain,
      reverts: () => (asked.push(domain.name), domain.reverts?.() ?? Promise.resolve({ reverts: {} })),
    }));
    const data = encode("Treasury_NotDue(uint256,uint256)", 1, 604_800);
    expect(explain(await decodeRevert(data, undefined, domains))).to.match(
      /anybody can pay it from 1970-01-08/,
    );
    expect(asked).to.deep.equal(["treasury"]);
  });

  it("says what the contract said where the words cannot be loaded", async () => {
    const domains = DOMAINS.map((domain: AnyDomain) => ({
      ...domain,
      reverts: () => Promise.reject(new Error("Failed to fetch dynamically imported module")),
    }));
    const data = encode("Budgets_Frozen(uint256)", 7);
    expect(explain(await decodeRevert(data, undefined, domains))).to.equal(
      "the contract refused: Budgets_Frozen (budgetId 7)",
    );
  });

  it("says that an account cannot pay for gas, and that a wallet declined", async () => {
    const { token, ada } = await loadFixture(four);
    const poor = Wallet.createRandom(ethers.provider);
    await fails(
      send(poor, token.approve.populateTransaction(ada, 1n)),
      /^the account cannot pay for the gas$/,
    );
    const info = { action: "sendTransaction", reason: "rejected" } as const;
    await fails(send(ada, rejected(makeError("no", "ACTION_REJECTED", info))), /^the wallet declined$/);
    await fails(send(ada, rejected(new Error("first line\nsecond"))), /^first line$/);
  });

  it("says in the provider's own words what it refused, however they are wrapped", async () => {
    const { ada } = await loadFixture(four);
    for (const refusal of f07) {
      const wrapped = [
        Object.assign(new Error(refusal.message), refusal),
        makeError("could not coalesce error", "UNKNOWN_ERROR", { error: refusal }),
        makeError("missing revert data", "CALL_EXCEPTION", { info: { error: refusal } } as never),
        Object.assign(new Error("Internal JSON-RPC error."), { code: -32603, data: refusal }),
      ];
      for (const error of wrapped)
        await fails(send(ada, rejected(error)), new RegExp(`^${escaped(refusal.message)}$`));
    }
    const limited = makeError("missing revert data", "CALL_EXCEPTION", { info: { error: f07[0] } } as never);
    expect(explain(await explainFailure(limited))).to.match(
      /^request rate exceeded; .*try again in a minute/,
    );
  });

  it("says that a transaction was reverted when the state changed on the way", async () => {
    const { escrow, token, ada } = await loadFixture(four);
    await token.connect(ada).approve(escrow, ONE);
    await hre.network.provider.send("evm_setAutomine", [false]);
    const both = [0, 1].map(() => send(ada, escrow.createPermanentLock.populateTransaction(ONE)));
    const outcome = Promise.all(both).then(
      () => "both were sent",
      (error: unknown) => explain(error),
    );
    while ((await ethers.provider.send("eth_getBlockByNumber", ["pending", false])).transactions.length < 2)
      await new Promise((wait) => setTimeout(wait, 20));
    await mine();
    await hre.network.provider.send("evm_setAutomine", [true]);
    expect(await outcome).to.match(/^transaction 0x\w{64} was reverted; the state changed on the way/);
  });
});

describe("EIP-712 with the SDK", () => {
  it("signs ballots that the governor counts", async () => {
    const { governor, submit, openVote, alice, bob } = await governance();
    const proposal = await submit("NEP-GOV: A title");
    await openVote(proposal);
    const signature = await signBallot(governor, alice, { proposalId: proposal.id, support: "against" });
    await governor.connect(bob).castVoteBySig(proposal.id, SUPPORT.against, alice, signature);
    // Proposing cost Alice 10 of her 40,000.
    expect((await governor.proposalVotes(proposal.id)).againstVotes).to.equal(39_990n * ONE);
    expect(SUPPORT).to.deep.equal({
      against: Support.Against,
      for: Support.For,
      abstain: Support.Abstain,
    });
  });

  it("reads the fields of the domain that the contract uses", async () => {
    const { escrow } = await loadFixture(four);
    const address = await escrow.getAddress();
    const domain = { name: "Vote-escrowed Test", version: "1", chainId: 31_337n, verifyingContract: address };
    expect(await readDomain(escrow)).to.deep.equal(domain);
    const told = { fields: "0x18", salt: id("salt"), ...domain };
    const salted = {
      target: address,
      getAddress: () => escrow.getAddress(),
      eip712Domain: () => Promise.resolve(told),
    };
    expect(await readDomain(salted)).to.deep.equal({ verifyingContract: address, salt: id("salt") });
  });

  it("signs nothing for a contract that names another as the one that verifies", async () => {
    const { escrow, token } = await loadFixture(four);
    const impostor = {
      target: escrow.target,
      getAddress: () => escrow.getAddress(),
      eip712Domain: () => token.eip712Domain(),
    };
    await fails(recoverTyped(impostor, {}, {}, "0x"), /asks for signatures for 0x/);
  });
});
