import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { parseEther, Wallet, ZeroHash } from "ethers";
import hre from "hardhat";
import { createProvider } from "hardhat/internal/core/providers/construction";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { launch } from "../../deploy/launch";
import {
  composeTitle,
  connect,
  DAY,
  encodeNep,
  formatDeployment,
  arraysOf,
  proposalIdOf,
  readProposal,
  requireEscrow,
  SUPPORT,
  validateNep,
  type Network,
} from "@polity/sdk";
import { startProxy, startSepolia, type Proxy, type Sepolia } from "../helpers/anvil";
import { startKeeper } from "../helpers/keeper-process";
import { nepText } from "../helpers/preset";

const folder = mkdtempSync(join(tmpdir(), "polity-keeper-"));
const deployment = join(folder, "polity.json");
const config = parseConfig(presets.neuroshard);
const SEND = "eth_sendRawTransaction";
/** Of nobody that the network knows. */
const KEEPER = Wallet.createRandom();

describe("The keeper as a process", () => {
  let anvil: Sepolia;
  let proxy: Proxy | undefined;
  let network: Network;
  const running: ChildProcess[] = [];
  let good: bigint;
  let bad: bigint;

  before("a network with two proposals that have passed, and a payment that is due", async () => {
    anvil = await startSepolia();
    const { provider } = anvil;
    const line = { ...{ url: anvil.url, accounts: "remote", timeout: 20_000, httpHeaders: {} }, ...AUTO };
    const networks = { ...hre.config.networks, line };
    const rpc = await createProvider(
      { ...hre.config, networks } as unknown as typeof hre.config,
      "line",
      hre.artifacts,
    );
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const { contracts, startBlock } = await launch(hre, {
      ...{ rpc, name: "keeper", config, accounts, confirmations: 1, root: folder, poll: 20 },
    });
    writeFileSync(
      deployment,
      formatDeployment({ name: config.name, chainId: 11_155_111, block: startBlock, contracts }),
    );
    network = connect(contracts, provider);
    const { governor, token, treasury, addresses } = network;
    const ada = await provider.getSigner(LOCAL_ACCOUNTS.ada);
    const escrow = requireEscrow(network);
    await (await token.connect(ada).approve(escrow, parseEther("1200000"))).wait();
    await (await escrow.connect(ada).createPermanentLock(parseEther("1200000"))).wait();
    await (await token.connect(ada).approve(governor, parseEther("1000"))).wait();

    // Votes count a second later.
    await goTo((await provider.getBlock("latest"))!.timestamp + 2);

    const text = nepText({ type: "TRAIN", changes: { "train.innerSteps": 400n } });
    const nep = validateNep(text, { fileName: "nep-0001-test.md", network: config });
    const encoded = encodeNep(nep, { proposer: ada.address, contracts: { ...addresses } });
    const unknown = network.registry.interface.encodeFunctionData("retire", [[ZeroHash]]);
    const title = `${composeTitle({ code: "GOV", title: "Retire what is not there" })}\n`;
    const calls = [{ target: addresses.ProtocolRegistry, value: 0n, calldata: unknown }];
    await (await governor.connect(ada).propose(...arraysOf(calls), title)).wait();
    const { description } = encoded;
    await (await governor.connect(ada).propose(...arraysOf(encoded.calls), description)).wait();
    good = encoded.proposalId;
    bad = proposalIdOf(calls, hre.ethers.id(title));
    const ids = [good, bad];
    const last = async (what: "snapshot" | "deadline") =>
      Math.max(...(await Promise.all(ids.map(async (id) => (await readProposal(governor, id))[what]))));
    await goTo((await last("snapshot")) + 1);
    for (const id of ids) await (await governor.connect(ada).castVote(id, SUPPORT.for)).wait();
    await goTo((await last("deadline")) + 1);

    const timelock = addresses.TimelockController;
    await provider.send("anvil_impersonateAccount", [timelock]);
    await provider.send("anvil_setBalance", [timelock, "0xde0b6b3a7640000"]);
    const vote = await provider.getSigner(timelock);
    const terms = { payee: ada.address, token, amount: 1n, start: 0, period: 365 * DAY, count: 2 };
    await (
      await treasury!.connect(vote).scheduleRecurring({ ...terms, category: ZeroHash, ref: ZeroHash })
    ).wait();
    await provider.send("anvil_setBalance", [KEEPER.address, "0xde0b6b3a7640000"]);
    await provider.send("evm_setAutomine", [false]);
    await provider.send("evm_setIntervalMining", [1]);
  });

  after(() => {
    for (const child of running) child.kill("SIGKILL");
    proxy?.stop();
    anvil.stop();
    rmSync(folder, { recursive: true });
  });

  const AUTO = { gas: "auto", gasPrice: "auto", gasMultiplier: 1 };
  const goTo = async (time: number) => {
    await anvil.provider.send("evm_setNextBlockTimestamp", [time]);
    await anvil.provider.send("evm_mine", []);
  };
  const count = async (name: "ProposalQueued" | "ProposalExecuted") =>
    (await network.governor.queryFilter(network.governor.filters[name](), 0)).length;
  const start = (key = KEEPER.privateKey) => {
    const keeper = startKeeper(proxy!.url, key, deployment);
    running.push(keeper.child);
    return keeper;
  };

  it("does everything once, through its own death, a lost line and a reorganisation, and ends when it is told to", async () => {
    let kill: () => unknown = () => undefined;
    let down = false;
    proxy = await startProxy(anvil.url, (method, nth) => {
      if (method !== SEND) return down ? "lose the call" : "pass";
      // It dies between sending its first transaction and hearing of it.
      if (nth === 1) kill();
      return nth === 1 ? "lose the answer" : "pass";
    });

    const first = start();
    kill = () => first.child.kill("SIGKILL");
    expect((await first.ended).signal).to.equal("SIGKILL");
    await proxy.settled();
    expect(await anvil.provider.getTransactionCount(KEEPER.address, "pending")).to.equal(1);

    const second = start();
    expect((await second.until("done", `queue ${bad}`)).nonce, "what the first one sent").to.equal(0);
    await second.until("done", `queue ${good}`);
    expect(await count("ProposalQueued")).to.equal(2);

    down = true;
    await second.until("lost");
    down = false;
    await second.until("back");
    const { eta } = await readProposal(network.governor, good);
    await goTo(Math.max(eta, (await readProposal(network.governor, bad)).eta));
    const { block } = await second.until("done", `execute ${good}`);
    // No block may come between the count and the reorganisation.
    await anvil.provider.send("evm_setIntervalMining", [0]);
    const depth = (await anvil.provider.getBlockNumber()) - block! + 2;
    await anvil.provider.send("anvil_reorg", [depth, []]);
    await anvil.provider.send("evm_setIntervalMining", [1]);
    await second.until("undone", `execute ${good}`);
    await second.until("done", `execute ${good}`);

    second.child.kill("SIGTERM");
    const { code, stderr } = await second.ended;
    expect([code, stderr]).to.deep.equal([0, ""]);
    expect(second.lines.at(-1)).to.deep.include({ event: "stopped", pending: [] });
    expect(await count("ProposalExecuted")).to.equal(1);
    expect(await network.registry.semver()).to.equal("1.1.0");
    expect((await network.treasury!.recurring(1)).left).to.equal(1);
    // Two to queue, one to pay and one to execute; what would fail was never paid for.
    expect(await anvil.provider.getTransactionCount(KEEPER.address)).to.equal(4);
    const failure = second.lines.find(({ event }) => event === "failed");
    expect(failure).to.deep.include({ key: `execute ${bad}` });
    expect(failure!.error).to.match(/^the contract refused: ProtocolRegistry_UnknownKey/);
  });
});
