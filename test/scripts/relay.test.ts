import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { takeSnapshot, time, type SnapshotRestorer } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, Wallet } from "ethers";
import { ethers } from "hardhat";

import { Limiter, visitorOf } from "../../commands/parts/relay-limits";
import { writeDeployment } from "../../scripts/lib/deployments";
import { readProposal, requireEscrow, signDelegation, signRelayedBallot, type Support } from "@polity/sdk";
import { StepRefused } from "@polity/sdk/keeper";
import { PolityError } from "@polity/sdk/errors";
import { handToRelay, shownByChain } from "@polity/sdk/votes/relay";
import { runCommand } from "../helpers/command";
import { fails } from "../helpers/fails";
import { listening } from "../helpers/market";
import { deployNeuroshard, person } from "../helpers/neuroshard";
import { startRelay } from "../helpers/relay";

const ATTACKED = /^the relay does not send it: /;

describe("A relay", () => {
  let network: Awaited<ReturnType<typeof deployNeuroshard>>;
  let proposalId: bigint;
  let start: SnapshotRestorer;
  let clean: SnapshotRestorer;
  let host: string;
  const open: { stop(): Promise<void> }[] = [];

  before(async () => {
    start = await takeSnapshot();
    network = await deployNeuroshard();
    host = (await person("finn")).address;
    const { treasury } = network;
    const data = treasury.interface.encodeFunctionData("pay", [[]]);
    proposalId = (await network.submit("# NEP-GOV: Relayed", [{ target: treasury, data }])).id;
    await time.increaseTo((await readProposal(network.governor, proposalId)).snapshot + 1);
  });
  after(() => start.restore());
  beforeEach(async () => {
    clean = await takeSnapshot();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()));
    await clean.restore();
  });

  async function relay(changes?: Parameters<typeof startRelay>[2]) {
    const started = await startRelay(network, host, changes);
    open.push(started);
    return started;
  }
  const ballot = async (support: Support = "for", voter = network.ada) =>
    JSON.stringify([await signRelayedBallot(network.governor, voter, { proposalId, support })]);
  const delegation = async (days = 1, delegator = network.ada) => {
    const escrow = requireEscrow(network);
    const expiry = Number(await escrow.clock()) + days * 86_400;
    return JSON.stringify(await signDelegation(escrow, delegator, { to: network.june.address, expiry }));
  };
  const sentBy = (account: string) => ethers.provider.getTransactionCount(account);

  it("sends a ballot and a delegation that others have signed, and they pay nothing", async () => {
    const { url, said } = await relay();
    const [voter, money] = [network.ada, await ethers.provider.getBalance(network.ada)];
    const before = await sentBy(host);
    expect(await handToRelay(url, await ballot())).to.match(/^0x[0-9a-f]{64}$/);
    expect(await shownByChain(() => network.governor.hasVoted(proposalId, voter), { every: 10 })).to.equal(
      true,
    );
    await handToRelay(url, await delegation());
    const escrow = requireEscrow(network);
    const delegated = async () => (await escrow.delegates(voter)) === network.june.address;
    expect(await shownByChain(delegated, { every: 10 })).to.equal(true);
    expect(await ethers.provider.getBalance(voter)).to.equal(money);
    expect(await sentBy(host)).to.equal(before + 2);
    await shownByChain(() => Promise.resolve(said.length === 2), { every: 10 });
    expect(said[0]).to.match(new RegExp(`^ballot of ${voter.address}: sent, tx 0x`));
  });

  it("sends many at the same time one after the other, each with a nonce of its own", async () => {
    const { url } = await relay();
    const before = await sentBy(host);
    const hashes = await Promise.all(
      [
        await ballot(),
        await ballot("against", network.ben),
        await delegation(),
        await delegation(1, network.ben),
      ].map((signed) => handToRelay(url, signed)),
    );
    expect(new Set(hashes).size).to.equal(4);
    const nonces = await Promise.all(
      hashes.map(async (hash) => (await ethers.provider.getTransaction(hash))!.nonce - before),
    );
    expect(nonces.sort()).to.deep.equal([0, 1, 2, 3]);
  });

  it("does nothing twice: who hands in the same again gets the same answer, and later the reason", async () => {
    const { url } = await relay();
    const [before, signed] = [await sentBy(host), await ballot()];
    const hashes = await Promise.all([1, 2, 3].map(() => handToRelay(url, signed)));
    expect(new Set(hashes).size).to.equal(1);
    await shownByChain(() => network.governor.hasVoted(proposalId, network.ada), { every: 10 });
    await fails(
      handToRelay(url, signed),
      /^the relay does not send it: the ballot would not count: its voter has voted already$/,
    );
    await fails(
      handToRelay(url, await delegation().then((text) => text.replace(/"nonce":\d+/, '"nonce":7'))),
      /has been used or replaced: it has nonce 7/,
    );
    expect(await sentBy(host)).to.equal(before + 1);
  });

  it("refuses what would fail in one sentence, and sends nothing for it", async () => {
    const { url } = await relay();
    const before = await sentBy(host);
    const [signed, other] = [JSON.parse(await ballot()), JSON.parse(await delegation())] as [
      object[],
      object,
    ];
    const changed = (change: object) => JSON.stringify([{ ...signed[0], ...change }]);
    const stranger = Wallet.createRandom().address;
    for (const [text, reason] of [
      ["", /is not JSON/],
      ["[]", /0 ballots are in one list; hand in one at a time/],
      [JSON.stringify([signed[0], signed[0]]), /2 ballots are in one list/],
      ['"text"', /problem/],
      [changed({ chainId: 1 }), /it is for chain 1, and this is 31337/],
      [changed({ governor: stranger }), /it is for another governor/],
      [changed({ support: "against" }), /it is not signed by its voter/],
      [changed({ voter: network.ben.address }), /it is not signed by its voter/],
      [changed({ deadline: 1 }), /its deadline was 1970/],
      [changed({ proposalId: "1" }), /would not count: /],
      [changed({ more: 1 }), /unknown field/],
      [JSON.stringify({ ...other, contract: stranger }), /no contract of this network that counts votes/],
      [JSON.stringify({ ...other, chainId: 1 }), /on chain 1, and this is/],
      [JSON.stringify({ ...other, expiry: 1 }), /the delegation expired/],
      [JSON.stringify({ ...other, delegatee: stranger }), /is not signed by/],
    ] as const) {
      await fails(handToRelay(url, text), ATTACKED);
      await fails(handToRelay(url, text), reason);
    }
    expect(await sentBy(host)).to.equal(before);
  });

  it("sends nothing for keys that anybody can make, and lets nobody use up what another is paid for", async () => {
    const { url } = await relay({ perSigner: new Limiter(1, 3_600_000) });
    const { ada, token, ben } = network;
    const nobody = Wallet.createRandom(ethers.provider);
    await fails(
      handToRelay(url, await delegation(1, nobody as never)),
      /has 0 tokens or votes of locks, and this relay sends for those who have 1; send it yourself/,
    );
    await token.connect(ada).transfer(nobody, parseEther("5"));
    const held = JSON.stringify(
      await signDelegation(token, nobody, { to: ben.address, expiry: (await time.latest()) + 1e5 }),
    );
    const forged = (await ballot()).replace(/"support":"for"/, '"support":"against"');
    for (let i = 0; i < 5; i++) await fails(handToRelay(url, forged), /not signed by its voter/);
    await handToRelay(url, await ballot());
    await handToRelay(url, held);
    await fails(
      handToRelay(url, await delegation()),
      new RegExp(`has sent enough for ${ada.address} for now`),
    );
  });

  it("answers a flood with 429, by address of the visitor or by half of it, and forgets it in time", async () => {
    const flooded = await relay({ perVisitor: new Limiter(3, 60_000), behindProxy: true });
    const ask = async (from: string) => {
      const headers = { "x-forwarded-for": `1.1.1.1, ${from}` };
      return (await fetch(flooded.url, { method: "POST", body: "{", headers })).status;
    };
    const asked = async (...from: string[]) => {
      const statuses: number[] = [];
      for (const one of from) statuses.push(await ask(one));
      return statuses;
    };
    expect(await asked("9.9.9.9", "9.9.9.9", "9.9.9.9", "9.9.9.9", "8.8.8.8")).to.deep.equal([
      422, 422, 422, 429, 422,
    ]);
    expect(
      await asked("2001:db8::1", "2001:db8:0:0:1::", "2001:DB8::ffff", "2001:db8:0:0::2", "2001:db8:0:1::"),
    ).to.deep.equal([422, 422, 422, 429, 422]);
    flooded.pass(20_001);
    expect(await asked("9.9.9.9", "9.9.9.9")).to.deep.equal([422, 429]);
    const direct = { headers: { "x-forwarded-for": "9.9.9.9" }, socket: { remoteAddress: "::ffff:7.7.7.7" } };
    expect(visitorOf(direct as never, false)).to.equal("7.7.7.7");
  });

  it("bounds what it remembers of visitors", () => {
    const limiter = new Limiter(1, 1_000);
    expect([limiter.take("first", 0), limiter.take("first", 0)]).to.deep.equal([true, false]);
    for (let i = 0; i < 10_000; i++) limiter.take(String(i), 0);
    expect(limiter.take("first", 0)).to.equal(true);
  });

  it("reads no huge body, waits for no slow client, and answers pages of other hosts alone by POST", async () => {
    const { url } = await relay();
    const huge = await fetch(url, { method: "POST", body: "x".repeat(40_000) });
    expect([huge.status, await huge.json()]).to.deep.equal([
      413,
      { error: { message: "a request has 32768 bytes at the most" } },
    ]);
    const { hostname, port } = new URL(url);
    const endless = connect(Number(port), hostname);
    endless.on("error", () => undefined);
    endless.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    const cut = once(endless, "close");
    const more = setInterval(() => endless.write(`1000\r\n${"x".repeat(0x1000)}\r\n`), 1);
    endless.resume();
    await cut;
    clearInterval(more);
    const slow = connect(Number(port), hostname, () => slow.write("POST / HTTP/1.1\r\nHost: x\r\nContent-"));
    slow.on("error", () => undefined);
    slow.resume();
    await once(slow, "close");
    const options = await fetch(url, { method: "OPTIONS" });
    expect([options.status, options.headers.get("access-control-allow-origin")]).to.deep.equal([204, "*"]);
    expect((await fetch(url)).status).to.equal(405);
  }).timeout(30_000);

  it("takes so many at once and no more, and lets go of those that it cannot send", async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const { url } = await relay({
      chain: (chain) => ({ ...chain, simulate: (step) => held.then(() => chain.simulate(step)) }),
    });
    const first = handToRelay(url, await ballot());
    const voters = Array.from({ length: 15 }, () => first);
    const texts = await Promise.all(voters.map(() => ballot()));
    const others = texts.map((text) => handToRelay(url, text));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await fails(
      handToRelay(url, await ballot("for", network.ben)),
      /the relay is busy: try again in a minute/,
    );
    answer();
    expect(new Set(await Promise.all([first, ...others])).size).to.equal(1);
  });

  it("spends so much gas in a day and no more, also after it was started anew", async () => {
    const { url, file, pass } = await relay({ gasPerDay: 220_000n });
    await handToRelay(url, await ballot());
    await shownByChain(() => Promise.resolve(/"key":""/.test(readFileSync(file, "utf8"))), { every: 10 });
    await fails(
      handToRelay(url, await ballot("for", network.ben)),
      /^the relay does not send it: the relay has spent what it spends in a day; come back later/,
    );
    pass(86_400_001);
    await handToRelay(url, await ballot("for", network.ben));
    const { spent } = JSON.parse(readFileSync(file, "utf8")) as { spent: { gas: number; at: number }[] };
    expect(spent).to.have.length(1);
    expect(spent[0]!.gas).to.be.within(80_000, 220_000);
  });

  it("says when gas costs too much, when another transaction waits, and when the chain is gone", async () => {
    const dear = await relay({ maxFee: 1n });
    await fails(
      handToRelay(dear.url, await ballot()),
      /gas costs more now than the relay pays: try again later/,
    );
    await open.pop()!.stop();
    const foreign = await relay({
      chain: (chain) => ({ ...chain, read: async () => ({ ...(await chain.read()), pending: 1e9 }) }),
    });
    await fails(handToRelay(foreign.url, await ballot()), /the relay waits for an earlier transaction/);
    await open.pop()!.stop();
    let asks = 0;
    const gone = await relay({
      chain: (chain) => ({
        ...chain,
        simulate: () => (asks++, Promise.reject(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))),
      }),
    });
    await fails(handToRelay(gone.url, await ballot()), /the chain does not answer the relay/);
    expect(asks).to.equal(1);
  });

  it("tries once more right before it sends: what became useless meanwhile is refused", async () => {
    const { url } = await relay({
      chain: (chain) => ({
        ...chain,
        // Faster than the relay: she votes between the check and the try.
        simulate: async (step) => {
          if (!(await network.governor.hasVoted(proposalId, network.ada)))
            await network.governor.connect(network.ada).castVote(proposalId, 1);
          return chain.simulate(step);
        },
      }),
    });
    const before = await sentBy(host);
    await fails(handToRelay(url, await ballot()), ATTACKED);
    expect(await sentBy(host)).to.equal(before);
    const refusing = await relay({
      chain: (chain) => ({
        ...chain,
        simulate: () =>
          Promise.reject(new StepRefused(new PolityError("it reverts", { hint: "so leave it" }))),
      }),
    });
    await fails(
      handToRelay(refusing.url, await ballot("for", network.ben)),
      /^the relay does not send it: it reverts; so leave it$/,
    );
  });

  it("stops when it is asked to, and lets go of what waits", async () => {
    const { url, relay: queue } = await relay({
      chain: (chain) => ({ ...chain, simulate: () => new Promise(() => undefined) }),
    });
    const waiting = handToRelay(url, await ballot());
    await new Promise((resolve) => setTimeout(resolve, 200));
    queue.stop();
    await fails(waiting, /the relay stops/);
    await fails(handToRelay(url, await ballot("for", network.ben)), /the relay stops/);
    open.pop();
  });

  it("is a command that stays until it is ended, and writes no key anywhere", async () => {
    const folder = mkdtempSync(join(tmpdir(), "polity-relay-command-"));
    const contracts = network.addresses;
    const deployment = writeDeployment({ name: "NeuroShard", chainId: 31_337, block: 0, contracts }, folder);
    const reserved = createServer();
    const place = new URL(await listening(reserved)).host;
    reserved.close();
    await once(reserved, "close");
    const running = runCommand("relay", "serve", {
      deployment,
      from: "finn",
      listen: place,
      every: "1s",
    });
    const up = () =>
      fetch(`http://${place}`).then(
        () => true,
        () => false,
      );
    expect(await shownByChain(up, { every: 50 })).to.equal(true);
    await handToRelay(`http://${place}`, await ballot());
    await shownByChain(() => network.governor.hasVoted(proposalId, network.ada), { every: 50 });
    const gas = join(dirname(deployment), `relay-gas-${host}.json`);
    process.emit("SIGTERM");
    const { stdout, code, stderr, progress } = await running;
    expect([code, stdout, stderr]).to.deep.equal([0, "the relay has stopped", ""]);
    expect(progress).to.match(
      new RegExp(`^${host} sends for NeuroShard what is handed in at http://${place}\n`),
    );
    expect(existsSync(gas)).to.equal(true);
    expect(await up()).to.equal(false);
    for (const [option, value] of [
      ["listen", "x"],
      ["gasPerDay", "0"],
      ["maxFee", "no"],
    ] as const) {
      const refused = await runCommand("relay", "serve", {
        deployment,
        from: "finn",
        [option]: value,
      });
      expect(refused.stderr, option).to.match(/; (choose another place|give)/);
    }
    rmSync(folder, { recursive: true });
  }).timeout(60_000);
});

