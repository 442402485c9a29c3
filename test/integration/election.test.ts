import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { impersonateAccount, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, parseEther, ZeroAddress, ZeroHash } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS } from "../../config";
import type { Scope } from "../../commands/scopes";
import { ensureCouncil } from "../../deploy/council";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { movePowers } from "@polity/sdk/council/powers";
import { DAY } from "@polity/sdk/format";
import { connectDeployment, formatDeployment, parseDeployment } from "@polity/sdk/deployment";
import { conventionsOf } from "@polity/sdk/conventions";
import { describeStatus, readStatus } from "@polity/sdk/status";
import { encodeAction } from "@polity/sdk/nep/actions";
import { executeSafeTransaction } from "@polity/sdk/safe/execute";
import { connectSafe } from "@polity/sdk/safe/read";
import { signSafeTransaction } from "@polity/sdk/safe/sign";
import { buildSafeTransaction } from "@polity/sdk/safe/transaction";
import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import { runCommand } from "../helpers/command";
import { fails } from "../helpers/fails";
import { deployNeuroshard, person } from "../helpers/neuroshard";
import { deployPreset } from "../helpers/preset";
import { commandsOf } from "../helpers/shell";
import { deployWork } from "../work/fixture";

const DOCUMENT = "docs/elections.md";
const FOLDER = mkdtempSync(join(tmpdir(), "polity-election-"));
const DEPLOYMENT = join(FOLDER, "polity.json");
const GRANTS = encodeBytes32String("grants");
const MONTHLY = parseEther("50000");

type Name = keyof typeof LOCAL_ACCOUNTS;
interface Callable {
  target: { getAddress(): Promise<string> };
  data: string;
}

/** The council of a Safe does something: these members sign, and June, who is nobody, sends it. */
async function act(safe: ISafe, names: readonly Name[], { target, data }: Callable) {
  const id = { chainId: 31_337, address: await safe.getAddress() };
  const call = { to: await target.getAddress(), data };
  const transaction = buildSafeTransaction(call, Number(await safe.nonce()));
  const signers = await Promise.all(names.map(person));
  const signatures = await Promise.all(
    signers.map((signer) => signSafeTransaction(safe, signer, id, transaction)),
  );
  return executeSafeTransaction(safe, await person("june"), id, transaction, signatures);
}

/** Types a line of a document into the commands, as a shell would, with files in a folder of the test's own. */
async function type(line: string, config: object): Promise<string> {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  const [scope, name, ...rest] = words.slice(words.indexOf("localhost") + 1) as [Scope, string, ...string[]];
  const given: Record<string, string | boolean> = {
    ...(name === "pass" ? {} : { deployment: DEPLOYMENT }),
  };
  for (let i = 0; i < rest.length; i++) {
    if (!rest[i]!.startsWith("--")) continue;
    const value = rest[i + 1];
    const key = rest[i]!.slice(2);
    given[key] = value === undefined || value.startsWith("--") ? true : value;
  }
  if (typeof given.nep === "string") given.nep = join(FOLDER, given.nep);
  const { stdout, stderr } = await runCommand(scope, name, given, { name: "localhost", config } as never);
  return stdout || stderr;
}

