import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { HDNodeWallet, parseEther, toQuantity, Wallet } from "ethers";
import hre from "hardhat";
import { createProvider } from "hardhat/internal/core/providers/construction";

import {
  LOCAL_ACCOUNTS,
  LOCAL_MNEMONIC,
  LOCAL_CHAIN,
  parseConfig,
  presets,
  resolveAccounts,
} from "../../config";
import { artifactsOf } from "../../deploy/artifacts";
import { chainOf } from "../../deploy/chain";
import { carryOut, type Progress } from "../../deploy/engine";
import { doneSteps, readJournal, repairJournal } from "../../deploy/journal";
import {
  differences,
  findLaunch,
  folderOf,
  launch,
  openLaunch,
  type LaunchOptions,
} from "../../deploy/launch";
import { HAND_OVER } from "../../deploy/modules/handOver";
import { polityModule } from "../../deploy/modules/Polity";
import { checkFunds, COUNCIL, planOf } from "../../deploy/plan";
import { memoryChain } from "../../deploy/memory-chain";
import { rehearse } from "../../deploy/rehearsal";
import { withAddresses } from "../../deploy/run";
import { checkSafe, safeContracts } from "../../deploy/safe";
import { patience } from "../../tools/patience";
import { randomFrom } from "../../devnet/lively/random";
import { connectSafe, DAY, parseDeployment, type PolityError, readSafe, TIMELOCK_ROLES } from "@polity/sdk";
import { ISafe__factory, TimelockController__factory, VestingFactory__factory } from "../../typechain-types";
import { startProxy, startSepolia, type Fate, type Proxy, type Sepolia } from "../helpers/anvil";
import { fails } from "../helpers/fails";

const ROOT = join(__dirname, "../..");
const { privateKey, address: DEPLOYER } = HDNodeWallet.fromPhrase(LOCAL_MNEMONIC);
const config = parseConfig(presets.neuroshard);
const accounts = resolveAccounts(config, LOCAL_CHAIN);
// The council's Safe, eight contracts, nine calls that pass on what the deployer was entrusted with, and the hand-over.
const STEPS = 20;
const SEND = "eth_sendRawTransaction";

const folder = mkdtempSync(join(tmpdir(), "polity-resume-"));
let anvil: Sepolia;
const proxies: Proxy[] = [];

async function proxyTo(decide: (method: string, count: number) => Fate | Promise<Fate>): Promise<Proxy> {
  const proxy = await startProxy(anvil.url, decide);
  proxies.push(proxy);
  return proxy;
}

function stopAll(): void {
  for (const proxy of proxies.splice(0)) proxy.stop();
  anvil.stop();
}

