import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";

import { signedCommand } from "../../commands/core/context";
import { required, type Command } from "../../commands/core/command";
import { runCommand, type Given } from "../../commands/core/run";
import { hostOf } from "../../commands/hardhat";
import { loadCommand } from "../../commands/load";
import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { buildReport, readMeasured } from "../../report";
import { CHAPTERS } from "../../report/sections";
import type { ReportInput, WriteChapter } from "../../report/sections/types";
import { privilegesDocument } from "../../scripts/privileges";
import * as sdk from "@polity/sdk";
import { measure } from "@polity/sdk/analytics";
import { checkDomains } from "@polity/sdk/core/check";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { DOMAINS } from "@polity/sdk/domains";
import { eventsOf } from "@polity/sdk/history/fold";
import { chainSource, type HistorySource } from "@polity/sdk/history/source";
import { captured } from "../helpers/command";
import { fails } from "../helpers/fails";
import { person } from "../helpers/neuroshard";
import { decide, nepText } from "../helpers/preset";
import { board, boardHistory, boardOf, coder, configParts, domains, known } from "./notice-board";

/** Bytes of a notice at the most. */
const MOST = 40;
const TOO_LONG = "a notice that is longer than the board of this network takes";

const folder = mkdtempSync(join(tmpdir(), "polity-board-"));
after(() => rmSync(folder, { recursive: true }));

