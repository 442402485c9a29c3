import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect } from "chai";
import { HDNodeWallet, Mnemonic } from "ethers";
import { parse } from "yaml";

import { LOCAL_ACCOUNTS, LOCAL_MNEMONIC } from "../../config";
import { parseDeployment } from "@polity/sdk/deployment";
import { startAnvil, type Anvil } from "../../scripts/lib/anvil";
import { installed, polity, type Project } from "../helpers/packages";
import { nepText } from "../helpers/preset";
import { runInShell } from "../helpers/shell";

const SEPOLIA = 11_155_111;

/** A team's way from an empty folder to a network with a proposal in a pull request, with the packages alone. */
describe("A network's own repository", () => {
  let project: Project;
  let chain: Anvil;
  const folder = mkdtempSync(join(tmpdir(), "polity-init-"));
  const own = join(folder, "my-network");
  const read = (file: string) => readFileSync(join(own, file), "utf8");
  const key = HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(LOCAL_MNEMONIC), "m/44'/60'/0'/0/0").privateKey;
  const run = (line: string, env: Record<string, string> = {}) =>
    polity(project, line.split(" "), { cwd: own, env: { POLITY_RPC_URL: chain.url, ...env } });

  before("an empty folder, the packages and a chain that passes for Sepolia", async function () {
    this.timeout(600_000);
    project = await installed();
    chain = await startAnvil(0, "--chain-id", String(SEPOLIA));
  });
  after(() => {
    chain.stop();
    rmSync(folder, { recursive: true });
  });

  it("is written once, and never over anything", async () => {
    const init = (...words: string[]) => polity(project, ["init", ...words], { cwd: folder });
    const { stdout, stderr, code } = await init("my-network", "--symbol", "MINE");
    expect([stderr, code]).to.deep.equal(["", 0]);
    expect(stdout).to.match(/^\d+ files are in .*my-network: /);
    for (const file of [
      "network.ts",
      "accounts.json",
      "neps/template.md",
      "compose.yaml",
      "check-neps.sh",
      ".gitignore",
      ".env.example",
      ".github/workflows/neps.yml",
      "services/polity-keeper.service",
      "services/polity-indexer.service",
      "indexer/ponder.config.ts",
      "indexer/src/index.ts",
    ])
      expect(existsSync(join(own, file)), file).to.equal(true);
    expect(read("network.ts"))
      .to.match(/name: "My network"/)
      .and.to.match(/symbol: "MINE"/);
    for (const file of ["network.ts", "README.md", "package.json", "services/polity-keeper.service"])
      expect(read(file), file).not.to.match(/NETWORK_[A-Z]+|POLITY_VERSION/);
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(JSON.parse(read("package.json"))).to.deep.include({ devDependencies: { "@polity/cli": version } });

    writeFileSync(join(own, "network.ts"), read("network.ts").replace("Say in a sentence", "It is"));
    const again = await init("my-network");
    expect(again.stderr).to.match(/^Error: my-network\/\S+ is there already; nothing was written/);
    expect(again.code).to.equal(1);
    expect(read("network.ts")).to.match(/It is/);
    mkdirSync(join(folder, "other"));
    writeFileSync(join(folder, "other/compose.yaml"), "theirs");
    expect((await init("other")).stderr).to.match(/^Error: other\/compose\.yaml is there already/);
    expect(existsSync(join(folder, "other/network.ts"))).to.equal(false);
    expect((await init("../Evil Name")).stderr).to.match(/^Error: "Evil Name" is no name for a folder/);
    expect((await init()).stderr).to.match(/^Error: the folder is missing/);
    expect((await init("third", "--name", '"; import x')).stderr).to.match(/is no name of a network/);
  });

  it("starts keeper and indexer with one command each, which lead to files that are there", () => {
    const { services } = parse(read("compose.yaml")) as {
      services: Record<string, { command: string; user: string; env_file: string }>;
    };
    expect(Object.keys(services)).to.deep.equal(["keeper", "indexer"]);
    for (const { user, env_file } of Object.values(services))
      expect([user, env_file]).to.deep.equal(["node", ".env"]);
    const [, program] = services.keeper!.command.split(" ");
    expect(existsSync(join(project.folder, program!))).to.equal(true);
    expect(read("services/polity-keeper.service")).to.contain(program).and.to.contain("/srv/my-network");
    const { scripts, dependencies } = JSON.parse(read("indexer/package.json")) as Record<string, object>;
    expect(scripts).to.have.property("start");
    expect(dependencies).to.have.property("@polity/sdk");
    const { jobs, permissions } = parse(read(".github/workflows/neps.yml")) as Record<string, object>;
    expect(permissions).to.deep.equal({ contents: "read" });
    expect(JSON.stringify(jobs)).to.contain("./check-neps.sh");
  });

  it("checks proposals by the configuration before anything is deployed", async () => {
    symlinkSync(join(project.folder, "node_modules"), join(own, "node_modules"));
    mkdirSync(join(own, "node_modules/.bin"), { recursive: true });
    const bin = join(own, "node_modules/.bin/polity");
    if (!existsSync(bin)) symlinkSync("../@polity/cli/cli/polity.js", bin);
    const form = { name: "NEP", figures: [], aliases: {}, impact: "parameters", contradictions: "warn" };
    const nep = nepText(
      { type: "PROTO", title: "Pay a little more", changes: { "node.rewardRate": 2750 } },
      form as never,
    );
    writeFileSync(join(own, "neps/nep-0001-pay-more.md"), nep);
    const { stdout, stderr, code } = await check();
    expect([stderr, code], stdout).to.deep.equal(["", 0]);
    expect(stdout).to.match(/^## neps\/nep-0001-pay-more\.md$/m);
    expect(stdout).to.match(/is a valid Network Enhancement Proposal/);
    expect(stdout).to.match(/It was not explained and not tried/);
  });

  it("is deployed from its file to a public chain, by the package alone", async function () {
    this.timeout(600_000);
    const { ada, ben } = LOCAL_ACCOUNTS;
    const deploy = "deploy --preset ./network.ts --accounts accounts.json --confirmations 1";
    const zero = await run(`${deploy} --yes`, { POLITY_KEY: key });
    expect(zero.stderr).to.match(/ada: is the zero address/);
    writeFileSync(join(own, "accounts.json"), JSON.stringify({ ada, ben }));
    const unsigned = await run(deploy, { POLITY_KEY: key });
    expect(unsigned.stderr).to.match(/^Error: nobody is there to confirm/m);
    const { stdout, stderr, code } = await run(`${deploy} --yes`, { POLITY_KEY: key });
    expect(code, stdout + stderr).to.equal(0);
    expect(stdout).to.match(/audit after the hand-over: passed[^]*My network is deployed and handed over/);
    const file = `deployments/chain-${SEPOLIA}/polity.json`;
    const deployment = parseDeployment(read(file), file);
    expect(deployment).to.include({ name: "My network", chainId: SEPOLIA });
    expect(stdout).to.contain(file);

    const status = await run("status");
    expect(status.stdout, status.stderr).to.match(/My network/);
    const audit = await run("audit --preset ./network.ts --accounts accounts.json");
    expect([audit.code, audit.stderr], audit.stdout).to.deep.equal([0, ""]);
  });

  it("has a proposal of a pull request validated, explained and tried on a copy of the chain", async () => {
    const git = (...words: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...words], {
        cwd: own,
        encoding: "utf8",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "base");
    const base = git("rev-parse", "HEAD").trim();
    const text = read("neps/nep-0001-pay-more.md");
    writeFileSync(join(own, "neps/nep-0002-pay-more.md"), text.replace("nep: 1", "nep: 2"));
    writeFileSync(join(own, "neps/nep-0003-$(touch pwned).md"), text);
    git("add", "-A");
    git("commit", "-qm", "proposal");

    const { stdout, code } = await check(base, { POLITY_RPC_URL: chain.url });
    expect(stdout).to.match(
      /### Would it succeed today[^]*node\.rewardRate: 2500 → 2750[^]*would succeed today/,
    );
    expect(stdout).to.match(/### What would it do[^]*NEP-PROTO/);
    expect(stdout).not.to.match(/nep-0001|nep-0003/);
    expect(code, stdout).to.equal(0);
    expect(existsSync(join(own, "pwned"))).to.equal(false);

    writeFileSync(
      join(own, "neps/nep-0004-too-much.md"),
      text.replace("nep: 1", "nep: 4").replaceAll("2750", "9999"),
    );
    git("add", "-A");
    git("commit", "-qm", "too much");
    const bad = await check(base, { POLITY_RPC_URL: chain.url });
    expect(bad.stdout).to.match(/nep-0004-too-much\.md[^]*would be refused/);
    expect(bad.code).to.equal(1);
  });

  it("has the app's files with its settings, which anybody can serve", async () => {
    const file = `deployments/chain-${SEPOLIA}/polity.json`;
    const { stdout, stderr, code } = await run(`site --rpc https://node.example.org/ --chain ${SEPOLIA}`);
    expect([stderr, code]).to.deep.equal(["", 0]);
    expect(stdout).to.match(/^the app is in site/);
    expect(JSON.parse(read("site/network.json"))).to.deep.equal({
      ...{ deployment: JSON.parse(read(file)) as object, rpc: "https://node.example.org/" },
    });
    expect(read("site/index.html")).to.match(/<script/);
    expect(existsSync(join(own, "site/neps/nep-0001-pay-more.md"))).to.equal(true);
    expect((await run(`site --rpc https://node.example.org/ --chain ${SEPOLIA}`)).stderr).to.match(
      /^Error: site is there already/,
    );
    expect((await run("site --rpc javascript:x --chain 1")).stderr).to.match(/^Error: --rpc is no address/);
    const wish = `site --rpc https://node.example.org/ --chain ${SEPOLIA} --out other --wallet-connect`;
    expect((await run(`${wish} 123`)).stderr).to.match(
      /^Error: "123" is no id of a project of WalletConnect/,
    );
    const projectId = "ab".repeat(16);
    expect((await run(`${wish} ${projectId}`)).code).to.equal(0);
    expect(JSON.parse(read("other/network.json"))).to.deep.include({ walletConnect: { projectId } });
  });

  /** Runs the script that the workflow runs, in the repository itself. */
  function check(base?: string, env: Record<string, string> = {}) {
    const path = `${resolve("node_modules/.bin")}:${process.env.PATH}`;
    return runInShell(`./check-neps.sh . ${base ?? ""}`, { cwd: own, env: { PATH: path, ...env } });
  }
});