describe("A deployment that is killed", () => {
  afterEach(stopAll);

  it("goes on to the same addresses with nothing sent twice, at whatever moment it dies", async () => {
    anvil = await startSepolia("--block-time", "1");
    const labels = join(folder, "accounts.json");
    writeFileSync(labels, JSON.stringify(LOCAL_ACCOUNTS));
    let kill: () => void = () => undefined;
    // Of the transactions in the order in which they are sent: what the process dies of. The first is the council's. Those
    // that die before they are sent are sent again, so the last one, the hand-over, comes two later than its number.
    const deaths: Record<number, "before" | "after"> = {
      1: "before",
      2: "after",
      6: "before",
      12: "after",
      [STEPS + 2]: "after",
    };
    const proxy = await proxyTo((method, count) => {
      if (method !== SEND || !deaths[count]) return "pass";
      kill();
      return deaths[count] === "before" ? "lose the call" : "lose the answer";
    });

    const run = () => {
      const args = ["--network", "sepolia", "dao", "deploy", "--preset", "neuroshard", "--yes", "--json"];
      const more = ["--confirmations", "1", "--accounts", labels, "--folder", folder];
      const inherited: NodeJS.ProcessEnv = {
        ...process.env,
        SEPOLIA_RPC_URL: proxy.url,
        DEPLOYER_KEY: privateKey,
      };
      // The process runs what a person would, not what coverage instruments.
      delete inherited.SOLIDITY_COVERAGE;
      delete inherited.ETHERSCAN_API_KEY;
      const env = { ...inherited, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" };
      const child = spawn("node_modules/.bin/hardhat", [...args, ...more], {
        cwd: ROOT,
        env,
        detached: true,
      });
      kill = () => process.kill(-child.pid!, "SIGKILL");
      const told = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk) => (told.stdout += String(chunk)));
      child.stderr.on("data", (chunk) => (told.stderr += String(chunk)));
      return new Promise<typeof told & { signal: string | null; code: number | null }>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code, signal) => resolve({ ...told, code, signal }));
      });
    };

    let heard = "";
    for (const death of Object.keys(deaths)) {
      const { signal, stderr } = await run();
      heard += stderr;
      expect(signal, `death ${death}: ${stderr}`).to.equal("SIGKILL");
    }
    const { code, stdout, stderr } = await run();
    expect(code, stderr).to.equal(0);
    expect(heard + stderr).to.contain("audit before the hand-over: passed");
    expect(stderr).to.contain("audit after the hand-over: passed");

    expect(await anvil.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS);
    const file = join(folder, "chain-11155111/polity.json");
    const { contracts, details, block } = parseDeployment(readFileSync(file, "utf8"));
    expect((JSON.parse(stdout) as { contracts: object }).contracts).to.deep.equal(contracts);
    for (const [name, at] of Object.entries(contracts)) {
      expect(await anvil.provider.getCode(at), name).not.to.equal("0x");
      if (name !== "Council") expect(details![name]!.block).to.be.above(block);
    }
    const timelock = TimelockController__factory.connect(contracts.TimelockController, anvil.provider);
    expect(await timelock.hasRole(TIMELOCK_ROLES.DEFAULT_ADMIN_ROLE, DEPLOYER)).to.equal(false);
  });
});