describe("A domain that no engine knows", () => {
  /** NeuroShard with a board; proposals of type ECON may take notices down. */
  const input = {
    ...presets.neuroshard,
    board: { most: MOST },
    governor: {
      ...presets.neuroshard.governor,
      scopes: [
        ...presets.neuroshard.governor.scopes,
        { target: "NoticeBoard", function: "takeDown", types: ["ECON"] },
      ],
    },
  };
  const configOf = (of: object = input) => parseConfig(of, configParts, domains);

  async function deployed() {
    const config = configOf();
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const provider = hre.ethers.provider;
    const addresses = await deployNetwork(hre, config, accounts, undefined, known);
    const network = sdk.connect(addresses, provider, domains);
    const [ada, ben, june] = await Promise.all((["ada", "ben", "june"] as const).map(person));
    for (const holder of [ada!, ben!]) {
      const wanted = { amount: parseEther("1200000"), unlockTime: sdk.PERMANENT };
      await sdk.lock(sdk.requireEscrow(network), holder, wanted);
    }
    const subject = { domains, provider, contracts: addresses, fromBlock: 0, config, accounts };
    return { config, network, addresses, provider, subject, ada: ada!, ben: ben!, june: june! };
  }
  type Setting = Awaited<ReturnType<typeof deployed>>;

  const pin = ({ network }: Setting, by: HardhatEthersSigner, text: string) =>
    boardOf(network).connect(by).pin(text);
  /** A proposal of type ECON that takes a notice down, and what it calls. */
  function takingDown({ config, network, ada }: Setting, notice: number) {
    const actions = ["- target: NoticeBoard", "  function: takeDown(uint256 notice)", `  args: [${notice}]`];
    const text = nepText({ type: "ECON", changes: {}, actions });
    const nep = sdk.validateNep(text, { fileName: "nep-0001-board.md", network: config });
    return sdk.encodeNep(nep, { proposer: ada.address, contracts: { ...network.addresses } });
  }
  /** The whole way, to the taking down. */
  async function takeDown(setting: Setting, notice: number) {
    const { network, ada, ben, june } = setting;
    const proposal = takingDown(setting, notice);
    await sdk.propose(network, ada, proposal);
    await decide(network, proposal, [[ada, "for"], [ben, "for"]]); // prettier-ignore
    const { calls, descriptionHash, proposalId } = proposal;
    const decided = [...sdk.arraysOf(calls), descriptionHash] as const;
    await network.governor.connect(june).queue(...decided);
    await time.increaseTo((await sdk.readProposal(network.governor, proposalId)).eta);
    return network.governor.connect(june).execute(...decided);
  }

  /** Runs a command of a program that knows the board, as a person would on this chain. */
  async function run({ addresses }: Setting, command: Command, given: Given = {}) {
    const file = join(folder, "polity.json");
    const deployment = { name: "Board", chainId: LOCAL_CHAIN, block: 0, contracts: addresses };
    writeFileSync(file, sdk.formatDeployment(deployment));
    const served = Object.create(hre, {
      network: { value: { ...hre.network, name: "localhost" } },
    }) as typeof hre;
    const host = () => ({ ...hostOf(served, "dao"), domains });
    return captured(() =>
      runCommand(command, { deployment: file, ...given }, { host, network: "localhost" }),
    );
  }

  it("has a section in the configuration, a function that a scope opens, and rules of their own", () => {
    expect(configOf()).to.deep.include({ board: { most: MOST } });
    expect(() => configOf({ ...input, board: { most: 0 } })).to.throw(sdk.ValidationError, /board\.most/);
    const { board: _, ...without } = input;
    expect(() => configOf(without)).to.throw(sdk.ValidationError, /has no section board/);
    expect(() => parseConfig(input)).to.throw(sdk.ValidationError, /NoticeBoard is no contract/);
  });

  it("is deployed with the network, before the rulebook, and finishes once the governor has its roles", async () => {
    const { network, addresses, provider } = await loadFixture(deployed);
    const contract = boardOf(network);
    expect(await contract.TIMELOCK()).to.equal(addresses.TimelockController);
    expect(await contract.MOST()).to.equal(BigInt(MOST));
    const [welcome] = await contract.queryFilter(contract.filters.Pinned());
    expect(welcome!.args.text).to.equal("welcome");
    const roles = await network.timelock.queryFilter(network.timelock.filters.RoleRevoked());
    expect(roles).to.have.length(1);
    expect(welcome!.blockNumber).to.be.below(roles[0]!.blockNumber);
    const rulebook = await provider.getTransactionReceipt(
      (await network.rulebook.queryFilter(network.rulebook.filters.RulesSet()))[0]!.transactionHash,
    );
    expect(rulebook!.blockNumber).to.be.below(welcome!.blockNumber);

    // A network without the section has nothing of it.
    const plain = { ...presets.neuroshard };
    const bare = configOf(plain);
    const without = await deployNetwork(hre, bare, resolveAccounts(bare, LOCAL_CHAIN), undefined, known);
    expect(Object.keys(without)).to.not.include("NoticeBoard");
  });

  it("is audited: who may call what, what it answers, and where it departs from the configuration", async () => {
    const setting = await loadFixture(deployed);
    const { subject, addresses, june } = setting;
    const { deviations, privileges, facts } = await sdk.audit(subject);
    expect(deviations).to.deep.equal([]);
    const taking = privileges.filter(({ call }) => call.startsWith("NoticeBoard."));
    expect(taking.map(({ call, types, why }) => [call, types, why])).to.deep.equal([
      ["NoticeBoard.takeDown", ["GOV", "ECON"], "takes a notice down"],
    ]);
    expect(facts.filter(({ contract }) => contract === "NoticeBoard")).to.have.length(3);
    // From the governor alone it is found by what the rulebook opens.
    const { NetworkGovernor } = addresses;
    const found = await sdk.audit({ ...subject, contracts: { NetworkGovernor } });
    expect(found.contracts).to.deep.include({ NoticeBoard: boardOf(setting.network).target });

    const planted = await hre.ethers.deployContract("NoticeBoard", [june, MOST + 1]);
    const contracts = { ...addresses, NoticeBoard: await planted.getAddress() };
    const wrong = await sdk.audit({ ...subject, contracts });
    const named = wrong.deviations.filter(({ contract }) => contract === "NoticeBoard");
    expect(named.map(({ what, missing, unexpected }) => [what, missing, unexpected])).to.deep.equal([
      ["TIMELOCK", ["TimelockController"], [june.address]],
      ["MOST", [String(MOST)], [String(MOST + 1)]],
    ]);
  });

  it("stands in the table of privileges", async () => {
    const document = await privilegesDocument(["NoticeBoard", "Treasury"], domains);
    const [, own] = document.split("## NoticeBoard\n");
    expect(own).to.match(/`pin` +\| anyone +\| pins a notice/);
    expect(own).to.match(/`takeDown` +\| the timelock, by a vote +\| takes a notice down/);
  });

  it("has its calls and events told in words", async () => {
    const setting = await loadFixture(deployed);
    const { network, addresses, june } = setting;
    const [first] = takingDown(setting, 1).calls;
    const call = sdk.decodeCall(network, first!);
    expect(sdk.nameCall(call)).to.equal("NoticeBoard.takeDown");
    expect(await sdk.describeCall(network, call)).to.deep.equal([
      "takes down notice 1 of the 1 on the board",
    ]);
    // What it does not describe is written as it is encoded.
    const other = { ...first!, calldata: coder.encodeFunctionData("pin", ["hi"]) };
    expect(await sdk.describeCall(network, sdk.decodeCall(network, other))).to.deep.equal([
      'calls NoticeBoard.pin(text: "hi")',
    ]);

    const { logs: pinned } = (await (await pin(setting, june, "hello")).wait())!;
    expect(await sdk.describeLogs(network, pinned)).to.deep.equal([`${june.address} pins notice 2`]);
    const { logs } = (await (await takeDown(setting, 2)).wait())!;
    expect(await sdk.describeLogs(network, logs)).to.include("notice 2 hangs no more");
    expect(addresses).to.have.property("NoticeBoard", first!.target);
  });

  it("has its reverts explained, with a way out", async () => {
    const setting = await loadFixture(deployed);
    const { network, june } = setting;
    const explained = async (act: () => Promise<unknown>, by: readonly AnyDomain[] = domains) => {
      const error = await act().then(() => undefined, (reason: unknown) => reason); // prettier-ignore
      const { message, hint } = await sdk.explainFailure(error, by);
      return [message, hint];
    };
    expect(await explained(() => pin(setting, june, TOO_LONG))).to.deep.equal([
      `the notice has ${TOO_LONG.length} bytes, ${MOST} at the most`,
      "shorten it",
    ]);
    const down = () => boardOf(network).connect(june).takeDown(1n);
    expect(await explained(down)).to.deep.equal([
      `${june.address} is not the timelock`,
      "propose it to a vote",
    ]);
    expect((await explained(down, DOMAINS))[1]).to.not.equal("propose it to a vote");
  });

  it("has its events folded into a slice of its own, beside all others", async () => {
    const setting = await loadFixture(deployed);
    const { network, ada, addresses } = setting;
    await (await pin(setting, ada, "when?")).wait();
    const pinnedAt = await time.latest();
    await takeDown(setting, 1);
    const told = await sdk.readHistory(network, { fromBlock: 0 });
    const { notices, taken } = boardHistory(told);
    expect([...notices].map(([notice, { text }]) => [notice, text])).to.deep.equal([
      [1n, "(taken down)"],
      [2n, `at ${told.head.time}`],
    ]);
    expect(notices.get(2n)).to.include({ author: ada.address, time: pinnedAt });
    expect(taken).to.deep.equal([1n]);
    expect((await eventsOf(domains)).NoticeBoard).to.deep.equal(["Pinned", "TakenDown"]);

    const { board: _, ...others } = told as unknown as Record<string, unknown>;
    const { NoticeBoard: __, ...rest } = addresses as Record<string, string>;
    const plain = sdk.connect(rest as unknown as sdk.Addresses, hre.ethers.provider);
    expect(others).to.deep.equal(await sdk.readHistory(plain, { fromBlock: 0 }));
  });

  it("is asked what is missing, and what was kept before it came is read anew", async () => {
    const setting = await loadFixture(deployed);
    const { network, provider, ada } = setting;
    await pin(setting, ada, "late");
    const chain = chainSource(provider);
    // A provider that leaves a notice out.
    const source: HistorySource = {
      ...chain,
      getLogs: async (filter) =>
        (await chain.getLogs(filter)).filter(
          ({ topics }) => topics[0] !== coder.getEvent("Pinned")!.topicHash || BigInt(topics[1]!) !== 2n,
        ),
    };
    await fails(
      sdk.readHistory(network, { fromBlock: 0, source }),
      /the chain has 2 notices, of which 1 were found/,
    );

    const options = { fromBlock: 0, cache: sdk.memoryCache(), finality: 0 };
    await sdk.readHistory({ ...network, domains: DOMAINS }, options);
    const told = await sdk.readHistory(network, options);
    expect(boardHistory(told).notices.get(2n)?.text).to.equal("late");
  });

  it("shows in the status, after those that were there", async () => {
    const { network } = await loadFixture(deployed);
    const status = await sdk.readStatus(network, 0);
    const words = await sdk.describeStatus(network, status);
    expect(words.at(-1)).to.deep.equal({ headline: "with a board", summary: ["notices: 1"] });
    expect(status).to.include({ version: "1.0.0", supply: await network.token.totalSupply() });
  });

  it("has its steps done by a keeper, unless the keeper is for others alone", async () => {
    const setting = await loadFixture(deployed);
    const { network, june } = setting;
    const submit = async (transaction: Record<string, string>) =>
      (await hre.network.provider.send("eth_sendTransaction", [transaction])) as string;
    const options = { account: june.address, submit, fromBlock: 0 };
    const chain = await sdk.keeperChain(network, options);
    const [due, ...more] = (await chain.read()).due;
    expect(more).to.deep.equal([]);
    expect(due!.key).to.equal("sweep 7");
    expect(await chain.simulate(due!)).to.be.a("bigint");
    // What the chain refuses is explained by the domain, too.
    const refused = { ...due!, call: { to: due!.call.to, data: coder.encodeFunctionData("takeDown", [1n]) } };
    await fails(chain.simulate(refused), new RegExp(`${june.address} is not the timelock`, "i"));
    const others = await sdk.keeperChain(network, { ...options, domains: ["governor", "treasury"] });
    expect((await others.read()).due).to.deep.equal([]);
    expect(await sdk.verbsOf(domains)).to.include({ expire: "clear away", sweep: "sweep the board" });
  });

  it("has its figures in the report as they are, or as somebody says them", async () => {
    const { network, addresses } = await loadFixture(deployed);
    const history = await sdk.readHistory(network, { fromBlock: 0 });
    const source = await sdk.readVoteSource(network);
    const period = { from: 0, to: history.head.time + 1 };
    const { measured, tokens } = await readMeasured(domains, history, { period, source });
    expect(Object.keys(measured)).to.deep.equal(["board"]);
    expect(tokens).to.deep.equal([addresses.GovernanceToken]);
    const [deployer] = await hre.ethers.getSigners();
    const input: ReportInput = {
      ...{ history, source, period, measured },
      deployment: { name: "Board", chainId: 1, block: 0, contracts: addresses },
      units: { token: { symbol: "X", decimals: 18 }, tokens: new Map() },
    };
    const report = buildReport(input);
    const ids = buildReport({ ...input, measured: {} }).sections.map(({ id }) => id);
    expect(report.sections.map(({ id }) => id)).to.deep.equal([...ids.slice(0, -1), "board", "method"]);
    const own = report.sections.find(({ id }) => id === "board")!;
    expect([own.title, own.figures[0]!.table.rows]).to.deep.equal([
      "Board",
      [[1n, deployer!.address, "welcome"]],
    ]);
    const method = report.sections.at(-1)!.figures.at(-1)!;
    expect(method.table.rows).to.deep.include(["Notices", "Every notice that was pinned."]);

    const chapter: WriteChapter = ({ history: { since } }) => ({
      key: [{ name: "Notices", value: "1", note: `since block ${since.block}` }],
      summary: ["One notice hangs."],
      sections: [{ id: "notices", title: "Notices", text: [], figures: [] }],
    });
    const said = buildReport(input, { ...CHAPTERS, board: chapter });
    expect(said.sections.map(({ id }) => id)).to.deep.equal([...ids.slice(0, -1), "notices", "method"]);
    expect(said.key.at(-1)).to.deep.equal({ name: "Notices", value: "1", note: "since block 0" });
    expect(said.summary.at(-1)).to.equal("One notice hangs.");
  });

  it("is in the commands that there are, and has one of its own", async () => {
    const setting = await loadFixture(deployed);
    const status = await run(setting, loadCommand("dao", "status"));
    expect(status.stdout)
      .to.match(/^Board, .*, with a board, at /)
      .and.to.contain("\nnotices: 1\n");
    const audit = await run(setting, loadCommand("dao", "audit"));
    expect(audit.stderr).to.equal("");
    expect(audit.stdout).to.match(/NoticeBoard\.takeDown +takes a notice down/);

    const own = signedCommand({
      words: "Pins a notice",
      options: { text: required("What it says") },
      async run({ network, signer, options }) {
        const receipt = await (await boardOf(network).connect(signer).pin(options.text)).wait();
        return { text: (await sdk.describeLogs(network, receipt!.logs)).join("\n"), json: {} };
      },
    });
    const pinned = await run(setting, own, { text: "hello", from: "june" });
    expect(pinned).to.include({ stdout: `${setting.june.address} pins notice 2`, code: 0 });
    const refused = await run(setting, own, { text: TOO_LONG, from: "june" });
    expect(refused.stderr).to.contain(
      `Error: the notice has ${TOO_LONG.length} bytes, ${MOST} at the most; shorten it`,
    );
  });
});

