import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther, ZeroAddress, ZeroHash, type Signer } from "ethers";
import hre from "hardhat";

import { ensureCouncil } from "../../deploy/council";
import { DAY } from "@polity/sdk/format";
import { readProposal } from "@polity/sdk/governor/timeline";
import { executeSafeTransaction } from "@polity/sdk/safe/execute";
import { connectSafe } from "@polity/sdk/safe/read";
import { signSafeTransaction } from "@polity/sdk/safe/sign";
import { buildSafeTransaction } from "@polity/sdk/safe/transaction";
import { fails } from "../helpers/fails";
import { State } from "../helpers/governor";
import { deployNeuroshard, person } from "../helpers/neuroshard";

const GRANTS = encodeBytes32String("grants");
const REFERENCE = encodeBytes32String("invoice 17");
const MONTHLY = parseEther("50000");
const MEMBERS = ["eva", "finn", "gus", "hana", "ivan"] as const;

/** What a council may do on a deployed network, and what nobody needs its consent for. */
describe("The council", () => {
  /** A vote has made the council guardian, and granted it 50,000 tokens a month for grants. */
  async function appointed() {
    const network = await deployNeuroshard();
    const { treasury, governor, council, token, enact, june } = network;
    const safe = await council.getAddress();
    const members = await Promise.all(MEMBERS.map(person));

    const grant = treasury.interface.encodeFunctionData("grantBudget", [
      {
        ...{ spender: safe, token: await token.getAddress(), amount: MONTHLY, category: GRANTS },
        ...{ start: 0, period: 30 * DAY, periods: 12, rollover: false },
      },
    ]);
    const until = (await time.latest()) + 300 * DAY;
    const appoint = governor.interface.encodeFunctionData("setGuardian", [safe, until]);
    const appointment = await enact("# NEP-GOV: Appoint the council", [
      { target: governor, data: appoint },
      { target: treasury, data: grant },
    ]);

    /** The council does something: the members sign, and June, who is nobody, sends it. */
    const act = async (
      { target, data }: { target: { getAddress(): Promise<string> }; data: string },
      signers: Signer[] = [members[4]!, members[0]!, members[2]!],
      by = council,
    ) => {
      const id = { chainId: 31_337, address: await by.getAddress() };
      const transaction = buildSafeTransaction(
        { to: await target.getAddress(), data },
        Number(await by.nonce()),
      );
      const signatures = await Promise.all(
        signers.map((signer) => signSafeTransaction(by, signer, id, transaction)),
      );
      return executeSafeTransaction(by, june, id, transaction, signatures);
    };
    const disbursement = (amount: bigint, payee = june.address, category = GRANTS) => ({
      target: treasury,
      data: treasury.interface.encodeFunctionData("disburse", [1n, payee, amount, category, REFERENCE]),
    });
    const cancellation = ({ id }: { id: bigint }) => ({
      target: governor,
      data: governor.interface.encodeFunctionData("cancel(uint256)", [id]),
    });
    /** A call of the treasury, for a proposal. */
    const call = (
      name: "endBudget" | "freezeBudget" | "lowerBudget" | "setBudgetSpender",
      ...args: unknown[]
    ) => ({
      target: treasury,
      data: treasury.interface.encodeFunctionData(name as "endBudget", args as never),
    });
    return { ...network, safe, members, appointment, until, act, disbursement, cancellation, call };
  }

  /** Another Safe, of other people. */
  async function successor() {
    const [deployer] = await hre.ethers.getSigners();
    const members = await Promise.all((["kofi", "lena", "milo"] as const).map(person));
    const owners = members.map(({ address }) => address);
    const address = await ensureCouncil(deployer!, { name: "Successor", members: owners, threshold: 2 });
    return { members, address, safe: connectSafe(address, hre.ethers.provider) };
  }

  it("disburses a budget that a vote granted with three signatures, and the ledger names that vote", async () => {
    const { act, disbursement, treasury, token, june, appointment } = await loadFixture(appointed);
    await act(disbursement(parseEther("1200")));
    expect(await token.balanceOf(june)).to.equal(parseEther("1200"));
    expect(await treasury.budgetAvailable(1n)).to.equal(MONTHLY - parseEther("1200"));
    const [event] = await treasury.queryFilter(treasury.filters.Disbursed());
    expect([...event!.args]).to.deep.equal([
      ...[1n, await token.getAddress(), june.address, parseEther("1200")],
      ...[GRANTS, REFERENCE, appointment.id],
    ]);
  });

  it("disburses nothing with two signatures, above the allotment, or for another purpose", async () => {
    const { act, disbursement, members, treasury, june } = await loadFixture(appointed);
    await fails(act(disbursement(1n), members.slice(0, 2)), /^2 owners have signed, and 3 are needed$/);
    await fails(act(disbursement(MONTHLY + 1n)), new RegExp(`^budget 1 has ${MONTHLY} left`));
    await fails(
      act(disbursement(1n, june.address, encodeBytes32String("travel"))),
      /^budget 1 is for grants, not for travel/,
    );
    expect(await treasury.budgetAvailable(1n)).to.equal(MONTHLY);
  });

  it("cannot be impersonated by one of its members, nor reach past its budget", async () => {
    const { members, treasury, act, token, safe } = await loadFixture(appointed);
    await expect(
      treasury.connect(members[0]).disburse(1n, members[0]!.address, 1n, GRANTS, ZeroHash),
    ).to.be.revertedWithCustomError(treasury, "Budgets_NotSpender");
    const payment = {
      token: await token.getAddress(),
      payee: safe,
      amount: 1n,
      category: ZeroHash,
      ref: ZeroHash,
    };
    await fails(
      act({ target: treasury, data: treasury.interface.encodeFunctionData("pay", [[payment]]) }),
      /Treasury_NotTimelock/,
    );
  });

  it("is replaced by a vote, as spender and as guardian, that it can neither stop nor slow down", async () => {
    const { submit, approve, call, governor, safe, act, cancellation, disbursement, june, treasury, token } =
      await loadFixture(appointed);
    const next = await successor();
    const until = (await time.latest()) + 300 * DAY;
    const proposal = await submit("# NEP-GOV: Another council", [
      {
        target: governor,
        data: governor.interface.encodeFunctionData("setGuardian", [next.address, until]),
      },
      call("setBudgetSpender", 1n, next.address),
    ]);
    await fails(act(cancellation(proposal)), /cannot cancel the proposal/);
    await approve(proposal);
    await fails(act(cancellation(proposal)), /cannot cancel the proposal/);
    await governor.connect(june).execute(...proposal.hashed);

    expect(await governor.guardian()).to.deep.equal([next.address, BigInt(until)]);
    expect((await treasury.budget(1n)).spender).not.to.equal(safe);
    await fails(act(disbursement(1n)), /^budget 1 is spent by 0x/);
    await act(disbursement(parseEther("7")), next.members.slice(0, 2), next.safe);
    expect(await token.balanceOf(june)).to.equal(parseEther("7"));
  });

  for (const [what, ...action] of [
    ["ends its budget", "endBudget", 1n],
    ["lowers its budget", "lowerBudget", 1n, parseEther("1"), 12],
  ] as const) {
    it(`cannot stop a vote that ${what}`, async () => {
      const { submit, approve, call, act, cancellation, disbursement, governor, june } =
        await loadFixture(appointed);
      const proposal = await submit("# NEP-GOV: Less", [call(action[0], ...action.slice(1))]);
      await fails(act(cancellation(proposal)), /cannot cancel the proposal/);
      await approve(proposal);
      await governor.connect(june).execute(...proposal.hashed);
      await fails(act(disbursement(parseEther("2"))), /Budgets_|budget 1 has/);
    });
  }

  it("stops other proposals while its mandate lasts, also one that hides behind the end of its budget", async () => {
    const { submit, call, act, cancellation, governor, treasury, until, token, june } =
      await loadFixture(appointed);
    const payment = {
      ...{ token: await token.getAddress(), payee: june.address, amount: 1n },
      ...{ category: ZeroHash, ref: ZeroHash },
    };
    const pay = { target: treasury, data: treasury.interface.encodeFunctionData("pay", [[payment]]) };
    const hidden = await submit("# NEP-GOV: The end, and a gift", [call("endBudget", 1n), pay]);
    await act(cancellation(hidden));
    expect(await governor.state(hidden.id)).to.equal(State.Canceled);

    // Still under review, and the mandate is over.
    await time.increaseTo(until - 3 * DAY);
    const late = await submit("# NEP-GOV: A gift", [pay]);
    await time.increaseTo(until + 1);
    await fails(act(cancellation(late)), /cannot cancel the proposal/);
    expect(await governor.state(late.id)).to.equal(State.Pending);
  });

  it("is frozen by an emergency within three days, and goes on when a vote unfreezes it", async () => {
    const { submit, approve, enact, call, act, disbursement, governor, treasury, june, token } =
      await loadFixture(appointed);
    const before = await time.latest();
    const proposal = await submit("# NEP-EMERG: Freeze the council's budget", [call("freezeBudget", 1n)]);
    await approve(proposal);
    expect((await readProposal(governor, proposal.id)).eta - before).to.be.below(3 * DAY);
    await governor.connect(june).execute(...proposal.hashed);
    await fails(act(disbursement(1n)), /budget 1 is frozen/);

    const unfreeze = treasury.interface.encodeFunctionData("unfreezeBudget", [1n]);
    await enact("# NEP-GOV: Go on", [{ target: treasury, data: unfreeze }]);
    await act(disbursement(1n));
    expect(await token.balanceOf(june)).to.equal(1n);
  });

  it("has no more than half of the cap with all its budgets together, so that a vote can always pay", async () => {
    const { enact, act, treasury, token, safe, config, june, submit, approve, governor } =
      await loadFixture(appointed);
    const cap = config.treasury!.caps[0]!.amount;
    const data = treasury.interface.encodeFunctionData("grantBudget", [
      {
        ...{ spender: safe, token: await token.getAddress(), amount: cap, category: ZeroHash },
        ...{ start: 0, period: 30 * DAY, periods: 12, rollover: false },
      },
    ]);
    await enact("# NEP-GOV: A large budget", [{ target: treasury, data }]);
    const spend = (amount: bigint) => ({
      target: treasury,
      data: treasury.interface.encodeFunctionData("disburse", [2n, safe, amount, ZeroHash, ZeroHash]),
    });
    await fails(act(spend(cap / 2n + 1n)), new RegExp(`^the cap lets ${cap / 2n} of`));
    await act(spend(cap / 2n));

    // A vote pays the whole cap: it waits in its window until the bucket is full again.
    const payment = {
      ...{ token: await token.getAddress(), payee: june.address, amount: cap },
      ...{ category: GRANTS, ref: REFERENCE },
    };
    const pay = { target: treasury, data: treasury.interface.encodeFunctionData("pay", [[payment]]) };
    const proposal = await submit("# NEP-GOV 7d: A large payment", [pay]);
    await approve(proposal);
    await act(spend(parseEther("1000")));
    const { expiry } = await readProposal(governor, proposal.id);
    const outflow = await hre.ethers.getContractAt("OutflowCap", treasury);
    await expect(governor.connect(june).execute(...proposal.hashed)).to.be.revertedWithCustomError(
      outflow,
      "OutflowCap_Exceeded",
    );
    await time.increaseTo(expiry - 1);
    await governor.connect(june).execute(...proposal.hashed);
    expect(await token.balanceOf(june)).to.equal(cap);
  });

  it("has no say before a vote gives it one", async () => {
    const { governor, treasury, council } = await deployNeuroshard();
    expect(await governor.guardian()).to.deep.equal([ZeroAddress, 0n]);
    expect(await treasury.budgetCount()).to.equal(0n);
    expect(await hre.ethers.provider.getBalance(council)).to.equal(0n);
  });
});