describe("An election of the council", () => {
  let chain: LocalChain;
  before(async () => {
    chain = await startChain(hre, 0);
  });
  after(async () => {
    await chain.stop();
    rmSync(FOLDER, { recursive: true });
  });

  it("A2: the voters elect a council, which has every power of the former one, and that one none", async () => {
    const setting = await deployNeuroshard();
    const { governor, treasury, council, token, escrow, enact, june, config, addresses } = setting;
    const former = await council.getAddress();
    const grant = treasury.interface.encodeFunctionData("grantBudget", [
      {
        ...{ spender: former, token: await token.getAddress(), amount: MONTHLY, category: GRANTS },
        ...{ start: 0, period: 30 * DAY, periods: 12, rollover: false },
      },
    ]);
    const until = (await time.latest()) + 300 * DAY;
    const appoint = governor.interface.encodeFunctionData("setGuardian", [former, until]);
    await enact("# NEP-GOV: Appoint the council", [
      { target: governor, data: appoint },
      { target: treasury, data: grant },
    ]);
    for (const name of ["cleo", "dan", "eva", "finn"] as const) {
      const holder = await person(name);
      await token.connect(holder).approve(escrow!, parseEther("100000"));
      await escrow!.connect(holder).createPermanentLock(parseEther("100000"));
    }
    const deployment = {
      ...{ name: config.name, chainId: 31_337, block: 0, contracts: addresses, accounts: LOCAL_ACCOUNTS },
      conventions: conventionsOf(config),
    };
    writeFileSync(DEPLOYMENT, formatDeployment(deployment));
    const network = await connectDeployment(deployment, hre.ethers.provider);
    const summary = async () => JSON.stringify(await describeStatus(network, await readStatus(network, 0)));
    expect(await summary()).to.match(/the next election of the council is due 20/);

    const run = (line: string) => type(line, { ...hre.network.config, url: chain.url });
    const cast = (id: bigint) => governor.interface.encodeFunctionData("cancel(uint256)", [id]);
    const old = ["eva", "finn", "gus"] as const;
    const payment = {
      target: treasury,
      data: treasury.interface.encodeFunctionData("disburse", [
        1n,
        june.address,
        parseEther("3"),
        GRANTS,
        ZeroHash,
      ]),
    };
    let proposal = 0n;
    const lines = commandsOf(readFileSync(DOCUMENT, "utf8"), "test/integration/election.test.ts");
    const expected: [command: RegExp, answer: RegExp, then?: () => Promise<unknown>][] = [
      [
        /ballot open/,
        /^ballot 1 takes votes from .* until .*; until then whoever has 1 % of the votes stands with ballot nominate --id 1\n/,
        async () => {
          expect(await run("x localhost council elect --ballot 1")).to.match(
            /^Error: ballot 1 has no result/,
          );
          expect(await summary()).to.match(
            /ballot 1 about the next council: 0 stand so far; votes are taken/,
          );
        },
      ],
      [
        /nominate .*ben/,
        /^ben stands in ballot 1, as option 0\n/,
        async () => {
          for (const name of ["cleo", "ada", "eva", "finn"])
            expect(await run(`x localhost ballot nominate --id 1 --from ${name}`)).to.match(/ stands in /);
          // Who has no hundredth of the votes cannot crowd a ballot.
          expect(await run("x localhost ballot nominate --id 1 --from june")).to.match(
            /^Error: 0x\w+ has 0 votes, and this takes 28,000 votes/,
          );
        },
      ],
      [/nominate .*dan/, /^dan stands in ballot 1, as option 5\n/],
      [/list/, /\n1 +Who is the next council\? +nominating +20/],
      [/pass/, /^15d later/],
      [/cast .*ada$/, /^ada gives 1,200,000 votes in ballot 1 to ben, cleo, dan\n/],
      [
        /cast .*ben$/,
        /^ben gives 1,200,000 votes in ballot 1 to ada, cleo, dan, eva\n/,
        async () => {
          expect(await run("x localhost ballot cast --id 1 --for finn --from finn")).to.match(/^finn gives/);
          expect(await run("x localhost ballot cast --id 1 --for finn --from finn")).to.match(
            /^Error: 0x\w+ has voted in ballot 1 already/,
          );
        },
      ],
      [/pass/, /^7d later/],
      [
        /show/,
        /^ballot 1 about the next council, opened by ada\nit is closed\nWho is the next council\?\n[^]*\n1 +cleo +2,400,000 votes +96 % +won\n[^]*\nwon: cleo, dan, ben, ada, eva$/,
      ],
      [
        /elect/,
        /^ballot 1 has elected cleo, dan, ben, ada, eva: the Safe 0x\w{40}, of whom 3 sign, in office until .*\nonce it is executed, .*\nthe guardian: Council until .* → 0x\w{40} until .*\nit is a Safe of .*: whom ballot 1 has elected\n.*budget 1.*\nthe NEP is in .*nep-0010-the-council\.md, of type GOV: read it/,
      ],
      [/check/, /^NEP-10: The council of ballot 1 is a valid NeuroShard Enhancement Proposal$/],
      [
        /propose/,
        /^ada proposed NEP-10: The council of ballot 1\n/,
        async () => {
          const [created] = (await governor.queryFilter(governor.filters.ProposalCreated())).slice(-1);
          proposal = created!.args.proposalId;
          // Neither while it is reviewed, nor later: no sitting council stops the next one.
          await fails(
            act(council, old, { target: governor, data: cast(proposal) }),
            /cannot cancel the proposal/,
          );
          await act(council, old, payment);
        },
      ],
      [/carry/, /^NEP-10: The council of ballot 1: executed$/],
      [/use/, /^the council is 0x\w{40}, no longer 0x\w{40}, in /],
      [
        /audit/,
        /\nchanged by proposals since:\n {2}the council eva, finn, gus, hana, ivan → ada, ben, cleo, dan, eva\n {4}elected in ballot 1\n[^]*\n\d+ facts of 11 contracts are as they should be$/,
      ],
    ];
    expect(lines.length).to.equal(expected.length);
    for (const [i, line] of lines.entries()) {
      const [command, answer, then] = expected[i]!;
      expect(line).to.match(command);
      expect(await run(line), line).to.match(answer);
      await then?.();
    }

    const { Council: next } = parseDeployment(readFileSync(DEPLOYMENT, "utf8")).contracts;
    const elected = connectSafe(next!, hre.ethers.provider);
    expect([...(await elected.getOwners())].sort()).to.deep.equal(
      (["ada", "ben", "cleo", "dan", "eva"] as const).map((name) => LOCAL_ACCOUNTS[name]).sort(),
    );
    expect((await governor.guardian()).account).to.equal(next);
    expect((await treasury.budget(1n)).spender).to.equal(next);

    // The new council acts, the former one does not.
    await fails(act(council, old, payment), /budget 1 is spent by 0x/);
    await act(elected, ["ada", "ben", "cleo"], payment);
    expect(await token.balanceOf(june)).to.equal(parseEther("6"));
    await token.connect(setting.ada).approve(governor, parseEther("10"));
    const other = await setting.submit("# NEP-GOV: Something else", [
      { target: treasury, data: treasury.interface.encodeFunctionData("lowerCap", [ZeroAddress, 1n]) },
    ]);
    await fails(act(council, old, { target: governor, data: cast(other.id) }), /cannot cancel the proposal/);
    await act(elected, ["dan", "eva", "ben"], { target: governor, data: cast(other.id) });
    expect(await governor.state(other.id)).to.equal(2n);
    expect(await run("x localhost council elect --ballot 1")).to.match(
      /^Error: ballot 1 is carried out: its winners are the council 0x/,
    );
  });

  it("A2: where payments can be disputed, the next council instructs what the former one did, and issues what it issued", async () => {
    const { network, people } = await deployPreset("distributed-ai");
    const { treasury, token, governor, addresses } = network;
    const budgets = network.disputedBudgets!;
    await impersonateAccount(addresses.TimelockController);
    await setBalance(addresses.TimelockController, parseEther("10"));
    const vote = await hre.ethers.getSigner(addresses.TimelockController);
    const [safe, stranger] = [addresses.Council!, people.omar.address];
    const grant = async (spender: string) => {
      await treasury!.connect(vote).grantBudget({
        ...{ spender, token, amount: parseEther("1000"), start: 0, period: 30 * DAY, periods: 2 },
        ...{ rollover: false, category: GRANTS },
      });
      return treasury!.budgetCount();
    };
    const spent = await grant(safe);
    const ended = await grant(safe);
    await treasury!.connect(vote).endBudget(ended);
    await grant(stranger);
    const [instructed, others, nobodys] = [await grant(budgets.target as string), await grant(budgets.target as string), await grant(budgets.target as string)]; // prettier-ignore
    await budgets.connect(vote).setInstructor(instructed, safe);
    await budgets.connect(vote).setInstructor(others, stranger);
    expect(await budgets.instructorOf(nobodys)).to.equal(ZeroAddress);

    // It issues credentials from the start, and gives points once a vote lets it.
    const { credentials } = network;
    const issued = Number(await credentials!.classCount());
    expect(issued).to.equal(2);
    for (const kind of [0, 1]) expect((await credentials!.classOf(kind)).issuer).to.equal(safe);
    const reputation = await hre.ethers.deployContract("Reputation", [addresses.TimelockController, []]);
    await reputation.connect(vote).setAwarder(safe, parseEther("70"));

    const members = (["pia", "quin", "rosa"] as const).map((name) => people[name].address);
    const to = await ensureCouncil(people.june, { name: "Next", members, threshold: 2 });
    const until = (await time.latest()) + 365 * DAY;
    // Work obeys a timelock of its own here: that of this network has no program yet.
    const { work, council: reviewers, timelock } = await deployWork();
    const from = [safe, reviewers.address];
    const actions = await movePowers({ ...network, reputation, work }, { from, to, until });
    const review = actions.filter(({ target }) => target === "Work");
    for (const action of review) {
      const { calldata } = encodeAction(action, () => work.target as string);
      await timelock.sendTransaction({ to: work, data: calldata });
    }
    for (const id of [1n, 2n]) expect((await work.programOf(id)).terms.reviewers).to.equal(to);
    expect(
      await movePowers({ ...network, reputation, work }, { from: [reviewers.address], to, until }),
    ).to.have.length(1);
    expect(
      actions.map(({ target, function: called, args }) => [target, called.split("(")[0], ...args]),
    ).to.deep.equal([
      ["NetworkGovernor", "setGuardian", to, String(until)],
      ["Treasury", "setBudgetSpender", String(spent), to],
      ["DisputedBudgets", "setInstructor", String(instructed), to],
      ["Credentials", "setIssuer", "0", to],
      ["Credentials", "setIssuer", "1", to],
      ["Reputation", "setAwarder", safe, "0"],
      ["Reputation", "setAwarder", to, String(parseEther("70"))],
      ["Work", "setReviewers", "1", to],
      ["Work", "setReviewers", "2", to],
    ]);

    // All of them in one proposal, nobody can stop; with anything else beside them, the guardian can.
    const contracts: Readonly<Record<string, string>> = { ...addresses };
    const own = actions.filter(({ target }) => !["NetworkGovernor", "Reputation", "Work"].includes(target));
    const calls = own.map((action) => encodeAction(action, (name) => contracts[name]!));
    const [targets, data] = [calls.map(({ target }) => target), calls.map(({ calldata }) => calldata)];
    expect(await network.rulebook.areUnstoppable(targets, data)).to.equal(true);
    const pay = treasury!.interface.encodeFunctionData("raiseBudget", [spent, 1n, 1]);
    expect(await network.rulebook.areUnstoppable([...targets, addresses.Treasury!], [...data, pay])).to.equal(
      false,
    );
    expect(await governor.guardian()).to.deep.equal([ZeroAddress, 0n]);
  });
});
