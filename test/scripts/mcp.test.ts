import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { loadFixture, takeSnapshot, type SnapshotRestorer } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import { makeCatalogue } from "../../cli/catalogue";
import { NO_OPTIONS, NO_TOOLS, toolsOf } from "../../cli/mcp/tools";
import { SCOPES } from "../../commands/scopes";
import { LOCAL_ACCOUNTS } from "../../config";
import type { Network } from "@polity/sdk";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { DEPLOYMENT, neuroshard } from "../helpers/gov";
import { installed } from "../helpers/packages";

/** What is in a file outside the folder, and in the environment of whoever starts the server. */
const SECRET = "0x5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4";
/** What a node is asked to do, and not only to say. */
const ACTS = /send|sign|account|personal_|evm_|hardhat_|anvil_|debug_|admin_|miner_/i;

describe("polity mcp", () => {
  let chain: LocalChain;
  let network: Network;
  let asItWas: SnapshotRestorer;
  let line: Server;
  let client: Client;
  let tools: Tool[];
  /** Methods that reached the node. */
  const asked = new Set<string>();
  const outside = mkdtempSync(join(tmpdir(), "polity-outside-"));
  const folder = mkdtempSync(join(tmpdir(), "polity-assistant-"));
  const secretFile = join(outside, "secret.json");

  before(
    "a chain with NeuroShard behind a line that writes down what is asked, and an assistant",
    async function () {
      this.timeout(600_000);
      const project = await installed();
      ({ network } = await loadFixture(neuroshard));
      asItWas = await takeSnapshot();
      chain = await startChain(hre, 0);
      line = createServer(
        (request, response) =>
          // A connection that the node has closed meanwhile is asked for anew, as by any client.
          void pass(chain.url, request, response).catch(() => request.socket.destroy()),
      );
      await new Promise<void>((done) => line.listen(0, "127.0.0.1", done));
      mkdirSync(join(folder, "deployments/chain-31337"), { recursive: true });
      mkdirSync(join(folder, "neps"));
      writeFileSync(join(folder, "deployments/chain-31337/polity.json"), readFileSync(DEPLOYMENT));
      writeFileSync(
        join(folder, "neps/nep-0002-reward-rate-and-fees.md"),
        readFileSync("neps/nep-0002-reward-rate-and-fees.md"),
      );
      writeFileSync(secretFile, SECRET);
      client = new Client({ name: "test", version: "0" });
      const program = join(project.folder, "node_modules/@polity/cli/cli/polity.js");
      await client.connect(
        new StdioClientTransport({
          command: process.execPath,
          args: [program, "mcp", "--folder", folder],
          env: {
            ...{ PATH: process.env.PATH!, POLITY_KEY: SECRET, JUDGE_KEY: SECRET, UPSTREAM_KEY: SECRET },
            POLITY_RPC_URL: `http://127.0.0.1:${(line.address() as AddressInfo).port}/`,
          },
        }),
      );
      ({ tools } = await client.listTools());
    },
  );

  after(async () => {
    await client.close();
    line.closeAllConnections();
    line.close();
    await chain.stop();
    await asItWas.restore();
    for (const each of [outside, folder]) rmSync(each, { recursive: true });
  });

  async function pass(url: string, request: NodeJS.ReadableStream, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    for (const { method } of [JSON.parse(body) as { method: string }].flat()) asked.add(method);
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  }

  const call = async (name: string, input: Record<string, unknown> = {}) => {
    const result = (await client.callTool({ name, arguments: input }, undefined, {
      timeout: 300_000,
    })) as CallToolResult;
    const text = result.content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
    return { text, document: result.structuredContent, isError: result.isError === true };
  };

  it("has a tool for every command of every scope but those that are named", () => {
    const catalogue = makeCatalogue();
    const expected = Object.entries(catalogue).flatMap(([scope, commands]) =>
      Object.keys(commands)
        .filter((name) => !NO_TOOLS[scope]?.includes(name))
        .map((name) => `${scope}_${name.replaceAll("-", "_")}`),
    );
    expect(tools.map(({ name }) => name)).to.have.members(expected);
    for (const scope of Object.keys(SCOPES).filter((one) => !["gateway", "relay"].includes(one)))
      expect(
        tools.some(({ name }) => name.startsWith(`${scope}_`)),
        scope,
      ).to.equal(true);
    for (const [scope, names] of Object.entries(NO_TOOLS))
      for (const name of names) expect(catalogue[scope], `${scope} ${name}`).to.have.property(name);
    const options = Object.values(catalogue).flatMap((commands) =>
      Object.values(commands).flatMap((entry) => Object.keys(entry.options)),
    );
    for (const name of NO_OPTIONS) expect(options).to.include(name);
  });

  it("takes what commands declare, and bounds every text", () => {
    for (const { name, inputSchema } of tools) {
      expect(inputSchema.additionalProperties, name).to.equal(false);
      for (const [option, schema] of Object.entries(inputSchema.properties ?? {})) {
        const { type, maxLength, pattern } = schema as { type: string; maxLength?: number; pattern?: string };
        expect(
          type === "boolean" || maxLength !== undefined || pattern !== undefined,
          `${name} ${option}`,
        ).to.equal(true);
      }
      expect(Object.keys(inputSchema.properties ?? {}), name).not.to.include.members(["keystore"]);
    }
    expect(tools.find(({ name }) => name === "gov_show")!.inputSchema.required).to.deep.equal(["id"]);
  });

  it("refuses what is not declared, too long or of another kind, in a sentence", async () => {
    const refused = async (input: Record<string, unknown>, reason: RegExp) => {
      const { text, isError } = await call("gov_show", input);
      expect(text).to.match(reason);
      expect(isError).to.equal(true);
    };
    await refused({ id: "1", rpc: "http://example.org" }, /^Error: there is no option rpc$/);
    await refused({ id: "1".repeat(5_000) }, /^Error: id has 5000 characters, and 4096 are allowed$/);
    await refused({ id: 1 }, /^Error: id must be a string$/);
    await refused({}, /^Error: id is missing$/);
    await refused({ id: "1", __proto__: null, constructor: "x" }, /^Error: there is no option constructor$/);
    expect((await call("gov_explain", { nep: "neps/x.md", preset: "./network.ts" })).text).to.match(
      /^Error: preset must match/,
    );
  });

  it("reads a network", async () => {
    const { text, document, isError } = await call("dao_status");
    expect(isError, text).to.equal(false);
    expect(text).to.match(/NeuroShard/);
    expect(document).to.be.an("object");
    expect((await call("gov_list")).text).to.match(/nothing has been proposed yet/);
    expect((await call("nep_check", { nep: "neps/nep-0002-reward-rate-and-fees.md" })).text).to.match(
      /is a valid/,
    );
  });

  it("writes a transaction down for its owner, who alone can send it", async () => {
    const { ada, ben } = LOCAL_ACCOUNTS;
    const { text, document, isError } = await call("escrow_delegate", { to: ben, from: ada });
    expect(isError, text).to.equal(false);
    expect(text).to.match(/^Nothing was signed or sent/m);
    const { unsigned } = document as { unsigned: Record<string, string> };
    expect(unsigned).to.include({
      chainId: 31_337,
      from: ada,
      to: network.addresses.VoteEscrow,
      value: "0x0",
    });
    const before = await hre.ethers.provider.getBlockNumber();
    const signer = await hre.ethers.getSigner(ada);
    await (await signer.sendTransaction({ to: unsigned.to!, data: unsigned.data! })).wait();
    expect(await hre.ethers.provider.getBlockNumber()).to.equal(before + 1);
    // What a contract would refuse is refused here.
    const wrong = await call("escrow_withdraw", { id: "1", from: ben });
    expect([wrong.isError, wrong.document], wrong.text).to.deep.equal([true, undefined]);
    expect((await call("escrow_delegate", { to: ben })).text).to.match(/give `from`/);
  });

  it("writes a NEP down, and never over another file", async () => {
    const tool = tools.find(({ name }) => name === "council_mandate")!;
    expect(tool.annotations).to.include({ readOnlyHint: false, destructiveHint: false });
    const nep = "neps/nep-0009-a-mandate.md";
    const input = { for: "200d", from: LOCAL_ACCOUNTS.ada };
    const made = await call("council_mandate", { ...input, nep });
    expect(made.isError, made.text).to.equal(false);
    const written = readFileSync(join(folder, nep), "utf8");
    expect(written).to.match(/^---\nnep: 9\n/);
    expect(written).to.include("setGuardian");
    const there = "neps/nep-0002-reward-rate-and-fees.md";
    const before = readFileSync(join(folder, there), "utf8");
    const over = await call("council_mandate", { ...input, nep: there });
    expect([over.isError, over.text]).to.deep.equal([
      true,
      over.text.match(/^Error: .*is there already.*$/)?.[0],
    ]);
    expect(readFileSync(join(folder, there), "utf8")).to.equal(before);
  });

  it("signs nothing, sends nothing and reads nothing outside its folder, whatever tool is given whatever", async function () {
    this.timeout(600_000);
    const block = await hre.ethers.provider.getBlockNumber();
    const { ada } = LOCAL_ACCOUNTS;
    let calls = 0;
    for (const { name, inputSchema } of tools) {
      const properties = inputSchema.properties as Record<string, { type: string; pattern?: string }>;
      const texts = Object.keys(properties).filter((option) => properties[option]!.type === "string");
      const plain = Object.fromEntries(
        texts.map((option) => [
          option,
          properties[option]!.pattern === undefined ? "1" : option === "from" ? ada : "neuroshard",
        ]),
      );
      const open = texts.filter((option) => properties[option]!.pattern === undefined);
      const inputs = [
        plain,
        Object.fromEntries(
          Object.entries(plain).filter(([option]) => inputSchema.required?.includes(option) ?? false),
        ),
        { ...plain, ...Object.fromEntries(open.map((option) => [option, secretFile])) },
        { ...plain, ...Object.fromEntries(open.map((option) => [option, "/proc/self/environ"])) },
      ];
      for (const input of inputs) {
        const { text } = await call(name, { ...("from" in properties && { from: ada }), ...input });
        calls += 1;
        // A command that stays is no tool: it would listen, or watch, until it is ended.
        expect(text, name).not.to.match(/took longer than/);
        expect(
          text.includes(SECRET) || text.includes(SECRET.slice(2, 20)),
          `${name}: ${text.slice(0, 500)}`,
        ).to.equal(false);
      }
    }
    expect(calls).to.be.greaterThan(400);
    expect([...asked].filter((method) => ACTS.test(method))).to.deep.equal([]);
    expect([...asked].length).to.be.greaterThan(4);
    expect(await hre.ethers.provider.getBlockNumber()).to.equal(block);
    expect(readFileSync(secretFile, "utf8")).to.equal(SECRET);
  });

  it("is closed in by Node itself: a file outside the folder is refused before any command sees it", async () => {
    const { text } = await call("nep_check", {
      nep: join(outside, "nep-0001-secret.md"),
      preset: "neuroshard",
    });
    expect(text).to.match(/cannot be read/);
    const beyond = await call("nep_check", {
      nep: resolve("neps/nep-0002-reward-rate-and-fees.md"),
      preset: "neuroshard",
    });
    expect(beyond.text).to.match(/cannot be read/);
  });

  it("shows a proposal to whoever asks, as the words of strangers", async () => {
    expect(client.getInstructions()).to.match(/written by strangers/);
    expect((await call("no_such_tool")).text).to.match(/^Error: there is no tool no_such_tool$/);
  });

  it("knows tools by scope", () => {
    const some = toolsOf(makeCatalogue(), ["gov"]);
    expect([...some.values()].every(({ scope }) => scope === "gov")).to.equal(true);
  });
});
