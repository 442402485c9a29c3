import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { deploymentFile, readDeployment } from "../../scripts/lib/deployments";
import type { Publishable } from "../../commands/core/host";
import { publishSources } from "../../scripts/lib/publish";
import { explorerOf } from "../../tools/explorer";
import { runCommand } from "../helpers/command";
import { ROOT } from "../helpers/shell";

/** What an explorer was asked to publish. */
type Form = Record<string, string>;

/** An explorer that speaks Etherscan's language: takes what it is sent, and answers as a test says. */
async function startExplorer(answer: (form: Form) => string | undefined) {
  const asked: Form[] = [];
  const bodyOf = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { searchParams } = new URL(request.url!, "http://localhost");
      const form: Form = Object.fromEntries(
        new URLSearchParams(request.method === "POST" ? body : searchParams),
      );
      const say = (status: string, result: unknown) =>
        response.end(JSON.stringify({ status, message: status === "1" ? "OK" : "NOTOK", result }));
      if (form.action === "getsourcecode") return say("0", "not verified");
      if (form.action === "checkverifystatus") return say("1", "Pass - Verified");
      asked.push(form);
      const refusal = answer(form);
      return refusal === undefined ? say("1", "a guid") : say("0", refusal);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, asked, server };
}

interface Input {
  settings: { viaIR?: boolean; evmVersion: string; optimizer: { enabled: boolean; runs: number } };
  sources: Record<string, { content: string }>;
}

describe("Publishing sources", () => {
  const folder = mkdtempSync(join(tmpdir(), "polity-publish-"));
  const { etherscan } = hre.config;
  let contracts: Publishable[];
  let snapshot: unknown;

  before("a network, as a deployment leaves it", async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    const options = { preset: "neuroshard", folder };
    const { code, stderr } = await runCommand("dao", "deploy", options);
    expect(code, stderr).to.equal(0);
    const { contracts: at, details } = readDeployment(deploymentFile(31_337, folder));
    contracts = Object.entries(details!).map(([name, { constructorArguments }]) => ({
      ...{ name, address: at[name as keyof typeof at]!, constructorArguments },
    }));
  });

  after(async () => {
    hre.config.etherscan = etherscan;
    rmSync(folder, { recursive: true });
    await hre.network.provider.send("evm_revert", [snapshot]);
  });

  it("sends each contract's own source, arguments and compiler settings, and goes on where one is refused", async () => {
    const answers: Record<string, string> = {
      Rulebook: "Contract source code already verified",
      Treasury: "Invalid API key",
    };
    const { url, asked, server } = await startExplorer(
      ({ contractname }) => answers[contractname!.split(":")[1]!],
    );
    const explorer = explorerOf({ key: "a key", url }, "hardhat", 31_337);
    hre.config.etherscan = { ...etherscan, ...explorer };
    const said: string[] = [];
    const published = await publishSources(hre, contracts, (line) => said.push(line)).finally(() =>
      server.close(),
    );

    const names = contracts.map(({ name }) => name);
    expect(names).to.include.members(["NetworkGovernor", "TimelockController", "VestingFactory"]);
    expect(published).to.have.members(names.filter((name) => name !== "Treasury"));
    expect(said).to.include("the source of Rulebook is published");
    expect(said).to.include("the source of Treasury is not published: Invalid API key");

    for (const { name, address, constructorArguments } of contracts) {
      const form = asked.find(({ contractname }) => contractname!.endsWith(`:${name}`))!;
      expect(form, name).to.include({ contractaddress: address, apikey: "a key" });
      expect(`0x${form.constructorArguements!}`, name).to.equal(constructorArguments);
      expect(form.compilerversion, name).to.equal("v0.8.37+commit.f401782d");
      const { settings, sources } = JSON.parse(form.sourceCode!) as Input;
      const [file] = form.contractname!.split(":") as [string];
      expect(sources[file]!.content, name).to.match(new RegExp(`contract ${name} `));
      expect(settings.optimizer, name).to.deep.equal({ enabled: true, runs: 200 });
      expect(settings.evmVersion, name).to.equal("cancun");
      expect(settings.viaIR === true, name).to.equal(name === "NetworkGovernor");
    }
  });

  it("says of an explorer that does not answer that nothing is published, and fails nothing", async () => {
    const explorer = explorerOf({ key: "a key", url: "http://127.0.0.1:1/api" }, "hardhat", 31_337);
    hre.config.etherscan = { ...etherscan, ...explorer };
    const said: string[] = [];
    expect(await publishSources(hre, contracts.slice(0, 1), (line) => said.push(line))).to.deep.equal([]);
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^the source of \w+ is not published: .*(network request|ECONNREFUSED)/i);
  });

  it("goes to Etherscan's API for all chains, or to the explorer that is named", () => {
    expect(explorerOf({ key: "k" }, "sepolia", 11_155_111)).to.deep.equal({ apiKey: "k", customChains: [] });
    const url = "https://eth-sepolia.blockscout.com/api";
    expect(explorerOf({ key: "k", url }, "sepolia", 11_155_111)).to.deep.equal({
      apiKey: { sepolia: "k" },
      customChains: [
        {
          ...{ network: "sepolia", chainId: 11_155_111 },
          urls: { apiURL: url, browserURL: "https://eth-sepolia.blockscout.com" },
        },
      ],
    });
  });
});

describe("The confirmation of a deployment", () => {
  const CODE = `require("tsx/cjs");
    require("./scripts/lib/confirm").confirm("neuroshard", process.argv[1] === "yes").then(
      () => console.log("confirmed"), (error) => console.log(error.message));`;

  /** Runs it at a pseudo terminal, as util-linux's `script` makes one, and types. */
  const atTerminal = (typed: string) =>
    new Promise<string>((resolve, reject) => {
      const env = { ...process.env, CONFIRM: CODE, NODE: process.execPath };
      const child = execFile("script", ["-qec", '"$NODE" -e "$CONFIRM"', "/dev/null"], { cwd: ROOT, env });
      let told = "";
      child.on("error", reject);
      child.on("close", () => resolve(told));
      child.stdout!.on("data", (chunk) => {
        const before = told;
        told += String(chunk);
        if (!before.includes("to deploy: ") && told.includes("to deploy: ")) child.stdin!.write(typed);
      });
    });

  it("takes the name that is typed at a terminal, and no other, and nothing", async () => {
    const [right, wrong, empty, end] = await Promise.all(
      ["neuroshard\n", "neurosard\n", "\n", "\u0004"].map(atTerminal),
    );
    expect(right).to.match(/Type neuroshard to deploy: [^]*confirmed\s*$/);
    for (const told of [wrong, empty, end]) expect(told).to.match(/not confirmed\s*$/);
  });
});
