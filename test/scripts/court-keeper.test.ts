import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import {
  encodeBytes32String,
  parseEther,
  Wallet,
  ZeroHash,
  type ContractTransactionResponse,
  type JsonRpcSigner,
} from "ethers";
import hre from "hardhat";
import { createProvider } from "hardhat/internal/core/providers/construction";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { artifactsOf } from "../../deploy/artifacts";
import { launch } from "../../deploy/launch";
import { KNOWN } from "../../deploy/parts";
import { placeStandIns, standInsOf } from "../../deploy/stand-ins";
import {
  arraysOf,
  connect,
  DAY,
  encodeNep,
  formatDeployment,
  readProposal,
  requireEscrow,
  SUPPORT,
  validateNep,
  WEEK,
  weekOf,
} from "@polity/sdk";
import { commitVote, disputePayment, readCase, referCase, revealVote } from "@polity/sdk/court";
import { startProxy, startSepolia, type Proxy, type Sepolia } from "../helpers/anvil";
import { startKeeper, type Process } from "../helpers/keeper-process";
import { nepText, type NepFile } from "../helpers/preset";

/** The shortest that a court can have. */
const SHORT = { evidence: "1m", seating: "1m", commit: "1m", reveal: "1m", appeal: "1m" } as const;
const [PAY, RETURN] = [1n, 2n] as const;
const CATEGORY = encodeBytes32String("grants");
const SEND = "eth_sendRawTransaction";
const VOTERS = ["ada", "ben", "cleo"] as const;
const JURORS = [
  ...(["ada", "ben", "cleo", "dan", "eva", "finn"] as const),
  ...(["gus", "hana", "pia", "quin", "rosa", "kofi"] as const),
];

type Name = keyof typeof LOCAL_ACCOUNTS;
interface Plan {
  preset: "distributed-ai" | "aitbc";
  /** In whole tokens: what is disputed, after as much as needs no wait; and what each juror stakes. */
  atOnce: string;
  disputed: string;
  stake: string;
  sections?: NepFile["sections"];
}

const wait = async (sent: Promise<ContractTransactionResponse>) => (await sent).wait();

/**
 * A preset on a chain with blocks of a second, with a court as short as it can be: twelve people stake since 31 days, and a
 * payment waits that Milo has instructed.
 */
