import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { mine, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { AbiCoder, encodeBytes32String, id, keccak256, parseEther, toBeHex, Wallet, ZeroHash } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { openLaunch } from "../../deploy/launch";
import { memoryChain } from "../../deploy/memory-chain";
import { rehearse } from "../../deploy/rehearsal";
import { deployNetwork } from "../../deploy/run";
import { connect, DAY, readProposal, requireEscrow, WEEK, weekOf } from "@polity/sdk";
import { audit } from "@polity/sdk/audit";
import { fails } from "../helpers/fails";
import { decide, deployPreset, type NepFile } from "../helpers/preset";

const GRANT =
  "grantBudget((address spender, address token, uint128 amount, uint48 start, uint48 period, uint32 periods, bool rollover, bytes32 category) terms)";
const CATEGORY = encodeBytes32String("grants");
const SALT = id("salt");
const PHASE = { appeal: 7n, referral: 8n, decided: 10n, executed: 11n } as const;
const [PAY, RETURN] = [1n, 2n];

interface Plan {
  preset: "distributed-ai" | "aitbc";
  /** In whole tokens: what is paid at once, what waits, and what each juror stakes. */
  atOnce: string;
  disputed: string;
  stake: string;
  extra: Partial<NepFile>;
}

/**
 * A budget of the preset's treasury whose instructor is Milo, of the council: a vote grants it, and says that the court rules
 * about it. Twelve people stake, and a month passes.
 */
async function prepare({ preset, stake, extra }: Plan) {
  const deployed = await deployPreset(preset);
  const { network, people, submit, activate } = deployed;
  const { token, addresses } = network;
  const { ada, ben, cleo, dan, milo, june } = people;
  // June is nobody, and does what anybody may.
  const [court, budgets] = [network.court!.connect(june), network.disputedBudgets!.connect(june)];
  const voters = [ada, ben, cleo];
  if (preset === "distributed-ai") {
    const amount = parseEther("2000000");
    const end = weekOf((await time.latest()) + 200 * WEEK);
    for (const voter of voters) {
      await token.connect(voter).approve(requireEscrow(network), amount);
      await requireEscrow(network).connect(voter).createLock(amount, end);
    }
  } else for (const voter of voters) await token.connect(voter).delegate(voter);
  await time.increase(1);

  /** From the file to what it does, by the votes of those who hold most. */
  const enact = async (file: NepFile) => {
    const proposal = await submit({ ...extra, ...file }, ada);
    await decide(
      network,
      proposal,
      voters.map((voter) => [voter, "for"]),
    );
    await activate(proposal, june);
    return readProposal(network.governor, proposal.proposalId);
  };
  const amount = parseEther("1000000");
  await enact({
    type: "GOV",
    changes: {},
    grace: 14,
    actions: [
      `- { target: Treasury, function: "${GRANT}", args: [["${addresses.DisputedBudgets}", "${addresses.GovernanceToken}", "${amount}", 0, ${365 * DAY}, 1, false, "${CATEGORY}"]] }`,
      `- { target: DisputedBudgets, function: "setInstructor(uint256 budgetId, address instructor)", args: [1, "${milo.address}"] }`,
      `- { target: DisputedBudgets, function: "setArbitrator(address arbitrator, bytes extraData, string metaEvidence)", args: ["${addresses.JurorCourt}", "0x", "ipfs://what-rulings-mean"] }`,
    ],
  });

  const names = [
    "ada",
    "ben",
    "cleo",
    "dan",
    "eva",
    "finn",
    "gus",
    "hana",
    "pia",
    "quin",
    "rosa",
    "kofi",
  ] as const;
  const jurors = names.map((name) => people[name]);
  for (const juror of jurors) {
    const needed = parseEther(stake);
    if ((await token.balanceOf(juror)) < needed) await token.connect(dan).transfer(juror, needed);
    await token.connect(juror).approve(court, needed);
    await court.connect(juror).deposit(needed);
  }
  await time.increase(31 * DAY);
  return { ...deployed, court, budgets, enact, jurors, milo };
}

/** A whole bench: drawn, seated, voted, revealed and counted. Everybody votes for `choice`. */
async function rule({ court, jurors }: Awaited<ReturnType<typeof prepare>>, choice: bigint) {
  const { time: deadline, draws } = await court.caseOf(1);
  if (BigInt(await time.latest()) < deadline) await time.increaseTo(deadline);
  await court.seal(1);
  await mine(5);
  await court.seal(1);
  const draw = draws - 1n;
  const [{ seed, size }] = await court.drawOf(1, draw);
  const coder = AbiCoder.defaultAbiCoder();
  const tickets: { juror: HardhatEthersSigner; index: bigint; hash: string }[] = [];
  for (const juror of jurors) {
    const count = await court.ticketsOf(1, juror);
    for (let index = 0n; index < count; index++)
      tickets.push({
        ...{ juror, index },
        hash: keccak256(coder.encode(["bytes32", "address", "uint256"], [seed, juror.address, index])),
      });
  }
  const bench = tickets.sort((a, b) => (a.hash < b.hash ? -1 : 1)).slice(0, Number(size));
  await court.seat(1, bench);
  const began = (await court.caseOf(1)).time;
  await time.increaseTo(began + BigInt(DAY));
  for (const [seat, { juror }] of bench.entries())
    await court.connect(juror).commit(1, seat, await court.commitmentOf(1, draw, seat, juror, choice, SALT));
  await time.increaseTo(began + BigInt(3 * DAY));
  for (const seat of bench.keys()) await court.reveal(1, seat, choice, SALT);
  await time.increaseTo(began + BigInt(5 * DAY));
  await court.close(1);
  expect(
    (await court.drawOf(1, draw))[1].slice(0, bench.length).map((seat) => toBeHex(seat, 32)),
  ).to.deep.equal(bench.map(({ juror, hash }) => hash.slice(0, 26) + juror.address.slice(2).toLowerCase()));
  return bench;
}

/** A payment that the council's member makes and a holder disputes, through two benches to the vote. */
async function dispute(plan: Plan) {
  const context = await prepare(plan);
  const { network, people, court, budgets, enact, milo } = context;
  const { token, treasury } = network;
  const { gus, omar } = people;
  const pay = (amount: string) =>
    budgets.connect(milo).disburse(1, omar, parseEther(amount), CATEGORY, ZeroHash);
  await expect(pay(plan.atOnce)).to.changeTokenBalance(token, omar, parseEther(plan.atOnce));
  const left = await treasury!.budgetAvailable(1);
  await expect(pay(plan.disputed)).to.changeTokenBalance(token, omar, 0n);

  const { bond } = await budgets.terms();
  await token.connect(gus).approve(budgets, bond);
  const fee = await budgets.disputeCost(parseEther(plan.disputed));
  await budgets.connect(gus).dispute(1, { value: fee });
  await budgets.connect(gus).submitEvidence(1, "ipfs://the-work-was-not-done");
  await expect(budgets.finish(1)).to.be.revertedWithCustomError(budgets, "DisputedBudgets_NotNow");

  // Two benches find the payment right, and Gus does not.
  expect(await rule(context, PAY)).to.have.length(7);
  expect(await court.phaseOf(1)).to.equal(PHASE.appeal);
  await budgets.connect(gus).appealRuling(1, { value: await court.appealCost(1, "0x") });
  expect(await rule(context, PAY)).to.have.length(15);
  const unit = await court.UNIT();
  await token.connect(gus).approve(court, unit);
  await court.connect(gus).refer(1);
  expect(await court.phaseOf(1)).to.equal(PHASE.referral);

  // The whole network agrees with him.
  await enact({
    type: "COURT",
    changes: {},
    grace: 1,
    actions: [
      `- { target: JurorCourt, function: "overrule(uint256 caseId, uint256 ruling)", args: [1, ${RETURN}] }`,
    ],
  });
  expect(await court.phaseOf(1)).to.equal(PHASE.decided);
  await court.execute(1);
  expect(await court.phaseOf(1)).to.equal(PHASE.executed);
  await expect(budgets.finish(1)).to.changeTokenBalance(token, treasury!, parseEther(plan.disputed));
  expect(await treasury!.budgetAvailable(1)).to.equal(left);
  // His two bonds are back, and nobody who judged has lost a slice.
  await expect(budgets.withdrawBonds(gus)).to.changeTokenBalance(token, gus, bond);
  for (const draw of [0, 1]) await court.settle(1, draw);
  const settled = await court.queryFilter(court.filters.DrawSettled(1));
  expect(settled.map(({ args }) => [args.shared, args.burned])).to.deep.equal([
    [0n, 0n],
    [0n, 0n],
  ]);
  expect((await court.stakeOf(gus)).exit).to.equal(unit);
  return context;
}

describe("Disputes", () => {
  it("D8: a payment of Distributed.ai is disputed, judged by two benches, and returned by a vote", async () => {
    const { network, people } = await dispute({
      ...{ preset: "distributed-ai", atOnce: "4000", disputed: "3000", stake: "8000", extra: {} },
    });
    expect(await network.token.balanceOf(people.omar)).to.equal(parseEther("4000"));
  });

  it("A2: a payment of AITBC is disputed, judged by two benches, and returned by a vote", async () => {
    const { network, people } = await dispute({
      ...{ preset: "aitbc", atOnce: "90000", disputed: "40000", stake: "100000" },
      extra: { sections: { "Community feedback": "Two weeks in the forum; nobody had a better plan." } },
    });
    expect(await network.token.balanceOf(people.omar)).to.equal(parseEther("90000"));
  });

  it("have an arbitrator from elsewhere from the first day, where the configuration names one", async () => {
    const stock = await hre.ethers.deployContract("CentralArbitrator");
    const { court: _, ...rest } = presets["distributed-ai"];
    const { COURT: __, ...types } = rest.governor.types;
    const scopes = rest.governor.scopes.filter(({ target }) => target !== "JurorCourt");
    const config = parseConfig({
      ...{ ...rest, governor: { ...rest.governor, types, scopes } },
      arbitrator: {
        address: stock.target as string,
        extraData: "0xAB12",
        metaEvidence: "ipfs://what-rulings-mean",
      },
    });
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const contracts = await deployNetwork(hre, config, accounts);
    const { provider } = hre.ethers;
    const network = connect(contracts, provider);
    expect(network.court).to.equal(undefined);
    const asked = { provider, contracts, fromBlock: 0, config, accounts };
    const { facts, deviations } = await audit(asked);
    expect(deviations).to.deep.equal([]);
    const said = `${stock.target as string}, with 0xab12`;
    // That of work's verdicts is named by the vote that opens its programs.
    const ofBudgets = facts.find(
      ({ contract, what }) => contract === "DisputedBudgets" && what === "arbitrator",
    );
    expect(ofBudgets).to.deep.include({
      actual: [said],
      expected: [said],
    });

    const [budgets, { token, treasury, addresses }] = [network.disputedBudgets!, network];
    const [milo, gus] = await Promise.all(
      [LOCAL_ACCOUNTS.milo, LOCAL_ACCOUNTS.gus].map((account) => hre.ethers.getSigner(account)),
    );
    const timelock = await hre.ethers.getImpersonatedSigner(addresses.TimelockController);
    await setBalance(timelock.address, parseEther("1"));
    await treasury!.connect(timelock).grantBudget({
      ...{ spender: budgets, token, amount: parseEther("100000"), start: 0, period: 365 * DAY },
      ...{ periods: 1, rollover: false, category: CATEGORY },
    });
    await budgets.connect(timelock).setInstructor(1, milo!);
    await budgets.connect(milo).disburse(1, LOCAL_ACCOUNTS.omar, parseEther("6000"), CATEGORY, ZeroHash);
    const { bond } = await budgets.terms();
    await token.connect(gus).approve(budgets, bond);
    await budgets.connect(gus).dispute(1, { value: await budgets.disputeCost(parseEther("6000")) });
    await stock.giveRuling(0, RETURN);
    await time.increase(180);
    await stock.executeRuling(0);
    await expect(budgets.connect(gus).finish(1)).to.changeTokenBalance(token, treasury!, parseEther("6000"));

    // What is not where the configuration says is found before anything is paid.
    const nowhere = Wallet.createRandom().address;
    const wish = { rpc: hre.network.provider as never, name: "nowhere", accounts };
    const absent = { ...config, arbitrator: { ...config.arbitrator!, address: nowhere } };
    await fails(
      openLaunch({ ...wish, config: absent, dryRun: true }),
      new RegExp(`^there is no contract at ${nowhere} on this chain, the configuration's arbitrator$`),
    );
    expect((await openLaunch({ ...wish, config, dryRun: true })).name).to.equal("nowhere");
    expect(
      (await rehearse(await memoryChain(hre.config), hre, config, accounts)).audit.deviations,
    ).to.deep.equal([]);
  });
});
