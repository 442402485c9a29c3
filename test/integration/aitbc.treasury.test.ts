import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";

import { DAY, encodeKey, readBudgets, readLedger } from "@polity/sdk";
import { buildSafeTransaction, executeSafeTransaction, signSafeTransaction } from "@polity/sdk/safe";
import { fails } from "../helpers/fails";
import { decide, deployPreset, stageOf, type NepFile } from "../helpers/preset";

type Member = "kofi" | "lena" | "milo" | "nina" | "omar";
const PAY = "pay((address token, address payee, uint256 amount, bytes32 category, bytes32 ref)[] payments)";
const GRANT =
  "grantBudget((address spender, address token, uint128 amount, uint48 start, uint48 period, uint32 periods, bool rollover, bytes32 category) terms)";
const SCHEDULE =
  "scheduleRecurring((address payee, address token, uint128 amount, uint48 start, uint48 period, uint32 count, bytes32 category, bytes32 ref) terms)";

/** A NEP of one call. */
const nep = (type: string, target: string, call: string, args: string): NepFile => ({
  ...{ type, title: `Call ${call.split("(", 1)[0]!}`, changes: {}, grace: type === "GOV" ? 14 : 7 },
  sections: { "Community feedback": "Two calls; the amount was halved after them." },
  actions: [`- target: ${target}`, `  function: "${call}"`, `  args: ${args}`],
});