async function prepare({ preset, atOnce, disputed, stake }: Plan, folder: string) {
  const { court: terms, ...rest } = presets[preset];
  const config = parseConfig({ ...rest, court: { ...terms!, ...SHORT } });
  const anvil = await startSepolia("--accounts", "20");
  const { provider } = anvil;
  const auto = { gas: "auto", gasPrice: "auto", gasMultiplier: 1 };
  const line = { ...{ url: anvil.url, accounts: "remote", timeout: 20_000, httpHeaders: {} }, ...auto };
  const rpc = await createProvider(
    { ...hre.config, networks: { ...hre.config.networks, line } } as unknown as typeof hre.config,
    "line",
    hre.artifacts,
  );
  // A public chain has x402's contracts.
  await placeStandIns(rpc, artifactsOf(hre), standInsOf(LOCAL_CHAIN, config, KNOWN.parts));
  const { contracts, startBlock } = await launch(hre, {
    ...{ rpc, name: preset, config, accounts: resolveAccounts(config, LOCAL_CHAIN) },
    ...{ confirmations: 1, root: folder, poll: 20 },
  });
  const deployment = join(folder, `${preset}.json`);
  writeFileSync(
    deployment,
    formatDeployment({ name: config.name, chainId: 11_155_111, block: startBlock, contracts }),
  );
  const network = connect(contracts, provider);
  const { token, treasury, addresses } = network;
  const [court, budgets] = [network.court!, network.disputedBudgets!];
  const by = (name: Name) => provider.getSigner(LOCAL_ACCOUNTS[name]);
  const now = async () => (await provider.getBlock("latest"))!.timestamp;
  const goTo = async (time: number) => {
    await provider.send("evm_setNextBlockTimestamp", [time]);
    await provider.send("evm_mine", []);
  };

  // What votes say is the matter of other tests.
  const timelock = addresses.TimelockController;
  await provider.send("anvil_impersonateAccount", [timelock]);
  await provider.send("anvil_setBalance", [timelock, "0xde0b6b3a7640000"]);
  const vote = await provider.getSigner(timelock);
  const budget = { spender: budgets, token, amount: parseEther("1000000"), start: 0, period: 365 * DAY };
  await wait(
    treasury!.connect(vote).grantBudget({ ...budget, periods: 1, rollover: false, category: CATEGORY }),
  );
  await wait(budgets.connect(vote).setInstructor(1, LOCAL_ACCOUNTS.milo));
  await wait(budgets.connect(vote).setArbitrator(court, "0x", "ipfs://what-rulings-mean"));

  const amount = parseEther(stake);
  for (const name of JURORS) {
    const juror = await by(name);
    if ((await token.balanceOf(juror)) < amount)
      await wait(token.connect(await by("dan")).transfer(juror, amount));
    await wait(token.connect(juror).approve(court, amount));
    await wait(court.connect(juror).deposit(amount));
  }
  for (const name of VOTERS) {
    const voter = await by(name);
    if (network.escrow === undefined) await wait(token.connect(voter).delegate(voter));
    else {
      const escrow = requireEscrow(network);
      await wait(token.connect(voter).approve(escrow, parseEther("2000000")));
      const end = weekOf((await now()) + 200 * WEEK);
      await wait(escrow.connect(voter).createLock(parseEther("2000000"), end));
    }
  }
  await goTo((await now()) + 31 * DAY);
  for (const sum of [atOnce, disputed]) {
    const payment = [1, LOCAL_ACCOUNTS.omar, parseEther(sum), CATEGORY, ZeroHash] as const;
    await wait(budgets.connect(await by("milo")).disburse(...payment));
  }
  await provider.send("evm_setAutomine", [false]);
  await provider.send("evm_setIntervalMining", [1]);
  return { ...{ anvil, provider, config, deployment, network, court, budgets, by, goTo, now } };
}

