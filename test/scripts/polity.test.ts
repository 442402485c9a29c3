import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  loadFixture,
  takeSnapshot,
  time,
  type SnapshotRestorer,
} from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encryptKeystoreJson, HDNodeWallet, Mnemonic } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_MNEMONIC } from "../../config";
import type { Network } from "@polity/sdk";
import { parseSafeFile } from "@polity/sdk/safe";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { listFiles } from "../../tools/files";
import { DEPLOYMENT, neuroshard } from "../helpers/gov";
import { commandsOf } from "../helpers/shell";
import { builtAt, installed, polity, startPolity, type Project } from "../helpers/packages";

const HERE = "test/scripts/polity.test.ts";
const DOCUMENT = "docs/program.md";
const NEP = readFileSync("neps/nep-0002-reward-rate-and-fees.md", "utf8");
const PASSWORD = "correct horse";
/** Processor seconds of `--help`, with the start of Node. */
const HELP_SECONDS = 1;

/** The key of a person of the local chain. */
function keyOf(person: keyof typeof LOCAL_ACCOUNTS): string {
  const index = Object.keys(LOCAL_ACCOUNTS).indexOf(person);
  const path = `m/44'/60'/0'/0/${index}`;
  return HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(LOCAL_MNEMONIC), path).privateKey;
}