/** AITBC's money and its council, from its preset: proposals as files, the council as a Safe. */
describe("AITBC's treasury and council", () => {
  async function delegated() {
    const deployed = await deployPreset("aitbc");
    const { people, network, submit, activate } = deployed;
    const { ada, ben, cleo, dan, hana, june } = people;
    for (const holder of [ada, ben, cleo, dan]) await network.token.connect(holder).delegate(holder);
    await time.increase(1);
    const [treasury, council] = [network.treasury!, network.council!];

    /** From the file to what it does, by the votes of the largest holders. */
    const enact = async (file: NepFile) => {
      const proposal = await submit(file, ada);
      await decide(network, proposal, [
        [ada, "for"],
        [ben, "for"],
        [cleo, "for"],
        [dan, "against"],
      ]);
      await activate(proposal, june);
      return proposal;
    };
    /** The council's Safe makes a call that `signers` of its members have signed; June, who is nobody, sends it. */
    const act = async (to: string, data: string, signers: readonly Member[]) => {
      const id = { chainId: 31_337, address: await council.getAddress() };
      const transaction = buildSafeTransaction({ to, data }, Number(await council.nonce()));
      const signatures = await Promise.all(
        signers.map((name) => signSafeTransaction(council, people[name], id, transaction)),
      );
      return executeSafeTransaction(council, june, id, transaction, signatures);
    };
    const disburse = (amount: bigint, signers: readonly Member[]) => {
      const args = [1n, hana.address, amount, encodeKey("grants"), encodeKey("invoice.one")] as [
        bigint,
        string,
        bigint,
        string,
        string,
      ];
      const data = treasury.interface.encodeFunctionData("disburse", args);
      return act(network.addresses.Treasury!, data, signers);
    };
    const pay = (type = "TREASURY", tokens = 250_000) =>
      nep(
        type,
        "Treasury",
        PAY,
        `[[[GovernanceToken, "${hana.address}", tokens(${tokens}), key(audit), uint(17)]]]`,
      );
    return { ...deployed, ...people, treasury, council, enact, act, disburse, pay };
  }
  const budget = nep(
    "TREASURY",
    "Treasury",
    GRANT,
    "[[Council, GovernanceToken, tokens(1000000), 0, duration(30d), 12, false, key(grants)]]",
  );

  it("A2: the council has no power until a vote gives it one, then stops what is an attack, and nothing that removes it", async () => {
    const { network, submit, enact, act, pay, ada, ben, cleo } = await loadFixture(delegated);
    const { governor, addresses } = network;
    const [Council, target] = [addresses.Council!, addresses.NetworkGovernor];
    const three = ["kofi", "milo", "omar"] as const;
    const cancel = (proposal: Awaited<ReturnType<typeof submit>>) =>
      act(target, governor.interface.encodeFunctionData("cancel(uint256)", [proposal.proposalId]), three);

    expect((await governor.guardian())[0]).not.to.equal(Council);
    const early = await submit(pay(), ada);
    await fails(cancel(early), /cannot cancel the proposal/);

    const appoint = (account: string, until: number) =>
      nep("GOV", "NetworkGovernor", "setGuardian(address account, uint48 until)", `["${account}", ${until}]`);
    const until = (await time.latest()) + 300 * DAY;
    await enact(appoint(Council, until));
    expect(await governor.guardian()).to.deep.equal([Council, BigInt(until)]);

    const attack = await submit(pay("TREASURY", 19_999_999), ada);
    await decide(network, attack, [
      [ada, "for"],
      [ben, "for"],
      [cleo, "for"],
    ]);
    expect(await stageOf(network, attack)).to.equal("APPROVED");
    await cancel(attack);
    expect(await stageOf(network, attack)).to.equal("CANCELED");

    const removal = await submit(appoint(ada.address, until), ada);
    await fails(cancel(removal), /cannot cancel the proposal/);
  });

  it("A3: spending is a proposal of its own type, counted and paid by whoever carries it out, and no other type pays", async () => {
    const { network, encode, propose, enact, pay, treasury, ada, eva, hana } = await loadFixture(delegated);
    const { token, governor, rulebook } = network;
    await expect(propose(encode(pay("GOV"), ada), ada)).not.to.be.reverted;
    expect(() => encode(pay("TECH"), ada)).to.throw(/NEP-TECH may not call Treasury.pay/);
    const mislabelled = encode(pay(), ada);
    const description = mislabelled.description.replace("NEP-TREASURY", "NEP-TECH");
    await expect(propose({ ...mislabelled, description }, ada)).to.be.revertedWithCustomError(
      rulebook,
      "Rulebook_OutOfScope",
    );
    await expect(propose(encode(pay(), eva), eva)).to.be.revertedWithCustomError(
      governor,
      "GovernorInsufficientProposerVotes",
    );

    const [held, before] = [await treasury.booked(token), await token.balanceOf(hana)];
    const { proposalId } = await enact(pay());
    expect(await stageOf(network, { proposalId } as Parameters<typeof stageOf>[1])).to.equal("ACTIVE");
    expect((await token.balanceOf(hana)) - before).to.equal(parseEther("250000"));
    expect(held - (await treasury.booked(token))).to.equal(parseEther("250000"));
  });

  it("A5: a budget is allocated by a vote and disbursed with three signatures of five, not with two, and not beyond", async () => {
    const { network, enact, disburse, treasury, hana } = await loadFixture(delegated);
    const granted = await enact(budget);
    await fails(disburse(1n, ["kofi", "lena"]), /^2 owners have signed, and 3 are needed$/);
    await fails(
      disburse(parseEther("1000001"), ["kofi", "lena", "nina"]),
      new RegExp(`^budget 1 has ${parseEther("1000000")} left`),
    );
    const before = await network.token.balanceOf(hana);
    await disburse(parseEther("400"), ["lena", "nina", "omar"]);
    expect((await network.token.balanceOf(hana)) - before).to.equal(parseEther("400"));
    const [view] = await readBudgets(treasury);
    expect(view).to.include({
      proposalId: granted.proposalId,
      status: "active",
      spender: network.addresses.Council,
    });
    expect(view!.available).to.equal(parseEther("999600"));
  });

  it("A5: what a vote has promised is disbursed by itself: anyone triggers what is due, and nothing before", async () => {
    const { network, enact, treasury, hana, june } = await loadFixture(delegated);
    await enact(
      nep(
        ...(["TREASURY", "Treasury", SCHEDULE] as const),
        `[["${hana.address}", GovernanceToken, tokens(5000), 0, duration(30d), 3, key(salaries), uint(1)]]`,
      ),
    );
    const before = await network.token.balanceOf(hana);
    const paid = async () => (await network.token.balanceOf(hana)) - before;
    const trigger = () => treasury.connect(june).payRecurring([1n]);
    for (const tokens of ["5000", "10000", "15000"]) {
      await trigger();
      expect(await paid()).to.equal(parseEther(tokens));
      await expect(trigger()).to.be.reverted;
      await time.increase(30 * DAY);
    }
    await expect(trigger()).to.be.reverted;
    expect(await paid()).to.equal(parseEther("15000"));
  });

  it("A5: the report is made from events alone, every movement names its vote, and the sums are what is there", async () => {
    const { network, enact, disburse, pay, treasury } = await loadFixture(delegated);
    const [granted, payment] = [await enact(budget), await enact(pay())];
    await disburse(parseEther("400"), ["lena", "nina", "omar"]);
    const { movements, balances } = await readLedger(treasury, { fromBlock: 0 });
    const told = movements.map(({ kind, amount, proposalId }) => [kind, amount, proposalId]);
    expect(told).to.deep.equal([
      ["deposit", parseEther("400000000"), 0n],
      ["payment", -parseEther("250000"), payment.proposalId],
      ["disbursement", -parseEther("400"), granted.proposalId],
    ]);
    const token = network.addresses.GovernanceToken;
    expect(balances.get(token)).to.equal(await network.token.balanceOf(treasury));
    expect(balances.get(token)).to.equal(await treasury.booked(token));
  });
});