describe("A dispute on a chain with blocks of a second, beside a keeper that is killed", () => {
  const folder = mkdtempSync(join(tmpdir(), "polity-court-keeper-"));
  const open: { anvil?: Sepolia; proxy?: Proxy; running: ChildProcess[] } = { running: [] };

  afterEach(() => {
    for (const child of open.running.splice(0)) child.kill("SIGKILL");
    open.proxy?.stop();
    open.anvil?.stop();
  });
  after(() => rmSync(folder, { recursive: true }));

  async function live(plan: Plan) {
    const prepared = await prepare(plan, folder);
    const { provider, config, network, court, budgets, by, goTo, now } = prepared;
    const { token, treasury, governor } = network;
    open.anvil = prepared.anvil;
    /** Of nobody that the network knows. */
    const keeperKey = Wallet.createRandom();
    await provider.send("anvil_setBalance", [keeperKey.address, "0xde0b6b3a7640000"]);

    let dying: ChildProcess | undefined;
    open.proxy = await startProxy(prepared.anvil.url, (method) => {
      if (method !== SEND || dying === undefined) return "pass";
      dying.kill("SIGKILL");
      return "lose the answer";
    });
    const start = (): Process => {
      const started = startKeeper(open.proxy!.url, keeperKey.privateKey, prepared.deployment);
      open.running.push(started.child);
      return started;
    };
    const done = ({ until }: Process, key: string | RegExp) => until("done", key);
    /** Each of the bench's jurors, as often as there are; what they vote is found by their salts. */
    const everyJuror = async (act: (juror: JsonRpcSigner) => Promise<unknown>) => {
      const { seats } = (await readCase(court, 1n)).draws.at(-1)!;
      const jurors = await Promise.all(
        [...new Set(seats.map(({ juror }) => juror))].map((each) => provider.getSigner(each)),
      );
      await Promise.all(jurors.map(act));
      return seats.length;
    };
    const endOf = async () => goTo(Math.max((await readCase(court, 1n)).until!, (await now()) + 1));
    /** A bench that is seated, votes for the payment, and is counted by the keeper. */
    const rule = async (keeper: Process, draws: number): Promise<number> => {
      await endOf();
      const size = await everyJuror((juror) => commitVote(court, juror, { caseId: 1n, choice: PAY }));
      await endOf();
      await everyJuror((juror) => revealVote(court, juror, { caseId: 1n }));
      await endOf();
      await done(keeper, `close 1 ${draws} 6`);
      return size;
    };

    const first = start();
    await first.until("started");
    const gus = await by("gus");
    const { bond } = await disputePayment(budgets, gus, 1n);
    await wait(budgets.connect(gus).submitEvidence(1, "ipfs://the-work-was-not-done"));
    await endOf();
    await done(first, "seal 1 1 0");
    await done(first, /^seal 1 1 \d\d/);
    await done(first, /^seat 1 1 /);
    expect(await rule(first, 1), "the first bench").to.equal(7);

    // It dies between choosing the block that draws the larger bench and hearing that it has.
    dying = first.child;
    const cost = await court.appealCost(1, "0x");
    await wait(budgets.connect(gus).appealRuling(1, { value: cost }));
    expect((await first.ended).signal).to.equal("SIGKILL");
    await open.proxy.settled();
    dying = undefined;
    expect(await provider.getTransactionCount(keeperKey.address, "pending")).to.equal(5);

    const second = start();
    expect((await done(second, "seal 1 2 0")).nonce, "what the first one sent").to.equal(4);
    await done(second, /^seat 1 2 /);
    expect(await rule(second, 2), "the second bench").to.equal(15);
    await referCase(court, gus, 1n);

    // The whole network agrees with Gus.
    const ada = await by("ada");
    const action = `- { target: JurorCourt, function: "overrule(uint256 caseId, uint256 ruling)", args: [1, ${RETURN}] }`;
    const text = nepText(
      { type: "COURT", changes: {}, grace: 1, actions: [action], sections: plan.sections ?? {} },
      config.proposals,
    );
    const { calls, description, proposalId } = encodeNep(
      validateNep(text, { fileName: "nep-0001-test.md", network: config }),
      { proposer: ada.address, contracts: { ...network.addresses } },
    );
    await wait(governor.connect(ada).propose(...arraysOf(calls), description));
    await goTo((await readProposal(governor, proposalId)).snapshot + 1);
    await Promise.all(
      VOTERS.map(async (name) => wait(governor.connect(await by(name)).castVote(proposalId, SUPPORT.for))),
    );
    await goTo((await readProposal(governor, proposalId)).deadline + 1);
    await done(second, `queue ${proposalId}`);
    await goTo((await readProposal(governor, proposalId)).eta);
    await done(second, `execute ${proposalId}`);
    const before = await token.balanceOf(treasury!);
    // In whatever order: what is done is read at the end.
    const due = new Set(["rule 1", "settle 1 0", "settle 1 1", "finish 1"]);
    while (due.size > 0) due.delete((await done(second, /^(rule|settle|finish) /)).key!);
    second.child.kill("SIGTERM");
    const { code, stderr } = await second.ended;
    expect([code, stderr]).to.deep.equal([0, ""]);

    expect(await readCase(court, 1n)).to.deep.include({ phase: "executed", ruling: RETURN });
    expect((await token.balanceOf(treasury!)) - before).to.equal(parseEther(plan.disputed));
    expect(await budgets.bondsOf(gus)).to.equal(bond);
    const settled = await court.queryFilter(court.filters.DrawSettled(1));
    expect(settled.map(({ args }) => [args.draw, args.shared, args.burned])).to.deep.equal([
      [0n, 0n, 0n],
      [1n, 0n, 0n],
    ]);
    // Two benches of four steps, one vote of two; and to share out twice, to carry out and to return: each of them once.
    expect(await provider.getTransactionCount(keeperKey.address)).to.equal(2 * 4 + 2 + 2 + 2);
  }

  it("D8: goes in Distributed.ai from its opening over two benches and a vote to its end", () =>
    live({ preset: "distributed-ai", atOnce: "4000", disputed: "3000", stake: "8000" }));

  it("A2: goes in AITBC from its opening over two benches and a vote to its end", () =>
    live({
      ...{ preset: "aitbc", atOnce: "90000", disputed: "40000", stake: "100000" },
      sections: { "Community feedback": "Two weeks in the forum; nobody had a better plan." },
    }));
});