describe("Whoever hands to a relay", () => {
  const answers = async (status: number, body: string, headers = {}) => {
    const server = createServer((_, response) => response.writeHead(status, headers).end(body));
    const url = await listening(server);
    return { url, stop: () => server.close() };
  };

  for (const [what, status, body, reason] of [
    ["what is no JSON", 200, "<html>", /is not a relay's answer \(200\)/],
    ["no hash", 200, '{"transaction":"0x12"}', /is not a relay's answer/],
    ["nothing", 200, "{}", /^the relay does not send it: it answers 200$/],
    ["a hash with an error's status", 500, `{"transaction":"0x${"1".repeat(64)}"}`, /it answers 500/],
    ["endlessly much", 200, "x".repeat(20_000), /does not answer/],
    ["words that nobody sees", 400, '{"error":{"message":"a\\u202eb"}}', /: a\ufffdb$/],
    ["too many words", 400, JSON.stringify({ error: { message: "y".repeat(5_000) } }), /^.{300,340}…$/],
  ] as const)
    it(`is told in bounded words when it answers ${what}`, async () => {
      const { url, stop } = await answers(status, body);
      await fails(handToRelay(url, "[]"), reason);
      stop();
    });

  it("follows it to no other place, and waits for no answer for ever", async () => {
    const moved = await answers(307, "", { location: "http://127.0.0.1:1/" });
    await fails(
      handToRelay(moved.url, "[]"),
      /^the relay at 127\.0\.0\.1:\d+ does not answer$/,
      /hand the file/,
    );
    moved.stop();
    const mute = createServer(() => undefined);
    const url = await listening(mute);
    await fails(handToRelay(url, "[]", 50), /does not answer$/);
    mute.closeAllConnections();
    mute.close();
    expect(await shownByChain(() => Promise.resolve(false), { most: 3, every: 1 })).to.equal(false);
  });
});