describe("The program polity, from its package", () => {
  let project: Project;
  let chain: LocalChain;
  let network: Network;
  let asItWas: SnapshotRestorer;
  const folder = mkdtempSync(join(tmpdir(), "polity-program-"));
  const file = (name: string) => join(folder, name);

  before("a chain with NeuroShard, and the packages in an empty project", async () => {
    project = await installed();
    ({ network } = await loadFixture(neuroshard));
    asItWas = await takeSnapshot();
    chain = await startChain(hre, 0);
    writeFileSync(file("polity.json"), readFileSync(DEPLOYMENT));
    writeFileSync(file("nep-0002-reward-rate-and-fees.md"), NEP);
    writeFileSync(file("password"), `${PASSWORD}\n`);
    writeFileSync(file("wrong"), "wrong horse\n");
    for (const person of ["ada", "eva"] as const) {
      const account = { address: LOCAL_ACCOUNTS[person], privateKey: keyOf(person) };
      const json = await encryptKeystoreJson(account, PASSWORD, { scrypt: { N: 1024 } });
      writeFileSync(file(`${person}.json`), json);
    }
  });

  after(async () => {
    await chain.stop();
    // The council's Safe is where that of every other test is.
    await asItWas.restore();
    rmSync(folder, { recursive: true });
  });

  /** Runs a line as a person would in that folder, with the network's node and file in their places. */
  const run = (line: string, env: Record<string, string> = {}, deployment = DEPLOYMENT) =>
    polity(project, [...line.split(" "), "--deployment", deployment], {
      ...{ cwd: folder, env: { POLITY_RPC_URL: chain.url, ...env } },
    });
  const asEva = { POLITY_KEYSTORE: "eva.json", POLITY_PASSWORD_FILE: "password" };
  /** Runs the line of the document that matches, as it stands there. */
  const typed = (line: RegExp, env: Record<string, string> = {}) => {
    const found = commandsOf(readFileSync(DOCUMENT, "utf8"), HERE).filter((one) => line.test(one));
    expect(found, String(line)).to.have.length(1);
    ran.add(found[0]!);
    const words = found[0]!.replace("npx polity ", "").split(" ");
    return polity(project, words, { cwd: folder, env: { POLITY_RPC_URL: chain.url, ...env } });
  };
  const ran = new Set<string>();

  it("needs no Hardhat, and only packages that it names, in the versions of the repository", () => {
    const { dependencies } = JSON.parse(readFileSync("cli/package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    const root = JSON.parse(readFileSync("package.json", "utf8")) as Record<
      "dependencies" | "devDependencies",
      Record<string, string>
    >;
    expect({ ...root.devDependencies, ...root.dependencies }).to.include(dependencies);
    const files = listFiles(builtAt(project.folder, "@polity/cli"), /\.js$/);
    expect(files.length).to.be.greaterThan(200);
    const used = files.flatMap((name) =>
      [...readFileSync(name, "utf8").matchAll(/(?:require|import)\("([^."\s][^"\s]*)"\)/g)].map(
        ([, from]) => from!,
      ),
    );
    const packages = used
      .filter((name) => !name.startsWith("node:"))
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
    expect([...new Set(packages)].sort()).to.deep.equal(Object.keys(dependencies).sort());
  });

  it("is small, and shows its help within a second of processor time", async () => {
    expect(project.sizes["@polity/cli"]).to.be.lessThan(2_500_000);
    writeFileSync(
      file("cpu.js"),
      'process.on("exit", () => { const { user, system } = process.cpuUsage(); require("node:fs").writeSync(2, `${user + system}`); });',
    );
    for (const words of [["--help"], ["gov", "--help"], ["gov", "vote", "--help"]]) {
      const { stdout, stderr, code } = await polity(project, words, {
        env: { NODE_OPTIONS: `--require ${file("cpu.js")}` },
      });
      expect(code).to.equal(0);
      expect(stdout).to.match(/^polity /);
      expect(Number(stderr) / 1e6, words.join(" "))
        .to.be.lessThan(HELP_SECONDS)
        .and.greaterThan(0);
    }
  });

  it("lists every scope, a scope's commands, and a command's options with what is required", async () => {
    const [scope, one] = await Promise.all(
      [
        ["treasury", "--help"],
        ["council", "sign", "--help"],
      ].map((words) => polity(project, words)),
    );
    const all = await typed(/polity --help/);
    expect((await typed(/gov vote --help/)).stdout).to.match(/--support …/);
    expect(all.stdout)
      .to.match(/^ {2}gov {2,}Proposes/m)
      .and.to.match(/^ {2}keeper {2,}Stays/m);
    expect(scope!.stdout).to.match(/^ {2}disburse {2,}/m);
    expect(one!.stdout)
      .to.match(/^polity council sign --file …: Signs/)
      .and.to.match(/^ {2}--file … .*\(required\)$/m);
  });

  it("reads how a network is, for people and for machines", async () => {
    const { stdout, code } = await typed(/status/);
    expect(code).to.equal(0);
    expect(stdout).to.match(/NeuroShard/);
    expect(JSON.parse((await typed(/gov list/)).stdout)).to.deep.equal([]);
    const machine = await run("dao status --json");
    expect(JSON.parse(machine.stdout)).to.be.an("object");
    expect((await run("audit")).stdout).to.match(/TimelockController/);
  });

  it("reads from a network's own folder", async () => {
    mkdirSync(file("own/deployments/chain-31337"), { recursive: true });
    writeFileSync(file("own/deployments/chain-31337/polity.json"), readFileSync(DEPLOYMENT));
    const { stdout, stderr } = await run("gov list", {}, "own");
    expect(stderr).to.equal("");
    expect(stdout).to.match(/^nothing has been proposed yet\n$/);
    const inside = await polity(project, ["gov", "list"], {
      ...{ cwd: file("own"), env: { POLITY_RPC_URL: chain.url } },
    });
    expect(inside.stdout).to.equal(stdout);
  });

  it("proposes as an account of the node, votes with an encrypted key, and keeps with one of the environment", async () => {
    const explained = await run("nep check --nep nep-0002-reward-rate-and-fees.md");
    expect(explained.stderr).to.equal("");
    const simulated = await run("gov simulate --nep nep-0002-reward-rate-and-fees.md");
    expect(simulated.stdout, simulated.stderr).to.match(/its action would succeed today\n$/);
    const proposed = await run("gov propose --nep nep-0002-reward-rate-and-fees.md --from ben");
    expect(proposed.stdout, proposed.stderr).to.match(/^ben proposed NEP-2: [^]*burned a fee of 10 tokens/);

    await time.increase(8 * 86_400);
    const voted = await typed(/gov vote --id/, { POLITY_PASSWORD_FILE: "password" });
    expect(voted.stdout, voted.stderr).to.match(/^ada votes for with 1,000,000 votes/);
    const again = await run("gov vote --id 2 --support for --from cleo");
    expect(again.code, again.stderr).to.equal(0);
    await time.increase(7 * 86_400);

    const kept = await typed(/gov advance/, { POLITY_KEY: keyOf("june") });
    expect(kept.stdout, kept.stderr).to.match(/^NEP-2: .*: queued, tx 0x\w{64}\n$/);
    const [hash] = /0x\w{64}/.exec(kept.stdout)!;
    expect((await hre.ethers.provider.getTransaction(hash))!.from).to.equal(LOCAL_ACCOUNTS.june);
  });

  it("stays as the keeper until it is ended, and says so", async function () {
    this.timeout(180_000);
    await time.increase(14 * 86_400);
    const words = ["keeper", "--deployment", DEPLOYMENT, "--every", "1s", "--json"];
    const child = startPolity(project, words, {
      ...{ cwd: folder, env: { POLITY_RPC_URL: chain.url, POLITY_KEY: keyOf("june") } },
    });
    let told = "";
    const executed = new Promise<void>((done, failed) => {
      child.stdout!.on("data", (chunk) => {
        told += String(chunk);
        if (/"event":"done"/.test(told)) done();
      });
      child.stderr!.on("data", (chunk) => (told += String(chunk)));
      child.on("close", () => failed(new Error(told)));
    });
    const ended = new Promise((done) => child.on("close", done));
    try {
      await executed;
    } finally {
      child.kill("SIGTERM");
    }
    expect(await ended).to.equal(0);
    expect(told).to.match(/"event":"stopped"/);
    expect(await network.registry.semver()).to.equal("1.1.0");
  });

  it("signs for a council, each member with the own key, and executes with the last signature", async () => {
    const first = await typed(/council replace/, asEva);
    expect(first.stdout, first.stderr).to.match(/1 of \d+ signatures|signed/);
    const signed = parseSafeFile(readFileSync(file("safe.json"), "utf8"), "safe.json");
    expect(signed.signatures).to.have.length(1);
    const second = await typed(/council sign/);
    expect(second.code, second.stderr).to.equal(0);
    const third = await run("council sign --file safe.json --sign", { POLITY_KEY: keyOf("hana") });
    expect(third.stdout, third.stderr).to.match(/executed/);
    const safe = await hre.ethers.getContractAt(
      ["function getOwners() view returns (address[])"],
      network.addresses.Council!,
    );
    expect(await safe.getFunction("getOwners")())
      .to.include(LOCAL_ACCOUNTS.kofi)
      .and.not.to.include(LOCAL_ACCOUNTS.gus);
  });

  it("has run every line of its document", () => {
    expect([...ran]).to.have.members(commandsOf(readFileSync(DOCUMENT, "utf8"), HERE));
  });

  describe("does nothing and says why in one sentence", () => {
    const refused = async (
      line: string,
      env: Record<string, string>,
      reason: RegExp,
      deployment?: string,
    ) => {
      const before = await hre.ethers.provider.getBlockNumber();
      const { stdout, stderr, code } = await run(line, env, deployment);
      expect(stderr).to.match(reason);
      expect(stderr.trim().split("\n"), stderr).to.have.length(1);
      expect([stdout, code]).to.deep.equal(["", 1]);
      expect(await hre.ethers.provider.getBlockNumber()).to.equal(before);
    };
    /** What a member of the council can sign at any time. */
    const signing = "council replace --file refused.json --member hana --by lena --sign";
    let closed: number;

    before("a port on which nobody listens", async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      closed = (server.address() as AddressInfo).port;
      server.close();
      await once(server, "close");
    });

    it("without a node", () =>
      refused("gov list", { POLITY_RPC_URL: "" }, /^Error: no network is chosen; give .* --rpc/));
    it("where nobody answers", () =>
      refused(
        `gov list --rpc http://127.0.0.1:${closed}`,
        {},
        /^Error: the network 127\.0\.0\.1:\d+ does not answer; check/,
      ));
    it("for an address that is none, which it does not show", () =>
      refused("gov list --rpc ws://secret", {}, /^Error: --rpc is no address of a node; (?!.*secret)/));
    it("on another chain than that of the file", () => {
      const other = { ...(JSON.parse(readFileSync(DEPLOYMENT, "utf8")) as object), chainId: 5 };
      writeFileSync(file("other.json"), JSON.stringify(other));
      return refused(signing, asEva, /^Error: .*chain 5.*31337/, "other.json");
    });
    it("with a file of a network that this chain does not have", () => {
      let count = 0;
      // An address of digits has no checksum that could be wrong.
      const elsewhere = () => `0x${String(++count).padStart(40, "1")}`;
      const text = readFileSync(DEPLOYMENT, "utf8").replaceAll(/0x[0-9a-fA-F]{40}\b/g, elsewhere);
      writeFileSync(file("strange.json"), text);
      return refused(signing, asEva, /^Error: .*(no|not) .*/, "strange.json");
    });
    it("with a wrong password, which it does not show", () =>
      refused(
        signing,
        { ...asEva, POLITY_PASSWORD_FILE: "wrong" },
        /^Error: the password does not open eva\.json; (?!.*horse)/,
      ));
    it("where nobody can be asked for the password", () =>
      refused(signing, { POLITY_KEYSTORE: "eva.json" }, /^Error: nobody is there to be asked/));
    it("with a key that is none, which it does not show", () =>
      refused(signing, { POLITY_KEY: "0xdeadbeef" }, /^Error: POLITY_KEY is no private key; (?!.*dead)/));
    it("with two keys", () =>
      refused(
        signing,
        { ...asEva, POLITY_KEY: keyOf("ben") },
        /^Error: POLITY_KEYSTORE and POLITY_KEY both/,
      ));
    it("with a keystore that asks for too much work", () => {
      const much = readFileSync(file("ada.json"), "utf8").replace(/"n":1024/, '"n":1073741824');
      writeFileSync(file("much.json"), much);
      return refused(`${signing} --keystore much.json`, {}, /^Error: much\.json asks for more work/);
    });
    it("for words that it does not know", async () => {
      await refused("gov vot", {}, /^Error: there is no command "gov vot"; did you mean "vote"\?/);
      await refused("gov vote --suport for", {}, /^Error: there is no option --suport; did you mean/);
      await refused("gov list --json --json", {}, /^Error: --json is given twice/);
      await refused("gov vote --support for", {}, /^Error: --id is missing/);
    });
    it("for what Hardhat alone can do", async () => {
      const { stderr, code } = await polity(project, ["dao", "keys", "--preset", "aitbc"], { cwd: folder });
      expect(stderr).to.match(/^Error: dao keys works with Hardhat alone; type npx hardhat dao keys /);
      expect(code).to.equal(1);
    });
  });
});
