import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { parseEther, ZeroHash } from "ethers";
import hre from "hardhat";

import { closeServer } from "../../commands/parts/http";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import { formatDeployment } from "@polity/sdk";
import { Payer, priceOf } from "@polity/sdk/usage";
import { DAY, listening, listService, PRICE, question, settlementIn } from "../helpers/market";
import { deployPreset } from "../helpers/preset";
import { ROOT } from "../helpers/shell";

/** What the model says that a request took. */
const USED = priceOf(30n, PRICE);

describe("A gateway that stops", () => {
  it("waits for nobody who asks slowly, or does not read what is answered", async () => {
    const server = createServer((_, response) => response.end("x".repeat(64 * 2 ** 20)));
    const { port, hostname: host } = new URL(await listening(server));
    const slow = connect(Number(port), host, () => slow.write("POST /v1/chat/completions HTTP/1.1\r\n"));
    const idle = connect(Number(port), host, () => idle.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    idle.pause();
    const cut = Promise.all([once(slow, "close"), once(idle, "close")]);
    for (const socket of [slow, idle]) socket.on("error", () => undefined);
    await once(server, "request");
    await closeServer(server, 50);
    idle.resume();
    await cut;
  });
});

describe("gateway serve", () => {
  const folder = mkdtempSync(join(tmpdir(), "polity-serve-"));
  let [chain, gateway]: [LocalChain?, ChildProcess?] = [];

  after(async () => {
    gateway?.kill("SIGKILL");
    await chain?.stop();
    rmSync(folder, { recursive: true });
  });

  it("sells requests as a process of its own, and stops when it is asked to: with the request that it answers, and after it has claimed all", async () => {
    const { network, people } = await deployPreset("aitbc", "none");
    const { eva, finn } = people;
    const { id, till } = await listService(network, eva, { stake: parseEther("1000") });
    const settlement = await settlementIn(network);
    const start = await hre.ethers.provider.getBlockNumber();
    chain = await startChain(hre, 0);
    const deployment = join(folder, "polity.json");
    const contracts = network.addresses;
    writeFileSync(deployment, formatDeployment({ name: "aitbc", chainId: 31_337, block: 0, contracts }));

    // Answers at once, and from the second question on when it is let.
    let answer = (): void => undefined;
    let asked = (): void => undefined;
    const secondAsked = new Promise<void>((resolve) => (asked = resolve));
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    let questions = 0;
    const model = createServer((request, response) => {
      request.resume().on("end", () => {
        const usage = { prompt_tokens: 10, completion_tokens: 20 };
        const say = () => response.end(JSON.stringify({ choices: [], usage }));
        if (++questions === 1) return void say();
        asked();
        void mayAnswer.then(say);
      });
    });
    const upstream = `${await listening(model)}/v1`;

    const vouchers = join(folder, "vouchers");
    const options = Object.entries({
      ...{ deployment, upstream, vouchers, service: String(id), from: eva.address },
      ...{ price: "1", listen: "127.0.0.1:0", "claim-above": "1000000" },
    }).flatMap(([name, value]) => [`--${name}`, value]);
    const env: NodeJS.ProcessEnv = { ...process.env, LOCALHOST_RPC_URL: chain.url };
    env.HARDHAT_DISABLE_TELEMETRY_PROMPT = "true";
    // The process runs what a person would, not what coverage instruments.
    delete env.SOLIDITY_COVERAGE;
    const started = spawn(
      "node_modules/.bin/hardhat",
      ["--network", "localhost", "gateway", "serve", ...options],
      { cwd: ROOT, env },
    );
    gateway = started;
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: unknown) => {
        said += String(chunk);
        const found = /is sold on (http:\S+),/.exec(said)?.[1];
        if (found) resolve(`${found}/v1/chat/completions`);
      };
      started.stdout.on("data", hear);
      started.stderr.on("data", hear);
      started.on("close", () => reject(new Error(said)));
    });
    const ended = once(started, "close");

    const paying = new Payer(finn, hre.ethers.provider, settlement, {
      ...{ till: till.target as string, token: contracts.GovernanceToken, salt: ZeroHash },
      ...{ authorizer: (account: string) => Promise.resolve(account === eva.address), withdrawDelay: DAY },
      ...{ perRequest: parseEther("10"), deposit: parseEther("100") },
    });
    const ask = () => paying.fetch(url, question());
    expect((await ask()).charged).to.equal(USED);
    expect(readdirSync(vouchers)).to.have.length(1);

    const last = ask();
    await secondAsked;
    started.kill("SIGTERM");
    // It hears nobody else from now on, and answers whom it has heard.
    while (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    answer();
    const { response, charged } = await last;
    expect([response.status, charged]).to.deep.equal([200, USED]);
    expect(await ended, said).to.deep.equal([0, null]);
    expect(said).to.include("the gateway has stopped, and claimed what was due");
    model.closeAllConnections();
    model.close();

    const contract = await hre.ethers.getContractAt("BatchSettlementStandIn", settlement.where.settlement);
    const [claimed] = await contract.receivers(till, contracts.GovernanceToken);
    expect(claimed).to.equal(2n * USED);
    const claims = await contract.queryFilter(contract.filters.Claimed(), start);
    expect(claims, "both by one claim").to.have.length(1);
  });
});