describe("A list of domains", () => {
  const named = (name: string, contracts: AnyDomain["contracts"] = {}): AnyDomain => ({ name, contracts });
  const one = board.contracts.NoticeBoard;

  it("is refused when one is registered twice", () => {
    expect(() => checkDomains([board, ...DOMAINS, board])).to.throw("the domain board is registered twice");
  });

  it("is refused when two have a contract or a property of one name, with both names", () => {
    const { as: _, ...unnamed } = one;
    const contract = [board, named("wall", { NoticeBoard: unnamed })];
    expect(() => checkDomains(contract)).to.throw(
      "the domains board and wall both have a contract NoticeBoard",
    );
    const property = [board, named("wall", { Wall: one })];
    expect(() => checkDomains(property)).to.throw("the domains board and wall both have a property board");
  });

  it("is refused wherever a network is connected or a call decoded", () => {
    const twice = [...domains, board];
    expect(() => sdk.connect({} as sdk.Addresses, hre.ethers.provider, twice)).to.throw("registered twice");
    const call = { target: `0x${"1".repeat(40)}`, value: 0n, calldata: "0x12345678" };
    expect(() => sdk.decodeCall({ domains: [...twice], addresses: {} }, call)).to.throw("registered twice");
  });

  it("is refused by a configuration when two have a section of one name, with both names", () => {
    const wall = { name: "wall", sections: configParts.at(-1)!.sections };
    expect(() => parseConfig(presets.neuroshard, [...configParts, wall], domains)).to.throw(
      "board and wall both have a section board",
    );
  });
});

describe("What domains measure", () => {
  it("stands in the report, in the chapters that somebody has written", async () => {
    const { history, BOTH, START } = await import("../helpers/history");
    const told = history();
    const period = { from: START, to: told.head.time + 1 };
    const measured = await measure(DOMAINS, told, { period, source: BOTH });
    const known = [
      ...["governor", "votes", "registry", "treasury", "distribution", "court", "people", "voting", "work"],
      "rounds",
    ];
    expect(Object.keys(measured)).to.have.members(known);
    const input: ReportInput = {
      ...{ history: told, source: BOTH, period },
      deployment: { name: "X", chainId: 1, block: 0, contracts: { Treasury: "0x" } as never },
      units: { token: { symbol: "X", decimals: 18 }, tokens: new Map() },
    };
    const { sections } = buildReport(input);
    const titles = new Set(sections.flatMap(({ figures }) => figures.map(({ table }) => table.title)));
    for (const [name, tables] of Object.entries(measured)) {
      expect(CHAPTERS).to.have.property(name);
      for (const { title, rows } of tables) if (rows.length > 0) expect([...titles], name).to.include(title);
    }
  });
});