describe("A deployment", () => {
  let root: string;
  afterEach(stopAll);
  after(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    anvil = await startSepolia();
    root = mkdtempSync(join(folder, "case-"));
  });

  /** A provider as Hardhat makes it for a network with this address and key. */
  async function rpcAt(url: string, key = privateKey) {
    const line = {
      url,
      accounts: [key],
      gas: "auto",
      gasPrice: "auto",
      gasMultiplier: 1,
      timeout: 2_000,
      httpHeaders: {},
    };
    const networks = { ...hre.config.networks, line };
    const settings = { ...hre.config, networks } as unknown as typeof hre.config;
    return createProvider(settings, "line", hre.artifacts, [patience({ first: 5 })]);
  }

  async function optionsAt(url: string, more: Partial<LaunchOptions> = {}): Promise<LaunchOptions> {
    const rpc = await rpcAt(url);
    return {
      rpc,
      name: "test",
      config,
      accounts,
      confirmations: 1,
      root,
      poll: 20,
      patience: 5_000,
      ...more,
    };
  }

  const sentBy = (account: string) => anvil.provider.getTransactionCount(account);

  it("goes through where each step costs more than its estimate of a moment before", async () => {
    const options = await optionsAt(anvil.url);
    const low = async (call: { method: string }) => {
      const answer = await options.rpc.request(call);
      return call.method === "eth_estimateGas" ? toQuantity((BigInt(answer as string) * 9n) / 10n) : answer;
    };
    const { audit } = await launch(hre, { ...options, rpc: { request: low } });
    expect(audit.deviations).to.deep.equal([]);
  });

  it("outlives a line that loses calls and answers, also of transactions", async () => {
    const lost: string[] = [];
    const bad: Record<string, number[]> = {
      eth_getTransactionCount: [5],
      eth_maxPriorityFeePerGas: [2],
      eth_estimateGas: [3],
      eth_getTransactionReceipt: [2, 6],
      eth_getLogs: [1],
    };
    const proxy = await proxyTo((method, count) => {
      const call = method === SEND && count === 2;
      const answer = method === SEND ? count === 5 : bad[method]?.includes(count);
      if (call || answer) lost.push(method);
      return call ? "lose the call" : answer ? "lose the answer" : "pass";
    });
    const { contracts, audit } = await launch(hre, await optionsAt(proxy.url));
    expect(audit.deviations).to.deep.equal([]);
    expect(await sentBy(DEPLOYER)).to.equal(STEPS);
    expect(Object.keys(contracts)).to.have.length(10);
    expect(lost).to.include.members([...Object.keys(bad), SEND]);
    expect(lost.filter((method) => method === SEND)).to.have.length(2);
  });

  it("reaches its end over a line on which a tenth of all requests fail, from the first question on", async () => {
    const random = randomFrom(12);
    const fates: Fate[] = ["lose the call", "lose the answer", "too many requests", "bad gateway"];
    let failed = 0;
    // One question fails for longer than there is patience for it.
    const isOut = (method: string, count: number) =>
      method === "eth_getTransactionCount" && count > 9 && count < 20;
    const proxy = await proxyTo((method, count) => {
      if (isOut(method, count)) return "lose the call";
      if (random() >= 0.1) return "pass";
      failed++;
      return fates[Math.floor(random() * fates.length)]!;
    });
    const told: string[] = [];
    const options = await optionsAt(proxy.url, { onProgress: ({ what }) => told.push(what) });
    expect(await findLaunch(options)).to.equal(undefined);
    await checkSafe(chainOf(options.rpc));
    const { audit } = await launch(hre, options);
    expect(audit.deviations).to.deep.equal([]);
    expect(await sentBy(DEPLOYER)).to.equal(STEPS);
    expect(failed).to.be.above(40);
    expect(told).to.include("retry");
  });

  it("tells of every step, the council's included, of how many it is", async () => {
    const told: string[] = [];
    const onProgress = (progress: Progress) =>
      "step" in progress && told.push(`${progress.what} ${progress.step} ${progress.done}/${progress.total}`);
    await launch(hre, await optionsAt(anvil.url, { onProgress }));
    expect(told.slice(0, 2)).to.deep.equal([`sent ${COUNCIL} 0/${STEPS}`, `done ${COUNCIL} 1/${STEPS}`]);
    const done = told.filter((line) => line.startsWith("done")).map((line) => line.split(" ").at(-1));
    expect(done).to.deep.equal(Array.from({ length: STEPS }, (_, i) => `${i + 1}/${STEPS}`));
  });

  it("is asked of a chain that lacks one of Safe's contracts, and names the first that is missing", async () => {
    const { rpc } = await optionsAt(anvil.url);
    const chain = chainOf(rpc);
    await checkSafe(chain);
    await anvil.provider.send("anvil_setCode", [
      (await safeContracts(await anvil.provider.getSigner(0))).singleton,
      "0x",
    ]);
    await fails(checkSafe(chain), /^chain 11155111 has no code at 0x\w+, for Safe's singleton$/);
  });

  it("takes the next nonce when the key's owner has used its own for something else", async () => {
    const rival = new Wallet(privateKey, anvil.provider);
    const proxy = await proxyTo(async (method, count) => {
      if (method !== SEND || count !== 3) return "pass";
      await (await rival.sendTransaction({ to: accounts.ada!, value: 1n })).wait();
      return "lose the call";
    });
    const { audit } = await launch(hre, await optionsAt(proxy.url));
    expect(audit.deviations).to.deep.equal([]);
    expect(await sentBy(DEPLOYER)).to.equal(STEPS + 1);
  });

  it("is told before the first transaction that the deployer has too little, with the figures", async () => {
    await anvil.provider.send("anvil_setBalance", [DEPLOYER, "0x1"]);
    const { rpc } = await optionsAt(anvil.url);
    const record = await openLaunch({
      rpc,
      name: "test",
      config,
      accounts,
      root,
      gas: { "Token#GovernanceToken": 2_000_000n },
    });
    const plan = await planOf(record, rpc, root);
    expect(plan.cost).to.equal(2_000_000n * plan.gasPrice);
    expect(() => checkFunds(plan)).to.throw(
      /^the deployer 0xf39F\w+ has 0\.0{17}1 ETH, and the deployment takes about 0\.00\d+ ETH \(2,000,000 gas/,
    );
  });

  it("stops when the deployer runs dry, and goes on when it has more", async () => {
    const proxy = await proxyTo(async (method, count): Promise<Fate> => {
      if (method === SEND && count === 4) await anvil.provider.send("anvil_setBalance", [DEPLOYER, "0x1"]);
      return "pass";
    });
    const gas = Object.fromEntries(
      (await rehearse(await memoryChain(hre.config), hre, config, accounts)).steps.map(({ id, gas }) => [
        id,
        gas,
      ]),
    );
    const options = await optionsAt(proxy.url, { gas });
    await fails(
      launch(hre, options),
      /^the deployer cannot pay for the next transaction: 0xf39F\w+ has 0\.0+1 ETH, and the 1\d steps that are left take about 0\.\d+ ETH$/,
    );
    await launch(hre, options).catch((error: unknown) =>
      expect((error as PolityError).hint).to.match(
        /^send it 0\.\d+ ETH more, then start again: what is deployed stays$/,
      ),
    );
    const before = await sentBy(DEPLOYER);
    expect(before).to.be.within(1, STEPS - 1);
    await anvil.provider.send("anvil_setBalance", [DEPLOYER, `0x${parseEther("10").toString(16)}`]);
    const { audit } = await launch(hre, options);
    expect(audit.deviations).to.deep.equal([]);
    expect(await sentBy(DEPLOYER)).to.equal(STEPS);
  });

  it("refuses a configuration that changed on the way, and shows what changed", async () => {
    const options = await optionsAt(anvil.url);
    await openLaunch(options);
    const changed = { ...config, timelock: { minDelay: 7200 } };
    await fails(
      launch(hre, { ...options, config: changed }),
      /^the configuration has changed since this deployment began:\n {2}timelock\.minDelay: 3600 → 7200\n$/,
    );
    const elsewhere = { ...accounts, ada: accounts.ben! };
    await fails(launch(hre, { ...options, accounts: elsewhere }), /accounts\.ada: "0x7099\w+" → "0x3C44\w+"/);
    expect(await sentBy(DEPLOYER)).to.equal(0);
  });

  it("starts grants on the day that it began, though it goes on days later", async () => {
    let cut = true;
    const proxy = await proxyTo((method, count) => {
      if (method === SEND && count > 3 && cut) return "lose the call";
      return "pass";
    });
    const options = await optionsAt(proxy.url);
    await fails(launch(hre, options), /^the deployment stopped: /);
    cut = false;
    const { today } = await openLaunch(options);
    await anvil.provider.send("evm_increaseTime", [3 * DAY]);
    await anvil.provider.send("evm_mine", []);
    const { contracts, audit } = await launch(hre, options);
    expect(audit.deviations).to.deep.equal([]);
    expect(await sentBy(DEPLOYER)).to.equal(STEPS);
    const factory = VestingFactory__factory.connect(contracts.VestingFactory!, anvil.provider);
    const created = await factory.queryFilter(factory.filters.VaultCreated(), 0);
    expect(created.map(({ args }) => args.start)).to.deep.equal(Array(3).fill(BigInt(today)));
  });

  it("makes the council's Safe once, and leaves it to its members once it is in office", async () => {
    const options = await optionsAt(anvil.url);
    const { contracts } = await launch(hre, options);
    const council = contracts.Council!;
    expect((await readSafe(connectSafe(council, anvil.provider))).threshold).to.equal(3);
    await anvil.provider.send("anvil_impersonateAccount", [council]);
    await anvil.provider.send("anvil_setBalance", [council, "0xde0b6b3a7640000"]);
    const safe = ISafe__factory.connect(council, await anvil.provider.getSigner(council));
    await (await safe.changeThreshold(4)).wait();
    const again = await launch(hre, options);
    expect(again.contracts).to.deep.equal(contracts);
    const named = again.audit.deviations.map(({ contract, what }) => `${contract}.${what}`);
    expect(named).to.deep.equal(["Council.getThreshold"]);
    expect(await sentBy(DEPLOYER)).to.equal(STEPS);
  });

  it("refuses another deployer than the one that began", async () => {
    const options = await optionsAt(anvil.url);
    await openLaunch(options);
    const other = await rpcAt(anvil.url, Wallet.createRandom().privateKey);
    await fails(launch(hre, { ...options, rpc: other }), /was begun by 0xf39F\w+, and the key is that of 0x/);
  });

  it("begins anew on a chain that was started anew, and never trusts a journal whose contracts are gone", async () => {
    const options = await optionsAt(anvil.url);
    const { contracts } = await launch(hre, options);
    await anvil.provider.send("anvil_setCode", [contracts.Rulebook, "0x"]);
    await fails(launch(hre, options), new RegExp(`^the chain has no contract at ${contracts.Rulebook}`, "i"));

    const record = await openLaunch(options);
    const other = { ...record, genesis: `0x${"1".repeat(64)}` };
    expect(folderOf(root, other)).not.to.equal(folderOf(root, record));
  });

  it("does not hand over what the audit refuses, and does once it is put right", async () => {
    const options = await optionsAt(anvil.url);
    const record = await openLaunch(options);
    const { rpc } = options;
    const at = folderOf(root, record);
    const engine = { ...options, deployer: DEPLOYER, folder: at, startBlock: record.startBlock };
    const network = polityModule(withAddresses(config, accounts, record.today));
    const found = await carryOut(network, { ...engine, artifacts: artifactsOf(hre) });

    const signer = new Wallet(privateKey, anvil.provider);
    const timelock = TimelockController__factory.connect(found["Timelock#TimelockController"]!, signer);
    await (await timelock.grantRole(TIMELOCK_ROLES.PROPOSER_ROLE, accounts.ada!)).wait();
    await fails(
      launch(hre, { ...options, rpc }),
      /^the hand-over is refused, the audit found TimelockController: PROPOSER_ROLE$/,
    );
    expect(doneSteps(readJournal(at))).not.to.include(HAND_OVER);
    expect(await timelock.hasRole(TIMELOCK_ROLES.DEFAULT_ADMIN_ROLE, DEPLOYER)).to.equal(true);

    await (await timelock.revokeRole(TIMELOCK_ROLES.PROPOSER_ROLE, accounts.ada!)).wait();
    const { audit } = await launch(hre, options);
    expect(audit.deviations).to.deep.equal([]);
    expect(await timelock.hasRole(TIMELOCK_ROLES.DEFAULT_ADMIN_ROLE, DEPLOYER)).to.equal(false);
  });

  it("waits for a transaction that was sent elsewhere, and says which one stays pending", async () => {
    const options = await optionsAt(anvil.url);
    await anvil.provider.send("evm_setAutomine", [false]);
    await new Wallet(privateKey, anvil.provider).sendTransaction({ to: accounts.ada!, value: 1n });
    const told: object[] = [];
    const patient = { ...options, patience: 600, onProgress: (progress: object) => told.push(progress) };
    await fails(launch(hre, patient), /^transaction 0 of 0xf39F\w+ is still pending$/);
    expect(told).to.deep.equal([{ what: "waiting", nonces: [0] }]);
  });

  it("drops the end of a journal that was being written, and refuses one that is damaged before", async () => {
    const options = await optionsAt(anvil.url);
    const { folder: at } = await launch(hre, options);
    const journal = join(at, "journal.jsonl");
    const text = readFileSync(journal, "utf8");
    const lines = readJournal(at).length;
    writeFileSync(journal, `${text}\n{"type":"TRANSACTION_SE`);
    writeFileSync(join(at, "deployed_addresses.json"), "{");
    expect(readJournal(at)).to.have.length(lines);
    const chain = { deployer: DEPLOYER, confirmations: 1, startBlock: 0, patience: 1_000 };
    await repairJournal(at, options.rpc, chain);
    expect(readFileSync(journal, "utf8").trim().split("\n").filter(Boolean)).to.have.length(lines);
    await launch(hre, options);
    expect(await sentBy(DEPLOYER)).to.equal(STEPS);

    writeFileSync(journal, `{"type\n${text}`);
    expect(() => readJournal(at)).to.throw(/^line 1 of .*journal\.jsonl is damaged$/);
  });
});

describe("Differences between configurations", () => {
  it("name the path, what was and what is", () => {
    const before = { a: 1, b: { c: [1, 2], d: "x" } };
    expect([...differences(before, { a: 1, b: { c: [1, 3], e: true } })]).to.deep.equal([
      "b.c.1: 2 → 3",
      'b.d: "x" → nothing',
      "b.e: nothing → true",
    ]);
  });
});
